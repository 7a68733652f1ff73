"""What forms have in common. A whole page's form says its faults beside its fields (`PageForm`, `attempt`);
one of the panel is taken or refused (`taken`)."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from annotations.errors import CannotFetch, CannotRead, Conflict, InvalidInput, StaleEdit, TooLarge

T = TypeVar("T")

MENDABLE = (InvalidInput, CannotRead, CannotFetch, TooLarge, Conflict)
"""Errors the person can mend in the form; the others are pages of their own."""


class PageRenderer(TemplatesSetting):
    """Draws a field with its label, hint and faults in our markup."""

    field_template_name = "annotations/_field.html"


class PageForm(forms.Form):
    """Takes an action's error as a fault of one of its fields."""

    default_renderer = PageRenderer

    # A browser's own bubble can be neither styled nor read again; ours stays beside the field.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(
                field.widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.FileInput)
            ):
                field.widget.attrs["class"] = "input"
            # A browser cuts what is pasted at it and says nothing; the server says how much is too much.
            field.widget.attrs.pop("maxlength", None)

    def show_fault(self, error: Any) -> None:
        """Put the sentence where it can be acted on: at its field, or above them all."""
        self.add_error(error.field if error.field in self.fields else None, error.sentence)

    def lead_to_fault(self) -> None:
        """The first field with a fault has the focus when the page is shown again."""
        name = next((name for name in self.fields if name in self.errors), None)
        if name:
            self.fields[name].widget.attrs["autofocus"] = True


def attempt(form: PageForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """What the action answers to the form's values; None when the form now says why there is no answer.

    StaleEdit passes through: it is answered with both texts.
    """
    if form.is_valid():
        try:
            return act(form.cleaned_data)
        except StaleEdit:
            raise
        except MENDABLE as error:
            form.show_fault(error)
    form.lead_to_fault()
    return None


def taken(form: forms.BaseForm) -> dict[str, Any]:
    """What the form holds. Raises InvalidInput with the first fault's sentence and its field."""
    if form.is_valid():
        return form.cleaned_data
    field, faults = next(iter(form.errors.as_data().items()))
    raise InvalidInput(" ".join(faults[0].messages), field="" if field == "__all__" else field)


def really_sent(form: forms.BaseForm) -> dict[str, Any]:
    """As `taken`, of those fields alone that the browser sent: what is not sent stays as it is."""
    return {name: value for name, value in taken(form).items() if name in form.data}


class WordsField(forms.CharField):
    """Text that keeps its inner white space; empty when not sent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "strip": True, **options})


class PlaceField(forms.IntegerField):
    """A place in a list, counted from 1, and no farther than any list goes: a database cannot count on for ever."""

    MOST = 100_000

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": self.MOST, **options})


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field choose among these rows: which they are depends on the claim."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class RowVersionForm(forms.Form):
    row_version = forms.IntegerField()


def row_version_of(request: HttpRequest) -> int:
    """The version of the row that the form was made from."""
    number = request.POST.get("row_version", "")
    if not (number.isdecimal() and len(number) < 10):
        raise InvalidInput("The form does not say which state it was made from. Load the page again.")
    return int(number)

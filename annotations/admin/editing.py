"""Records that are made and changed here: by actions, against the row version that the person saw."""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from annotations.admin.base import WorkbenchAdmin
from annotations.errors import StaleEdit, WorkbenchError

SAVE_AGAIN = "Save again to put your words in place of theirs."


class RefusableForm(forms.ModelForm):
    """A form whose action may refuse: it is then shown again, with the sentence and with what was typed."""

    refusal: WorkbenchError | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A browser cuts what is pasted at it and says nothing.
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.refusal is not None:
            self.say(self.refusal)
        return self.cleaned_data

    def say(self, refusal: WorkbenchError) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    def given(self) -> dict[str, Any]:
        """What the person changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "seen"}


class ChangeForm(RefusableForm):
    """A form that carries the row version at which it was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.row_version

    def say(self, refusal: WorkbenchError) -> None:
        """A stale form shows what stands there now, and may be sent again."""
        if not isinstance(refusal, StaleEdit):
            return super().say(refusal)
        self.add_error(None, f"{refusal.sentence} {SAVE_AGAIN}")
        for name, value in refusal.extra["current"].items():
            if name in self.fields:
                self.add_error(name, f"It says now: “{value or ''}”.")
        self.data = {**self.data.dict(), "seen": str(refusal.extra["row_version"])}  # type: ignore[attr-defined]


class EditingAdmin(WorkbenchAdmin):
    """A table whose records can be made (`add_form`, with the fields `added`) or changed (`form`)."""

    form = ChangeForm
    add_form: type[RefusableForm] = RefusableForm
    editable: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def act(self, request: HttpRequest, form: Any, formsets: list[Any], row: Any) -> Any:
        """Do it, by an action. `row` is the record as it is in the database, None for a new one; returns it."""
        raise NotImplementedError

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None:
            return self.added
        return (*self.page, "seen") if self.has_change_permission(request, obj) else self.page

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None:
            return ()
        editable = self.editable if self.has_change_permission(request, obj) else ()
        return [name for name in self.page if name not in editable]

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = self.add_form
        elif not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What an action refuses is said in the form. Its transaction is over by then, and undone."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except WorkbenchError as refusal:
            if request.method != "POST":
                raise
            request.refusal = refusal  # type: ignore[attr-defined]
        response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        response.status_code = request.refusal.status  # type: ignore[attr-defined]
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing: `save_related` acts, when the rows below the form are known too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        # The form has written into its instance already: the action has to see the record as it is.
        row = self.get_object(request, str(form.instance.pk)) if change else None
        if change and not form.given():
            return
        form.instance.pk = self.act(request, form, formsets, row).pk

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return []

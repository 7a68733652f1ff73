"""Forms about colleagues: inviting, changing, handing on their work."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from annotations.models import Person, Role
from annotations.pages.forms.base import PageForm

ROLES = (
    (Role.READER, "Reader: sees everything inside but what is blind or confidential, and comments"),
    (Role.CHECKER, "Checker: also marks, rates and brings sources"),
    (Role.EDITOR, "Editor: also assigns, decides, publishes and corrects"),
    (Role.NONE, "None: sees what the public sees"),
)


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Write the name colleagues see."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def mail_field() -> forms.EmailField:
    return forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "This is not an e-mail address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Only administrators see it.",
    )


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role", choices=ROLES, initial=Role.CHECKER, widget=forms.Select(attrs={"class": "input"})
    )


class InviteForm(PageForm):
    name = name_field()
    username = forms.CharField(
        label="User name",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        error_messages={"required": "Write the name to log in with."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text="To log in with; letters, digits and @ . + - _",
    )
    email = mail_field()
    role = role_field()


class PersonForm(PageForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)
    name = name_field()
    email = mail_field()
    role = role_field()
    is_superuser = forms.BooleanField(
        label="Administrator",
        required=False,
        help_text="Manages people, scales and policies. Gives no say over claims.",
    )


class HandOnForm(PageForm):
    assignee = forms.ModelChoiceField(
        label="Assign them to",
        queryset=Person.objects.none(),
        empty_label=None,
        error_messages={"required": "Choose somebody.", "invalid_choice": "Choose a checker or an editor."},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.checkers().exclude(pk=person.pk).order_by("name", "username")

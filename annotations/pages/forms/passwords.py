"""Forms in which a password is chosen: the first one, and another one on one's own page."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from annotations.models import Person
from annotations.pages.forms.base import PageForm

RULES = "At least 8 characters, not only digits, and none of the common ones."


def password_field(label: str, missing: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing},
        help_text=help_text,
    )


class ChosenPasswordForm(PageForm):
    """The password twice, and held against the rules for this person's."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.person)
        return str(self.cleaned_data["new"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "new" in data and "again" in data and data["new"] != data["again"]:
            self.add_error("again", "The two passwords differ.")
        return data


class FirstPasswordForm(ChosenPasswordForm):
    new = password_field("Password", "Choose a password.", autocomplete="new-password", help_text=RULES)
    again = password_field("Password again", "Write the password once more.", autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].widget.attrs["autofocus"] = True


class PasswordForm(ChosenPasswordForm):
    old = password_field("Present password", "Write the present password.", autocomplete="current-password")
    new = password_field(
        "New password", "Write a new password.", autocomplete="new-password", help_text=RULES
    )
    again = password_field(
        "New password again", "Write the new password once more.", autocomplete="new-password"
    )

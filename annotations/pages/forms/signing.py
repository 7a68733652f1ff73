"""The form of the log-in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from annotations.pages.forms.base import PageRenderer


class LoginForm(AuthenticationForm):
    """Django's own, in our words; the same sentence for unknown names and wrong passwords."""

    default_renderer = PageRenderer
    use_required_attribute = False

    stay = forms.BooleanField(label="Stay logged in on this device", required=False)

    error_messages = {
        "invalid_login": "Name and password do not fit together.",
        "inactive": "Name and password do not fit together.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        self.fields["username"].error_messages["required"] = "Write your user name."
        self.fields["password"].error_messages["required"] = "Write your password."
        for name in ("username", "password"):
            self.fields[name].widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        """What is wrong is shown at the password, where the next try begins."""
        try:
            return super().clean()
        except forms.ValidationError as fault:
            self.fields["username"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True
            raise forms.ValidationError({"password": fault}) from fault

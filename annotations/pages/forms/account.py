"""Forms of one's own page."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from annotations.models import Scope
from annotations.pages.forms.base import PageForm

LIFETIMES_DAYS = (("30", "30 days"), ("90", "90 days"), ("365", "One year"), ("", "No end"))


class NameForm(PageForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Write the name your colleagues see."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class TokenForm(PageForm):
    name = forms.CharField(
        label="What it is for",
        max_length=100,
        error_messages={"required": "Say what it is for, so that you know which one to revoke."},
        help_text="Such as “newsletter script”.",
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=[
            (Scope.READ, "Read what you can read"),
            (Scope.WRITE, "Write what you can write"),
            (Scope.CONFIDENTIAL, "Also see confidential sources that you may see"),
            (Scope.PUBLIC, "Only what the public sees"),
        ],
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing it may do."},
    )
    lifetime = forms.ChoiceField(label="Ends after", choices=LIFETIMES_DAYS, required=False, initial="90")

    def made(self) -> dict[str, Any]:
        """The arguments of `make_token`."""
        data = self.cleaned_data
        days = data["lifetime"]
        expires_at = timezone.now() + timedelta(days=int(days)) if days else None
        return {"name": data["name"], "scopes": data["scopes"], "expires_at": expires_at}

"""Forms of links between claims."""

from django import forms

from annotations.models import LinkKind


class LinkForm(forms.Form):
    """The other claim, and how this one hangs on it."""

    to = forms.UUIDField(
        error_messages={"required": "Choose the other claim.", "invalid": "Choose the other claim."}
    )
    kind = forms.ChoiceField(
        choices=LinkKind.choices, error_messages={"required": "Say how this claim hangs on the other."}
    )

"""Forms of links between claims."""

from django import forms

from annotations.models import LinkKind


class RepeatForm(forms.Form):
    """The earlier claim that this one is the same as."""

    to = forms.UUIDField(
        error_messages={"required": "Choose the other claim.", "invalid": "Choose the other claim."}
    )


class LinkForm(RepeatForm):
    """The other claim, and how this one hangs on it."""

    kind = forms.ChoiceField(
        choices=LinkKind.choices, error_messages={"required": "Say how this claim hangs on the other."}
    )

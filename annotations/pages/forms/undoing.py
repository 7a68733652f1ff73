"""What an undo or a redo says of itself."""

from django import forms


class DeedForm(forms.Form):
    """Which deed is meant; without it, the next."""

    deed = forms.IntegerField(required=False, min_value=1)

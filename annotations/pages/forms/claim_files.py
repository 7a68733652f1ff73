"""The form of a file of claims: which format it has, and how far an import of it has come."""

from typing import Any

from django import forms

from annotations.actions.importing_claims import LABELS
from annotations.pages.forms.files import FileForm

MOST_ROWS = 100_000


class ClaimFileForm(FileForm):
    """`done` counts the rows of the file that are done with, `made` the claims that came of them."""

    format = forms.ChoiceField(
        label="Format", required=False, choices=[("", "As the file says"), *LABELS.items()]
    )
    done = forms.IntegerField(required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput)
    made = forms.IntegerField(required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"done", "made", "name"} & set(self.errors):
            self.add_error("file", "Choose the file again.")
        return data | {name: data.get(name) or 0 for name in ("done", "made")}

    def wants_left(self) -> bool:
        """Whether the rows that cannot be taken are asked for, as a table."""
        return bool(self.data.get("left"))

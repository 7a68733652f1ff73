"""Forms about proposals and clearances."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from annotations.models import Evidence
from annotations.pages.forms.base import WordsField, offer, taken


class ProposeForm(forms.Form):
    """Other words, and what they rest on; no words ask that those now go."""

    words_now = WordsField()
    words_proposed = WordsField()
    why = WordsField()
    evidence = forms.ModelChoiceField(
        queryset=Evidence.objects.none(),
        required=False,
        to_field_name="uid",
        error_messages={"invalid_choice": "Choose evidence of this claim."},
    )

    def __init__(self, data: Any, evidence: QuerySet[Any]) -> None:
        super().__init__(data)
        offer(self, "evidence", evidence)


class DescribeProposalForm(ProposeForm):
    """Changes of a proposal; what is not sent stays."""

    row_version = forms.IntegerField()

    def sent(self) -> dict[str, Any]:
        values = taken(self)
        return {name: values[name] for name in ("words_proposed", "why", "evidence") if name in self.data}


class DecideForm(forms.Form):
    """A decision on a proposal, with the reason."""

    row_version = forms.IntegerField()
    why = WordsField()


class TakeBackForm(forms.Form):
    """Why a clearance is taken back."""

    why = WordsField(max_length=200)

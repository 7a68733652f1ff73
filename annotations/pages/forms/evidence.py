"""Forms about evidence."""

from typing import Any

from django import forms

from annotations.pages.forms.base import WordsField, really_sent
from annotations.workflow import Stance


class EvidenceForm(forms.Form):
    """A source, new or known, and how it bears on the claim."""

    source = WordsField(max_length=2000)
    source_uid = forms.UUIDField(required=False)
    stance = forms.ChoiceField(required=False, choices=Stance)
    locator_label = WordsField(max_length=20)
    locator = WordsField(max_length=200)
    quotation = WordsField()
    note = WordsField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("source") or data.get("source_uid")):
            raise forms.ValidationError("Give the source a title or an address.")
        return data


class DescribeEvidenceForm(forms.Form):
    """Changes of evidence; what is not sent stays."""

    row_version = forms.IntegerField()
    stance = forms.ChoiceField(required=False, choices=Stance)
    locator_label = WordsField(max_length=20)
    locator = WordsField(max_length=200)
    quotation = WordsField()
    note = WordsField()

    def sent(self) -> dict[str, Any]:
        return really_sent(self)

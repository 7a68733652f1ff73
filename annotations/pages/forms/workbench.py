"""Forms of the text: marking a claim, finding nothing to check."""

from typing import Any

from django import forms

from annotations.pages.forms.base import PlaceField, WordsField


class MarkForm(forms.Form):
    """Where a claim stands: a stretch (code points), or a whole sentence, or words to look for."""

    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=1)
    sentence = PlaceField(required=False)
    words = WordsField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        stretch = data.get("start") is not None and data.get("end") is not None
        if not (stretch or data.get("sentence") or data.get("words")):
            raise forms.ValidationError("Choose a sentence, or give the words to mark.")
        return data


class DismissForm(forms.Form):
    """Sentences with nothing to check: from `sentence` to `last`, one when `last` is empty."""

    sentence = PlaceField()
    last = PlaceField(required=False)
    reason = WordsField(max_length=200)

"""What is answered about a highlight that waits."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from annotations.pages.forms.base import PlaceField, WordsField


class Answer(TextChoices):
    SAME = "same", "Still the same claim"
    PLACE = "place", "It stands here"
    GONE = "gone", "Gone"
    OTHER = "other", "Another claim now"


class AnswerForm(forms.Form):
    """`place` comes with a stretch (code points), or with the words to look for."""

    answer = forms.ChoiceField(choices=Answer)
    row_version = forms.IntegerField()
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=1)
    sentence = PlaceField(required=False)
    words = WordsField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        stretch = data.get("start") is not None and data.get("end") is not None
        if data.get("answer") == Answer.PLACE and not (stretch or data.get("words")):
            raise forms.ValidationError("Choose the words in the text, or type them.")
        return data

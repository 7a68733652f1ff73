"""The forms in which the browser sends what is being typed."""

from django import forms

from annotations.actions.drafts import MOST_CHARACTERS
from annotations.pages.forms.base import WordsField


class DraftForm(forms.Form):
    kind = forms.CharField(max_length=30)
    uid = forms.UUIDField()
    field = forms.CharField(max_length=60)
    text = WordsField(strip=False, max_length=MOST_CHARACTERS)
    base = WordsField(strip=False, max_length=MOST_CHARACTERS)
    window = WordsField(max_length=36)
    seen = WordsField(strip=False, max_length=MOST_CHARACTERS)
    author = forms.UUIDField()


class BesideForm(forms.Form):
    """Two texts of one field. `name` is the field's in its form, `where` says whose the other text is."""

    kind = forms.CharField(max_length=30)
    uid = forms.UUIDField()
    name = WordsField(max_length=60)
    theirs = WordsField(strip=False, max_length=MOST_CHARACTERS)
    mine = WordsField(strip=False, max_length=MOST_CHARACTERS)
    where = forms.ChoiceField(choices=[("saved", "saved"), ("window", "window")])

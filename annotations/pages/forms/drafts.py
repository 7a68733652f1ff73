"""The form in which the browser sends what is being typed."""

from django import forms

from annotations.actions.drafts import MOST_CHARACTERS


class DraftForm(forms.Form):
    kind = forms.CharField(max_length=30)
    uid = forms.UUIDField()
    field = forms.CharField(max_length=60)
    text = forms.CharField(required=False, strip=False, max_length=MOST_CHARACTERS)
    row_version = forms.IntegerField(required=False, min_value=0)

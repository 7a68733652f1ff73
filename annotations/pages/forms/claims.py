"""Forms about claims: wording, place, rating, comments."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from annotations.models import Confidence, Materiality, Rating
from annotations.pages.forms.base import PageForm, WordsField, offer, really_sent


class DescribeClaimForm(forms.Form):
    row_version = forms.IntegerField()
    text = forms.CharField(label="Wording", error_messages={"required": "A claim needs words."})
    claimant = WordsField(max_length=200)
    claimant_kind = forms.ChoiceField(
        required=False, choices=[("person", "Person"), ("organisation", "Organisation")]
    )
    claim_date = forms.DateField(
        required=False, error_messages={"invalid": "Write the day as year-month-day, such as 2024-11-29."}
    )
    materiality = forms.ChoiceField(required=False, choices=Materiality)
    tags = WordsField()

    def clean_tags(self) -> list[str]:
        return [tag for tag in map(str.strip, self.cleaned_data["tags"].split(",")) if tag]


class PlaceForm(forms.Form):
    """The ends of a highlight (code points)."""

    row_version = forms.IntegerField()
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


class AssessForm(forms.Form):
    """A rating and reasons, each kept as it is when not sent."""

    rating = forms.ModelChoiceField(
        queryset=Rating.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose a rating of this scale."},
    )
    rationale = WordsField()
    confidence = forms.ChoiceField(required=False, choices=[("", "Not said"), *Confidence.choices])

    def __init__(self, data: Any, ratings: QuerySet[Any]) -> None:
        super().__init__(data)
        offer(self, "rating", ratings)

    def sent(self) -> dict[str, Any]:
        """The arguments of `assess_claim` that were really sent."""
        return really_sent(self)


class CommentForm(PageForm):
    body = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the comment first."},
    )

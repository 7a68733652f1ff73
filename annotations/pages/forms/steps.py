"""Forms of the steps of a claim's life, and of holding to a stale verdict."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from annotations.models import CorrectionKind, Person, Rating
from annotations.pages.forms.base import PlaceField, WordsField, offer, really_sent
from annotations.workflow import DeclineReason


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        error_messages={"required": "Choose a person.", "invalid_choice": "Choose a checker."},
    )

    def __init__(self, data: Any, people: QuerySet[Any]) -> None:
        super().__init__(data)
        offer(self, "assignee", people)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        choices=DeclineReason, error_messages={"required": "Choose why it is declined."}
    )


class SendBackForm(forms.Form):
    comment = forms.CharField(error_messages={"required": "Say what has to be looked at again."})


class AdjudicateForm(forms.Form):
    rating = forms.ModelChoiceField(
        queryset=Rating.objects.none(), error_messages={"required": "Choose a rating first."}
    )
    reasons = forms.CharField(error_messages={"required": "Say why you decide so."})

    def __init__(self, data: Any, ratings: QuerySet[Any]) -> None:
        super().__init__(data)
        offer(self, "rating", ratings)


class WordsForm(forms.Form):
    """Words for readers that take the place of others: `row_version` is the key of the verdict they stood in."""

    row_version = forms.IntegerField(required=False)


class ExplainForm(WordsForm):
    explanation = forms.CharField(error_messages={"required": "Write the explanation for readers."})
    summary = WordsField()


class MergeForm(forms.Form):
    """The other claim: chosen (`to`), or by its number in the article."""

    to = forms.UUIDField(required=False)
    into = PlaceField(required=False)


class ReasonForm(forms.Form):
    """A reason people will read."""

    reason = forms.CharField(error_messages={"required": "Say why."})


class HoldForm(ReasonForm):
    row_version = forms.IntegerField()


class CorrectForm(WordsForm):
    """What was wrong, and what we say now; words and rating that are not sent stay."""

    kind = forms.ChoiceField(choices=CorrectionKind)
    text = forms.CharField(error_messages={"required": "Say what was wrong."})
    rating = forms.ModelChoiceField(queryset=Rating.objects.none(), required=False)
    explanation = WordsField()
    summary = WordsField()

    def __init__(self, data: Any, ratings: QuerySet[Any]) -> None:
        super().__init__(data)
        offer(self, "rating", ratings)

    def sent(self) -> dict[str, Any]:
        """The arguments of `correct_claim`: an empty rating means that it stays."""
        return {name: value for name, value in really_sent(self).items() if name != "rating" or value}

"""What people send from the pages, cleaned: each form mirrors the arguments of one action."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from annotations.errors import InvalidInput
from annotations.models import Confidence, CorrectionKind, Materiality, Person, Rating
from annotations.workflow import DeclineReason, Stance


def taken(form: forms.BaseForm) -> dict[str, Any]:
    """What the form holds. Raises InvalidInput with the first fault's sentence and its field."""
    if form.is_valid():
        return form.cleaned_data
    field, faults = next(iter(form.errors.as_data().items()))
    raise InvalidInput(" ".join(faults[0].messages), field="" if field == "__all__" else field)


class WordsField(forms.CharField):
    """Text that keeps its inner white space; empty when not sent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "strip": True, **options})


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field choose among these rows: which they are depends on the claim."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class MarkForm(forms.Form):
    """Where a claim stands: a stretch (code points), or a whole sentence, or words to look for."""

    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=1)
    sentence = forms.IntegerField(required=False, min_value=1)
    words = WordsField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        stretch = data.get("start") is not None and data.get("end") is not None
        if not (stretch or data.get("sentence") or data.get("words")):
            raise forms.ValidationError("Choose a sentence, or give the words to mark.")
        return data


class DismissForm(forms.Form):
    """Sentences with nothing to check: from `sentence` to `last`, one when `last` is empty."""

    sentence = forms.IntegerField(min_value=1)
    last = forms.IntegerField(required=False, min_value=1)
    reason = WordsField(max_length=200)


class DescribeClaimForm(forms.Form):
    row_version = forms.IntegerField()
    text = forms.CharField(error_messages={"required": "A claim needs words."})
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
        return {name: value for name, value in taken(self).items() if name in self.data}


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
        return {name: value for name, value in taken(self).items() if name in self.data}


class RowVersionForm(forms.Form):
    row_version = forms.IntegerField()


class CommentForm(forms.Form):
    body = forms.CharField(error_messages={"required": "Write the comment first."})


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


class ExplainForm(forms.Form):
    explanation = forms.CharField(error_messages={"required": "Write the explanation for readers."})
    summary = WordsField()


class MergeForm(forms.Form):
    """The other claim, by its number in the article."""

    into = forms.IntegerField(min_value=1, error_messages={"required": "Give the number of the other claim."})


class ReasonForm(forms.Form):
    """A reason people will read."""

    reason = forms.CharField(error_messages={"required": "Say why."})


class HoldForm(ReasonForm):
    row_version = forms.IntegerField()


class CorrectForm(forms.Form):
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
        data = {name: value for name, value in taken(self).items() if name in self.data}
        return {name: value for name, value in data.items() if name != "rating" or value}

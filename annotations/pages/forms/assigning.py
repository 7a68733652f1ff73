"""Forms that give claims to people and say when they are due."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from annotations.models import Claim, Person
from annotations.pages.forms.articles import Moment
from annotations.pages.forms.base import RowVersionForm, offer
from annotations.pages.forms.steps import AssignForm


class GiveForm(AssignForm):
    """To whom, and, when it is said, until when."""

    due = Moment()


class GiveClaimsForm(GiveForm):
    """The claims chosen in a list."""

    claim = forms.ModelMultipleChoiceField(
        queryset=Claim.objects.none(),
        to_field_name="uid",
        error_messages={
            "required": "Choose the claims first: tick them in the list.",
            "invalid_choice": "One of these claims is not there any more.",
            "invalid_pk_value": "One of these claims is not there any more.",
        },
    )

    def __init__(self, data: Any, people: QuerySet[Any], claims: QuerySet[Any]) -> None:
        super().__init__(data, people)
        offer(self, "claim", claims)


class GiveArticleForm(GiveForm):
    """All claims of an article that are in work, or those that nobody has."""

    which = forms.ChoiceField(choices=[("free", "Those nobody has"), ("all", "All in work")])


class ReaderForm(forms.Form):
    """Who is asked for a second reading."""

    reader = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        error_messages={"required": "Choose a person.", "invalid_choice": "Choose a checker."},
    )

    def __init__(self, data: Any, people: QuerySet[Any]) -> None:
        super().__init__(data)
        offer(self, "reader", people)


class EventsForm(forms.Form):
    """The first and the last of events whose numbers follow one another."""

    first = forms.IntegerField(min_value=1, max_value=2**62)
    last = forms.IntegerField(min_value=1, max_value=2**62)


class DueForm(RowVersionForm):
    due = Moment()

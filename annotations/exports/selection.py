"""Which claims: the filters of lists, exports and the `export` command."""

import uuid
from typing import Any

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import Exists, OuterRef, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet, MultipleChoiceFilter, UUIDFilter

from annotations.errors import InvalidInput
from annotations.models import Claim, Verdict
from annotations.workflow import HIDDEN_STATES, State, TruthClass

MAX_WORDS_CHARACTERS = 500

SHOWN_STATES = [(state.value, state.label) for state in State if state not in HIDDEN_STATES]


def either(uid_path: str, name_path: str) -> Any:
    """A filter method: the value is the uid of a related row, or its name."""

    def chosen(self: FilterSet, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        path, wanted = either_path(value, uid_path, name_path)
        return rows.filter(**{path: wanted})

    return chosen


def either_path(value: str, uid_path: str, name_path: str) -> tuple[str, Any]:
    try:
        return uid_path, uuid.UUID(value)
    except ValueError:
        return name_path, value


class ClaimFilter(FilterSet):
    """Each name is a query parameter of `claims/` and `exports/`, and an option of the command."""

    article = UUIDFilter(field_name="article__uid", help_text="uid of the article")
    state = MultipleChoiceFilter(choices=SHOWN_STATES, help_text="one or, repeated, several")
    rating = CharFilter(method="rated", help_text="uid or key of the rating that the verdict gives")
    truth_class = MultipleChoiceFilter(
        choices=TruthClass.choices, method="in_truth_class", help_text="of the verdict's rating"
    )
    claimant = CharFilter(method="by_claimant", help_text="uid or name of who made the claim")
    assignee = CharFilter(method="given_to", help_text="uid or user name of who checks it")
    tag = CharFilter(method="tagged", help_text="a tag")
    stale = ChoiceFilter(
        choices=[("true", "yes"), ("false", "no")],
        method="gone_stale",
        help_text="whether something that the verdict rests on has changed",
    )
    q = CharFilter(
        method="with_words",
        validators=[MaxLengthValidator(MAX_WORDS_CHARACTERS), ProhibitNullCharactersValidator()],
        help_text="words in the wording, the quotation or the claimant's name",
    )

    by_claimant = either("claimant__uid", "claimant__name__iexact")
    given_to = either("assignee__uid", "assignee__username")

    def rated(self, claims: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        path, wanted = either_path(value, "rating__uid", "rating__key")
        return claims.filter(standing_verdict(**{path: wanted}))

    def in_truth_class(self, claims: QuerySet[Claim], name: str, value: list[str]) -> QuerySet[Claim]:
        return claims.filter(standing_verdict(rating__truth_class__in=value)) if value else claims

    def tagged(self, claims: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        return claims.filter(tags__name=value.strip().lower())

    def gone_stale(self, claims: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        return claims.filter(stale_since__isnull=value == "false")

    def with_words(self, claims: Any, name: str, value: str) -> QuerySet[Claim]:
        return claims.matching(value)


def standing_verdict(**columns: Any) -> Exists:
    """By the verdict, which everybody inside may see; never by what single people think."""
    return Exists(Verdict.objects.current().filter(claim=OuterRef("pk"), **columns).order_by())


def chosen(filters: FilterSet) -> QuerySet[Any]:
    """The rows that fit. Raises InvalidInput naming the first filter whose value cannot be used."""
    if filters.is_valid():
        return filters.qs
    name, [fault, *_] = next(iter(filters.form.errors.as_data().items()))
    raise InvalidInput(sentence_of(fault, name, filters.form.fields[name]), field=name)


def sentence_of(fault: Any, name: str, field: Any) -> str:
    """What the value of a filter has to be, in a sentence."""
    match fault.code:
        case "invalid_choice":
            return f"{name} is one of: {', '.join(value for value, _ in field.choices if value)}."
        case "invalid":
            return f"{name} is a uid."
        case "max_length":
            return f"{name} has at most {fault.params['limit_value']:,} characters."
        case _:
            return " ".join(map(str, fault.messages))

"""Query parameters: those that each list takes, and the refusal of all others."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet, UUIDFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from annotations.api.errors import BadRequest
from annotations.errors import InvalidInput
from annotations.exports.selection import MAX_WORDS_CHARACTERS, chosen
from annotations.models import (
    AgentKind,
    ArticleKind,
    ArticleStatus,
    DeliveryState,
    Role,
    ScaleKind,
    SourceType,
    Terms,
    Tier,
    Verb,
    Why,
)
from annotations.workflow import TruthClass

MAY_BE_EMPTY = ("q", "since")
"""Nothing searched for, and a pull from the beginning. Elsewhere an empty value is a variable that was never set, and
taking it for "no filter" would answer with everything."""


class Filtering(DjangoFilterBackend):
    """The view's `filterset_class`; a value that cannot be used is answered 400, naming the parameter."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filters = self.get_filterset(request, queryset, view)
        if filters is None:
            return queryset
        try:
            return chosen(filters)
        except InvalidInput as error:
            raise BadRequest(error.sentence, field=error.field) from error


def refuse_unknown(request: Request, known: set[str]) -> None:
    """Raises BadRequest naming the parameter: one that is misspelt would otherwise be no filter at all."""
    for name, values in request.query_params.lists():
        if name not in known:
            raise BadRequest(
                f"There is no parameter “{name[:60]}” here. "
                + (f"There are: {', '.join(sorted(known))}." if known else "There are none."),
                field=name[:60],
            )
        if any("\x00" in value for value in values):
            raise BadRequest("The value holds a NUL.", field=name)
        if "" in values and name not in MAY_BE_EMPTY:
            raise BadRequest(f"{name} has no value. Leave it out, or give it one.", field=name)


class Words(CharFilter):
    """`q`: what the model's `matching` finds."""

    def __init__(self, help_text: str) -> None:
        super().__init__(help_text=help_text, validators=[MaxLengthValidator(MAX_WORDS_CHARACTERS)])

    def filter(self, qs: Any, value: str) -> Any:
        return qs.matching(value) if value else qs


class ArticleFilter(FilterSet):
    kind = ChoiceFilter(choices=ArticleKind.choices)
    status = ChoiceFilter(choices=ArticleStatus.choices, help_text="archived ones are in the list, too")
    url = CharFilter(field_name="url", help_text="the address, exactly")
    q = Words("words in headline, publisher or byline")


class SourceFilter(FilterSet):
    type = ChoiceFilter(choices=SourceType.choices)
    tier = ChoiceFilter(choices=Tier.choices)
    terms = ChoiceFilter(choices=Terms.choices)
    q = Words("words in title, address or publisher; confidential sources are never found")


class EventFilter(FilterSet):
    article = UUIDFilter(field_name="article__uid", help_text="uid of the article, its claims included")
    claim = UUIDFilter(field_name="claim__uid", help_text="uid of the claim")
    by = UUIDFilter(field_name="by__uid", help_text="uid of the person")
    verb = ChoiceFilter(choices=Verb.choices)


class NoticeFilter(FilterSet):
    seen = ChoiceFilter(
        choices=[("true", "seen"), ("false", "not seen yet")],
        method="among",
        help_text="whether you have seen it",
    )
    why = ChoiceFilter(choices=Why.choices)

    def among(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(seen_at__isnull=value == "false")


class WebhookFilter(FilterSet):
    removed = ChoiceFilter(
        choices=[("true", "removed, and still to be restored"), ("false", "not removed")],
        help_text="those that were removed, instead of those that are there",
    )

    def filter_queryset(self, queryset: Any) -> Any:
        removed = self.form.cleaned_data["removed"] == "true"
        return queryset.restorable() if removed else queryset.living()


class DeliveryFilter(FilterSet):
    state = ChoiceFilter(choices=DeliveryState.choices)
    verb = ChoiceFilter(field_name="event__verb", choices=Verb.choices, help_text="the kind of event")


class RatingFilter(FilterSet):
    scale = UUIDFilter(field_name="scale__uid", help_text="uid of the scale")
    kind = ChoiceFilter(field_name="scale__kind", choices=ScaleKind.choices, help_text="of the scale")


class PersonFilter(FilterSet):
    role = ChoiceFilter(choices=Role.choices)
    is_active = ChoiceFilter(
        choices=[("true", "works here"), ("false", "was deactivated")],
        method="among",
        help_text="whether they work here",
    )
    q = CharFilter(
        method="beginning",
        help_text="how the user name or a part of the name begins",
        validators=[MaxLengthValidator(MAX_WORDS_CHARACTERS)],
    )

    def among(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_active=value == "true")

    def beginning(self, rows: Any, name: str, value: str) -> Any:
        return rows.beginning(value)


class AgentFilter(FilterSet):
    kind = ChoiceFilter(choices=AgentKind.choices)
    name = CharFilter(field_name="name", lookup_expr="icontains", help_text="part of the name")


class CheckFilter(FilterSet):
    """By what the frozen records say."""

    article = CharFilter(field_name="record__article__slug", help_text="slug of the article")
    truth_class = ChoiceFilter(
        field_name="truth_class",
        choices=TruthClass.choices,
        help_text="of the rating",
    )

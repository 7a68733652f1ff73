"""Where a claim stands: its places, and what is answered about one that waits."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.answers import give_up_highlight, part_claims, reopen_highlight
from annotations.actions.highlights import (
    add_highlight,
    confirm_highlight,
    move_highlight,
    remove_highlight,
)
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import tagged
from annotations.api.places import has_positions, stretch_meant, version_meant
from annotations.api.schema import UNITS
from annotations.api.serializers.highlights import Answered, AnswerIn, NewPlaceIn, Place, PlaceChangeIn
from annotations.errors import Conflict, InvalidInput
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.highlights import highlight_shapes
from annotations.models import Article, ArticleVersion, Claim, Highlight

ANSWERS: dict[str, Callable[..., Any]] = {
    Answered.SAME: confirm_highlight,
    Answered.PLACE: move_highlight,
    Answered.GONE: give_up_highlight,
    Answered.OTHER: part_claims,
    Answered.REOPEN: reopen_highlight,
}


class Waiting(Collection):
    queryset = Highlight.objects.all()
    parameters = (UNITS,)
    orderings = ("created",)

    @extend_schema(responses=Place(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The places in the article's current version that wait for an answer: their words changed, or are lost."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        rows = Highlight.objects.visible_to(request.user).waiting().filter(version=article.current_version())
        recipient = self.recipient
        return self.listed(rows, lambda page: highlight_shapes(page, recipient))


class Highlights(Collection):
    queryset = Highlight.objects.all()
    parameters = (UNITS,)
    orderings = ("created",)

    @extend_schema(responses=Place(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """Where the claim stands and stood, in all versions, the oldest first, but for what was taken away."""
        recipient = self.recipient
        rows = places_of(request, uid).living()
        return self.listed(rows, lambda page: highlight_shapes(page, recipient))

    @extend_schema(request=NewPlaceIn, responses={201: Place})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that the claim stands elsewhere, too, in the article's current version."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values, recipient = self.taken(NewPlaceIn), self.recipient
        return self.act_once(lambda: added(claim, values, recipient))


class HighlightOne(Endpoint):
    parameters = (UNITS,)

    @extend_schema(responses=Place)
    def get(self, request: Request, uid: Any, highlight: Any) -> HttpResponse:
        """One place; one that was taken away says when."""
        return tagged(request, shape_of(find(request, uid, highlight), self.recipient))

    @extend_schema(request=PlaceChangeIn, responses=Place)
    def patch(self, request: Request, uid: Any, highlight: Any) -> HttpResponse:
        """Move its ends, or take it away. The last one of a version stays: remove the claim instead."""
        row = find(request, uid, highlight)
        values, recipient = self.taken(PlaceChangeIn), self.recipient

        def act() -> None:
            refuse_removed(row)
            columns = {"by": request.user, "row_version": row.row_version}
            if "removed" in values:
                remove_highlight(row, **columns)
            else:
                start, end = stretch_in(row.version, values, recipient)
                move_highlight(row, **columns, start=start, end=end)

        return self.change(row, lambda: shape_of(row, recipient), act)


class HighlightAnswer(Endpoint):
    parameters = (UNITS,)
    honours_if_match = True

    @extend_schema(request=AnswerIn, responses=Place)
    def post(self, request: Request, uid: Any, highlight: Any) -> HttpResponse:
        """Answer about a place that waits: `same`, `place` with the words it stands on now, `gone`, or `other`, which
        marks the words as another claim. `reopen` takes the last answer back."""
        row = find(request, uid, highlight)
        values, recipient = self.taken(AnswerIn), self.recipient

        def act() -> None:
            refuse_removed(row)
            if not row.version.is_current():
                raise Conflict("A newer version has come in. Answer there.")
            columns = {"by": request.user, "row_version": row.row_version}
            if values["answer"] == Answered.PLACE:
                columns["start"], columns["end"] = stretch_in(row.version, values, recipient)
            ANSWERS[values["answer"]](row, **columns)

        return self.act_on(row, lambda: shape_of(row, recipient), act)


def places_of(request: Request, uid: Any) -> Any:
    claim = found(Claim.objects.visible_to(request.user), uid=uid)
    return Highlight.objects.visible_to(request.user).filter(claim=claim)


def find(request: Request, uid: Any, highlight: Any) -> Highlight:
    rows = places_of(request, uid).select_related("claim", "version__article")
    return found(rows, uid=highlight)


def shape_of(row: Highlight, recipient: Recipient) -> Shape:
    return only(highlight_shapes(Highlight.objects.filter(pk=row.pk), recipient))


def refuse_removed(row: Highlight) -> None:
    if row.removed_at:
        raise Conflict("This place was taken away.")


def stretch_in(version: ArticleVersion, values: Shape, recipient: Recipient) -> tuple[int, int]:
    """The words meant, in the version in which the place is. Raises InvalidInput for another version."""
    named = values.get("version")
    if named is None and has_positions(values):
        raise InvalidInput("Name the version that the positions belong to.", field="version")
    if named not in (None, version.number):
        raise InvalidInput(f"This place is in version {version.number}.", field="version")
    return stretch_meant(values, version, recipient.units)


def added(claim: Claim, values: Shape, recipient: Recipient) -> Answer:
    version = version_meant(values, claim.article)
    start, end = stretch_meant(values, version, recipient.units)
    row = add_highlight(claim, by=recipient.person, version=version, start=start, end=end)
    return made(shape_of(row, recipient), address_of("highlight", uid=claim.uid, highlight=row.uid))

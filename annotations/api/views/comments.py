"""Comments on a claim and on its evidence."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.comments import add_comment, remove_comment, resolve_comment
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import require_match, tagged
from annotations.api.serializers.discussion import Comment, CommentChangeIn, CommentIn
from annotations.errors import InvalidInput
from annotations.exports.shapes.discussion import comment_shapes
from annotations.models import Claim
from annotations.models import Comment as CommentRow


class Comments(Collection):
    queryset = CommentRow.objects.all()
    orderings = ("created",)

    @extend_schema(responses=Comment(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """What was said about the claim and its evidence, the oldest first."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        return self.listed(comments_on(claim, request.user), comment_shapes)

    @extend_schema(request=CommentIn, responses={201: Comment})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say something about the claim, or about one piece of its evidence."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values = self.taken(CommentIn)
        return self.act_once(lambda: said(claim, values, by=request.user))


class CommentOne(Endpoint):
    @extend_schema(responses=Comment)
    def get(self, request: Request, uid: Any, comment: Any) -> HttpResponse:
        """One comment."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        return tagged(request, shape_of(found(comments_on(claim, request.user), uid=comment)))

    @extend_schema(request=CommentChangeIn, responses=Comment)
    def patch(self, request: Request, uid: Any, comment: Any) -> HttpResponse:
        """Say that it is dealt with, or take it away."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        row = found(comments_on(claim, request.user), uid=comment)
        values = self.taken(CommentChangeIn)
        require_match(request, shape_of(row))
        change_comment = resolve_comment if "resolved" in values else remove_comment
        change_comment(row, by=request.user, row_version=row.row_version)
        return tagged(request, shape_of(row))


def comments_on(claim: Claim, person: Any) -> QuerySet[CommentRow]:
    return CommentRow.objects.visible_to(person).living().filter(Q(claim=claim) | Q(evidence__claim=claim))


def shape_of(row: CommentRow) -> Shape:
    return only(comment_shapes(CommentRow.objects.filter(pk=row.pk)))


def said(claim: Claim, values: Shape, *, by: Any) -> Answer:
    on = values.get("evidence", claim)
    if on is not claim and on.claim_id != claim.pk:
        raise InvalidInput("This evidence is on another claim.", field="evidence")
    row = add_comment(on, by=by, body=values["body"])
    return made(shape_of(row), address_of("comment", uid=claim.uid, comment=row.uid))

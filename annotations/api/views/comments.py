"""Comments on a claim with its evidence, and on an article."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.comments import (
    add_comment,
    remove_comment,
    reopen_comment,
    resolve_comment,
    restore_comment,
)
from annotations.actions.idempotency import Answer
from annotations.api.authentication import names_confidential_sources
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import tagged
from annotations.api.serializers.discussion import (
    ArticleCommentIn,
    Comment,
    CommentChangeIn,
    CommentIn,
)
from annotations.errors import InvalidInput
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.discussion import comment_shapes
from annotations.models import Article, Claim
from annotations.models import Comment as CommentRow

DEEDS: dict[tuple[str, bool], Callable[..., CommentRow]] = {
    ("resolved", True): resolve_comment,
    ("resolved", False): reopen_comment,
    ("removed", True): remove_comment,
    ("removed", False): restore_comment,
}


class Comments(Collection):
    queryset = CommentRow.objects.all()
    orderings = ("created",)

    @extend_schema(responses=Comment(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """What was said about the claim and its evidence, the oldest first."""
        return self.listed(on_claim(request, uid).living(), comment_shapes)

    @extend_schema(request=CommentIn, responses={201: Comment})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say something about the claim, or about one piece of its evidence. `@username` tells a colleague of it."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values = self.taken(CommentIn)
        return self.act_once(lambda: said(claim, values, by=request.user))


class CommentOne(Endpoint):
    @extend_schema(responses=Comment)
    def get(self, request: Request, uid: Any, comment: Any) -> HttpResponse:
        """One comment."""
        return tagged(request, shape_of(found(on_claim(request, uid), uid=comment)))

    @extend_schema(request=CommentChangeIn, responses=Comment)
    def patch(self, request: Request, uid: Any, comment: Any) -> HttpResponse:
        """Say that it is dealt with, or take it away; with false, take that back."""
        return changed(self, found(on_claim(request, uid), uid=comment))


class ArticleComments(Collection):
    queryset = CommentRow.objects.all()
    orderings = ("created",)

    @extend_schema(responses=Comment(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """What was said about the article itself, the oldest first."""
        return self.listed(on_article(request, uid).living(), comment_shapes)

    @extend_schema(request=ArticleCommentIn, responses={201: Comment})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say something about the article. `@username` tells a colleague of it."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        values = self.taken(ArticleCommentIn)
        return self.act_once(lambda: said(article, values, by=request.user))


class ArticleCommentOne(Endpoint):
    @extend_schema(responses=Comment)
    def get(self, request: Request, uid: Any, comment: Any) -> HttpResponse:
        """One comment."""
        return tagged(request, shape_of(found(on_article(request, uid), uid=comment)))

    @extend_schema(request=CommentChangeIn, responses=Comment)
    def patch(self, request: Request, uid: Any, comment: Any) -> HttpResponse:
        """Say that it is dealt with, or take it away; with false, take that back."""
        return changed(self, found(on_article(request, uid), uid=comment))


def on_claim(request: Request, uid: Any) -> Any:
    claim = found(Claim.objects.visible_to(request.user), uid=uid)
    return thread(request).of_thread(article=None, claim=claim.pk)


def on_article(request: Request, uid: Any) -> Any:
    article = found(Article.objects.visible_to(request.user), uid=uid)
    return thread(request).of_thread(article=article.pk, claim=None)


def thread(request: Request) -> Any:
    return Recipient(request.user, identities=names_confidential_sources(request)).comments()


def shape_of(row: CommentRow) -> Shape:
    rows: QuerySet[CommentRow] = CommentRow.objects.filter(pk=row.pk)
    return only(comment_shapes(rows))


def changed(endpoint: Endpoint, row: CommentRow) -> HttpResponse:
    [(name, value)] = endpoint.taken(CommentChangeIn).items()
    act, by = DEEDS[name, value], endpoint.request.user
    return endpoint.change(row, lambda: shape_of(row), lambda: act(row, by=by, row_version=row.row_version))


def said(record: Claim | Article, values: Shape, *, by: Any) -> Answer:
    on = values.get("evidence", record)
    if on is not record and on.claim_id != record.pk:
        raise InvalidInput("This evidence is on another claim.", field="evidence")
    row = add_comment(on, by=by, body=values["body"])
    name = "article-comment" if isinstance(record, Article) else "comment"
    return made(shape_of(row), address_of(name, uid=record.uid, comment=row.uid))

"""Clearing an article."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.accounting import account_for
from annotations.actions.clearing import clear_article, void_clearance
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Endpoint, Shape, address_of, found, made
from annotations.api.negotiation import tagged
from annotations.api.serializers.proposals import ArticleClearance, ClearIn
from annotations.errors import InvalidInput
from annotations.exports.shapes.proposals import clearance_shapes
from annotations.models import Article, ArticleVersion
from annotations.models import Clearance as ClearanceRow


class ArticleClearanceOne(Endpoint):
    @extend_schema(responses=ArticleClearance)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """Whether the article is cleared, and what its current version still lacks."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        return tagged(request, shape_of(article, request.user))

    @extend_schema(request=ClearIn, responses={201: ArticleClearance})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that every line of the version is accounted for. 409 names everything that is missing."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        version = version_of(article, self.taken(ClearIn)["version"])
        return self.act_once(lambda: cleared(article, version, by=request.user))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uid: Any) -> HttpResponse:
        """Take the clearance back. It stays on record, with its end."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        return self.remove(
            article,
            lambda: shape_of(article, request.user),
            lambda: void_clearance(article, by=request.user),
        )


def version_of(article: Article, number: int) -> ArticleVersion:
    version = article.versions.filter(number=number).first()
    if version is None:
        raise InvalidInput("The article has no such version.", field="version")
    return version


def cleared(article: Article, version: ArticleVersion, *, by: Any) -> Answer:
    clear_article(article, by=by, version=version)
    return made(shape_of(article, by), address_of("clearance", uid=article.uid))


def shape_of(article: Article, person: Any) -> Shape:
    version = article.current_version()
    account = account_for(version, person)
    rows = ClearanceRow.objects.visible_to(person).filter(article=article)
    shapes = list(clearance_shapes(rows))
    return {
        "version": version.number,
        "text_sha256": version.text_sha256,
        "missing": account.missing,
        "figures": account.figures,
        "clearance": next((shape for shape in shapes if shape["void_at"] is None), None),
        "ended": [shape for shape in shapes if shape["void_at"]],
    }

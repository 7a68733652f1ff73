"""Versions of an article, and how much of the newest is accounted for."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.actions.articles import Imported, Outcome, import_version
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Collection, Endpoint, address_of, done, found, made
from annotations.api.negotiation import tagged
from annotations.api.parsing import DocumentJSONParser
from annotations.api.schema import UNITS
from annotations.api.serializers.articles import (
    Coverage,
    ImportedVersion,
    Version,
    VersionFileIn,
    VersionIn,
    VersionInFull,
)
from annotations.api.views.articles import outcome_of, text_of
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.articles import coverage_shape, version_in_full, version_shapes
from annotations.models import Article, ArticleVersion


class Versions(Collection):
    """The versions of an article, the newest first."""

    queryset = ArticleVersion.objects.all()
    parser_classes = (DocumentJSONParser, MultiPartParser)
    parameters = (UNITS,)
    orderings = ("-number",)

    @extend_schema(responses=Version(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """List the versions, without their texts."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        return self.listed(article.versions.all(), version_shapes)

    @extend_schema(
        request={"application/json": VersionIn, "multipart/form-data": VersionFileIn},
        responses={201: ImportedVersion, 200: ImportedVersion},
    )
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Bring in the next text. `imported.report` says what became of the claims; 200 when the text is the
        current one already."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        values = self.taken(VersionFileIn)
        if (earlier := self.earlier()) is not None:
            return earlier
        text = text_of(values, by=request.user)
        recipient = self.recipient
        return self.act_once(
            lambda: imported(
                import_version(article, text["data"], content_type=text["content_type"], by=request.user),
                recipient,
            )
        )


class VersionOne(Endpoint):
    parameters = (UNITS,)

    @extend_schema(responses=VersionInFull)
    def get(self, request: Request, uid: Any, number: int) -> HttpResponse:
        """One version with its text, blocks, links and sentences. It never changes."""
        versions = ArticleVersion.objects.visible_to(request.user)
        version = found(versions, article__uid=uid, number=number)
        return tagged(request, version_in_full(version, self.recipient))


class ArticleCoverage(Endpoint):
    parameters = (UNITS,)

    @extend_schema(responses=Coverage)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """How much of the current version is accounted for, and which sentences are still open."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        return tagged(request, coverage_shape(article.current_version(), self.recipient))


def imported(result: Imported, recipient: Recipient) -> Answer:
    shape, also = version_in_full(result.version, recipient), {"imported": outcome_of(result)}
    if result.outcome == Outcome.NEW_VERSION:
        location = address_of("version", uid=result.article.uid, number=result.version.number)
        return made(shape, location, also=also)
    return done(shape, also=also)

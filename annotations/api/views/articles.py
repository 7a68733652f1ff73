"""Articles: bringing them in, describing them, putting them away."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.actions.articles import (
    Imported,
    Outcome,
    archive_article,
    describe_article,
    import_article,
    restore_article,
)
from annotations.actions.fetching import fetch
from annotations.actions.idempotency import Answer
from annotations.actions.sources import checked_url
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, done, found, made, only
from annotations.api.filters import ArticleFilter
from annotations.api.parsing import MAX_DOCUMENT_BYTES, DocumentJSONParser
from annotations.api.serializers.articles import (
    Article,
    ArticleChangeIn,
    ArticleFileIn,
    ArticleIn,
    ImportedArticle,
)
from annotations.errors import TooLarge
from annotations.exports.shapes.articles import article_shapes
from annotations.models import Article as ArticleRow
from annotations.models import ArticleStatus
from annotations.permissions import Permission, require

SOURCES_OF_TEXT = ("url", "text", "html", "file")


class Articles(Collection):
    """Articles, the newest first; archived ones are among them and say so."""

    queryset = ArticleRow.objects.all()
    parser_classes = (DocumentJSONParser, MultiPartParser)
    filterset_class = ArticleFilter
    orderings = (
        "-created",
        "created",
        "-modified",
        "modified",
        "due",
        "-due",
        "published_at",
        "-published_at",
    )
    pull_column = "changed"

    @extend_schema(responses=Article(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the articles, or pull those that changed."""
        return self.listed(ArticleRow.objects.visible_to(request.user), article_shapes)

    @extend_schema(
        request={"application/json": ArticleIn, "multipart/form-data": ArticleFileIn},
        responses={201: ImportedArticle, 200: ImportedArticle},
    )
    def post(self, request: Request) -> HttpResponse:
        """Import an article. 201 for a new one; 200 when an address we have brought a new version, or when the
        text is that of an article we have: `imported` says which, and what became of the details that were sent."""
        values = self.taken(ArticleFileIn)
        if (earlier := self.earlier()) is not None:
            return earlier
        text, details = text_of(values, by=request.user), details_of(values)
        return self.act_once(lambda: imported(import_article(**text, **details, by=request.user)))


class ArticleOne(Endpoint):
    @extend_schema(responses=Article)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One article."""
        return self.one(article_shapes(ArticleRow.objects.visible_to(request.user).filter(uid=uid)))

    @extend_schema(request=ArticleChangeIn, responses=Article)
    def patch(self, request: Request, uid: Any) -> HttpResponse:
        """Describe the article, archive it or bring it back. Nothing is ever deleted."""
        article = found(ArticleRow.objects.visible_to(request.user), uid=uid)
        values = self.taken(ArticleChangeIn)
        return self.change(
            article, lambda: shape_of(article), lambda: change_article(article, values, by=request.user)
        )


def change_article(article: ArticleRow, values: Shape, *, by: Any) -> None:
    version = article.row_version
    if values.get("status") == ArticleStatus.ARCHIVED:
        archive_article(article, by=by, row_version=version)
    elif values.get("status") == ArticleStatus.OPEN:
        restore_article(article, by=by, row_version=version)
    elif values:
        describe_article(article, by=by, row_version=version, **values)


def shape_of(article: ArticleRow) -> Shape:
    return only(article_shapes(ArticleRow.objects.filter(pk=article.pk)))


def text_of(values: Shape, *, by: Any) -> dict[str, Any]:
    """The bytes, their kind and their address, as `import_article` takes them. May go out to the network."""
    require(by, Permission.IMPORT_ARTICLE)
    url = values.get("url", "")
    if "file" in values:
        return {
            "data": bytes_of(values["file"]),
            "content_type": values["file"].content_type or "",
            "url": url,
        }
    if "text" in values:
        return {"data": values["text"].encode(), "content_type": "text/plain; charset=utf-8", "url": url}
    if "html" in values:
        return {"data": values["html"].encode(), "content_type": "text/html; charset=utf-8", "url": url}
    page = fetch(checked_url(url))
    return {"data": page.body, "content_type": page.content_type, "url": url}


def bytes_of(file: Any) -> bytes:
    """Raises TooLarge before they are read."""
    if file.size > MAX_DOCUMENT_BYTES:
        raise TooLarge(f"At most {MAX_DOCUMENT_BYTES // 1024 // 1024} MB are taken.", field="file")
    return file.read()


def details_of(values: Shape) -> Shape:
    return {name: value for name, value in values.items() if name not in SOURCES_OF_TEXT}


def imported(result: Imported) -> Answer:
    shape, also = shape_of(result.article), {"imported": outcome_of(result)}
    if result.outcome == Outcome.NEW_ARTICLE:
        return made(shape, address_of("article", uid=result.article.uid), also=also)
    return done(shape, also=also)


def outcome_of(result: Imported) -> Shape:
    """What the import came to, with the carry-over report where there is one."""
    return {
        "outcome": result.outcome.value,
        "version": result.version.number,
        "report": asdict(result.report) if result.report else None,
        "filled": list(result.completion.filled),
        "left": list(result.completion.left),
    }

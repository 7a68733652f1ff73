"""Files of an article: its dossier, and the bytes that a version was read from."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.exporting import note_export
from annotations.api.endpoint import Endpoint, found
from annotations.errors import Forbidden
from annotations.exports.dossier import dossier_file
from annotations.models import Article, ArticleVersion, Role


class File(Endpoint):
    """Answers in a media type of its own, whatever Accept says. Saved, never shown: it does nothing here."""

    streams = True

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        return super().perform_content_negotiation(request, force=True)

    def saved(self, content: bytes | str, name: str, media_type: str) -> HttpResponse:
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return HttpResponse(content, content_type=media_type, headers=headers)


class ArticleDossier(File):
    @extend_schema(responses={(200, "text/html"): OpenApiTypes.STR})
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """Everything behind the article's check, as one HTML file that opens without network. It names no
        confidential source."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        note_export(by=request.user, format="dossier", filters={"article": [str(uid)]})
        name = f"dossier-{str(article.uid)[:8]}-{timezone.localdate()}.html"
        return self.saved(dossier_file(article, request.user), name, "text/html; charset=utf-8")


class VersionOriginal(File):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, uid: Any, number: int) -> HttpResponse:
        """The bytes that the version was read from, as they came: in a session, or with an editor's token."""
        versions = ArticleVersion.objects.visible_to(request.user)
        version = found(versions, article__uid=uid, number=number)
        if request.auth is not None and request.user.role != Role.EDITOR:
            raise Forbidden("The original bytes are given in a session, or to an editor's token.")
        return self.saved(bytes(version.original), version.sha256[:16], "application/octet-stream")

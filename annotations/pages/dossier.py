"""The dossier of an article: one page, and one file to keep or pass on."""

from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from annotations.actions.exporting import note_export
from annotations.exports.dossier import dossier, dossier_file
from annotations.exports.recipients import Recipient
from annotations.pages.entry import inside
from annotations.pages.files import saved_as
from annotations.pages.finding import find_article
from annotations.pages.fragments import person_of


@inside
@require_safe
def dossier_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    context = dossier(article, Recipient(person_of(request)))
    return render(request, "annotations/dossier_detail.html", context)


@inside
@require_GET
@csp_replace({"default-src": ["'none'"], "sandbox": []})  # type: ignore[arg-type]
def dossier_download(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Recorded as an export, as the others are: that it was taken changes nothing of what it says."""
    article = find_article(request, uid)
    note_export(by=person_of(request), format="dossier", filters={"article": [str(uid)]})
    content = dossier_file(article, person_of(request))
    name = f"dossier-{str(article.uid)[:8]}-{timezone.localdate()}.html"
    return saved_as(name, HttpResponse(content, content_type="text/html; charset=utf-8"))

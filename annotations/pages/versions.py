"""The versions of an article: which there are, what each says, bringing in the next."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from annotations.actions.articles import Imported, import_address, import_version
from annotations.actions.outcomes import told
from annotations.models import Article, ArticleVersion, Highlight, Method
from annotations.pages.entry import inside
from annotations.pages.files import saved_as
from annotations.pages.finding import find_article, found
from annotations.pages.forms.articles import SourceTextForm
from annotations.pages.forms.base import attempt
from annotations.pages.fragments import person_of
from annotations.pages.lists import chosen, page_of
from annotations.pages.prose import article_html
from annotations.pages.reading import read
from annotations.permissions import Permission, permits, require

WAYS = {"paste": "Paste", "file": "File", "address": "Fetch again"}

FATES = {
    Method.SAME: "same",
    Method.SHIFTED: "same",
    Method.MOVED: "moved",
    Method.EDITED: "changed",
    Method.MOVED_EDITED: "changed",
    Method.LOST: "lost",
}
"""How a carried highlight got there, in the words of a report."""


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def version_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    if request.method != "POST":
        way = chosen(request, "by", WAYS, "address" if article.url else "paste")
        return versions_page(request, article, SourceTextForm(initial={"by": way, "address": article.url}))
    require(request.user, Permission.IMPORT_ARTICLE)
    form = SourceTextForm(request.POST, request.FILES)
    imported = attempt(form, lambda data: brought_in(article, form, by=request.user))
    if imported is None:
        return versions_page(request, article, form, status=422)
    messages.success(request, told(imported))
    return redirect("version_list", uid)


def brought_in(article: Article, form: SourceTextForm, *, by: Any) -> Imported:
    if form.cleaned_data["by"] == "address":
        return import_address(article.url, by=by)
    body, content_type = form.taken()
    return import_version(article, body, by=by, content_type=content_type)


def versions_page(
    request: HttpRequest, article: Article, form: SourceTextForm, status: int = 200
) -> HttpResponse:
    versions = article.versions.visible_to(request.user).defer("text", "blocks", "links")
    page = page_of(request, versions.select_related("imported_by"))
    rows = list(page.object_list)
    way = form["by"].value()
    context = {
        "article": article,
        "page": page,
        "rows": [{"version": row, "fates": fates} for row, fates in zip(rows, fates_of(rows), strict=True)],
        "form": form,
        "way": way if way in WAYS else "paste",
        "ways": [(key, label) for key, label in WAYS.items() if key != "address" or article.url],
        "may_import": permits(request.user, Permission.IMPORT_ARTICLE),
        "waiting": waiting_in(rows[0], person_of(request)) if page.number == 1 else 0,
    }
    return render(request, "annotations/version_list.html", context, status=status)


def fates_of(versions: list[ArticleVersion]) -> list[Counter[str]]:
    """For each version what became of the claims when it came in, in one query for all."""
    rows = Highlight.objects.filter(version__in=versions).exclude(carried_from=None).living()
    counts: dict[int, Counter[str]] = {version.pk: Counter() for version in versions}
    for version, method in rows.values_list("version", "method"):
        counts[version][FATES.get(Method(method), "changed")] += 1
    return [counts[version.pk] for version in versions]


def waiting_in(newest: ArticleVersion, person: Any) -> int:
    """How many changes wait for this person's answer: elsewhere than in the newest version none is answered."""
    if not permits(person, Permission.PLACE_HIGHLIGHT):
        return 0
    return Highlight.objects.visible_to(person).waiting().filter(version=newest).count()


def find_version(request: HttpRequest, article: Article, number: int) -> ArticleVersion:
    versions = article.versions.visible_to(request.user).select_related("imported_by")
    return found(versions, number=number)


@inside
@require_safe
def version_detail(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """One version to be read, with the claims that stood in it. Its links open the workbench on that version."""
    article = find_article(request, uid)
    version = find_version(request, article, number)
    subject = {name: request.GET[name] for name in ("claim", "sentence") if name in request.GET}
    if subject:
        query = urlencode({**subject, "version": number})
        return HttpResponseRedirect(f"{reverse('article_detail', args=[uid])}?{query}#panel")
    reading = read(article, version, person_of(request))
    numbers = sorted(reading.versions)
    context = {
        "article": article,
        "version": version,
        "prose": article_html(reading.prose()),
        "coverage": reading.coverage(),
        "newest": numbers[-1],
        "earlier": number - 1 if number - 1 in numbers else None,
        "later": number + 1 if number + 1 in numbers else None,
    }
    return render(request, "annotations/version_detail.html", context)


@inside
@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": []})  # type: ignore[arg-type]
def version_original(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """The bytes as they came, to be saved: never shown by the browser."""
    version = find_version(request, find_article(request, uid), number)
    response = HttpResponse(bytes(version.original), content_type="application/octet-stream")
    return saved_as(version.sha256[:16], response)

"""What outsiders see: published checks and corrections, from the frozen records alone."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from annotations.errors import NotFound
from annotations.models import Correction, CorrectionKind, Publication
from annotations.pages.lists import page_of
from annotations.pages.public_text import full_text
from annotations.pages.records import Place, check_of, moment_of
from annotations.workflow import TruthClass

ARTICLES_A_PAGE = 20
CHECKS_A_PAGE = 50
FRESH_SECONDS = 60

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody's to read and any cache's to keep: nothing of the answer depends on who asks.

    The ETag is made from what is answered, so a new template or style sheet is a new page too.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            return shown(request, "check_missing", {}, status=404)

    kept = cache_control(public=True, max_age=FRESH_SECONDS)(answered)
    return require_safe(conditional_page(kept))


def shown(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """A readers' page. `modified` is when the newest thing on it was written."""
    canonical = settings.BASE_URL + request.path
    response = render(
        request,
        f"annotations/{name}.html",
        {**context, "newsroom": settings.NEWSROOM, "canonical": canonical},
        status=status,
    )
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    return response


@public
def check_list(request: HttpRequest) -> HttpResponse:
    """Checked articles, those with the newest check first."""
    standing = Publication.objects.standing()
    articles = (
        standing.order_by()
        .values("claim__article")
        .annotate(last=Max("at"), newest=Max("pk"), number=Count("pk"))
    )
    page = page_of(request, articles.order_by("-last", "-newest"), ARTICLES_A_PAGE)
    rows = list(page.object_list)
    records = Publication.objects.in_bulk([row["newest"] for row in rows])
    classes = classes_of(standing, [row["claim__article"] for row in rows])
    context = {
        "page": page,
        "rows": [
            {
                "article": records[row["newest"]].record["article"],
                "published": moment_of(records[row["newest"]].record["article"]["published_at"]),
                "last": row["last"],
                "number": row["number"],
                "classes": in_order(classes[row["claim__article"]]),
            }
            for row in rows
        ],
    }
    return shown(request, "check_list", context, max((row["last"] for row in rows), default=None))


def classes_of(publications: Any, articles: list[int]) -> dict[int, Counter[str]]:
    """By article: how many checks of each truth class."""
    of_articles = publications.filter(claim__article__in=articles).order_by()
    columns = ("claim__article", "record__verdict__rating__truth_class")
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for article, truth_class, number in of_articles.values_list(*columns).annotate(Count("pk")):
        counts[article][truth_class] += number
    return counts


def in_order(counts: Counter[str]) -> list[tuple[str, str, int]]:
    """(class, its word, how many), in the one order of truth classes."""
    return [(kind.value, kind.label, counts[kind.value]) for kind in TruthClass if counts[kind.value]]


@public
def check_article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its checks, in the order of the text."""
    standing = Publication.objects.standing().filter(claim__article__slug=slug)
    places = places_of(standing)
    if not places:
        return withdrawn_article(request, slug)
    page = Paginator([place.key for place in places], CHECKS_A_PAGE).get_page(request.GET.get("page"))
    records = Publication.objects.in_bulk(page.object_list)
    newest = Publication.objects.get(pk=max(place.key for place in places))
    last = max(newest.at, *(publication.at for publication in records.values()))
    context = {
        "article": newest.record["article"],
        "published": moment_of(newest.record["article"]["published_at"]),
        "last": last,
        "checks": [check_of(records[key]) for key in page.object_list],
        "page": page,
        "number": len(places),
        "classes": class_boxes(places),
        "checkers": checkers_of(places),
        "corrected": Correction.objects.filter(publication__claim__article__slug=slug).first(),
        "paragraphs": full_text(newest, standing),
        "withdrawn": Publication.objects.retracted().filter(claim__article__slug=slug).count(),
    }
    return shown(request, "check_article", context, last)


def places_of(standing: Any) -> list[Place]:
    """Each check's key, where it stands and what was found, in the order of the text; those without a place last."""
    columns = (
        "pk",
        "record__highlights__0__start",
        "record__verdict__rating__truth_class",
        "record__verdict__rating__name",
        "record__checked_by",
    )
    places = [Place(*row) for row in standing.order_by("pk").values_list(*columns)]
    return sorted(places, key=lambda place: (place.start is None, place.start or 0, place.key))


def class_boxes(places: list[Place]) -> list[dict[str, Any]]:
    """How many of each class, with the words of the scale that were used for it."""
    boxes = []
    for kind in TruthClass:
        names = [place.rating for place in places if place.truth_class == kind]
        if names:
            words = ", ".join(dict.fromkeys(names))
            boxes.append({"kind": kind.value, "label": kind.label, "number": len(names), "words": words})
    return boxes


def checkers_of(places: list[Place]) -> list[str]:
    return list(dict.fromkeys(name for place in places for name in place.checked_by or ()))


def withdrawn_article(request: HttpRequest, slug: str) -> HttpResponse:
    """All its checks were withdrawn: the notices stay."""
    notices = Correction.objects.filter(
        kind=CorrectionKind.RETRACTION, publication__claim__article__slug=slug
    ).select_related("publication")
    if not notices:
        raise NotFound()
    return gone(request, list(notices))


def gone(request: HttpRequest, notices: list[Correction]) -> HttpResponse:
    context = {
        "article": notices[0].publication.record["article"],
        "notices": [{"notice": row, "check": check_of(row.publication)} for row in notices],
    }
    return shown(request, "check_gone", context, max(row.created for row in notices), status=410)


@public
def check_detail(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """One claim: what was said, what was found, what it rests on, what was corrected."""
    of_claim = Publication.objects.filter(claim__uid=uid, claim__article__slug=slug)
    publication = of_claim.standing().first()
    if publication is not None:
        return shown(request, "check_detail", {"check": check_of(publication)}, publication.at)
    retraction = Correction.objects.filter(
        publication__in=of_claim.retracted(), kind=CorrectionKind.RETRACTION
    )
    notices = list(retraction.select_related("publication")[:1])
    if not notices:
        raise NotFound()
    return gone(request, notices)


@public
def correction_list(request: HttpRequest) -> HttpResponse:
    """Every correction ever made, newest first."""
    corrections = Correction.objects.visible_to(request.user).select_related("publication")
    page: Page[Any] = page_of(request, corrections)
    rows = [
        {
            "row": row,
            "check": check_of(row.publication),
            "withdrawn": row.kind == CorrectionKind.RETRACTION,
        }
        for row in page.object_list
    ]
    return shown(
        request,
        "correction_list",
        {"page": page, "rows": rows},
        max((row.created for row in page.object_list), default=None),
    )

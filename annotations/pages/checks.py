"""What outsiders see of articles and claims: published checks, from the frozen records alone."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from annotations.errors import NotFound
from annotations.exports.claim_review import claim_review, for_script
from annotations.exports.records import not_named_any_more
from annotations.exports.web_annotation import annotation_address, our_site
from annotations.models import Correction, CorrectionKind, Publication, PublicText
from annotations.pages.embedding import snippets
from annotations.pages.lists import page_of
from annotations.pages.public import absolute, dated, newest_of, newest_of_all, public, public_page, publisher
from annotations.pages.public_text import full_text
from annotations.pages.record_changes import records_before
from annotations.pages.records import Place, check_of, moment_of, with_changes, without_names
from annotations.workflow import TruthClass

ARTICLES_A_PAGE = 20
CHECKS_A_PAGE = 50


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
    return public_page(request, "check_list", context | paged(request, page), newest_of_all().at)


def paged(request: HttpRequest, page: Any) -> dict[str, Any]:
    """A later page of a list is a page of its own."""
    return (
        {"canonical": absolute(f"{escape_uri_path(request.path)}?page={page.number}")}
        if page.number > 1
        else {}
    )


def classes_of(publications: Any, articles: list[int]) -> dict[int, Counter[str]]:
    """By article: how many checks of each truth class."""
    of_articles = publications.filter(claim__article__in=articles).order_by()
    columns = ("claim__article", "truth_class")
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
    last = max(place.key for place in places)
    records = Publication.objects.in_bulk(page.object_list)
    newest = records.get(last) or Publication.objects.get(pk=last)
    corrections = Correction.objects.filter(publication__claim__article__slug=slug)
    context = {
        "article": newest.record["article"],
        "published": moment_of(newest.record["article"]["published_at"]),
        "last": newest.at,
        "checks": [check_of(records[key]) for key in page.object_list],
        "page": page,
        "number": len(places),
        "classes": class_boxes(places),
        "checkers": checkers_of(places),
        "corrected": corrections.first(),
        "paragraphs": full_text(newest, standing),
        "withdrawn": corrections.filter(kind=CorrectionKind.RETRACTION).count(),
    }
    response = public_page(request, "check_article", context | paged(request, page))
    return dated(response, last_change(slug, newest))


def last_change(slug: str, newest: Publication) -> datetime | None:
    """Of an article's page; None where its whole text may stand: that can be taken back, which is no publication.

    When the article's row was changed is the newsroom's own business; the ETag tells of the page's words.
    """
    if newest.record["article"].get("public_text") == PublicText.FULL:
        return None
    corrections = Correction.objects.filter(publication__claim__article__slug=slug)
    return newest_of(Publication.objects.filter(pk=newest.pk), corrections).at or newest.at


def places_of(standing: Any) -> list[Place]:
    """Each check's key, where it stands and what was found, in the order of the text; those without a place last."""
    columns = (
        "pk",
        "record__highlights__0__start",
        "truth_class",
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
    return public_page(request, "check_gone", context, max(row.created for row in notices), status=410)


@public
def check_detail(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """One claim: what was said, what was found, what it rests on, what was corrected."""
    standing = Publication.objects.standing().select_related("claim")
    publication = standing.filter(claim__uid=uid, claim__article__slug=slug).first()
    if publication is None:
        return withdrawn_check(request, slug, uid)
    check = with_changes(check_of(publication), records_before(publication))
    review = claim_review(publication.record, absolute(check.address), publisher())
    context = {
        "check": check,
        **frozen(publication),
        "review": for_script(review),
        "snippets": snippets(check),
        "annotation": annotation_address(our_site(), check.article["uid"], check.uid, publication.claim.life),
    }
    return public_page(request, "check_detail", context, publication.at)


def frozen(publication: Publication) -> dict[str, str]:
    """The hash of the record, and where its bytes are."""
    address = reverse("api:check-record", args=[publication.record["uid"], publication.number])
    return {"content_hash": publication.content_hash, "record_address": address}


def withdrawn_check(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """410 with the notice, or NotFound."""
    withdrawn = Publication.objects.retracted().filter(claim__uid=uid, claim__article__slug=slug)
    retractions = Correction.objects.filter(publication__in=withdrawn, kind=CorrectionKind.RETRACTION)
    notices = list(retractions.select_related("publication")[:1])
    if not notices:
        raise NotFound()
    return gone(request, notices)


@public
def check_record(request: HttpRequest, slug: str, uid: UUID, number: int) -> HttpResponse:
    """An earlier record as it was frozen, saying what replaced it. The newest one is the check itself."""
    of_claim = Publication.objects.filter(claim__uid=uid, claim__article__slug=slug)
    standing = of_claim.standing().first()
    if standing is None:
        return withdrawn_check(request, slug, uid)
    if number == standing.number:
        return redirect("check_detail", slug, uid)
    publication = of_claim.filter(number=number).first()
    if publication is None:
        raise NotFound()
    check = without_names(check_of(publication), not_named_any_more(publication.record))
    context = {
        "check": with_changes(check, records_before(publication)),
        **frozen(publication),
        "standing": check_of(standing),
        "replaced": replacing(standing, number),
        "canonical": absolute(check.address),
    }
    return public_page(request, "check_record", context, standing.at)


def replacing(standing: Publication, number: int) -> dict[str, Any]:
    """The correction that made the record after this one: the newest record has them all, newest first."""
    corrections = check_of(standing).corrections
    return corrections[standing.number - number - 1]

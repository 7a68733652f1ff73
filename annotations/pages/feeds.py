"""What programs read of the published checks: Atom, ClaimReview, the sitemap, robots.txt."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from annotations.errors import NotFound
from annotations.exports.claim_review import claim_review, data_feed
from annotations.exports.feeds import SITEMAP_ADDRESSES, Entry, Feed, atom, sitemap, sitemap_index
from annotations.models import Correction, CorrectionKind, Publication
from annotations.pages.public import absolute, marked, newest_of_all, public, publisher
from annotations.pages.records import Check, check_of

ENTRIES = 50
ROWS_A_CHUNK = 200
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"


@public
def check_feed(request: HttpRequest) -> HttpResponse:
    """Checks by their last change. An entry keeps its id through corrections; a withdrawn check says so."""
    newest = newest_of_all()
    entries = sorted(
        chain(standing_entries(), withdrawn_entries()), key=lambda entry: entry.updated, reverse=True
    )
    feed = Feed(
        title=f"{publisher().name}: checks",
        subtitle="Published fact checks, and what was corrected in them.",
        address=absolute(reverse("check_feed")),
        page=absolute(reverse("check_list")),
        updated=newest.at,
    )
    content = atom(feed, entries[:ENTRIES], publisher())
    return marked(HttpResponse(content, ATOM), newest, "checks")


def standing_entries() -> Iterator[Entry]:
    for publication in Publication.objects.standing()[:ENTRIES]:
        check = check_of(publication)
        yield Entry(
            id=f"urn:uuid:{check.uid}",
            title=f"{check.rating.name}: {check.text}",
            address=absolute(check.address),
            published=check.first_published or publication.at,
            updated=publication.at,
            summary_html=summary_html(check),
            categories=(check.rating.name, *check.tags),
        )


def summary_html(check: Check) -> str:
    """What was corrected, then what was found."""
    corrections = format_html_join(
        "", "<p><strong>{}</strong>: {}</p>", ((row["label"], row["text"]) for row in check.corrections)
    )
    short = format_html("<p>{}</p>", check.summary) if check.summary else ""
    # Cleaned when it was written, like on the page.
    return f"{corrections}{short}{check.explanation_html}"


def withdrawn_entries() -> Iterator[Entry]:
    retractions = Correction.objects.filter(kind=CorrectionKind.RETRACTION).select_related("publication")
    for notice in retractions[:ENTRIES]:
        check = check_of(notice.publication)
        yield Entry(
            id=f"urn:uuid:{check.uid}",
            title=f"Withdrawn: {check.text}",
            address=absolute(check.address),
            published=check.first_published or notice.created,
            updated=notice.created,
            summary_html=format_html("<p>This check was withdrawn. {}</p>", notice.text),
            categories=("Withdrawn",),
        )


@public
def correction_feed(request: HttpRequest) -> HttpResponse:
    """Corrections alone, newest first."""
    newest = newest_of_all()
    corrections = Correction.objects.select_related("publication")[:ENTRIES]
    feed = Feed(
        title=f"{publisher().name}: corrections",
        subtitle="What was published and had to change.",
        address=absolute(reverse("correction_feed")),
        page=absolute(reverse("correction_list")),
        updated=newest.at,
    )
    content = atom(feed, map(correction_entry, corrections), publisher())
    return marked(HttpResponse(content, ATOM), newest, "corrections")


def correction_entry(correction: Correction) -> Entry:
    check = check_of(correction.publication)
    return Entry(
        id=f"urn:uuid:{correction.uid}",
        title=f"{correction.get_kind_display()}: {check.text}",
        address=absolute(check.address),
        published=correction.created,
        updated=correction.created,
        summary_html=format_html("<p>{}</p>", correction.text),
        categories=(correction.get_kind_display(),),
    )


@public
def claim_review_feed(request: HttpRequest) -> StreamingHttpResponse:
    """All standing checks as a schema.org DataFeed, read and written a piece at a time."""
    newest = newest_of_all()
    modified = newest.at.isoformat() if newest.at else None
    address = absolute(reverse("claim_review_feed"))
    content = data_feed(claim_reviews(), address, publisher(), modified)
    return marked(StreamingHttpResponse(content, content_type="application/json"), newest, "reviews")


def claim_reviews() -> Iterator[dict[str, Any]]:
    standing = Publication.objects.standing().order_by("pk")
    for record in standing.values_list("record", flat=True).iterator(ROWS_A_CHUNK):
        yield claim_review(record, address_of(record["article"]["slug"], record["uid"]), publisher())


def address_of(*args: Any) -> str:
    """Of an article (slug), or of a claim (slug and uid)."""
    return absolute(reverse("check_detail" if len(args) == 2 else "check_article", args=args))


@public
def site_map(request: HttpRequest) -> StreamingHttpResponse:
    """All readers' pages; the parts of it where they are too many for one file."""
    newest, parts = newest_of_all(), parts_needed()
    if parts > 1:
        numbers = range(1, parts + 1)
        content = sitemap_index(
            (absolute(reverse("site_map_part", args=[number])) for number in numbers), newest.at
        )
    else:
        content = sitemap(pages(newest.at))
    return marked(StreamingHttpResponse(content, content_type=XML), newest, "map", parts)


@public
def site_map_part(request: HttpRequest, number: int) -> StreamingHttpResponse:
    if not 1 <= number <= parts_needed():
        raise NotFound()
    newest = newest_of_all()
    first = (number - 1) * SITEMAP_ADDRESSES
    content = sitemap(islice(pages(newest.at), first, first + SITEMAP_ADDRESSES))
    return marked(StreamingHttpResponse(content, content_type=XML), newest, "part", number)


def parts_needed() -> int:
    counted = Publication.objects.standing().aggregate(
        checks=Count("pk"), articles=Count("claim__article", distinct=True)
    )
    number = counted["checks"] + counted["articles"] + len(FIXED_PAGES)
    return -(-number // SITEMAP_ADDRESSES)


FIXED_PAGES = ("check_list", "correction_list", "how_we_check")


def pages(newest: datetime | None) -> Iterator[tuple[str, datetime | None]]:
    """Every readers' page with its last change, always in the same order."""
    standing = Publication.objects.standing().order_by()
    yield from ((absolute(reverse(name)), newest) for name in FIXED_PAGES)
    articles = (
        standing.values_list("claim__article__slug").annotate(last=Max("at")).order_by("claim__article")
    )
    for slug, at in articles.iterator(ROWS_A_CHUNK):
        yield address_of(slug), at
    checks = standing.order_by("pk").values_list("claim__article__slug", "claim__uid", "at")
    for slug, uid, at in checks.iterator(ROWS_A_CHUNK):
        yield address_of(slug, uid), at


@public
def robots(request: HttpRequest) -> HttpResponse:
    """The newsroom's own pages answer nobody without a log-in: there is nothing to find."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /login/",
        f"Sitemap: {absolute(reverse('site_map'))}",
        "",
    )
    return HttpResponse("\n".join(lines), "text/plain; charset=utf-8")

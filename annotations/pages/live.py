"""What colleagues did on an article since the page was drawn: asked every few seconds, answered with little."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from annotations.errors import Forbidden, NotFound
from annotations.models import Article, Claim, Disposition, Event, Highlight, Source, Verb
from annotations.pages.entry import inside
from annotations.pages.finding import find_article, whole_number
from annotations.pages.fragments import changed_blocks, compressed, person_of, shown_version
from annotations.pages.reading import Reading, read

MOST_SAID = 3


@dataclass(frozen=True)
class Said:
    """What one colleague did, and to which claim (its number, or 0)."""

    event: Event
    claim: int


@require_safe
@inside
def article_live(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The blocks, counts and words that changed after the event `since`; 304 when nothing has.

    The ETag is the number of the article's last event, so that asking costs one small query. `person` is for whom the
    page was drawn: it learns nothing when somebody else has logged in in its browser.
    """
    if request.GET.get("person", str(person_of(request).uid)) != str(person_of(request).uid):
        raise Forbidden("Somebody else is logged in in this browser now.")
    etag = f'W/"{changed_of(request, uid)}"'
    since = whole_number(request.GET.get("since", ""))
    if since is None:
        raise NotFound()
    if request.headers.get("If-None-Match") == etag:
        return tagged(HttpResponseNotModified(), etag)
    article = find_article(request, uid)
    reading = read(article, shown_version(request, article), person_of(request))
    events = events_since(article, since)
    lines = touched_lines(reading, events)
    context = {
        "reading": reading,
        "coverage": reading.coverage(),
        "changed": article.changed,
        "blocks": changed_blocks(reading, set(), lines, current_claim=0),
        "lines": sorted(lines),
        "claims": sorted(
            reading.numbers[key] for key in touched_claims(article, events) if key in reading.numbers
        ),
        "said": said_of(reading, events),
        "newer": events.filter(verb=Verb.VERSION_IMPORTED).exists(),
    }
    answer = compressed(request, render(request, "annotations/_workbench_live.html", context))
    return tagged(answer, f'W/"{article.changed}"')


def changed_of(request: HttpRequest, uid: UUID) -> int:
    changed = Article.objects.visible_to(request.user).filter(uid=uid).values_list("changed", flat=True)
    for number in changed:
        return number
    raise NotFound()


def tagged(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def events_since(article: Article, number: int) -> Any:
    """What happened on the article, and to the sources that its claims use."""
    used = Source.objects.filter(evidence__claim__article=article).order_by()
    of_sources = Q(article=None, object_kind="source", object_uid__in=used.values("uid"))
    return Event.objects.filter(Q(article=article) | of_sources, number__gt=number)


def touched_claims(article: Article, events: Any) -> set[int]:
    """The keys of the claims these events are about, or the source of one of them."""
    of_sources = events.filter(claim=None, object_kind="source").order_by().values("object_uid")
    users = article.claims.filter(evidence__source__uid__in=of_sources).order_by()
    return {
        *events.exclude(claim=None).order_by().values_list("claim_id", flat=True),
        *users.values_list("pk", flat=True),
    }


def touched_lines(reading: Reading, events: Any) -> set[int]:
    """The sentences under the claims, and those of which somebody said that there is nothing to check."""
    claims = Claim.objects.filter(events__in=events).order_by()
    rows = Highlight.objects.visible_to(reading.person).filter(version=reading.version, claim__in=claims)
    spans: list[tuple[Any, Any]] = list(rows.placed().order_by().values_list("start", "end").distinct())
    said = Disposition.objects.filter(uid__in=events.order_by().values("object_uid"))
    own = said.filter(sentence__version=reading.version).order_by()
    spans += own.values_list("sentence__start", "sentence__end")
    return {
        line.number
        for line in reading.lines
        if any(line.start < end and start < line.end for start, end in spans)
    }


def said_of(reading: Reading, events: Any) -> list[Said]:
    """What colleagues did last, as far as this person may know; the newest first.

    With them what the workbench did for this person once nobody waited for it any more.
    """
    seen = Event.objects.visible_to(reading.person).filter(pk__in=events.order_by().values("pk"))
    here = Q(by=reading.person) & ~Q(verb=Verb.SOURCE_COPIED)
    rows = seen.exclude(here).select_related("by").order_by("-number")
    return [
        Said(row, reading.numbers.get(row.claim_id, 0) if row.claim_id else 0) for row in rows[:MOST_SAID]
    ]

"""Undo and redo in the workbench: what one did last on the article, also after a reload and on another device."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django_htmx.http import reswap

from annotations.actions.undoing import Offer, Reversed, past_of, redo_last, undo_last
from annotations.models import Article, ArticleVersion, Disposition, Event, Highlight, Verb
from annotations.pages.answers import tray_answer
from annotations.pages.comments import article_answer
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_article, find_claim
from annotations.pages.forms.base import taken
from annotations.pages.forms.undoing import DeedForm
from annotations.pages.fragments import (
    claim_answer,
    page_again,
    person_of,
    sentence_answer,
    shown_version,
    touched_lines,
    workbench_address,
)
from annotations.pages.prose import Line
from annotations.pages.reading import Reading, read
from annotations.workflow import HIDDEN_STATES


@require_POST
@inside
def article_undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    article, deed = asked(request, uid)
    undo = past_of(article, request.user).undo
    if is_past(request, undo, deed):
        return moved_on(request, article, "This was taken back already.")
    return reversed_answer(request, article, undo_last, deed, "Taken back")


@require_POST
@inside
def article_redo(request: HttpRequest, uid: UUID) -> HttpResponse:
    article, deed = asked(request, uid)
    redo = past_of(article, request.user).redo
    if is_past(request, redo, deed):
        return moved_on(
            request, article, "You have gone on since: there is something else to redo, or nothing."
        )
    return reversed_answer(request, article, redo_last, deed, "Done again")


def asked(request: HttpRequest, uid: UUID) -> tuple[Article, int | None]:
    return find_article(request, uid), taken(DeedForm(request.POST))["deed"]


def is_past(request: HttpRequest, offer: Offer | None, deed: int | None) -> bool:
    """Whether the page that asks was drawn before something else was done, as in another window."""
    return by_htmx(request) and bool(deed) and (offer is None or offer.deed != deed)


def moved_on(request: HttpRequest, article: Article, said: str) -> HttpResponse:
    """Nothing is done; the page learns what undo and redo would do now."""
    reading = {"article": article, "version": shown_version(request, article)}
    context = {"reading": reading, "past": past_of(article, request.user), "said": said}
    return reswap(render(request, "annotations/_workbench_moved_on.html", context), "none")


def reversed_answer(
    request: HttpRequest, article: Article, act: Callable[..., Reversed], deed: int | None, said: str
) -> HttpResponse:
    done = act(article, by=person_of(request), deed=deed)
    said = f"{said}: {done.words}."
    if done.left:
        said += f" {done.left} changed since, and left alone."
    return shown(request, article, done.events, said)


def shown(request: HttpRequest, article: Article, events: list[Event], said: str) -> HttpResponse:
    """The panel of what this was about: what waits, the claim, the sentence, else the article."""
    version = shown_version(request, article)
    if waiting := asked_again(events, version):
        return tray_answer(
            request, waiting, said, lines_of(read_for(request, version), events), chosen=waiting.uid
        )
    claims = {event.claim.uid for event in events if event.claim}
    if len(claims) == 1:
        return claim_shown(request, version, claims.pop(), events, said)
    reading = read_for(request, version)
    if lines := lines_of(reading, events):
        return sentence_shown(request, reading, lines, said)
    return article_answer(request, article, said)


def claim_shown(
    request: HttpRequest, version: ArticleVersion, uid: UUID, events: list[Event], said: str
) -> HttpResponse:
    """The claim, or, when there is none any more, the sentence it stood in."""
    claim, reading = find_claim(request, uid), read_for(request, version)
    lines = lines_of(reading, events)
    if claim.state not in HIDDEN_STATES:
        return claim_answer(request, claim, said, also=lines)
    stood = touched_lines(reading, claim)
    return (
        sentence_shown(request, reading, stood + lines, said) if stood else claim_answer(request, claim, said)
    )


def sentence_shown(request: HttpRequest, reading: Reading, lines: list[Line], said: str) -> HttpResponse:
    first = lines[0]
    if not by_htmx(request):
        return page_again(
            request, workbench_address(reading.article, reading.version, sentence=first.number), said
        )
    return sentence_answer(request, reading, first, said, {line.number for line in lines})


def read_for(request: HttpRequest, version: ArticleVersion) -> Reading:
    return read(version.article, version, person_of(request))


def asked_again(events: list[Event], version: ArticleVersion) -> Highlight | None:
    """The highlight that waits for an answer again, in the version that is shown."""
    uids = [event.object_uid for event in events if event.verb == Verb.HIGHLIGHT_REOPENED]
    if not uids or not version.is_current():
        return None
    rows = Highlight.objects.filter(uid__in=uids, version=version, needs_confirmation=True)
    return rows.select_related("version__article", "claim__article").first()


def lines_of(reading: Reading, events: list[Event]) -> list[Line]:
    """The sentences of which something was said, and those between which ends were moved, in their order."""
    spans = [(place["start"], place["end"]) for event in events for place in places_in(event)]
    uids = [event.object_uid for event in events if event.object_kind == Disposition._meta.model_name]
    if uids:
        said = Disposition.objects.filter(uid__in=uids, sentence__version=reading.version)
        spans += said.order_by().values_list("sentence__start", "sentence__end")
    return [
        line for line in reading.lines if any(start < line.end and line.start < end for start, end in spans)
    ]


def places_in(event: Event) -> list[dict[str, Any]]:
    """Where a highlight stood before this event, and after."""
    if event.object_kind != Highlight._meta.model_name:
        return []
    places = (event.data.get(when) or {} for when in ("before", "after"))
    return [place for place in places if place.get("start") is not None]

"""Undo and redo of one's own deeds on an article, read from the event log: nothing else remembers them.

A deed is what one press brought about; redo takes an undo back. What nobody can take back ends the way back: whoever
presses undo means the last thing, and is told why it stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from annotations.actions.recording import together
from annotations.actions.reversals import REVERSALS
from annotations.actions.rows import hold_articles
from annotations.errors import Conflict, NotFound
from annotations.models import Article, ClaimLink, Event, Verb
from annotations.models.base import is_inside
from annotations.models.events import ADMINISTRATIVE_VERBS, RULE_VERBS

FEW_EVENTS, MOST_EVENTS = 100, 2_000
"""How far back is looked: first a little, then as far as anybody goes back."""

LASTING: dict[Verb, str] = {
    Verb.ARTICLE_IMPORTED: "An import stays. Put the article away instead.",
    Verb.VERSION_IMPORTED: "A version that came in stays. Bring in the text as it should be.",
    Verb.READING_ASKED: "Somebody was asked to read, and has been told.",
    Verb.CLAIM_SENT_BACK: "A new round has begun. Check the claim again.",
    Verb.CLAIM_ADJUDICATED: "A decision stays. An editor can send the claim back.",
    Verb.CLAIM_PUBLISHED: "What was published stays public. Correct or retract it instead.",
    Verb.CLAIM_CORRECTED: "A correction stays public. Correct the check once more instead.",
    Verb.CLAIM_RETRACTED: "A retraction stays public.",
    Verb.CLAIM_STILL_HOLDS: "What was said of the verdict stays. Send the claim back, or correct it.",
}
"""What a person does on an article and nothing takes back, with what is said of it."""

SEEN_SINCE: dict[Verb, str] = {
    Verb.CLAIM_SUBMITTED: "What was handed in stays. An editor can send the claim back.",
    Verb.CLAIM_SECONDED: "You have seen the first reading since. An editor can send the claim back.",
}
"""What stays where its event names no way back: handed in blind, or before there was one."""

PUTS_AWAY = (Verb.CLAIM_REMOVED, Verb.READING_TAKEN_BACK)
"""With these everything that hangs on the claim is concerned: what a colleague did there since counts, too."""

NO_ARTICLE = "It is about no one article."
BROUGHT_ABOUT = "Something else brings it about, and goes with it."

PASSED_OVER: dict[Verb, str] = {
    Verb.HIGHLIGHT_CARRIED: BROUGHT_ABOUT,
    Verb.CLAIM_WENT_STALE: BROUGHT_ABOUT,
    Verb.CLAIM_ANNOTATED: "It is the foreign client's own, which writes it again.",
    **dict.fromkeys(
        (
            Verb.CLAIMANT_NAMED,
            Verb.SOURCE_ADDED,
            Verb.SOURCE_DESCRIBED,
            Verb.SOURCE_COPIED,
            Verb.SOURCE_WITHDRAWN,
            Verb.SOURCE_REINSTATED,
            Verb.SOURCE_FORGOTTEN,
            *ADMINISTRATIVE_VERBS,
            *RULE_VERBS,
        ),
        NO_ARTICLE,
    ),
}
"""What nobody does to an article by itself; a source's own page takes a withdrawal back."""


class Line(NamedTuple):
    """What of an own event decides whether it can be undone or redone. `undoes`, `undone`: events' numbers."""

    number: int
    verb: str
    inverse: str
    deed: int | None
    undoes: int | None
    undone: int | None


@dataclass(frozen=True)
class Offer:
    """A deed that can be taken back or done again: its number, what it was, and why not where it cannot be."""

    deed: int
    words: str
    refusal: str = ""


@dataclass(frozen=True)
class Past:
    """What this person's undo and redo would do on an article."""

    undo: Offer | None = None
    redo: Offer | None = None


@dataclass(frozen=True)
class Reversed:
    """What was taken back or done again: its words, the events of doing so, and how many of several were left."""

    words: str
    events: list[Event]
    left: int = 0


def past_of(article: Article, by: Any) -> Past:
    """What undo and redo would do now. One query, unless there are many events to look through."""
    events = Event.objects.filter(article=article, by=by).order_by("-number")
    columns = ("number", "verb", "inverse", "deed", "undoes__number", "undone_by__number")
    for most in (FEW_EVENTS, MOST_EVENTS):
        lines = [Line(*row) for row in events.values_list(*columns)[:most]]
        past, certain = tops(lines)
        if certain or len(lines) < most:
            break
    return past


def tops(lines: Sequence[Line]) -> tuple[Past, bool]:
    """The newest deed that stands, and the newest undo that no new deed has followed. `lines`: newest first.

    Also whether that is certain, whatever came before these.
    """
    known = {line.number: line for line in lines}
    undo = redo = None
    gone_on = False
    for deed in deeds_in(lines):
        again = [line for line in deed if line.undoes]
        gone_on = gone_on or not again
        if any(line.undone for line in deed):
            continue
        takes_back, first = traced(again[0], known) if again else (False, deed[0])
        if takes_back and not gone_on:
            redo = redo or offer_of(deed, first)
        elif not takes_back:
            undo = undo or offer_of(deed, first)
        if undo and (redo or gone_on):
            return Past(undo, redo), True
    return Past(undo, redo), False


def deeds_in(lines: Iterable[Line]) -> list[list[Line]]:
    """The events of each deed, but for those that were only brought about or changed nothing."""
    deeds: dict[int, list[Line]] = {}
    for line in lines:
        if line.inverse or line.undoes or stays(line):
            deeds.setdefault(line.deed or line.number, []).append(line)
    return [told for deed in deeds.values() if (told := decisive(deed))]


def stays(line: Line) -> str:
    """Why nothing takes this back; "" where something does, or it is no deed by itself."""
    if line.verb in LASTING:
        return LASTING[Verb(line.verb)]
    return SEEN_SINCE[Verb(line.verb)] if line.verb in SEEN_SINCE and not line.inverse else ""


def decisive(deed: list[Line]) -> list[Line]:
    """Of an undo only what takes something back: the rest goes with it."""
    return [line for line in deed if line.undoes] or deed


def traced(line: Line, known: dict[int, Line]) -> tuple[bool, Line]:
    """Whether this takes something back (a redo does not: it takes an undo back), and what was done at first."""
    takes_back = False
    while line.undoes:
        takes_back, line = not takes_back, known.get(line.undoes) or looked_up(line.undoes)
    return takes_back, line


def looked_up(number: int) -> Line:
    event = Event.objects.select_related("undoes").get(number=number)
    undoes = event.undoes.number if event.undoes else None
    return Line(event.number, event.verb, event.inverse, event.deed, undoes, None)


def offer_of(deed: Sequence[Line], first: Line) -> Offer:
    lasting = next((line for line in deed if stays(line)), None)
    number = deed[0].deed or deed[0].number
    if lasting:
        return Offer(number, Verb(lasting.verb).label, stays(lasting))
    words = REVERSALS[Verb(first.verb)].words
    alike = len(deed) > 1 and len({line.verb for line in deed}) == 1
    return Offer(number, f"{words} ({len(deed)} times)" if alike else words)


@transaction.atomic
def undo_last(article: Article, *, by: Any, deed: int | None = None) -> Reversed:
    """Take back the last thing this person did on the article and has not taken back.

    `deed` is the number of the one that is meant; Conflict when another is the last by now, as after a double click,
    when a colleague has changed the record since, or when there is nothing. What the opposite action refuses is
    raised as it is.
    """
    return reverse(article, "undo", by=by, deed=deed)


@transaction.atomic
def redo_last(article: Article, *, by: Any, deed: int | None = None) -> Reversed:
    """Do again what this person took back last, unless they have done something else since. Raises as `undo_last`."""
    return reverse(article, "redo", by=by, deed=deed)


def reverse(article: Article, way: str, *, by: Any, deed: int | None) -> Reversed:
    if not is_inside(by):
        raise NotFound()
    meant = offered(article, way, by, deed)
    hold_articles({article.pk, *linked_articles(events_of(article, meant, by))})
    # Read anew: only now can nobody else be taking it back.
    meant = offered(article, way, by, meant.deed)
    events = events_of(article, meant, by)
    free = untouched(events, by)
    with together() as done:
        started = len(done.events)
        for verb, several in groupby(free, key=lambda event: event.verb):
            REVERSALS[Verb(verb)].act(list(several), by)
    recorded = done.events[started:]
    if not any(event.undoes_id for event in recorded):
        raise Conflict("There is nothing to take back: it is so already.")
    return Reversed(meant.words, recorded, len(events) - len(free))


def offered(article: Article, way: str, by: Any, deed: int | None) -> Offer:
    offer: Offer | None = getattr(past_of(article, by), way)
    if offer is None:
        raise Conflict(f"There is nothing to {way} here.")
    if deed not in (None, offer.deed):
        raise Conflict(f"This was done already. The next to {way}: {offer.words}.")
    if offer.refusal:
        raise Conflict(offer.refusal)
    return offer


def events_of(article: Article, offer: Offer, by: Any) -> list[Event]:
    """The events of the deed that are to be taken back, the newest first."""
    own = Event.objects.filter(Q(deed=offer.deed) | Q(number=offer.deed), article=article, by=by)
    events = own.exclude(inverse="").select_related("article", "claim__policy__scale").order_by("-number")
    return [event for event in events if event.undoes_id] or list(events)


def linked_articles(events: Iterable[Event]) -> set[int]:
    """The articles at both ends of links: they are held with this one, in the order of the house."""
    uids = [event.object_uid for event in events if event.object_kind == ClaimLink._meta.model_name]
    ends = ClaimLink.objects.filter(uid__in=uids).values_list("from_claim__article", "to_claim__article")
    return {key for pair in ends for key in pair} if uids else set()


def untouched(events: Sequence[Event], by: Any) -> list[Event]:
    """Those whose record nobody else has changed since. Of several of one kind the others are left alone; else
    Conflict, naming the colleague as far as this person may know.
    """
    changed = changed_since(events, by)
    free = [event for event in events if event not in changed]
    if changed and (not free or len({event.verb for event in events}) > 1):
        raise Conflict(said_of(next(iter(changed.values())), by))
    return free


def changed_since(events: Sequence[Event], by: Any) -> dict[Event, Event]:
    """The last thing somebody else did since to the record of each, or to what would be put away with it."""
    since = min(event.number for event in events)
    later = Event.objects.exclude(by=by).filter(number__gt=since).select_related("by").order_by("number")
    same = {row.object_uid: row for row in later.filter(object_uid__in=[row.object_uid for row in events])}
    # What this person may not know of does not hold them up, as with the button that removes a claim.
    known = later.filter(pk__in=Event.objects.visible_to(by).values("pk"))
    hidden = [event.claim_id for event in events if event.inverse in PUTS_AWAY]
    inside = {row.claim_id: row for row in known.filter(claim__in=hidden)} if hidden else {}
    found = {}
    for event in events:
        last = same.get(event.object_uid) or (
            inside.get(event.claim_id) if event.claim_id in hidden else None
        )
        if last and last.number > event.number:
            found[event] = last
    return found


def said_of(event: Event, by: Any) -> str:
    known = event.by and Event.objects.visible_to(by).filter(pk=event.pk).exists()
    return f"{event.by if known else 'Somebody'} has changed this since. It stays as it is."

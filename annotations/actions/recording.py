"""The last call of every action: write the event, move the counters, enqueue what follows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Subquery
from django.utils import timezone
from django.utils.module_loading import import_string

from annotations.actions.announcing import announce
from annotations.actions.mailing import queue_mail
from annotations.actions.notifying import tell
from annotations.models import Article, Claim, Event, Source, Verb, Webhook
from annotations.models.events import PRIVATE_VERBS

# Any fixed number: it names the lock under which PostgreSQL hands out event numbers.
EVENT_NUMBER_LOCK = 7_302_611

FOLLOW_UPS: dict[str, str] = {
    Verb.SOURCE_ADDED: "annotations.tasks.copy_source",
}
"""Verb → the task enqueued with the uid of the event's object, in the same transaction."""

MAY_END_CLEARANCE = (
    Verb.VERSION_IMPORTED,
    Verb.ARTICLE_ARCHIVED,
    Verb.SENTENCE_REOPENED,
    Verb.CLAIM_MARKED,
    Verb.CLAIM_REMOVED,
    Verb.CLAIM_MERGED,
    Verb.CLAIM_RESTORED,
    Verb.CLAIM_SENT_BACK,
    Verb.READING_TAKEN_BACK,
    Verb.CLAIM_REOPENED,
    Verb.CLAIM_WENT_STALE,
    Verb.HIGHLIGHT_MOVED,
    Verb.HIGHLIGHT_REMOVED,
    Verb.HIGHLIGHT_GIVEN_UP,
    Verb.HIGHLIGHT_REOPENED,
    Verb.EVIDENCE_RESTORED,
    Verb.COMMENTED,
    Verb.COMMENT_REOPENED,
    Verb.COMMENT_RESTORED,
    Verb.PROPOSED,
    Verb.PROPOSAL_REOPENED,
)
"""After these a cleared article is accounted for anew, and is cleared no longer when anything is missing."""


@dataclass
class Deed:
    """What one press brings about: its events, in the order in which they are recorded."""

    events: list[Event] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """That of its first event, by which it is known; None as long as nothing is recorded."""
        return self.events[0].number if self.events else None


DEED: ContextVar[Deed | None] = ContextVar("deed", default=None)
TAKEN_BACK: ContextVar[tuple[Event, ...]] = ContextVar("taken_back", default=())


@contextmanager
def together() -> Iterator[Deed]:
    """What is recorded within is one deed, taken back by one undo. Within another deed it is part of that."""
    if (outer := DEED.get()) is not None:
        yield outer
        return
    deed = Deed()
    before = DEED.set(deed)
    try:
        yield deed
    finally:
        DEED.reset(before)


def deed_under_way() -> int | None:
    """The number of the deed that what is being done belongs to; None when nothing has been recorded yet."""
    deed = DEED.get()
    return deed.number if deed else None


@contextmanager
def taking_back(*events: Event) -> Iterator[None]:
    """What is recorded within takes these events back: each is named by the first that is its inverse."""
    before = TAKEN_BACK.set(events)
    try:
        yield
    finally:
        TAKEN_BACK.reset(before)


def taken_back_by(verb: Verb, row: Any) -> Event | None:
    """The event that one of this verb about this row takes back, if any; it is named once."""
    waiting = TAKEN_BACK.get()
    fitting = [event for event in waiting if event.inverse == verb]
    if len(waiting) > 1:
        fitting = [event for event in fitting if event.object_uid == row.uid]
    if not fitting:
        return None
    TAKEN_BACK.set(tuple(event for event in waiting if event is not fitting[0]))
    return fitting[0]


class Turn(NamedTuple):
    """When an event's turn comes: its number, and whether a webhook listens, which costs no statement of its own."""

    number: int
    heard: bool


class Happened(NamedTuple):
    """What one of many events of the same kind is about: a row of a claim."""

    row: Any
    claim: Claim
    data: dict[str, Any]


def record(
    verb: Verb,
    *,
    by: Any,
    row: Any,
    article: Article | None = None,
    claim: Claim | None = None,
    data: dict[str, Any] | None = None,
    inverse: str = "",
) -> Event:
    """Record that `by` did `verb` to `row`.

    Numbers are given in the order of commits: on PostgreSQL the lock is taken here and held until the commit,
    so nobody who pulls can see number 8 before number 7 is there. `inverse` names the verb that undoes it.
    """
    article = article or (claim.article if claim else None)
    data = data or {}
    # An edit that changed nothing is no deed that could be taken back.
    inverse = "" if "before" in data and data["before"] == data.get("after") else inverse
    columns = {"by": by, "article": article, "claim": claim, "data": data, "inverse": inverse}
    turn = next_turn()
    event = event_of(turn.number, verb, row, **columns)
    event.save()
    if verb not in PRIVATE_VERBS:
        move_counters(event.number, article, claim, *([] if row in (article, claim) else [row]))
    follow_up([event], turn)
    return event


def record_many(
    verb: Verb, happened: Sequence[Happened], *, article: Article, by: Any, inverse: str = ""
) -> list[Event]:
    """One event for each, all about claims of this article, in a number of statements that hardly grows with them.

    They are numbered one after the other in the order given, and the counters stand where as many calls of
    `record` would have left them.
    """
    if not happened:
        return []
    turn = next_turn()
    first = turn.number
    events = [
        event_of(number, verb, row, by=by, article=article, claim=claim, data=data, inverse=inverse)
        for number, (row, claim, data) in enumerate(happened, start=first)
    ]
    Event.objects.bulk_create(events)
    own = Event.objects.filter(claim=OuterRef("pk"), number__gte=first).order_by("-number")
    claims = Claim.objects.filter(article=article, events__number__gte=first)
    claims.update(changed=Subquery(own.values("number")[:1]))
    move_counters(events[-1].number, article)
    follow_up(events, turn)
    return events


def event_of(number: int, verb: Verb, row: Any, **columns: Any) -> Event:
    event = Event(
        number=number,
        at=timezone.now(),
        verb=verb,
        object_kind=row._meta.model_name,
        object_uid=row.uid,
        undoes=taken_back_by(verb, row),
        **columns,
    )
    if deed := DEED.get():
        deed.events.append(event)
        event.deed = deed.number
    return event


def follow_up(events: Sequence[Event], turn: Turn) -> None:
    """What events of one kind and article bring about: notices, deliveries to webhooks, the verb's task, the end of
    a clearance."""
    queue_mail(tell(events), events)
    if turn.heard:
        announce(events)
    if task := FOLLOW_UPS.get(events[0].verb):
        for event in events:
            import_string(task).enqueue(str(event.object_uid))
    account_anew(events[-1])


def account_anew(event: Event) -> None:
    if event.verb in MAY_END_CLEARANCE and event.article_id:
        # Imported here because ending a clearance is recorded, too.
        from annotations.actions.clearing import end_if_broken

        end_if_broken(event)


def hold_event_numbers() -> None:
    """Nobody else gets a number until the transaction ends (SQLite's write lock does it there).

    Asked for early by who makes a name that exists once (a tag, an agent): whoever made it first, and then waited for
    a number, would be waited for by who has the number and comes to the same name.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [EVENT_NUMBER_LOCK])


def next_turn() -> Turn:
    hold_event_numbers()
    heard = Exists(Webhook.objects.active().order_by())
    last = Event.objects.order_by("-number").annotate(heard=heard).values_list("number", "heard").first()
    # Before the first event there was nobody to make a webhook.
    return Turn(last[0] + 1, last[1]) if last else Turn(1, False)


def move_counters(number: int, *rows: Model | None) -> None:
    """`changed` becomes this event's number on the article, the claim and the source it is about."""
    for row in rows:
        if isinstance(row, (Article, Claim, Source)):
            type(row).objects.filter(pk=row.pk).update(changed=number)
            row.changed = number

"""The last call of every action: write the event, move the counters, enqueue what follows."""

from typing import Any

from django.db import connection
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.module_loading import import_string

from annotations.models import Article, Claim, Event, Source, Verb
from annotations.models.events import PRIVATE_VERBS

# Any fixed number: it names the lock under which PostgreSQL hands out event numbers.
EVENT_NUMBER_LOCK = 7_302_611

FOLLOW_UPS: dict[str, str] = {
    Verb.SOURCE_ADDED: "annotations.tasks.copy_source",
}
"""Verb → the task enqueued with the uid of the event's object, in the same transaction."""


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
    event = Event.objects.create(
        number=next_number(),
        at=timezone.now(),
        by=by,
        verb=verb,
        article=article,
        claim=claim,
        object_kind=row._meta.model_name,
        object_uid=row.uid,
        data=data or {},
        inverse=inverse,
    )
    if verb not in PRIVATE_VERBS:
        move_counters(event.number, article, claim, row)
    if follow_up := FOLLOW_UPS.get(verb):
        import_string(follow_up).enqueue(str(event.object_uid))
    return event


def next_number() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [EVENT_NUMBER_LOCK])
    return (Event.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def move_counters(number: int, *rows: Model | None) -> None:
    """`changed` becomes this event's number on the article, the claim and the source it is about."""
    for row in rows:
        if isinstance(row, (Article, Claim, Source)):
            type(row).objects.filter(pk=row.pk).update(changed=number)
            row.changed = number

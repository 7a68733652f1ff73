"""What the log may hold of confidential sources: of what tells who they are, a seal instead of the words.

A seal is an HMAC under a key kept beside the source. Who knows the words can show that the log is about them; when
the key is forgotten, nobody can.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from annotations.models import Comment, Delivery, Event, Source

WHO = (
    "title",
    "author",
    "container_title",
    "publisher",
    "issued",
    "url",
    "doi",
    "archived_url",
    "note",
    "foreign",
)
IDENTITY = (*WHO, "withdrawn_why")
"""The columns that tell who or what a source is."""

TELLING = (*IDENTITY, "sha256", "why")
"""What of a source's events does: also the digest of a copy, which whoever has the document could match."""

GIVES_AWAY = ("locator_label", "locator", "quotation", "note")
"""What of a confidential source's evidence could tell who it is."""

SPOKEN = ("body",)
"""What of a comment on such evidence could."""

SEAL = re.compile(r"hmac-sha256:([0-9a-f]{64})?")
"""A seal says what it is, so that nothing is sealed twice and no seal is taken for words."""

Values = dict[str, Any]


def sealed(source: Source, values: Values, telling: Collection[str] = TELLING) -> Values:
    """What an event may hold of these values: of a confidential source only a seal of each `telling` one."""
    if not source.confidential:
        return {name: value if isinstance(value, list) else str(value) for name, value in values.items()}
    return with_seals(bytes(source.seal_key), values, telling)


def with_seals(key: bytes, values: Values, telling: Collection[str]) -> Values:
    return {
        name: seal(key, value) if name in telling else value if isinstance(value, list) else str(value)
        for name, value in values.items()
    }


def seal(key: bytes, value: Any) -> str:
    """The seal of a value; of one that is sealed already, itself. Without a key there is nothing in it."""
    text = str(value)
    if SEAL.fullmatch(text):
        return text
    digest = hmac.new(key, text.encode(), hashlib.sha256).hexdigest() if key else ""
    return f"hmac-sha256:{digest}"


def seal_earlier_events(source: Source) -> None:
    """What the log said openly of a source that is confidential from now on, and of what hangs on it.

    The one change an event ever sees. What webhooks have sent of it is not kept here any longer either.
    """
    changed, about = [], []
    for event, telling in events_about(source):
        about.append(event.pk)
        data = {
            when: with_seals(bytes(source.seal_key), values, telling)
            if when in ("before", "after")
            else values
            for when, values in event.data.items()
        }
        if data != event.data:
            event.data = data
            changed.append(event)
    Event.objects.bulk_update(changed, ["data"], batch_size=200)
    Delivery.objects.filter(event__in=about).update(body="", answer="")


def events_about(source: Source) -> Iterator[tuple[Event, Collection[str]]]:
    """The events of the source, its evidence and what was said of that, each with what could tell who it is."""
    comments = Comment.objects.filter(evidence__source=source)
    rows: tuple[tuple[Any, Collection[str]], ...] = (
        (Source.objects.filter(pk=source.pk), TELLING),
        (source.evidence.all(), GIVES_AWAY),
        (comments, SPOKEN),
    )
    for about, telling in rows:
        for event in events_of(about):
            yield event, telling


def events_of(rows: QuerySet[Any]) -> QuerySet[Event]:
    uids = rows.order_by().values("uid")
    return Event.objects.filter(object_kind=rows.model._meta.model_name, object_uid__in=uids)

"""Whether the log is whole and fits what it tells of: for `verify_events` and `doctor`."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery

from annotations.exports.archive.tables import OURS, archived
from annotations.exports.records import content_hash
from annotations.models import Article, Claim, Event, Publication, Source, Verb
from annotations.models.events import PRIVATE_VERBS


def numbers_missing() -> Iterator[int]:
    """Numbers are given one after the other: a hole is an event that somebody took out."""
    expected = 1
    for number in Event.objects.order_by("number").values_list("number", flat=True).iterator():
        yield from range(expected, number)
        expected = number + 1


def undone_wrongly() -> Iterator[int]:
    """What an event takes back came before it, and named its verb as the way back."""
    wrong = Event.objects.filter(undoes__isnull=False).filter(
        Q(undoes__number__gte=F("number")) | ~Q(undoes__inverse=F("verb"))
    )
    return wrong.order_by("number").values_list("number", flat=True).iterator()


def objects_missing() -> Iterator[str]:
    """Rows are never deleted. Those that are in no archive, such as tokens, are not looked for."""
    for kind in Event.objects.order_by("object_kind").values_list("object_kind", flat=True).distinct():
        if kind in archived():
            rows: type[Model] = apps.get_model(OURS, kind)
            there = rows._base_manager.filter(uid=OuterRef("object_uid")).order_by()
            lost = Event.objects.filter(~Exists(there), object_kind=kind).order_by("number")
            yield from (f"{number} ({kind})" for number in lost.values_list("number", flat=True).iterator())


def records_changed() -> Iterator[str]:
    """A published record says what its hash says, and what the log wrote down when it went out."""
    told = Event.objects.filter(
        verb=Verb.CLAIM_PUBLISHED, object_kind="publication", object_uid=OuterRef("uid")
    )
    rows = Publication.objects.annotate(told=Subquery(told.order_by("number").values("data")[:1]))
    for row in rows.order_by("pk").iterator(chunk_size=50):
        said = ((row.told or {}).get("after") or {}).get("content_hash") or row.content_hash
        if not content_hash(row.record) == row.content_hash == said:
            yield f"{row.uid} (number {row.number} of claim {row.claim_id})"


def counters_behind() -> Iterator[str]:
    """Whoever pulls by them would miss the last thing that happened."""
    told = Event.objects.exclude(verb__in=PRIVATE_VERBS)
    yield from behind(Article, told.filter(article=OuterRef("pk")))
    yield from behind(Claim, told.filter(claim=OuterRef("pk")))
    yield from behind(Source, told.filter(object_kind="source", object_uid=OuterRef("uid")))


def behind(model: type[Article | Claim | Source], told: QuerySet[Event]) -> Iterator[str]:
    """Those of its rows that do not count the last of the events that `told` finds of each."""
    last = Subquery(told.order_by("-number").values("number")[:1])
    rows = model._base_manager.alias(last=last).filter(changed__lt=F("last")).order_by("pk")
    return (f"{model._meta.model_name} {uid}" for uid in rows.values_list("uid", flat=True).iterator())


FAULTS: dict[str, Callable[[], Iterator[Any]]] = {
    "An event is missing": numbers_missing,
    "An event takes back what it cannot": undone_wrongly,
    "An event tells of a row that is not there": objects_missing,
    "A published record was changed": records_changed,
    "A counter is behind the log": counters_behind,
}
"""The sentence → what it is said of."""

"""`manage.py verify_events`: whether the log is whole and fits what it tells of."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Exists, F, Max, Model, OuterRef, Q

from annotations.exports.archive.tables import OURS, archived
from annotations.exports.records import content_hash
from annotations.models import Article, Claim, Event, Publication, Verb
from annotations.models.events import PRIVATE_VERBS

MOST_TOLD = 20
"""Of each kind of fault."""


class Command(BaseCommand):
    help = "Compare the log with itself and with the rows it tells of. Exit status 1 when something does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        faulty = 0
        for sentence, find in CHECKS.items():
            faults = list(find())
            faulty += len(faults)
            for fault in faults[:MOST_TOLD]:
                self.stdout.write(f"{sentence}: {fault}")
            if len(faults) > MOST_TOLD:
                self.stdout.write(f"{sentence}: and {len(faults) - MOST_TOLD:,} more")
        if faulty:
            sys.exit(1)
        self.stdout.write(f"{Event.objects.count():,} events, and all of it fits.")


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
    told = {
        event.object_uid: event.data.get("after", {}).get("content_hash")
        for event in Event.objects.filter(verb=Verb.CLAIM_PUBLISHED).iterator()
    }
    for row in Publication.objects.order_by("pk").iterator(chunk_size=50):
        if not content_hash(row.record) == row.content_hash == (told.get(row.uid) or row.content_hash):
            yield f"{row.uid} (number {row.number} of claim {row.claim_id})"


def counters_behind() -> Iterator[str]:
    """Whoever pulls by them would miss the last thing that happened."""
    for model, path in ((Article, "article"), (Claim, "claim")):
        last = Event.objects.exclude(verb__in=PRIVATE_VERBS).filter(**{f"{path}__isnull": False})
        newest = dict(last.order_by().values_list(path).annotate(Max("number")))
        rows = model._base_manager.order_by("pk").values_list("pk", "uid", "changed").iterator()
        yield from (f"{path} {uid}" for pk, uid, changed in rows if changed < newest.get(pk, 0))


CHECKS: dict[str, Callable[[], Iterator[Any]]] = {
    "An event is missing": numbers_missing,
    "An event takes back what it cannot": undone_wrongly,
    "An event tells of a row that is not there": objects_missing,
    "A published record was changed": records_changed,
    "A counter is behind the log": counters_behind,
}
"""The sentence → what it is said of."""

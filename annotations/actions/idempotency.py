"""Doing a thing once, however often a client that heard no answer asks again.

The answer is kept in the transaction of the action itself: there is none without the change, and no change
without it. It is no event: nothing happened that is not recorded already.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from annotations.errors import InvalidInput
from annotations.models import IdempotencyKey, Person

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Answer:
    """What a client was told: `body` is JSON, written."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    repeated: bool = False


@dataclass(frozen=True)
class Asked:
    """A request with a key: `request` is its method and address, `body_digest` tells one body from another."""

    by: Person
    key: str
    request: str
    body_digest: str


def earlier_answer(asked: Asked) -> Answer | None:
    """What this key was answered, if it was. Raises InvalidInput when it came with another request."""
    kept = IdempotencyKey.objects.filter(person=asked.by, key=asked.key, created__gt=timezone.now() - KEPT)
    row = kept.first()
    return repeated(row, asked) if row else None


@transaction.atomic
def answer_once(asked: Asked, act: Callable[[], Answer]) -> Answer:
    """Act and keep the answer, or give the one that is kept. Of two at the same time the second waits.

    What `act` raises is kept for nobody: the client may try again with the same key.
    """
    IdempotencyKey.objects.filter(person=asked.by, created__lte=timezone.now() - KEPT).delete()
    row, is_new = IdempotencyKey.objects.get_or_create(
        person=asked.by,
        key=asked.key,
        defaults={"request": asked.request, "body_digest": asked.body_digest, "status": 0, "answer": {}},
    )
    if not is_new:
        return repeated(row, asked)
    answer = act()
    row.status, row.answer = answer.status, {"body": answer.body, "headers": answer.headers}
    row.save(update_fields=["status", "answer", "modified"])
    return answer


def repeated(row: IdempotencyKey, asked: Asked) -> Answer:
    if (row.request, row.body_digest) != (asked.request, asked.body_digest):
        raise InvalidInput(
            "This Idempotency-Key was used for another request. Take a new key for a new request.",
            field="Idempotency-Key",
        )
    return Answer(row.status, row.answer["body"], row.answer["headers"], repeated=True)

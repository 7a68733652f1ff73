"""What an operator has mended: tasks of a killed worker, and what is kept longer than it should be.

None of it is anybody's work, so it leaves no event: what a task does has its own.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from annotations.actions.drafts import KEPT_DAYS as DRAFTS_KEPT_DAYS
from annotations.actions.idempotency import KEPT as ANSWERS_KEPT
from annotations.actions.webhooks import KEPT_DAYS as DELIVERIES_KEPT_DAYS
from annotations.models import Delivery, Draft, IdempotencyKey, Session

STUCK_AFTER = timedelta(minutes=10)
"""Far longer than any task takes: a round of webhooks is two seconds, a copy of a source fifteen and its reading."""

GRACE = timedelta(days=7)
"""What is over is usually deleted in passing; only what nobody passes by is told of."""


def left_running() -> QuerySet[DBTaskResult]:
    """Tasks that a worker took up and can no longer be at: it was killed."""
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - STUCK_AFTER
    )


@transaction.atomic
def take_up_again() -> int:
    """Put back into the queue what a killed worker left; returns how many tasks. Each of ours may run twice."""
    return left_running().update(status=TaskResultStatus.READY, started_at=None)


def outlived() -> dict[str, QuerySet[Any]]:
    """What is kept for a time that is over since `GRACE`: what it is called → its rows."""
    over = timezone.now() - GRACE
    return {
        "drafts": Draft.objects.filter(modified__lt=over - timedelta(days=DRAFTS_KEPT_DAYS)),
        "answers to repeated requests": IdempotencyKey.objects.filter(created__lt=over - ANSWERS_KEPT),
        "sessions": Session.objects.filter(expire_date__lt=over),
        "deliveries to webhooks": Delivery.objects.filter(
            finished_at__lt=over - timedelta(days=DELIVERIES_KEPT_DAYS)
        ),
    }


@transaction.atomic
def drop_outlived() -> int:
    """Delete what is kept longer than it should be; returns how many rows."""
    return sum(rows.delete()[0] for rows in outlived().values())

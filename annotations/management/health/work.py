"""The work that waits: the queue and its worker, mail, webhooks, and what is kept for a time only."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from annotations.actions.mending import STUCK_AFTER, left_running, outlived
from annotations.management.health.findings import Finding, counted, error, warning
from annotations.models import DeliveryState, Webhook

PATIENCE = timedelta(minutes=5)
"""So long a task may wait although its time has come: a worker looks once a second."""

RECENT = timedelta(days=30)
"""What failed longer ago is history."""

MAIL = "annotations.tasks.mail_notices"
MEND = "Run manage.py doctor --mend."


def tasks_waiting() -> Iterator[Finding]:
    """Tasks whose time came minutes ago. A worker that finishes others meanwhile is there, and behind."""
    now = timezone.now()
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - PATIENCE)
    # Of a task without a time the queue says the end of all times.
    waiting = waiting.filter(Q(run_after__gt=now) | Q(run_after__lt=now - PATIENCE))
    count, since = waiting.order_by().aggregate(count=Count("pk"), since=Min("enqueued_at")).values()
    if not count:
        return
    said = f"{counted(count, 'task')} in the queue, the first since {moment(since)}"
    if DBTaskResult.objects.filter(finished_at__gt=now - PATIENCE).exists():
        yield warning(f"{said}: the worker is behind.", "Start another manage.py db_worker beside it.")
    else:
        yield error(
            f"{said}: no worker is at it.",
            "Start manage.py db_worker, and have it started again whenever it ends.",
        )


def tasks_stuck() -> Iterator[Finding]:
    for task in left_running().order_by("started_at", "pk").iterator():
        minutes = STUCK_AFTER.total_seconds() / 60
        yield error(
            f"The task {task.task_path} ({task.pk}) runs since {moment(task.started_at)}; none takes "
            f"{minutes:.0f} minutes, so its worker was killed.",
            f"{MEND} It is put back into the queue.",
        )


def tasks_failed() -> Iterator[Finding]:
    """But for mail, a line for each kind of task and of failure."""
    failed = recently_failed().exclude(task_path=MAIL).order_by("task_path", "exception_class_path")
    kinds = failed.values("task_path", "exception_class_path").annotate(
        count=Count("pk"), last=Max("finished_at")
    )
    for kind in kinds:
        yield warning(
            f"{kind['task_path']} failed {times(kind['count'])} ({kind['exception_class_path']}), "
            f"last at {moment(kind['last'])}.",
            "Look at it in the administration under What happened.",
        )


def mail_refused() -> Iterator[Finding]:
    said: Any = recently_failed().filter(task_path=MAIL).order_by()
    count, last = said.aggregate(count=Count("pk"), last=Max("finished_at")).values()
    if count:
        yield warning(
            f"The mail server refused {counted(count, 'mail')}, the last at {moment(last)}.",
            "Look at EMAIL_URL and MAIL_FROM; the notices are in the application all the same.",
        )


def recently_failed() -> Any:
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gt=timezone.now() - RECENT
    )


def webhooks_given_up() -> Iterator[Finding]:
    """Not where they lead: an address is often a key by itself."""
    given_up = Q(
        deliveries__state=DeliveryState.GIVEN_UP, deliveries__finished_at__gt=timezone.now() - RECENT
    )
    hooks = Webhook.objects.living().select_related("person")
    hooks = hooks.annotate(lost=Count("deliveries", filter=given_up))
    for hook in hooks.order_by("pk").iterator():
        name = f"The webhook “{hook}” of {hook.person.username}"
        if hook.lost:
            yield warning(
                f"{name} missed {counted(hook.lost, 'event')} for good.",
                "Its owner sends them again from the webhook's page, when the receiver is well.",
            )
        if not hook.active and hook.failures:
            yield warning(f"{name} is paused. {hook.paused_why}".strip(), "Its owner resumes it.")


def times_over() -> Iterator[Finding]:
    """They go when their owner next does something; of who does nothing any more they would stay."""
    for what, rows in outlived().items():
        if count := rows.count():
            yield warning(
                f"Kept longer than they should be: {what} ({count:,}).", f"{MEND} They are deleted."
            )


def moment(when: Any) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M}"


def times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"

"""Sending what waits for webhooks: in rounds, from the queue's worker.

A round lasts a few seconds. It sends to several webhooks at once and to each one message at a time, and begins with
those that were served longest ago, so that neither many messages nor a receiver that hangs keep the others waiting.
Only the posting happens in threads; what the database is asked and told stays with the worker.

Nothing is held while a receiver is waited for. `busy_until` lends a webhook to one worker, for as long as a post can
take; when that worker is killed, what it had sent is sent again, under the same id.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from annotations import net
from annotations.actions.announcing import SENDER
from annotations.actions.recording import record
from annotations.actions.signatures import headers
from annotations.actions.webhooks import (
    KEPT_DAYS,
    LEFT,
    PORTS,
    REMOVED,
    WELL,
    befallen,
    give_up_old,
    networks_allowed,
    stop,
)
from annotations.errors import CannotFetch
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.discussion import event_shapes
from annotations.models import Delivery, DeliveryState, Event, Person, Verb, Webhook
from annotations.models.base import is_inside

ROUND_SECONDS = 2.0
"""After so long no new message is begun, so that other tasks have their turn."""

MOST_AT_ONCE = 8
MOST_LOOKED_AT = 50
"""So many of one webhook at once, to find one that may be sent."""

LIMITS = net.Limits(
    total_seconds=7, connect_seconds=3, header_bytes=16_384, body_bytes=1_000, redirects=0, ports=PORTS
)
LEASE = timedelta(seconds=30)
"""Longer than a post can take."""

PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600)
)
"""How long a message rests after its first failure, its second … After one more it is given up."""

JITTER = 0.1
"""Every pause is up to so much shorter or longer: those who failed together do not come back together."""

FAILURES_BEFORE_REST = 3
MOST_REST = timedelta(hours=1)
"""After so many failures in a row the whole webhook rests: half a minute, then longer, an hour at the most."""

MOST_ASKED_FOR = timedelta(days=1)
"""Longer than this no receiver is left in peace, whatever its Retry-After says."""

MOST_FAILING = timedelta(days=5)
"""A receiver that has failed for so long, with nothing between, is given up: its webhook is paused."""

GONE = "The receiver answered 410 Gone: it wants nothing more."
TOO_OLD = "Not delivered within a day."
DEAD = f"Its receiver has failed for {MOST_FAILING.days} days."
HIDDEN = "You could not see this event when it was to be sent."
FAULTS = {
    "slow": "The receiver did not answer in time.",
    "certificate": "The receiver could not prove its name (bad certificate).",
    "unreachable": "The receiver could not be reached, or hung up.",
    "broken": "The receiver sent something that is no answer.",
}


@dataclass(frozen=True)
class Letter:
    """A message ready to be posted."""

    delivery: int
    webhook: int
    address: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """What came of posting one: `status` and the beginning of the answer, or a sentence in `fault`, or both."""

    status: int | None
    answer: str
    fault: str
    retry_after: timedelta | None = None

    @property
    def is_success(self) -> bool:
        return not self.fault


def deliver_due() -> str:
    """One round; returns what happened, in words. What still waits is looked at again when it is due."""
    drop_old()
    first, now = first_due(), timezone.now()
    count = 0
    if first and first <= now:
        # Before anything is sent: if this worker is killed, another looks again.
        wake_by(now + LEASE)
        count = send_round(time.monotonic() + ROUND_SECONDS)
        first = first_due()
    if first:
        wake_by(first)
    return f"{count} sent" if count else "nothing to send"


def send_round(ending: float) -> int:
    """Post what is due until `ending`, on the monotonic clock; returns how many posts were made."""
    networks = networks_allowed()
    under_way: dict[Future[Outcome], Letter] = {}
    count = 0
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        while True:
            room = MOST_AT_ONCE - len(under_way) if time.monotonic() < ending else 0
            for letter in letters(room):
                under_way[pool.submit(posted, letter, networks)] = letter
            if not under_way:
                return count
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                note_outcome(under_way.pop(done), done.result())
                count += 1


def posted(letter: Letter, networks: list[Any]) -> Outcome:
    """Post it, within `LIMITS`. Runs in a thread: no database here."""
    try:
        answer = net.post(
            letter.address, letter.body, letter.headers, limits=LIMITS, allowed_networks=networks
        )
    except CannotFetch as error:
        return Outcome(None, "", FAULTS.get(error.extra.get("reason", ""), error.sentence)[:300])
    words = answer.body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    fault = fault_of(answer.status)
    asked = retry_after(answer.headers.get("retry-after", ""), timezone.now()) if fault else None
    return Outcome(answer.status, words[: LIMITS.body_bytes], fault, asked)


def fault_of(status: int) -> str:
    """What an answer's status says against it, in a sentence; "" for 2xx."""
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"The receiver leads on to another address ({status}), which is not followed. Give that one."
    return f"The receiver answered with an error ({status})."


def retry_after(value: str, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for: seconds, or a moment."""
    value = value.strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return min(timedelta(seconds=int(value)), MOST_ASKED_FOR)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), MOST_ASKED_FOR)


def letters(room: int) -> Iterator[Letter]:
    """Up to `room` messages that are due, of as many webhooks, each lent to us."""
    now = timezone.now()
    due = Delivery.objects.due(now).filter(webhook=OuterRef("pk"))
    waiting = Webhook.objects.free(now).filter(Exists(due)) if room else Webhook.objects.none()
    served = waiting.order_by(F("busy_until").asc(nulls_first=True), "pk").values_list("pk", flat=True)
    for key in list(served[:room]):
        if letter := next_letter(key, now):
            yield letter


@transaction.atomic
def next_letter(key: int, now: datetime) -> Letter | None:
    """Borrow the webhook and write down what is sent; None when somebody was quicker, or nothing may be sent."""
    if not Webhook.objects.free(now).filter(pk=key).update(busy_until=now + LEASE):
        return None
    webhook = Webhook.objects.select_related("person").get(pk=key)
    delivery = first_visible(webhook, now)
    body = body_for(delivery, webhook.person) if delivery else None
    if delivery is None or body is None:
        Webhook.objects.filter(pk=key).update(busy_until=now)
        return None
    Delivery.objects.filter(pk=delivery.pk).update(body=body.decode(), sent_at=now, modified=now)
    return Letter(delivery.pk, key, webhook.address, body, signed(webhook, delivery, body, now))


def first_visible(webhook: Webhook, now: datetime) -> Delivery | None:
    """The first that is due; those whose event its person may not see now are put aside on the way."""
    if not is_inside(webhook.person):
        stop(webhook, by=None, why=LEFT)
        return None
    due = list(Delivery.objects.due(now).filter(webhook=webhook)[:MOST_LOOKED_AT])
    events = Event.objects.visible_to(webhook.person).filter(pk__in=[row.event_id for row in due])
    shown = set(events.order_by().values_list("pk", flat=True))
    withhold([row.pk for row in due if row.event_id not in shown], now)
    return next((row for row in due if row.event_id in shown), None)


def body_for(delivery: Delivery, person: Person) -> bytes | None:
    """The event as the API shows it to this person at this moment; None when they may not see it.

    What a webhook sends is passed on: it names no confidential source. The event is held, so that it is not sealed
    before what is sent of it is written down, where sealing finds it.
    """
    held = Event.objects.select_for_update(no_key=True).filter(pk=delivery.event_id)
    shown = Event.objects.visible_to(person).filter(pk__in=list(held.values_list("pk", flat=True)))
    shape = next(event_shapes(shown, Recipient(person, identities=False)), None)
    return orjson.dumps(shape, option=orjson.OPT_UTC_Z) if shape else None


def signed(webhook: Webhook, delivery: Delivery, body: bytes, now: datetime) -> dict[str, str]:
    salts = [webhook.salt, *([webhook.former_salt] if webhook.has_former_secret() else [])]
    return headers(salts, uid=str(delivery.uid), timestamp=int(now.timestamp()), body=body)


def withhold(keys: list[int], now: datetime) -> None:
    """Put these aside. Their person does not see the rows either, until they may see the events."""
    nothing: dict[str, Any] = {"body": "", "status": None, "answer": "", "next_at": None, "sent_at": None}
    Delivery.objects.filter(pk__in=keys).update(
        **nothing, state=DeliveryState.WITHHELD, finished_at=now, modified=now, fault=HIDDEN
    )


@transaction.atomic
def note_outcome(letter: Letter, outcome: Outcome) -> None:
    """What became of a message, and what that says of its receiver."""
    now = timezone.now()
    # Always the webhook first, then what it is to send: nobody waits for anybody crosswise.
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=letter.webhook)
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=letter.delivery)
    # What was sent is gone when its source became confidential meanwhile: the answer may repeat it.
    answer = outcome.answer if delivery.body else ""
    told = {"attempts": delivery.attempts + 1, "status": outcome.status, "answer": answer, "modified": now}
    rows = Delivery.objects.filter(pk=letter.delivery)
    if outcome.is_success:
        rows.update(**told, state=DeliveryState.DELIVERED, next_at=None, finished_at=now, fault="")
        Webhook.objects.filter(pk=letter.webhook).update(**WELL, busy_until=now)
    elif webhook.removed_at:
        rows.update(**told, **GIVEN_UP, finished_at=now, fault=REMOVED)
    else:
        rows.update(**told, **after_failure(delivery.attempts + 1, outcome, now), fault=outcome.fault)
        note_failure(webhook, outcome, now)


GIVEN_UP: dict[str, Any] = {"state": DeliveryState.GIVEN_UP, "next_at": None}


def after_failure(attempts: int, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns of a message that failed so often: when it is tried again, or that it is given up."""
    if attempts > len(PAUSES):
        return {**GIVEN_UP, "finished_at": now}
    pause = max(jittered(PAUSES[attempts - 1]), outcome.retry_after or timedelta())
    return {"state": DeliveryState.WAITING, "next_at": now + pause, "finished_at": None}


def jittered(pause: timedelta) -> timedelta:
    return pause * random.uniform(1 - JITTER, 1 + JITTER)


def note_failure(webhook: Webhook, outcome: Outcome, now: datetime) -> None:
    """One more in a row: after some the whole webhook rests, so that what waits for it costs nobody else time.

    The webhook is held.
    """
    rest = outcome.retry_after or timedelta()
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    if webhook.failures >= FAILURES_BEFORE_REST:
        pause = PAUSES[min(webhook.failures - FAILURES_BEFORE_REST + 1, len(PAUSES) - 1)]
        rest = max(rest, jittered(min(pause, MOST_REST)))
    Webhook.objects.filter(pk=webhook.pk).update(
        failures=webhook.failures,
        failing_since=webhook.failing_since,
        rests_until=now + rest if rest else None,
        busy_until=now,
    )
    give_up_old(webhook, why=TOO_OLD)
    if webhook.active:
        note_loss(webhook, outcome, now)


def note_loss(webhook: Webhook, outcome: Outcome, now: datetime) -> None:
    """When something was given up its owner is told, once in a run of failures; after days of it that is the end.

    Only then: a run that is long because little is sent, and is one slip now, ends nothing.
    """
    assert webhook.failing_since is not None
    lost = webhook.deliveries.filter(state=DeliveryState.GIVEN_UP, finished_at__gte=now).exists()
    if outcome.status == 410:
        stop(webhook, by=None, why=GONE)
    elif lost and now - webhook.failing_since >= MOST_FAILING:
        stop(webhook, by=None, why=DEAD)
    elif lost and not is_told_of(webhook, webhook.failing_since):
        record(Verb.WEBHOOK_FAILED, by=None, row=webhook, data=befallen(webhook, outcome.fault))


def is_told_of(webhook: Webhook, since: datetime) -> bool:
    """Whether its owner has been told of this run of failures, that began then."""
    told = Event.objects.filter(object_kind="webhook", object_uid=webhook.uid, verb=Verb.WEBHOOK_FAILED)
    return told.filter(at__gte=since).exists()


def wake_by(moment: datetime) -> None:
    """See to it that somebody looks at what waits at this moment at the latest: one task does for all of it."""
    at_once = Q(run_after=get_date_max())
    ready = DBTaskResult.objects.filter(task_path=SENDER, status=TaskResultStatus.READY)
    if ready.filter(at_once | Q(run_after__lte=moment)).exists():
        return
    task = import_string(SENDER)
    # Behind what others have enqueued, and not before it, as one whose time has passed would be.
    (task if moment <= timezone.now() else task.using(run_after=moment)).enqueue()


def first_due() -> datetime | None:
    """When something can be sent next."""
    due = Delivery.objects.waiting().filter(webhook=OuterRef("pk")).order_by("next_at").values("next_at")[:1]
    rows = Webhook.objects.active().annotate(due=Subquery(due)).exclude(due=None).order_by()
    moments = rows.values_list("due", "rests_until", "busy_until")
    return min((max(filter(None, row)) for row in moments), default=None)


def drop_old() -> None:
    """What ended more than `KEPT_DAYS` days ago is forgotten on the way, what has waited so long for a webhook that
    nobody resumes, and where a webhook led that was removed then."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    over = Q(finished_at__lt=before) | Q(queued_at__lt=before, webhook__active=False)
    old = Delivery.objects.filter(over, created__lt=before)
    # Asked first: mostly there is none, and deleting would hold SQLite's only write lock for it.
    if old.exists():
        old.delete()
    removed = Webhook.objects.restorable().filter(removed_at__lt=before)
    if removed.exists():
        # Whoever has just looked at it, to restore it, is told that they are late.
        removed.update(name="", address="", row_version=F("row_version") + 1, modified=timezone.now())

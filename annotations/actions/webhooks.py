"""Webhooks: making, changing, pausing, removing them, and having something sent by hand.

The log names a webhook's site and never its whole address: that is often a key by itself.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations.actions.announcing import queue, wake_sender, wake_sender_at
from annotations.actions.recording import record
from annotations.actions.rows import change, edit
from annotations.actions.signatures import new_salt, secret_of
from annotations.addresses import sendable
from annotations.errors import CannotFetch, Conflict, InvalidInput
from annotations.models import Article, Delivery, DeliveryState, Event, Person, Verb, Webhook
from annotations.models.webhooks import SENT_VERBS
from annotations.permissions import Permission, require
from annotations.workflow import State

PORTS = frozenset({80, 443, *range(1_024, 65_536)})
"""Those of the web, and those that are no system's service: nobody is made to speak to a mail server."""

BOTH_SIGN = timedelta(days=1)
"""How long the secret before still signs beside a new one."""

KEPT_WAITING = timedelta(days=1)
KEPT_DAYS = 30
"""How long it is shown what was sent, and how long what was removed can be restored."""

LEFT = "Its owner is not in the newsroom any more."
RESTORED = "It has a new secret since it was restored. Give that to the receiver first."
REMOVED = "The webhook was removed."
MOST_WEBHOOKS = 20
CHANGEABLE = ("name", "address", "verbs", "article", "tag", "states")


@transaction.atomic
def make_webhook(
    *,
    by: Any,
    address: str,
    name: str = "",
    verbs: Collection[str] = (),
    article: Article | None = None,
    tag: str = "",
    states: Collection[str] = (),
) -> tuple[Webhook, str]:
    """A new webhook of one's own and its secret, which is shown this once. Empty filters keep nothing back.

    Raises InvalidInput for an address to which nothing may be sent, Conflict above `MOST_WEBHOOKS`.
    """
    require(by, Permission.MAKE_WEBHOOK)
    refuse_one_more(by)
    columns = {"name": name, "address": address, "verbs": verbs, "tag": tag, "states": states}
    webhook = Webhook.objects.create(
        person_id=by.pk, article=article, salt=new_salt(), **{k: cleaned(k, v) for k, v in columns.items()}
    )
    record(Verb.WEBHOOK_MADE, by=by, row=webhook, data={"after": said_of(webhook)})
    return webhook, secret_of(webhook.salt)


@transaction.atomic
def change_webhook(webhook: Webhook, *, by: Any, row_version: int, **columns: Any) -> Webhook:
    """Change its name, its address or its filters; what waits already goes to the new address."""
    require(by, Permission.CHANGE_WEBHOOK, webhook)
    refuse_removed(webhook)
    for name in columns:
        if name not in CHANGEABLE:
            raise InvalidInput(f"A webhook has no field “{name}” that can be set.", field=name)
    before = said_of(webhook)
    values = {name: cleaned(name, value) for name, value in columns.items()}
    if values.get("address", webhook.address) != webhook.address:
        # Another receiver, that has not failed: what waits goes there at once.
        values |= WELL
        wake_sender()
    if not edit(webhook, row_version, **values):
        return webhook
    after = said_of(webhook)
    changed = [name for name in after if after[name] != before[name]]
    data = {
        when: {name: said[name] for name in changed} for when, said in (("before", before), ("after", after))
    }
    record(Verb.WEBHOOK_CHANGED, by=by, row=webhook, data=data)
    return webhook


@transaction.atomic
def pause_webhook(webhook: Webhook, *, by: Any) -> Webhook:
    """Send nothing until it is resumed; what happens meanwhile is never sent."""
    require(by, Permission.PAUSE_WEBHOOK, webhook)
    refuse_removed(webhook)
    own = by.pk == webhook.person_id
    return stop(webhook, by=by, why="You paused it." if own else f"{by} paused it.")


def stop(webhook: Webhook, *, by: Any, why: str) -> Webhook:
    """Part of an action, or what a receiver brings about (`by` is None then). Raises Conflict when it is paused."""
    if not Webhook.objects.filter(pk=webhook.pk, active=True).update(
        active=False, paused_why=why[:200], row_version=F("row_version") + 1, modified=timezone.now()
    ):
        raise Conflict("It is paused already.")
    webhook.refresh_from_db()
    record(Verb.WEBHOOK_PAUSED, by=by, row=webhook, data=befallen(webhook, why))
    return webhook


def befallen(webhook: Webhook, why: str) -> dict[str, Any]:
    """What the log holds of something that its owner is told of: which webhook, and a sentence."""
    return {"after": {"name": webhook.name, "site": webhook.site(), "why": why}}


def stop_webhooks_of(person: Person, *, by: Any, why: str) -> None:
    """Part of an action by which this person leaves the newsroom."""
    for webhook in Webhook.objects.active().filter(person=person).order_by("pk"):
        stop(webhook, by=by, why=why)


@transaction.atomic
def resume_webhook(webhook: Webhook, *, by: Any) -> Webhook:
    """Send again from now on, and what has waited for less than a day; a receiver that failed gets a new chance."""
    require(by, Permission.CHANGE_WEBHOOK, webhook)
    refuse_removed(webhook)
    if webhook.active:
        raise Conflict("It is not paused.")
    change(webhook, webhook.row_version, active=True, paused_why="", **WELL)
    give_up_old(webhook, why="The webhook was paused for more than a day.")
    record(Verb.WEBHOOK_RESUMED, by=by, row=webhook, data={"after": {"site": webhook.site()}})
    wake_sender()
    return webhook


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: Any) -> Webhook:
    """Send nothing any more, not even what waits, and forget its secret at once.

    For `KEPT_DAYS` days it can be restored; then its name and address are forgotten, too.
    """
    require(by, Permission.REMOVE_WEBHOOK, webhook)
    refuse_removed(webhook)
    now = timezone.now()
    gone: dict[str, Any] = {"active": False, "paused_why": "", "removed_at": now, "removed_by": by}
    change(webhook, webhook.row_version, **NO_SECRET, **WELL, **gone)
    give_up(Delivery.objects.waiting().filter(webhook=webhook), why=REMOVED)
    record(Verb.WEBHOOK_REMOVED, by=by, row=webhook, data=befallen(webhook, f"{by} removed it."))
    wake_sender_at(now + timedelta(days=KEPT_DAYS, minutes=1))
    return webhook


@transaction.atomic
def restore_webhook(webhook: Webhook, *, by: Any) -> tuple[Webhook, str]:
    """Bring it back, paused, with a new secret, which is shown this once: the one before is gone.

    Raises Conflict when it is not removed, or so long ago that nobody knows where it led.
    """
    require(by, Permission.CHANGE_WEBHOOK, webhook)
    refuse_restoring(webhook)
    back: dict[str, Any] = {
        "salt": new_salt(),
        "paused_why": RESTORED,
        "removed_at": None,
        "removed_by": None,
    }
    change(webhook, webhook.row_version, **back)
    record(Verb.WEBHOOK_RESTORED, by=by, row=webhook, data={"after": {"site": webhook.site()}})
    return webhook, secret_of(webhook.salt)


WELL: dict[str, Any] = {"failures": 0, "failing_since": None, "rests_until": None}
"""The columns of one whose receiver has not failed."""

NO_SECRET: dict[str, Any] = {"salt": "", "former_salt": "", "former_until": None}


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: Any) -> str:
    """A new secret, shown this once. For a day the one before signs too, so that the receiver can change over."""
    require(by, Permission.CHANGE_WEBHOOK, webhook)
    refuse_removed(webhook)
    change(
        webhook,
        webhook.row_version,
        salt=new_salt(),
        former_salt=webhook.salt,
        former_until=timezone.now() + BOTH_SIGN,
    )
    record(Verb.WEBHOOK_RENEWED, by=by, row=webhook, data={"after": {"site": webhook.site()}})
    return secret_of(webhook.salt)


@transaction.atomic
def send_test(webhook: Webhook, *, by: Any) -> Delivery:
    """Send the event that this test is: it goes the same way as all others. Nothing is sent while it is paused."""
    require(by, Permission.CHANGE_WEBHOOK, webhook)
    refuse_paused(webhook)
    # Somebody who tries it has just seen to the receiver.
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)
    event: Event = record(
        Verb.WEBHOOK_TESTED, by=by, row=webhook, data={"after": {"site": webhook.site(), "test": True}}
    )
    [delivery] = queue([(webhook, event)])
    return delivery


@transaction.atomic
def repeat_delivery(delivery: Delivery, *, by: Any) -> Delivery:
    """Send the event again, as its person may see it now, under the same id; all attempts begin anew."""
    webhook = delivery.webhook
    require(by, Permission.CHANGE_WEBHOOK, webhook)
    refuse_paused(webhook)
    now = timezone.now()
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)
    again = {"state": DeliveryState.WAITING, "attempts": 0, "queued_at": now, "next_at": now}
    Delivery.objects.filter(pk=delivery.pk).update(**again, finished_at=None, fault="", modified=now)
    delivery.refresh_from_db()
    wake_sender()
    data = {"after": {"site": webhook.site(), "event": delivery.event.number}}
    record(Verb.DELIVERY_REPEATED, by=by, row=webhook, data=data)
    return delivery


def give_up_old(webhook: Webhook, *, why: str) -> None:
    """Of what has waited for more than a day nothing is tried again."""
    before = timezone.now() - KEPT_WAITING
    give_up(Delivery.objects.waiting().filter(webhook=webhook, queued_at__lt=before), why=why)


def give_up(deliveries: Any, *, why: str) -> None:
    now = timezone.now()
    deliveries.update(state=DeliveryState.GIVEN_UP, next_at=None, finished_at=now, fault=why, modified=now)


def refuse_one_more(person: Any) -> None:
    if Webhook.objects.living().filter(person=person).count() >= MOST_WEBHOOKS:
        raise Conflict(f"You have {MOST_WEBHOOKS} webhooks already. Remove one that you no longer need.")


def refuse_paused(webhook: Webhook) -> None:
    refuse_removed(webhook)
    if not webhook.active:
        raise Conflict("The webhook is paused. Resume it first.")


def refuse_removed(webhook: Webhook) -> None:
    if webhook.removed_at:
        raise Conflict("The webhook is removed. Restore it first.")


def refuse_restoring(webhook: Webhook) -> None:
    if webhook.removed_at is None:
        raise Conflict("It is there already.")
    if not webhook.address:
        raise Conflict(f"It was removed more than {KEPT_DAYS} days ago. Make a new one.")
    refuse_one_more(webhook.person)


def said_of(webhook: Webhook) -> dict[str, Any]:
    """What the log holds of it."""
    return {
        "name": webhook.name,
        "site": webhook.site(),
        "verbs": webhook.verbs,
        "article": str(webhook.article.uid) if webhook.article else None,
        "tag": webhook.tag,
        "states": webhook.states,
    }


def cleaned(name: str, value: Any) -> Any:
    """The value of this field as it is kept. Raises InvalidInput."""
    match name:
        case "name":
            return " ".join(value.split())
        case "address":
            return checked_address(value)
        case "tag":
            return " ".join(value.split()).lower()
        case "verbs":
            return among(value, SENT_VERBS, "verbs")
        case "states":
            return among(value, frozenset(State), "states")
    return value


def checked_address(address: str) -> str:
    if len(address) > 2_000:
        raise InvalidInput("An address has up to 2,000 characters.", field="address")
    try:
        found = sendable(address, PORTS, networks_allowed())
    except CannotFetch as error:
        raise InvalidInput(error.sentence, field="address") from error
    if len(found) > 2_000:
        raise InvalidInput("An address has up to 2,000 characters.", field="address")
    return found


def networks_allowed() -> list[Any]:
    """As the settings give them: private networks to which something may be sent."""
    return [ip_network(network) for network in settings.WEBHOOK_ALLOWED_NETWORKS]


def among(values: Iterable[str], allowed: Collection[str], field: str) -> list[str]:
    """The values in one order, each once. Raises InvalidInput."""
    chosen = {str(value) for value in values}
    if unknown := sorted(chosen - {str(value) for value in allowed}):
        raise InvalidInput(f"“{unknown[0][:60]}” is none that can be chosen.", field=field)
    return sorted(chosen)

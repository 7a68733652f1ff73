"""One's own webhooks: making, changing, removing them, what was sent to them, sending it again."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import TruncHour
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.notifying import see_notices
from annotations.actions.webhooks import (
    KEPT_DAYS,
    change_webhook,
    make_webhook,
    pause_webhook,
    remove_webhook,
    renew_secret,
    repeat_delivery,
    restore_webhook,
    resume_webhook,
    send_test,
)
from annotations.errors import StaleEdit
from annotations.models import Delivery, DeliveryState, Notification, Verb, Webhook
from annotations.models.webhooks import KINDS
from annotations.pages.account import person_of
from annotations.pages.entry import inside
from annotations.pages.finding import found
from annotations.pages.forms.base import attempt
from annotations.pages.forms.webhooks import WebhookChangeForm, WebhookForm, initial_of
from annotations.pages.lists import choices, chosen, page_of
from annotations.pages.plots import Block, columns
from annotations.workflow import State

SPANS = {"day": "Last 24 hours", "week": "Last week"}
HOURS = {"day": (24, 1), "week": (28, 6)}
"""How many columns the plot of a span has, and how many hours each stands for."""

PILED = (DeliveryState.DELIVERED, DeliveryState.WAITING, DeliveryState.GIVEN_UP, DeliveryState.WITHHELD)
"""From the foot of a column to its top."""

SAVE_AGAIN = "You changed this webhook in another window meanwhile. Save again to keep what stands here."


@dataclass(frozen=True)
class Sent:
    """What was sent in a span of time: a drawing, and the same in words."""

    blocks: list[Block]
    words: str
    begins: datetime

    def __bool__(self) -> bool:
        return bool(self.blocks)


@require_safe
@never_cache
@inside
def webhook_list(request: HttpRequest) -> HttpResponse:
    mine = Webhook.objects.of(request.user).select_related("article", "removed_by")
    rows, removed = list(mine.living()), list(mine.restorable().order_by("-removed_at"))
    counts = counts_by_hour(Delivery.objects.visible_to(request.user), since(timezone.now(), "day"))
    shown = [(row, asks_for(row), sent_in("day", counts.get(row.pk, {}))) for row in rows]
    return render(request, "annotations/webhook_list.html", {"rows": shown, "removed": removed})


@never_cache
@inside
def webhook_make(request: HttpRequest) -> HttpResponse:
    """The answer to the form is the only place where the secret is ever shown."""
    person = person_of(request)
    form = WebhookForm(request.POST if request.method == "POST" else None, person=person)
    made = attempt(form, lambda data: make_webhook(by=person, **data)) if form.is_bound else None
    if made is None:
        status = 422 if form.is_bound else 200
        return render(request, "annotations/webhook_make.html", {"form": form}, status=status)
    webhook, secret = made
    return webhook_page(request, webhook, secret=secret, status=201)


@require_safe
@never_cache
@inside
def webhook_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    webhook = own(request, uid)
    see_notices(Notification.objects.visible_to(request.user).filter(event__object_uid=webhook.uid))
    return webhook_page(request, webhook)


@require_POST
@never_cache
@inside
def webhook_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    webhook, person = own(request, uid), person_of(request)
    form = WebhookChangeForm(request.POST, person=person, webhook=webhook)
    try:
        changed = attempt(form, lambda data: change_webhook(webhook, by=person, **data))
    except StaleEdit as error:
        form.add_error(None, SAVE_AGAIN)
        sent = request.POST.copy()
        sent["row_version"] = str(error.extra["row_version"])
        form.data = sent
        return webhook_page(request, own(request, uid), form=form, status=409)
    if changed is None:
        return webhook_page(request, own(request, uid), form=form, status=422)
    messages.success(request, "Saved.")
    return redirect("webhook_detail", uid=uid)


@require_POST
@inside
def webhook_pause(request: HttpRequest, uid: UUID) -> HttpResponse:
    return turned(request, uid, pause_webhook, "Paused. Nothing is sent until you resume it.")


@require_POST
@inside
def webhook_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    return turned(request, uid, resume_webhook, "Resumed. What happens from now on is sent.")


@require_POST
@inside
def webhook_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    turned(request, uid, remove_webhook, f"Removed. For {KEPT_DAYS} days you can restore it here.")
    return redirect("webhook_list")


@require_POST
@never_cache
@inside
def webhook_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = found(Webhook.objects.of(request.user).restorable().select_related("article"), uid=uid)
    webhook, secret = restore_webhook(row, by=person_of(request))
    return webhook_page(request, webhook, secret=secret)


def turned(request: HttpRequest, uid: UUID, act: Callable[..., Any], words: str) -> HttpResponse:
    """Call the action on one's own webhook, say what it did, and go to its page."""
    act(own(request, uid), by=person_of(request))
    messages.success(request, words)
    return redirect("webhook_detail", uid=uid)


@require_POST
@never_cache
@inside
def webhook_renew(request: HttpRequest, uid: UUID) -> HttpResponse:
    webhook = own(request, uid)
    secret = renew_secret(webhook, by=person_of(request))
    return webhook_page(request, webhook, secret=secret)


@require_POST
@inside
def webhook_test(request: HttpRequest, uid: UUID) -> HttpResponse:
    delivery = send_test(own(request, uid), by=person_of(request))
    messages.success(request, "The test is on its way.")
    return redirect("delivery_detail", uid=uid, delivery_uid=delivery.uid)


@require_safe
@never_cache
@inside
def delivery_detail(request: HttpRequest, uid: UUID, delivery_uid: UUID) -> HttpResponse:
    delivery = own_delivery(request, uid, delivery_uid)
    context = {"delivery": delivery, "webhook": delivery.webhook, "body": indented(delivery.body)}
    return render(request, "annotations/delivery_detail.html", context)


@require_POST
@inside
def delivery_repeat(request: HttpRequest, uid: UUID, delivery_uid: UUID) -> HttpResponse:
    repeat_delivery(own_delivery(request, uid, delivery_uid), by=person_of(request))
    messages.success(request, "It is sent again.")
    return redirect("delivery_detail", uid=uid, delivery_uid=delivery_uid)


def own(request: HttpRequest, uid: UUID) -> Webhook:
    return found(Webhook.objects.of(request.user).living().select_related("article"), uid=uid)


def own_delivery(request: HttpRequest, uid: UUID, delivery_uid: UUID) -> Delivery:
    rows = Delivery.objects.visible_to(request.user).filter(webhook__removed_at=None)
    rows = rows.select_related("webhook", "event__by", "event__claim")
    return found(rows, webhook__uid=uid, uid=delivery_uid)


def indented(body: str) -> str:
    """What was sent, as people read it."""
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False) if body else ""


def webhook_page(
    request: HttpRequest, webhook: Webhook, *, form: Any = None, secret: str = "", status: int = 200
) -> HttpResponse:
    """The webhook with its deliveries; `secret` is shown in this one answer."""
    rows = Delivery.objects.visible_to(request.user).filter(webhook=webhook)
    state, span = chosen(request, "state", DeliveryState), chosen(request, "span", SPANS, "day")
    counts = Counter(dict(rows.order_by().values_list("state").annotate(Count("pk"))))
    shown = rows.filter(state=state) if state else rows
    page = page_of(request, shown.select_related("event__claim", "event__article").order_by("-pk"))
    hours = counts_by_hour(rows, since(timezone.now(), span))
    options = [("", "All"), *DeliveryState.choices]
    context = {
        "webhook": webhook,
        "asks": asks_for(webhook),
        "secret": secret,
        "form": form or WebhookChangeForm(person=request.user, webhook=webhook, initial=initial_of(webhook)),
        "page": page,
        "state": state,
        "states": choices(request, "state", options, state, dict(counts)),
        "span": SPANS[span],
        "spans": choices(request, "span", SPANS.items(), span),
        "sent": sent_in(span, hours.get(webhook.pk, {})),
        "any": counts.total(),
    }
    return render(request, "annotations/webhook_detail.html", context, status=status)


def asks_for(webhook: Webhook) -> list[str]:
    """What it asks for, in words: a phrase for each filter."""
    whole = {name: set(verbs) for name, verbs in KINDS.items() if set(verbs) <= set(webhook.verbs)}
    single = set(webhook.verbs) - set().union(*whole.values())
    events = [*whole, *(Verb(verb).label for verb in sorted(single))]
    return [
        ", ".join(events[:3]) + (f" and {len(events) - 3} more" if len(events) > 3 else "") or "Every event",
        *([f"of “{webhook.article}”"] if webhook.article else []),
        *([f"tagged {webhook.tag}"] if webhook.tag else []),
        *([" or ".join(str(State(state).label) for state in webhook.states)] if webhook.states else []),
    ]


def since(now: datetime, span: str) -> datetime:
    """Where the span begins: at a full hour, the running one being the last."""
    number, hours = HOURS[span]
    return now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=number * hours - 1)


Hours = Mapping[datetime, Mapping[str, int]]


def counts_by_hour(rows: Any, begin: datetime) -> dict[int, dict[datetime, dict[str, int]]]:
    """By webhook's key and hour, how many deliveries of each state were queued."""
    recent = rows.filter(created__gte=begin).annotate(hour=TruncHour("created")).order_by()
    counts: dict[int, dict[datetime, dict[str, int]]] = {}
    for webhook, hour, state, number in recent.values_list("webhook", "hour", "state").annotate(Count("pk")):
        counts.setdefault(webhook, {}).setdefault(hour, {})[state] = number
    return counts


def sent_in(span: str, hours: Hours) -> Sent:
    begin = since(timezone.now(), span)
    number, length = HOURS[span]
    piles = [dict.fromkeys(map(str, PILED), 0) for _ in range(number)]
    for hour, states in hours.items():
        place = int((hour - begin) / timedelta(hours=length))
        for state, count in states.items():
            piles[min(max(place, 0), number - 1)][state] += count
    totals = {state: sum(pile[state] for pile in piles) for state in PILED}
    words = ", ".join(f"{count} {state.label.lower()}" for state, count in totals.items() if count)
    return Sent(columns(piles), words, begin)

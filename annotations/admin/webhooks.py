"""Webhooks, for who has them and for who administers; and what was sent to one's own."""

from typing import Any

from django.contrib import admin

from annotations.actions.webhooks import (
    pause_webhook,
    refuse_paused,
    refuse_removed,
    refuse_restoring,
    remove_webhook,
    repeat_delivery,
    restore_webhook,
)
from annotations.admin.base import WorkbenchAdmin
from annotations.admin.deeds import Deed, DeedsAdmin
from annotations.admin.events import inside_or_administering
from annotations.admin.site import site
from annotations.errors import Conflict
from annotations.models import Delivery, Webhook
from annotations.permissions import Permission, inside, require


def refuse_pausing(webhook: Webhook, person: Any) -> None:
    require(person, Permission.PAUSE_WEBHOOK, webhook)
    refuse_removed(webhook)
    if not webhook.active:
        raise Conflict("It is paused already.")


PAUSE = Deed(
    "pause",
    "Pause",
    "paused",
    lambda person: inside_or_administering(person, None),
    refuse_pausing,
    lambda webhook, by, given: pause_webhook(webhook, by=by),
)


def refuse_removal(webhook: Webhook, person: Any) -> None:
    require(person, Permission.REMOVE_WEBHOOK, webhook)
    refuse_removed(webhook)


REMOVE = Deed(
    "remove",
    "Remove",
    "removed; whose it is can restore it for 30 days",
    lambda person: inside_or_administering(person, None),
    refuse_removal,
    lambda webhook, by, given: remove_webhook(webhook, by=by),
)


def refuse_return(webhook: Webhook, person: Any) -> None:
    require(person, Permission.CHANGE_WEBHOOK, webhook)
    refuse_restoring(webhook)


RESTORE = Deed(
    "restore",
    "Restore",
    "restored, and paused: on its own page it is given a new secret",
    lambda person: inside(person, None),
    refuse_return,
    lambda webhook, by, given: restore_webhook(webhook, by=by),
)


def refuse_repeating(delivery: Delivery, person: Any) -> None:
    require(person, Permission.CHANGE_WEBHOOK, delivery.webhook)
    refuse_paused(delivery.webhook)


REPEAT = Deed(
    "repeat",
    "Send again",
    "sent again",
    lambda person: inside(person, None),
    refuse_repeating,
    lambda delivery, by, given: repeat_delivery(delivery, by=by),
)


@admin.register(Webhook, site=site)
class WebhookAdmin(DeedsAdmin):
    """Where it leads and whose it is. The whole address, which is often a key, and the filters are its owner's."""

    shown_to = staticmethod(inside_or_administering)
    deeds = (PAUSE, REMOVE, RESTORE)
    related = ("person",)
    deferred = ("salt", "former_salt")
    lookups = ("person",)
    list_display = ("__str__", "site_told", "person", "active", "paused_why", "removed_at", "created")
    list_filter = (
        "active",
        ("removed_at", admin.EmptyFieldListFilter),
        ("person", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("name", "person__username", "person__name")
    date_hierarchy = "created"
    page = (
        "name",
        "site_told",
        "person",
        "active",
        "paused_why",
        "failing_since",
        "removed_at",
        "removed_by",
        "created",
        "former_until",
    )

    @admin.display(description="site")
    def site_told(self, webhook: Webhook) -> str:
        return webhook.site()


@admin.register(Delivery, site=site)
class DeliveryAdmin(DeedsAdmin, WorkbenchAdmin):
    """Of one's own webhooks."""

    deeds = (REPEAT,)
    related = ("webhook", "event")
    lookups = ("webhook",)
    list_display = ("__str__", "verb_told", "state", "attempts", "status", "fault", "queued_at", "next_at")
    list_filter = ("state", ("webhook", admin.RelatedOnlyFieldListFilter))
    search_fields = ("event__verb", "event__claim__text", "fault")
    date_hierarchy = "created"
    page = (
        "webhook",
        "event",
        "state",
        "attempts",
        "queued_at",
        "sent_at",
        "next_at",
        "finished_at",
        "status",
        "answer",
        "fault",
        "body",
    )

    @admin.display(description="what happened")
    def verb_told(self, delivery: Delivery) -> str:
        return str(delivery.event.get_verb_display())

"""Webhooks: addresses to which events are sent, and each sending of one."""

from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from annotations.models.access import Person
from annotations.models.articles import Article
from annotations.models.base import EditableRow, Row
from annotations.models.events import Event, Verb

KINDS: dict[str, tuple[Verb, ...]] = {
    "Published checks": (Verb.CLAIM_PUBLISHED, Verb.CLAIM_CORRECTED, Verb.CLAIM_RETRACTED),
    "Articles": (
        Verb.ARTICLE_IMPORTED,
        Verb.VERSION_IMPORTED,
        Verb.ARTICLE_DESCRIBED,
        Verb.ARTICLE_ARCHIVED,
        Verb.ARTICLE_RESTORED,
        Verb.ARTICLE_CLEARED,
        Verb.CLEARANCE_VOIDED,
        Verb.SENTENCE_DISMISSED,
        Verb.SENTENCE_REOPENED,
    ),
    "Claims": (
        Verb.CLAIM_MARKED,
        Verb.CLAIM_DESCRIBED,
        Verb.CLAIM_ANNOTATED,
        Verb.CLAIM_MERGED,
        Verb.CLAIM_REMOVED,
        Verb.CLAIM_RESTORED,
        Verb.CLAIM_LINKED,
        Verb.CLAIM_UNLINKED,
        Verb.CLAIMANT_NAMED,
        Verb.HIGHLIGHT_ADDED,
        Verb.HIGHLIGHT_MOVED,
        Verb.HIGHLIGHT_CARRIED,
        Verb.HIGHLIGHT_CONFIRMED,
        Verb.HIGHLIGHT_REMOVED,
        Verb.HIGHLIGHT_GIVEN_UP,
        Verb.HIGHLIGHT_REOPENED,
    ),
    "Who works on what": (
        Verb.CLAIM_TAKEN,
        Verb.CLAIM_ASSIGNED,
        Verb.CLAIM_UNASSIGNED,
        Verb.READING_ASKED,
    ),
    "Verdicts": (
        Verb.CLAIM_DECLINED,
        Verb.CLAIM_SUBMITTED,
        Verb.CLAIM_SECONDED,
        Verb.READING_TAKEN_BACK,
        Verb.CLAIM_SENT_BACK,
        Verb.CLAIM_ADJUDICATED,
        Verb.CLAIM_EXPLAINED,
        Verb.CLAIM_REOPENED,
        Verb.CLAIM_WENT_STALE,
        Verb.CLAIM_STILL_HOLDS,
    ),
    "Evidence and sources": (
        Verb.EVIDENCE_ADDED,
        Verb.EVIDENCE_DESCRIBED,
        Verb.EVIDENCE_REMOVED,
        Verb.EVIDENCE_RESTORED,
        Verb.SOURCE_ADDED,
        Verb.SOURCE_DESCRIBED,
        Verb.SOURCE_COPIED,
        Verb.SOURCE_WITHDRAWN,
        Verb.SOURCE_REINSTATED,
        Verb.SOURCE_FORGOTTEN,
    ),
    "Comments and proposals": (
        Verb.COMMENTED,
        Verb.COMMENT_RESOLVED,
        Verb.COMMENT_REOPENED,
        Verb.COMMENT_REMOVED,
        Verb.COMMENT_RESTORED,
        Verb.PROPOSED,
        Verb.PROPOSAL_DESCRIBED,
        Verb.PROPOSAL_ACCEPTED,
        Verb.PROPOSAL_REFUSED,
        Verb.PROPOSAL_REOPENED,
        Verb.PROPOSAL_DONE,
    ),
    "Rules": (Verb.SCALE_ADDED, Verb.POLICY_ADDED, Verb.POLICY_MADE_DEFAULT),
}
"""The kinds of events a webhook can ask for, as they are listed. Administration and what is private never go out."""

SENT_VERBS = frozenset(verb for verbs in KINDS.values() for verb in verbs)


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, person: Any) -> Self:
        """One's own; an administrator sees everybody's, but neither what they send nor the whole of their address."""
        if getattr(person, "is_superuser", False) and person.is_active:
            return self
        return self.filter(person_id=getattr(person, "pk", None))

    def of(self, person: Any) -> Self:
        """One's own, for an administrator too."""
        return self.filter(person_id=getattr(person, "pk", None))

    def living(self) -> Self:
        """Not removed: what pages and lists show."""
        return self.filter(removed_at=None)

    def restorable(self) -> Self:
        """Removed, and not yet forgotten."""
        return self.exclude(removed_at=None).exclude(address="")

    def active(self) -> Self:
        return self.filter(active=True)

    def free(self, now: datetime) -> Self:
        """Those to which something may be sent now: no other worker is at it, and they are not left in peace."""
        rested = Q(rests_until=None) | Q(rests_until__lte=now)
        return self.active().filter(rested, Q(busy_until=None) | Q(busy_until__lte=now))


class Webhook(EditableRow):
    """An address that is sent the events its person may see.

    Its secret is not stored: it is made from the newsroom's own key and `salt`, so that a copy of the database signs
    nothing. `former_salt` signs too, until `former_until`. Empty filters keep nothing back.

    `failures` counts those in a row, since `failing_since`; `rests_until` is the moment before which nothing is sent,
    because the receiver fails or asked for it; `busy_until` belongs to the worker that is sending.

    What is removed is never active and has no salt. Its name and address go later than `removed_at`, for until then
    it can be restored; the row stays, for its events name it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=2000)
    verbs = models.JSONField(default=list, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="webhooks"
    )
    tag = models.CharField(max_length=60, blank=True)
    states = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True)
    paused_why = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=64, editable=False)
    former_salt = models.CharField(max_length=64, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)
    busy_until = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="webhooks_removed"
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["-active", "-created", "-pk"]

    def __str__(self) -> str:
        return self.name or self.site() or "a webhook that is gone"

    def site(self) -> str:
        """Where it leads, without the rest of the address: that is often a key by itself."""
        return urlsplit(self.address).netloc

    def is_resting(self) -> bool:
        return self.rests_until is not None and self.rests_until > timezone.now()

    def has_former_secret(self) -> bool:
        return self.former_until is not None and self.former_until > timezone.now()


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    GIVEN_UP = "given_up", "Given up"
    WITHHELD = "withheld", "Not sent"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Any) -> Self:
        """Those of one's own webhooks, of events one may see now: what a blind reading keeps is not even counted."""
        own = self.filter(webhook__person_id=getattr(person, "pk", None))
        return own.filter(Exists(Event.objects.visible_to(person).filter(pk=OuterRef("event")).order_by()))

    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def due(self, now: datetime) -> Self:
        """Those whose time has come, the longest due first."""
        return self.waiting().filter(next_at__lte=now).order_by("next_at", "pk")


class Delivery(Row):
    """One event on its way to one webhook; its `uid` is the message's id, however often it is sent.

    `body` is what was sent last, `status` and `answer` what came back, `fault` the sentence for what went wrong.
    `queued_at` is when it began to wait, `next_at` when it is tried next, `sent_at` when it was last tried.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    body = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="one_delivery_an_event")]
        indexes = [
            models.Index(fields=["webhook", "state", "next_at"], name="delivery_due"),
            models.Index(fields=["created"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"event {self.event.number} to {self.webhook}"

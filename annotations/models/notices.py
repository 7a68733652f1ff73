"""What a person is told: that something happened which concerns them."""

from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from annotations.models.access import Person, Role
from annotations.models.base import Row
from annotations.models.events import Event
from annotations.models.webhooks import Webhook


class Why(models.TextChoices):
    """Why somebody is told of an event."""

    MENTIONED = "mentioned", "mentions you"
    ASSIGNED = "assigned", "is yours now"
    YOURS = "yours", "is about a claim of yours"
    STALE = "stale", "makes a claim of yours stale"
    DISPUTED = "disputed", "needs a decision"
    SECOND_READ = "second_read", "waits for your second reading"
    ANSWERED = "answered", "answers you"
    WEBHOOK = "webhook", "concerns a webhook of yours"
    OVERSEEN = "overseen", "is for administrators to know"


class Standing(NamedTuple):
    """As much of a person as what they may see of events and webhooks depends on."""

    pk: int | None = None
    role: str = Role.NONE
    is_active: bool = False
    is_superuser: bool = False


def standing_of(person: Any) -> Standing:
    return Standing._make(getattr(person, name, low) for name, low in Standing._field_defaults.items())


@lru_cache(maxsize=500)
def _seen_by(person: Standing) -> Q:
    """Whether the event of a notice is one this person may see. Each page asks it of whoever has something new, and
    Django takes longer to put the question together than to have it answered.
    """
    # Asked of each notice: a list of all events one may see would be as long as the log.
    seen = Exists(Event.objects.visible_to(person).filter(pk=OuterRef("event")).order_by())
    hooks = Webhook.objects.visible_to(person).filter(uid=OuterRef("event__object_uid"))
    return Q(seen) | Q(Exists(hooks.order_by()))


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, person: Any) -> Self:
        """One's own, of events one may see: what a blind reading keeps arrives when one's own is in.

        What befalls a webhook is administration; whose it is may know of it.
        """
        standing = standing_of(person)
        return self.filter(_seen_by(standing), person_id=standing.pk)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def any_wait_for(self, person: Any) -> bool:
        """Whether some are unseen, may one see them yet or not: a short look before the long rule is asked."""
        return self.unseen().filter(person=person.pk).exists()

    def unseen_first(self) -> Self:
        """Then the newest first."""
        return self.order_by(Case(When(seen_at=None, then=Value(0)), default=Value(1)), "-event__number")


class Notification(Row):
    """One event that one person is told of, and when they have seen it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notifications")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notifications")
    why = models.CharField(max_length=11, choices=Why)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-event__number"]
        indexes = [models.Index(fields=["person", "seen_at"], name="notification_unseen")]
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="one_notification_an_event")]

    def __str__(self) -> str:
        return f"to {self.person}: {self.event}"

    def sentence(self) -> str:
        """Who did what, and why one is told: "Ann commented: it mentions you.\""""
        return f"{self.event}: it {self.get_why_display()}."

    def about(self) -> str:
        """The claim in our words, else the article, else a webhook. Never a source: it could be confidential."""
        if self.event.object_kind == Webhook._meta.model_name:
            after = self.event.data["after"]
            return f"{after['name'] or after['site']}: {after['why']}"
        return str(self.event.claim or self.event.article or "")

"""Events on their way out: which webhooks ask for one, decided when it is recorded and in its transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.module_loading import import_string

from annotations.models import Claim, Delivery, Event, Tag, Webhook
from annotations.models.webhooks import SENT_VERBS

SENDER = "annotations.tasks.deliver"


class Facts(NamedTuple):
    """What filters look at: the tags and the states of claims, by key; empty where no webhook asks."""

    tags: set[tuple[int, str]]
    states: dict[int, str]


def announce(events: Sequence[Event]) -> None:
    """Queue these events of one kind for the webhooks that ask for them: six statements, however many they are.

    Whether the webhook's person may see them is asked when they are sent.
    """
    if (verb := events[0].verb) not in SENT_VERBS:
        return
    webhooks = [row for row in Webhook.objects.active().order_by("pk") if not row.verbs or verb in row.verbs]
    if not webhooks:
        return
    facts = facts_for(webhooks, {event.claim_id for event in events if event.claim_id})
    queue((row, event) for event in events for row in webhooks if asks_for(row, event, facts))


def queue(pairs: Iterable[tuple[Webhook, Event]]) -> list[Delivery]:
    """A delivery for each pair, and the task that sends them."""
    now = timezone.now()
    waiting = [Delivery(webhook=row, event=event, queued_at=now, next_at=now) for row, event in pairs]
    if waiting:
        Delivery.objects.bulk_create(waiting)
        wake_sender()
    return waiting


def wake_sender() -> None:
    import_string(SENDER).enqueue()


def wake_sender_at(moment: datetime) -> None:
    import_string(SENDER).using(run_after=moment).enqueue()


def facts_for(webhooks: Sequence[Webhook], claims: set[int]) -> Facts:
    tags, states = set[tuple[int, str]](), dict[int, str]()
    if names := {row.tag for row in webhooks if row.tag}:
        tagged = Tag.objects.filter(name__in=names, claims__in=claims)
        tags = set(tagged.order_by().values_list("claims", "name"))
    if any(row.states for row in webhooks):
        # Not of the row at hand: of many at once it is as it was before.
        states = dict(Claim.objects.filter(pk__in=claims).order_by().values_list("pk", "state"))
    return Facts(tags, states)


def asks_for(webhook: Webhook, event: Event, facts: Facts) -> bool:
    """Whether the event passes all of the webhook's filters; what is about no claim passes none about claims."""
    if webhook.article_id and webhook.article_id != event.article_id:
        return False
    if webhook.tag and (event.claim_id, webhook.tag) not in facts.tags:
        return False
    return not webhook.states or facts.states.get(event.claim_id or 0) in webhook.states

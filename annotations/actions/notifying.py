"""Who is told of what, and why: one table, evaluated when an event is recorded.

A second reading that waits is told to nobody in particular: every colleague could give it, and all but one of
so many notices would be stale within the hour. It waits on the desk, with its count; who wants it read
by somebody asks them (`ask_for_reading`).
"""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from annotations.models import (
    Assessment,
    Comment,
    Event,
    Notification,
    Person,
    Proposal,
    Role,
    Source,
    Verb,
    Webhook,
    Why,
)
from annotations.models.notices import NotificationQuerySet
from annotations.workflow import State

Pair = tuple[int, int]
"""The number of an event and the key of a person."""


def named(events: Sequence[Event]) -> Iterable[Pair]:
    """Those whom a comment mentions."""
    return by_username(events, "mentions")


def asked(events: Sequence[Event]) -> Iterable[Pair]:
    """Those who are asked to read a claim."""
    return by_username(events, "asked")


def by_username(events: Sequence[Event], name: str) -> list[Pair]:
    """Those whose user names the events' data lists under `name`."""
    names = {event.number: event.data.get("after", {}).get(name, []) for event in events}
    wanted = {name for found in names.values() for name in found}
    people = Person.objects.filter(username__in=wanted).values_list("username", "pk") if wanted else ()
    keys = dict(people)
    return [(number, keys[name]) for number, found in names.items() for name in found if name in keys]


def others_of_thread(events: Sequence[Event]) -> Iterable[Pair]:
    """Those who have said something where this was said: on the claim and its evidence, or on the article."""
    for event in events:
        said = Comment.objects.living().of_thread(article=event.article_id, claim=event.claim_id)
        yield from ((event.number, pk) for pk in said.order_by().values_list("by", flat=True).distinct())


def assignees(events: Sequence[Event]) -> Iterable[Pair]:
    return [
        (event.number, event.claim.assignee_id) for event in events if event.claim and event.claim.assignee_id
    ]


def owners(events: Sequence[Event]) -> Iterable[Pair]:
    """Who checks the claim; while nobody does, who marked it."""
    claims = [(event.number, event.claim) for event in events if event.claim]
    return [(number, claim.assignee_id or claim.created_by_id) for number, claim in claims]


def readers(events: Sequence[Event]) -> Iterable[Pair]:
    """Who handed in a reading of the claim, in whatever round."""
    claims = {event.claim_id for event in events}
    rows = Assessment.objects.submitted().filter(claim__in=claims).values_list("claim", "person").distinct()
    read = list(rows.order_by())
    return [(event.number, person) for event in events for claim, person in read if claim == event.claim_id]


def editors() -> list[int]:
    return list(Person.objects.colleagues().filter(role=Role.EDITOR).values_list("pk", flat=True))


def deciders(events: Sequence[Event]) -> Iterable[Pair]:
    """Of a claim on which its readers disagree, the editors who have not read it."""
    disputed = [event for event in events if event.data["after"].get("state") == State.DISPUTED]
    read = set(readers(disputed)) if disputed else set()
    pairs = [(event.number, pk) for event in disputed for pk in editors()]
    return [pair for pair in pairs if pair not in read]


def owners_of_stale(events: Sequence[Event]) -> Iterable[Pair]:
    """Who checks a claim that became stale, else all editors."""
    free = [event.number for event in events if event.claim and not event.claim.assignee_id]
    everybody = editors() if free else []
    return [*assignees(events), *((number, pk) for number in free for pk in everybody)]


def webhook_owners(events: Sequence[Event]) -> Iterable[Pair]:
    rows = Webhook.objects.filter(uid__in=[event.object_uid for event in events])
    by_uid = dict(rows.order_by().values_list("uid", "person"))
    return [(event.number, by_uid[event.object_uid]) for event in events]


def administrators_of_orphans(events: Sequence[Event]) -> Iterable[Pair]:
    """Of the webhook of somebody who is not in the newsroom any more, the administrators."""
    inside = Person.objects.colleagues()
    owned = list(webhook_owners(events))
    there = set(inside.filter(pk__in=[owner for _, owner in owned]).values_list("pk", flat=True))
    orphans = [number for number, owner in owned if owner not in there]
    told = list(inside.filter(is_superuser=True).values_list("pk", flat=True)) if orphans else []
    return [(number, pk) for number in orphans for pk in told]


def proposers(events: Sequence[Event]) -> Iterable[Pair]:
    """Who proposed the words that were decided upon."""
    authors = Proposal.objects.filter(uid__in=[event.object_uid for event in events])
    by_uid = dict(authors.values_list("uid", "by"))
    return [(event.number, by_uid[event.object_uid]) for event in events if event.object_uid in by_uid]


Tells = tuple[tuple[Callable[[Sequence[Event]], Iterable[Pair]], Why], ...]

ITS_PEOPLE: Tells = ((owners, Why.YOURS), (readers, Why.YOURS))

TOLD: dict[str, Tells] = {
    Verb.COMMENTED: ((named, Why.MENTIONED), (others_of_thread, Why.ANSWERED), (owners, Why.YOURS)),
    Verb.CLAIM_ASSIGNED: ((assignees, Why.ASSIGNED),),
    Verb.READING_ASKED: ((asked, Why.SECOND_READ),),
    Verb.CLAIM_SECONDED: ((deciders, Why.DISPUTED), *ITS_PEOPLE),
    Verb.CLAIM_SENT_BACK: ITS_PEOPLE,
    Verb.CLAIM_ADJUDICATED: ITS_PEOPLE,
    Verb.CLAIM_REOPENED: ITS_PEOPLE,
    Verb.CLAIM_PUBLISHED: ITS_PEOPLE,
    Verb.CLAIM_CORRECTED: ITS_PEOPLE,
    Verb.CLAIM_RETRACTED: ITS_PEOPLE,
    Verb.CLAIM_WENT_STALE: ((owners_of_stale, Why.STALE),),
    Verb.PROPOSAL_ACCEPTED: ((proposers, Why.ANSWERED), (owners, Why.YOURS)),
    Verb.PROPOSAL_REFUSED: ((proposers, Why.ANSWERED), (owners, Why.YOURS)),
    Verb.PROPOSAL_DONE: ((proposers, Why.ANSWERED), (owners, Why.YOURS)),
    Verb.WEBHOOK_FAILED: ((webhook_owners, Why.WEBHOOK),),
    Verb.WEBHOOK_PAUSED: ((webhook_owners, Why.WEBHOOK), (administrators_of_orphans, Why.OVERSEEN)),
    Verb.WEBHOOK_REMOVED: ((webhook_owners, Why.WEBHOOK),),
}
"""What happened → who is told, and why. Who stands in several rows is told once, for the first reason."""


SETTLES: dict[str, tuple[Why, ...]] = {
    Verb.CLAIM_SECONDED: (Why.SECOND_READ,),
    Verb.CLAIM_ADJUDICATED: (Why.DISPUTED,),
    Verb.CLAIM_SENT_BACK: (Why.SECOND_READ, Why.DISPUTED),
    Verb.READING_TAKEN_BACK: (Why.SECOND_READ, Why.DISPUTED),
    Verb.CLAIM_STILL_HOLDS: (Why.STALE,),
    Verb.CLAIM_REOPENED: (Why.STALE,),
    Verb.CLAIM_CORRECTED: (Why.STALE,),
    Verb.WEBHOOK_RESUMED: (Why.WEBHOOK, Why.OVERSEEN),
    Verb.WEBHOOK_REMOVED: (Why.WEBHOOK, Why.OVERSEEN),
}
"""What happened → which notices about the claim, or the webhook, ask for something that has been done by it: they are
no news."""


def settle(events: Sequence[Event]) -> None:
    if whys := SETTLES.get(events[0].verb):
        claims = [event.claim_id for event in events if event.claim_id]
        uids = [event.object_uid for event in events if event.object_kind == Webhook._meta.model_name]
        about = Q(event__claim__in=claims) if claims else Q(event__object_uid__in=uids)
        see_notices(Notification.objects.filter(about, why__in=whys))


def tell(events: Sequence[Event]) -> list[Notification]:
    """Write the notices that these events of one kind, by one person, ask for.

    Nobody is told of what they did themselves, nobody outside, and nobody of what is said about a source that they
    may not know. What a blind reading keeps from somebody is written, and shown when their own is in.
    """
    settle(events)
    reasons: dict[Pair, Why] = {}
    for whom, why in TOLD.get(events[0].verb, ()):
        for pair in whom(events):
            reasons.setdefault(pair, why)
    others = {person for _, person in reasons} - {events[0].by_id}
    if not others:
        return []
    told = Person.objects.colleagues().in_bulk(others)
    secrets = sources_kept(events)
    by_number = {event.number: event for event in events}
    return Notification.objects.bulk_create(
        Notification(person=told[key], event=by_number[number], why=why)
        for (number, key), why in sorted(reasons.items())
        if key in told and may_know(told[key], secrets.get(number))
    )


def sources_kept(events: Sequence[Event]) -> dict[int, int]:
    """The keys of confidential sources that comments were made on, by the number of the event."""
    if events[0].verb != Verb.COMMENTED:
        return {}
    uids = {event.object_uid: event.number for event in events}
    secret = Comment.objects.filter(uid__in=uids, evidence__source__confidential=True)
    return {uids[uid]: source for uid, source in secret.values_list("uid", "evidence__source")}


def may_know(person: Person, source: int | None) -> bool:
    return source is None or Source.objects.identified_to(person).filter(pk=source).exists()


def see_notices(notices: NotificationQuerySet) -> int:
    """Note that these have been seen, and say how many had not been. One's own list of what is new: no event."""
    keys = list(notices.unseen().values_list("pk", flat=True))
    if keys:
        # Read first: most pages have nothing to note, and would hold SQLite's only write lock for it.
        Notification.objects.filter(pk__in=keys, seen_at=None).update(seen_at=timezone.now())
    return len(keys)

"""Work given to people: many claims at once, taken back, and a second reading that somebody is asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from annotations.actions.recording import Happened, record, record_many, together
from annotations.actions.rows import before_and_after, hold_articles, hold_claim, plain
from annotations.errors import Conflict, InvalidInput, StaleEdit
from annotations.models import Claim, Event, Person, Verb
from annotations.permissions import Permission, permits, require
from annotations.workflow import STEPS, State, Step

COLUMNS = ("state", "assignee", "due", "row_version", "modified")

GIVING = {
    Verb.CLAIM_TAKEN: Verb.CLAIM_UNASSIGNED,
    Verb.CLAIM_ASSIGNED: Verb.CLAIM_UNASSIGNED,
    Verb.CLAIM_UNASSIGNED: Verb.CLAIM_ASSIGNED,
}
"""What makes a claim somebody's, and what takes that back."""

GIVEN_BY_OTHERS = (
    "A colleague has given some of these claims to somebody. Nothing was changed: look at them first."
)


@transaction.atomic
def assign_claims(
    claims: Iterable[Claim],
    *,
    by: Any,
    assignee: Person,
    due: datetime | None = None,
    seen: int | None = None,
) -> list[Event]:
    """Give these claims to a checker or editor, with one event for each; without `due` each keeps its own.

    Those that are past checking by now, or are that person's already, are passed over. The numbers of the events
    follow one another. Raises Conflict when none is left; StaleEdit, naming them in `extra["claims"]`, when a
    colleague has given some to somebody since the event with the number `seen`.
    """
    if not Person.objects.checkers().filter(pk=assignee.pk).exists():
        raise InvalidInput("Only checkers and editors can be given a claim.", field="assignee")
    held = hold_claims(claims)
    if not held:
        raise InvalidInput("Choose the claims first.", field="claim")
    for claim in held:
        require(by, Step.ASSIGN, claim)
    given = [claim for claim in held if is_news(claim, assignee, due)]
    if not given:
        raise Conflict(f"None of these claims is to be given to {assignee} any more.")
    if seen is not None and (others := given_by_others(given, by=by, since=seen)):
        raise StaleEdit(GIVEN_BY_OTHERS, extra={"claims": sorted(str(claim.uid) for claim in others)})
    columns = {"state": State.CHECKING, "assignee": assignee} | ({"due": due} if due else {})
    return changed(Verb.CLAIM_ASSIGNED, [(claim, columns) for claim in given], by=by)


def given_by_others(claims: Sequence[Claim], *, by: Any, since: int = 0) -> list[Claim]:
    """Those that somebody has because a colleague gave or took them, in an event with a number after `since`."""
    keys = [claim.pk for claim in claims]
    events = Event.objects.filter(claim__in=keys, claim__assignee__isnull=False, verb__in=GIVING)
    rows = events.filter(number__gt=since).order_by("number").values_list("claim", "by")
    givers = dict(rows)
    return [claim for claim in claims if givers.get(claim.pk, by.pk) != by.pk]


def is_news(claim: Claim, assignee: Person, due: datetime | None) -> bool:
    same = claim.assignee_id == assignee.pk and due in (None, claim.due)
    return claim.state in STEPS[Step.ASSIGN].starts and not same


@transaction.atomic
def take_back_assignments(events: Iterable[Event], *, by: Any) -> list[Event]:
    """Let the claims that one gave, took or took back be whose they were; what has changed since is passed over.

    Raises Conflict when that is all of them.
    """
    own = {event.claim_id: event for event in events if event.verb in GIVING and event.by_id == by.pk}
    held = hold_claims(event.claim for event in own.values() if event.claim)
    for claim in held:
        require(by, step_back(own[claim.pk], by), claim)
    undone = [claim for claim in held if is_as_left(claim, own[claim.pk])]
    if not undone:
        raise Conflict("Nothing to take back: these claims have gone on since.")
    uids = {own[claim.pk].data["was"]["assignee"] for claim in undone} - {None}
    people = {str(person.uid): person for person in Person.objects.filter(uid__in=uids)}
    back = [(claim, columns_before(own[claim.pk], people)) for claim in undone]
    given = all(event.verb == Verb.CLAIM_UNASSIGNED for event in own.values())
    return changed(Verb.CLAIM_ASSIGNED if given else Verb.CLAIM_UNASSIGNED, back, by=by)


def step_back(event: Event, by: Any) -> Step:
    """What it takes to let the claim be whose it was: what one took oneself, one may give back and take again."""
    owners = [event.data.get(when, {}).get("assignee") for when in ("was", "is")]
    return Step.TAKE if str(by.uid) in owners else Step.ASSIGN


def is_as_left(claim: Claim, event: Event) -> bool:
    """Whether the claim's state, checker and due time are those that this assignment gave it."""
    return event.data.get("is") == facts(claim)


def columns_before(event: Event, people: dict[Any, Person]) -> dict[str, Any]:
    was = event.data["was"]
    due = parse_datetime(was["due"]) if was["due"] else None
    return {"state": State(was["state"]), "assignee": people.get(was["assignee"]), "due": due}


def changed(verb: Verb, rows: Sequence[tuple[Claim, dict[str, Any]]], *, by: Any) -> list[Event]:
    """Write these columns in one statement, and one event a claim, article by article. The articles are held."""
    happened = [Happened(claim, claim, told(claim, columns)) for claim, columns in rows]
    claims = [claim for claim, _ in rows]
    Claim.objects.bulk_update(claims, COLUMNS)
    by_article = groupby(happened, key=lambda one: one.claim.article)
    with together():
        return [
            event
            for article, group in by_article
            for event in record_many(verb, list(group), article=article, by=by, inverse=GIVING[verb])
        ]


def told(claim: Claim, columns: dict[str, Any]) -> dict[str, Any]:
    """Let the claim hold these columns, and say what the event stores of it. `was` and `is` are for taking it back:
    people's names are not unique.
    """
    data, was = before_and_after(claim, columns), facts(claim)
    for name, value in columns.items():
        setattr(claim, name, value)
    # Nobody else changes them now.
    claim.row_version, claim.modified = claim.row_version + 1, timezone.now()
    return {**data, "was": was, "is": facts(claim)}


@transaction.atomic
def ask_for_reading(claim: Claim, *, by: Any, reader: Person) -> Claim:
    """Ask one colleague for the second reading that a claim waits for: they are told. Others may still give it.

    Raises InvalidInput for somebody who could not give it.
    """
    require(by, Permission.RATE)
    claim = hold_claim(claim)
    if claim.state != State.IN_REVIEW:
        raise Conflict("It waits for no second reading.")
    if reader.pk == by.pk or not permits(reader, Step.SECOND, claim):
        raise InvalidInput("Ask a checker or an editor who has not read it.", field="reader")
    data = {"after": {"asked": [reader.username]}}
    record(Verb.READING_ASKED, by=by, row=claim, claim=claim, data=data)
    return claim


def facts(claim: Claim) -> dict[str, Any]:
    assignee = str(claim.assignee.uid) if claim.assignee else None
    return {"state": str(claim.state), "assignee": assignee, "due": plain(claim.due)}


def hold_claims(claims: Iterable[Claim]) -> list[Claim]:
    """The claims read anew, article by article, with all their articles held."""
    keys = {claim.pk for claim in claims}
    rows = Claim.objects.filter(pk__in=keys)
    hold_articles(rows.order_by().values_list("article", flat=True).distinct())
    return list(rows.select_related("article", "assignee").order_by("article", "pk"))

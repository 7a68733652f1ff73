"""What takes back what was done to a claim itself: marking, describing, rating, deciding, linking."""

from collections.abc import Sequence
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from annotations.actions.assigning import take_back_assignments
from annotations.actions.claims import (
    decline_claim,
    describe_claim,
    merge_claim,
    remove_claim,
    restore_claim,
    take_decline_back,
)
from annotations.actions.links import restore_link, unlink_claims
from annotations.actions.readings import take_reading_back
from annotations.actions.recording import taking_back
from annotations.actions.reversing.logged import before, earlier
from annotations.actions.verdicts import assess_claim, explain_claim, second_claim, submit_claim
from annotations.errors import Conflict
from annotations.models import Agent, Claim, ClaimLink, Event, Verb
from annotations.workflow import State


def claim_of(event: Event) -> Claim:
    return Claim.objects.get(uid=event.object_uid)


def put_away(event: Event, by: Any) -> None:
    claim = claim_of(event)
    # Taking back that words became another claim has put that one away already.
    if claim.state != State.REMOVED:
        remove_claim(claim, by=by)


def bring_back(event: Event, by: Any) -> None:
    restore_claim(claim_of(event), by=by)


def put_away_again(event: Event, by: Any) -> None:
    """As it was put away before it was restored: removed, or merged into the same claim."""
    if event.inverse != Verb.CLAIM_MERGED:
        return put_away(event, by)
    into = earlier(event, Verb.CLAIM_MERGED).data["moved"]["into"]
    merge_claim(claim_of(event), by=by, into=Claim.objects.get(uid=into))
    return None


def describe_claim_back(event: Event, by: Any) -> None:
    claim, values = claim_of(event), before(event)
    if name := values.get("claimant"):
        values["claimant"] = claimant_named(name)
    if "claim_date" in values:
        values["claim_date"] = parse_date(values["claim_date"] or "")
    if "due" in values:
        values["due"] = parse_datetime(values["due"] or "")
    describe_claim(claim, by=by, row_version=claim.row_version, **values)


def claimant_named(name: str) -> Agent:
    agents = list(Agent.objects.filter(name=name)[:2])
    if len(agents) != 1:
        raise Conflict(f"It is not clear which “{name}” is meant. Name the claimant again.")
    return agents[0]


def give_back(events: Sequence[Event], by: Any) -> None:
    with taking_back(*events):
        take_back_assignments(events, by=by)


def decline_again(event: Event, by: Any) -> None:
    reason = event.data["before"].get("reason")
    if not reason:
        raise Conflict("With reopening a new round has begun, and the verdict before it has ended.")
    decline_claim(claim_of(event), by=by, reason=reason)


def reopen_declined(event: Event, by: Any) -> None:
    take_decline_back(claim_of(event), by=by, state=event.data["before"]["state"])


def take_back_reading(event: Event, by: Any) -> None:
    assert event.claim is not None
    take_reading_back(event.claim, by=by, state=event.data["before"]["state"], verb=Verb(event.verb))


def hand_in_again(event: Event, by: Any) -> None:
    assert event.claim is not None
    hand_in = second_claim if event.inverse == Verb.CLAIM_SECONDED else submit_claim
    hand_in(event.claim, by=by)


def rate_back(event: Event, by: Any) -> None:
    assert event.claim is not None
    values = before(event)
    if "rating" in values:
        values["rating"] = event.claim.policy.scale.ratings.filter(name=values["rating"]).first()
    assess_claim(event.claim, by=by, **values)


def explain_back(event: Event, by: Any) -> None:
    assert event.claim is not None
    claim, values = event.claim, before(event)
    verdict = claim.current_verdict()
    if verdict is None or verdict.uid != event.object_uid:
        raise Conflict("The verdict was written anew since.")
    if not values["explanation"].strip():
        raise Conflict("There was no explanation before this one, and one for readers is needed. Change it.")
    explain_claim(claim, by=by, explanation=values["explanation"], summary=values["summary"])


def link_of(event: Event) -> ClaimLink:
    return ClaimLink.objects.select_related("from_claim", "to_claim").get(uid=event.object_uid)


def unlink(event: Event, by: Any) -> None:
    unlink_claims(link_of(event), by=by)


def link_again(event: Event, by: Any) -> None:
    restore_link(link_of(event), by=by)

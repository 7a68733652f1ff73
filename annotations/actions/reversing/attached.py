"""What takes back what was done to that which hangs on a claim: evidence, comments, proposals."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.dateparse import parse_date

from annotations.actions.evidence import describe_evidence
from annotations.actions.proposals import (
    TAKEN_BACK,
    accept_proposal,
    describe_proposal,
    finish_proposal,
    refuse_proposal,
    withdraw_proposal,
)
from annotations.actions.reversing.logged import before, earlier
from annotations.models import Comment, Event, Evidence, Proposal, ProposalState

Acting = Callable[[Event, Any], object]


def evidence_of(event: Event) -> Evidence:
    return Evidence.objects.select_related("claim", "source").get(uid=event.object_uid)


def comment_of(event: Event) -> Comment:
    return Comment.objects.get(uid=event.object_uid)


def proposal_of(event: Event) -> Proposal:
    return Proposal.objects.select_related("claim").get(uid=event.object_uid)


def acting_on(row_of: Callable[[Event], Any], action: Callable[..., object]) -> Acting:
    """The action on the event's row as it stands when the time comes."""

    def act(event: Event, by: Any) -> None:
        row = row_of(event)
        action(row, by=by, row_version=row.row_version)

    return act


of_evidence = partial(acting_on, evidence_of)
of_comment = partial(acting_on, comment_of)
of_proposal = partial(acting_on, proposal_of)


def describe_evidence_back(event: Event, by: Any) -> None:
    evidence, values = evidence_of(event), before(event)
    if "accessed_on" in values:
        values["accessed_on"] = parse_date(values["accessed_on"])
    describe_evidence(evidence, by=by, row_version=evidence.row_version, **values)


def describe_proposal_back(event: Event, by: Any) -> None:
    proposal = proposal_of(event)
    describe_proposal(proposal, by=by, row_version=proposal.row_version, **before(event))


DECIDING: dict[str, Callable[..., Proposal]] = {
    ProposalState.ACCEPTED: accept_proposal,
    ProposalState.REFUSED: refuse_proposal,
    ProposalState.DONE: finish_proposal,
}


def decide_again(event: Event, by: Any) -> None:
    proposal, decision = proposal_of(event), earlier(event, event.inverse)
    state, why = decision.data["after"]["state"], decision.data["after"].get("why", "")
    if state == ProposalState.REFUSED and why == TAKEN_BACK:
        withdraw_proposal(proposal, by=by, row_version=proposal.row_version)
    else:
        DECIDING[state](proposal, by=by, row_version=proposal.row_version, why=why)

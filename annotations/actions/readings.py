"""A reading that was handed in, taken back by who gave it: the slip of a key, while nobody has built on it."""

from typing import Any

from django.db import transaction

from annotations.actions.recording import record
from annotations.actions.rows import hold_claim
from annotations.actions.steps import move
from annotations.actions.verdicts import end_verdict
from annotations.errors import Conflict
from annotations.models import Assessment, Claim, Verb
from annotations.permissions import Permission, own_assessment, require
from annotations.workflow import SecondRead, State

READ_STATES = (State.IN_REVIEW, State.DISPUTED, State.APPROVED)


@transaction.atomic
def take_reading_back(claim: Claim, *, by: Any, state: State | str, verb: Verb) -> Claim:
    """Make one's reading a draft again and bring the claim back to `state`, in the same round.

    `verb` is the one by which it was handed in. Raises Conflict when somebody has read the claim since, when who
    takes it back has seen a reading that was kept from them, and when the claim has gone on.
    """
    require(by, Permission.RATE)
    claim = hold_claim(claim)
    own = own_assessment(by, claim)
    if own is None or own.submitted_at is None or claim.state not in READ_STATES:
        raise Conflict(f"The claim is {claim.get_state_display().lower()}: the reading stays.")
    refuse_what_was_seen(claim, own)
    end_verdict(claim)
    own.submitted_at = None
    own.save()
    # What nobody had taken became the reader's by handing in.
    owner = {"assignee": None} if state == State.SPOTTED else {}
    data = move(claim, State(state), stale_since=None, stale_reasons=[], **owner)
    record(Verb.READING_TAKEN_BACK, by=by, row=own, claim=claim, data=data, inverse=verb)
    return claim


def refuse_what_was_seen(claim: Claim, own: Assessment) -> None:
    others = claim.assessments.filter(round=claim.round).exclude(pk=own.pk).exclude(submitted_at=None)
    if others.filter(submitted_at__gt=own.submitted_at).exists():
        raise Conflict("Somebody else has read the claim since. An editor can send it back.")
    if claim.policy.second_read == SecondRead.BLIND and others.exists():
        raise Conflict("You have seen the first reading since. An editor can send the claim back.")

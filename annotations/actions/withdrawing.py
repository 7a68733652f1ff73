"""A source that was withdrawn where it came from, and one that stands again."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import Happened, record
from annotations.actions.rows import change
from annotations.actions.sealing import sealed
from annotations.actions.staling import (
    make_stale,
    matches,
    record_by_article,
    tell_of_staleness,
    write,
)
from annotations.actions.using import count_as_changed, hold_users
from annotations.errors import Conflict, InvalidInput
from annotations.models import Claim, Source, Verb
from annotations.models.staleness import StaleKind, reason, uid_of
from annotations.permissions import Permission, permits, require

LONGEST_WHY_CHARACTERS = 300
STANDS_AGAIN = "The source that was withdrawn stands again."


@transaction.atomic
def withdraw_source(source: Source, *, by: Any, row_version: int, why: str) -> Source:
    """Say that the source was withdrawn: retracted, taken back, no longer vouched for by who made it.

    Every judged claim that it is living evidence of becomes stale. It stays where it is used, and may still be
    used, marked as withdrawn. Raises InvalidInput without a reason, Conflict when it is withdrawn already.
    """
    require(by, Permission.WITHDRAW_SOURCE, source)
    why = worded(why)
    claims = hold_users(source)
    if source.withdrawn_at is not None:
        raise Conflict("Somebody has noted already that this source was withdrawn.")
    source = change(source, row_version, withdrawn_at=timezone.now(), withdrawn_why=why)
    entry = reason(StaleKind.SOURCE_WITHDRAWN, source=source)
    upset = make_stale({claim.pk: [entry] for claim in claims})
    data = {"after": sealed(source, {"why": why})}
    event = record(Verb.SOURCE_WITHDRAWN, by=by, row=source, data=data, inverse=Verb.SOURCE_REINSTATED)
    count_as_changed(claims, event)
    tell_of_staleness(upset, by=by)
    return source


@transaction.atomic
def reinstate_source(source: Source, *, by: Any, row_version: int, why: str) -> Source:
    """Say that the source stands again, or that it never was withdrawn.

    With that, whoever says so answers for those claims of which they may say "still holds" – an editor for all, a
    checker for their own – and that nothing else has made stale. The others stay stale until their owner answers:
    what was withdrawn and came back need not say what it said. Raises as `withdraw_source`.
    """
    require(by, Permission.WITHDRAW_SOURCE, source)
    why = worded(why)
    claims = hold_users(source)
    if source.withdrawn_at is None:
        raise Conflict("This source was not withdrawn.")
    source = change(source, row_version, withdrawn_at=None, withdrawn_why="")
    answered = answered_for(source, claims, by)
    happened = [hold_to(claim) for claim in answered]
    write(answered)
    data = {"after": sealed(source, {"why": why})}
    event = record(Verb.SOURCE_REINSTATED, by=by, row=source, data=data, inverse=Verb.SOURCE_WITHDRAWN)
    count_as_changed(claims, event)
    record_by_article(Verb.CLAIM_STILL_HOLDS, happened, by=by)
    return source


def worded(why: str) -> str:
    why = " ".join(why.split())
    if not why:
        raise InvalidInput("Say why, and where it can be read.", field="why")
    if len(why) > LONGEST_WHY_CHARACTERS:
        raise InvalidInput(f"Say it in {LONGEST_WHY_CHARACTERS} characters.", field="why")
    return why


def answered_for(source: Source, claims: Sequence[Claim], by: Any) -> list[Claim]:
    """Those that this source alone has made stale, and of which this person may say that they still hold."""
    this = {"source": uid_of(source)}
    return [
        claim
        for claim in claims
        if claim.stale_reasons
        and all(matches(entry, StaleKind.SOURCE_WITHDRAWN, this) for entry in claim.stale_reasons)
        and permits(by, Permission.HOLD, claim)
    ]


def hold_to(claim: Claim) -> Happened:
    """Let it be stale no longer; `write` saves it. Why the source stands again, its own history tells."""
    data = {"before": {"stale_reasons": claim.stale_reasons}, "after": {"reason": STANDS_AGAIN}}
    claim.stale_since, claim.stale_reasons, claim.modified = None, [], timezone.now()
    return Happened(claim, claim, data)

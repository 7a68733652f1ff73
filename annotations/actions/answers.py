"""What people answer about highlights that wait for them: gone, another claim now, and taking an answer back.

"Still the same claim" and "edit the span" are `confirm_highlight` and `move_highlight`.
"""

from typing import Any

from django.db import transaction

from annotations.actions.carrying import last_placed, reasons_of
from annotations.actions.claims import mark_claim, remove_claim, restore_claim
from annotations.actions.highlights import confirmation, refresh_quotation, refuse_hidden, standing, stood
from annotations.actions.recording import record, together
from annotations.actions.rows import change, hold_claim
from annotations.actions.staling import Upset, lift_reasons, make_stale, tell_of_staleness
from annotations.errors import Conflict
from annotations.models import Claim, Event, Highlight, Method, Verb
from annotations.models.staleness import StaleKind
from annotations.permissions import Permission, require

ANSWERS = (Verb.HIGHLIGHT_CONFIRMED, Verb.HIGHLIGHT_MOVED, Verb.HIGHLIGHT_GIVEN_UP)


@transaction.atomic
def give_up_highlight(highlight: Highlight, *, by: Any, row_version: int) -> Highlight:
    """Say that the claim stands nowhere in this version.

    It keeps the version it last stood in, can be read there, and comes back by itself when its very words do. A
    verdict that rests on them becomes stale. Raises Conflict unless the highlight waits, in the current version.
    """
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    refuse_answered(highlight)
    return give_up(highlight, claim, by=by, row_version=row_version)


@transaction.atomic
def part_claims(highlight: Highlight, *, by: Any, row_version: int) -> Claim:
    """Say that these words are another claim now: they are marked as a new one, and the old one gives them up."""
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    refuse_answered(highlight)
    if highlight.start is None or highlight.end is None:
        raise Conflict("It stands nowhere in this version, so no words can become another claim.")
    with together():
        other = mark_claim(highlight.version, by=by, start=highlight.start, end=highlight.end)
        give_up(highlight, claim, by=by, row_version=row_version, other=str(other.uid))
    return other


@transaction.atomic
def part_claims_again(highlight: Highlight, other: Claim, *, by: Any, row_version: int) -> Claim:
    """As `part_claims` when that was taken back: the claim that was marked then is restored, not marked anew."""
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    refuse_answered(highlight)
    other = restore_claim(other, by=by)
    give_up(highlight, claim, by=by, row_version=row_version, other=str(other.uid))
    return other


def refuse_answered(highlight: Highlight) -> None:
    refuse_hidden(highlight.claim)
    if not highlight.version.is_current():
        raise Conflict("A newer version has come in. Answer there.")
    if not highlight.needs_confirmation:
        raise Conflict("Somebody has answered already where this claim stands.")


def give_up(highlight: Highlight, claim: Claim, *, by: Any, row_version: int, **told: str) -> Highlight:
    before = stood(highlight)
    highlight = change(
        highlight, row_version, **nowhere(highlight), **confirmation(by), needs_confirmation=False
    )
    upset = upset_by(highlight, claim)
    after = {**stood(highlight), "version": highlight.version.number, **told}
    record(
        Verb.HIGHLIGHT_GIVEN_UP,
        by=by,
        row=highlight,
        claim=claim,
        data={"before": before, "after": after | ({"stale": True} if upset else {})},
        inverse=Verb.HIGHLIGHT_REOPENED,
    )
    tell_of_staleness(upset, by=by)
    return highlight


def nowhere(highlight: Highlight) -> dict[str, Any]:
    """The columns of a lost highlight: no place, and the words it last stood in."""
    origin = (
        last_placed([highlight.carried_from])[highlight.carried_from.pk]
        if highlight.carried_from
        else highlight
    )
    words = {name: getattr(origin, name) for name in ("exact", "prefix", "suffix")}
    return {"method": Method.LOST, "start": None, "end": None, **words}


def upset_by(highlight: Highlight, claim: Claim) -> Upset:
    """The claim, when its verdict now rests on words that are gone and was not told so when this version came in."""
    told = any(entry["version"] == highlight.version.number for entry in claim.stale_reasons)
    elsewhere = claim.highlights.living().placed().filter(version=highlight.version)
    return [] if told or elsewhere.exists() else make_stale(reasons_of([highlight]))


@transaction.atomic
def reopen_highlight(highlight: Highlight, *, by: Any, row_version: int) -> Highlight:
    """Take back the last answer about a highlight: it stands where it stood, and waits again.

    A claim that was marked with the answer is removed. Raises Conflict when nothing was answered.
    """
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    answer = last_answer(highlight)
    after = answer.data.get("after", {})
    if other := after.get("other"):
        remove_claim(Claim.objects.get(uid=other), by=by)
    if after.get("stale"):
        lift_reasons(claim, StaleKind.WORDS_LOST, version=highlight.version.number)
    before = stood(highlight)
    highlight = change(
        highlight,
        row_version,
        **place_before(highlight, answer),
        needs_confirmation=True,
        confirmed_by=None,
        confirmed_at=None,
    )
    refresh_quotation(claim)
    record(
        Verb.HIGHLIGHT_REOPENED,
        by=by,
        row=highlight,
        claim=claim,
        data={"before": before, "after": stood(highlight), "answer": answer.number},
        inverse=answer.verb,
    )
    return highlight


def last_answer(highlight: Highlight) -> Event:
    """The event that ended the waiting, if nothing was said of the highlight since."""
    last = Event.objects.filter(object_uid=highlight.uid).order_by("-number").first()
    if last is None or last.verb not in ANSWERS or not last.data.get("before", {}).get("waits"):
        raise Conflict("There is no answer to take back.")
    return last


def place_before(highlight: Highlight, answer: Event) -> dict[str, Any]:
    """The columns of its place before the answer."""
    before = answer.data["before"]
    if before["start"] is None:
        return nowhere(highlight)
    return {"method": before["method"], **standing(highlight.version, before["start"], before["end"])}

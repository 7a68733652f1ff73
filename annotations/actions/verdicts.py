"""From one person's rating to what the newsroom says."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.claims import UNSET, Unset, given
from annotations.actions.recording import record
from annotations.actions.rows import before_and_after, change, hold_claim
from annotations.actions.steps import allow, move
from annotations.errors import Conflict, InvalidInput, StaleEdit
from annotations.models import (
    Assessment,
    CheckPolicy,
    Claim,
    Comment,
    Confidence,
    DecidedHow,
    Rating,
    Verb,
    Verdict,
)
from annotations.permissions import Permission, own_assessment, require
from annotations.sanitize import explanation_html
from annotations.workflow import SecondRead, State, Step

RATEABLE = (State.SPOTTED, State.CHECKING, State.IN_REVIEW)


@transaction.atomic
def assess_claim(
    claim: Claim,
    *,
    by: Any,
    rating: Rating | None | Unset = UNSET,
    rationale: str | Unset = UNSET,
    confidence: Confidence | str | Unset = UNSET,
) -> Assessment:
    """Write down what one thinks; only its author sees it until it is submitted. What is not given stays, and what
    is written down already leaves no event.

    `rationale` is Markdown. Raises Conflict when it is submitted already or the claim is past rating.
    """
    require(by, Permission.RATE)
    claim = hold_claim(claim)
    if claim.state not in RATEABLE:
        raise Conflict(f"The claim is {claim.get_state_display().lower()}: it is not rated now.")
    assessment = own_assessment(by, claim) or Assessment(claim=claim, person=by, round=claim.round)
    if assessment.submitted_at:
        raise Conflict("Your assessment is submitted. An editor can send the claim back.")
    if isinstance(rating, Rating):
        refuse_foreign_rating(claim, rating)
    columns = given(rating=rating, rationale=rationale, confidence=confidence)
    data = before_and_after(assessment, columns)
    if assessment.pk and not data["after"]:
        return assessment
    for name, value in columns.items():
        setattr(assessment, name, value)
    assessment.rationale_html = explanation_html(assessment.rationale)
    assessment.save()
    record(
        Verb.CLAIM_RATED,
        by=by,
        row=assessment,
        claim=claim,
        data=data,
        inverse=Verb.CLAIM_RATED,
    )
    return assessment


def refuse_foreign_rating(claim: Claim, rating: Rating) -> None:
    if rating.scale_id != claim.policy.scale_id:
        raise InvalidInput(f"“{rating}” is not on the scale of this claim's policy.", field="rating")


@transaction.atomic
def submit_claim(claim: Claim, *, by: Any) -> Claim:
    """Hand in one's assessment: to the second reader, or, where the policy asks for none, as the verdict.

    A claim that nobody had taken is from now on the assessor's.
    """
    claim = hold_claim(claim)
    allow(Step.SUBMIT, claim, by)
    assessment = hand_in(claim, by)
    checker = claim.assignee or by
    if claim.policy.second_read == SecondRead.NONE:
        data = move(claim, State.APPROVED, assignee=checker)
        decide(claim, assessment, how=DecidedHow.SINGLE, by=by)
    else:
        data = move(claim, State.IN_REVIEW, assignee=checker)
    data["after"]["rating"] = str(assessment.rating)
    record(
        Verb.CLAIM_SUBMITTED,
        by=by,
        row=assessment,
        claim=claim,
        data=data,
        inverse=Verb.READING_TAKEN_BACK,
    )
    return claim


@transaction.atomic
def second_claim(claim: Claim, *, by: Any) -> Claim:
    """Hand in a second assessment: the same rating approves the claim, another one makes it disputed."""
    claim = hold_claim(claim)
    allow(Step.SECOND, claim, by)
    first = claim.assessments_of_round()[0]
    second = hand_in(claim, by)
    if first.rating_id == second.rating_id:
        data = move(claim, State.APPROVED)
        decide(claim, first, how=DecidedHow.AGREEMENT, by=by)
    else:
        data = move(claim, State.DISPUTED)
    data["after"]["rating"] = str(second.rating)
    # Read blind, the first reading is seen by now, and this one cannot be given anew as if it were not.
    seen = claim.policy.second_read == SecondRead.BLIND
    inverse = "" if seen else Verb.READING_TAKEN_BACK
    record(Verb.CLAIM_SECONDED, by=by, row=second, claim=claim, data=data, inverse=inverse)
    return claim


def hand_in(claim: Claim, by: Any) -> Assessment:
    """Submit this person's assessment; the guard `rated` says that it is there."""
    assessment = own_assessment(by, claim)
    if assessment is None or assessment.submitted_at:
        raise Conflict("Your assessment is submitted already.")
    assessment.submitted_at = timezone.now()
    assessment.save()
    return assessment


def decide(
    claim: Claim,
    assessment: Assessment,
    *,
    how: DecidedHow,
    by: Any,
) -> Verdict:
    """Write the verdict; its explanation starts as this assessment's rationale."""
    return write_verdict(
        claim, rating=assessment.rating, explanation=assessment.rationale, summary="", how=how, by=by
    )


def write_verdict(
    claim: Claim, *, rating: Rating | None, explanation: str, summary: str, how: DecidedHow | str, by: Any
) -> Verdict:
    """End the current verdict and write the next one: the database allows one at a time."""
    if rating is None:
        raise InvalidInput("Choose a rating first.", field="rating")
    refuse_foreign_rating(claim, rating)
    end_verdict(claim)
    return Verdict.objects.create(
        claim=claim,
        rating=rating,
        summary=summary,
        explanation=explanation,
        explanation_html=explanation_html(explanation),
        decided_how=how,
        decided_by=by,
        decided_at=timezone.now(),
    )


def end_verdict(claim: Claim) -> None:
    claim.verdicts.filter(superseded_at=None).update(superseded_at=timezone.now())


@transaction.atomic
def adjudicate_claim(claim: Claim, *, by: Any, rating: Rating, reasons: str) -> Claim:
    """Decide a dispute. Both assessments stay as they are: dissent is kept."""
    claim = hold_claim(claim)
    allow(Step.ADJUDICATE, claim, by)
    if not reasons.strip():
        raise InvalidInput("Say why you decide so.", field="reasons")
    data = move(claim, State.APPROVED)
    verdict = write_verdict(
        claim, rating=rating, explanation=reasons, summary="", how=DecidedHow.ADJUDICATION, by=by
    )
    data["after"]["rating"] = rating.name
    record(Verb.CLAIM_ADJUDICATED, by=by, row=verdict, claim=claim, data=data)
    return claim


@transaction.atomic
def explain_claim(
    claim: Claim, *, by: Any, explanation: str, summary: str = "", row_version: int | None = None
) -> Claim:
    """Write the words for readers (Markdown): a new verdict row with the same rating, unless they stand already.

    `row_version` is the key of the verdict whose words the person saw. Raises StaleEdit when others have been
    written since.
    """
    claim = hold_claim(claim)
    allow(Step.EXPLAIN, claim, by)
    refuse_other_words(claim, row_version)
    if not explanation.strip():
        raise InvalidInput("Write the explanation for readers.", field="explanation")
    old = claim.current_verdict()
    if (old.explanation, old.summary) == (explanation, summary):
        return claim
    new = write_verdict(
        claim, rating=old.rating, explanation=explanation, summary=summary, how=old.decided_how, by=by
    )
    data = {
        "before": {"explanation": old.explanation, "summary": old.summary},
        "after": {"explanation": new.explanation, "summary": new.summary},
    }
    record(Verb.CLAIM_EXPLAINED, by=by, row=new, claim=claim, data=data, inverse=Verb.CLAIM_EXPLAINED)
    return claim


def refuse_other_words(claim: Claim, seen: int | None) -> None:
    """Raises StaleEdit with the words that stand unless they are those of the verdict with this key.

    A verdict is never edited, its words are written anew: its key says which of them a person saw.
    """
    verdict = claim.current_verdict()
    if seen is not None and verdict.pk != seen:
        words = {name: getattr(verdict, name) for name in ("explanation", "summary")}
        raise StaleEdit(extra={"current": words, "row_version": verdict.pk}, row=verdict)


@transaction.atomic
def send_back_claim(claim: Claim, *, by: Any, comment: str) -> Claim:
    """Give it back to be checked again, in a new round under the policy it is checked by, with a word why."""
    claim = hold_claim(claim)
    allow(Step.SEND_BACK, claim, by)
    if not comment.strip():
        raise InvalidInput("Say what has to be looked at again.", field="comment")
    Comment.objects.create(claim=claim, by=by, body=comment, body_html=explanation_html(comment))
    data = begin_round(claim, claim.policy)
    data["after"]["comment"] = comment
    record(Verb.CLAIM_SENT_BACK, by=by, row=claim, claim=claim, data=data)
    return claim


@transaction.atomic
def reopen_claim(claim: Claim, *, by: Any) -> Claim:
    """Take up a declined or approved claim again, under the article's present policy."""
    claim = hold_claim(claim)
    allow(Step.REOPEN, claim, by)
    reason = claim.declined_reason
    data = begin_round(claim, claim.article.policy)
    if reason:
        data["before"]["reason"] = reason
    record(Verb.CLAIM_REOPENED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_DECLINED)
    return claim


def begin_round(claim: Claim, policy: CheckPolicy) -> dict[str, Any]:
    """End the verdict and count one round up, under this policy: old assessments stay, as such."""
    end_verdict(claim)
    return move(
        claim,
        State.CHECKING,
        round=claim.round + 1,
        policy=policy,
        declined_reason="",
        stale_since=None,
        stale_reasons=[],
    )


@transaction.atomic
def hold_to_claim(claim: Claim, *, by: Any, row_version: int, reason: str) -> Claim:
    """Say that a stale verdict still holds, and why: the assignee's or an editor's word."""
    claim = hold_claim(claim)
    require(by, Permission.HOLD, claim)
    if claim.stale_since is None:
        raise Conflict("Nothing this claim rests on has changed.")
    if not reason.strip():
        raise InvalidInput("Say why it still holds.", field="reason")
    data = {"before": {"stale_reasons": claim.stale_reasons}, "after": {"reason": reason}}
    change(claim, row_version, stale_since=None, stale_reasons=[])
    record(Verb.CLAIM_STILL_HOLDS, by=by, row=claim, claim=claim, data=data)
    return claim

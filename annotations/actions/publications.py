"""Publishing: freezing what is known into a numbered record, and correcting or withdrawing it in public."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.articles import give_slug
from annotations.actions.claims import UNSET, Unset
from annotations.actions.recording import record
from annotations.actions.rows import hold_claim
from annotations.actions.steps import allow, move
from annotations.actions.verdicts import write_verdict
from annotations.errors import InvalidInput
from annotations.exports.records import content_hash, public_record
from annotations.models import Claim, Correction, CorrectionKind, Publication, Rating, Verb
from annotations.workflow import State, Step


@transaction.atomic
def publish_claim(claim: Claim, *, by: Any) -> Publication:
    """Freeze claim, verdict and evidence as the claim's first public record."""
    claim = hold_claim(claim)
    allow(Step.PUBLISH, claim, by)
    give_slug(claim.article)
    data = move(claim, State.PUBLISHED)
    publication = freeze(claim, by=by)
    data["after"]["number"], data["after"]["content_hash"] = publication.number, publication.content_hash
    record(Verb.CLAIM_PUBLISHED, by=by, row=publication, claim=claim, data=data)
    return publication


@transaction.atomic
def correct_claim(
    claim: Claim,
    *,
    by: Any,
    kind: CorrectionKind | str,
    text: str,
    rating: Rating | Unset = UNSET,
    explanation: str | Unset = UNSET,
    summary: str | Unset = UNSET,
) -> Publication:
    """Say in public what was wrong and what is said now: the next numbered record. The old one stays."""
    claim = hold_claim(claim)
    allow(Step.CORRECT, claim, by)
    if kind not in CorrectionKind or kind == CorrectionKind.RETRACTION:
        raise InvalidInput("Choose correction, clarification or update.", field="kind")
    refuse_silence(text)
    old = claim.current_verdict()
    new = write_verdict(
        claim,
        rating=old.rating if isinstance(rating, Unset) else rating,
        explanation=old.explanation if isinstance(explanation, Unset) else explanation,
        summary=old.summary if isinstance(summary, Unset) else summary,
        how=old.decided_how,
        by=by,
    )
    claim = hold_claim(claim)
    data = move(claim, State.PUBLISHED, stale_since=None, stale_reasons=[])
    correction = {
        "kind": str(kind),
        "text": text.strip(),
        "before": worded(old),
        "after": worded(new),
        "at": timezone.now().isoformat(),
    }
    publication = freeze(claim, by=by, correction=correction)
    store_correction(publication, correction, by=by)
    data["after"]["number"], data["after"]["correction"] = publication.number, correction["text"]
    record(Verb.CLAIM_CORRECTED, by=by, row=publication, claim=claim, data=data)
    return publication


@transaction.atomic
def retract_claim(claim: Claim, *, by: Any, reason: str) -> Publication:
    """Withdraw the check. Its address answers with this reason from now on."""
    claim = hold_claim(claim)
    allow(Step.RETRACT, claim, by)
    refuse_silence(reason)
    data = move(claim, State.RETRACTED)
    publication = claim.publications.latest("number")
    correction = {"kind": CorrectionKind.RETRACTION, "text": reason.strip(), "before": "", "after": ""}
    store_correction(publication, correction, by=by)
    data["after"]["reason"] = reason.strip()
    record(Verb.CLAIM_RETRACTED, by=by, row=publication, claim=claim, data=data)
    return publication


def freeze(claim: Claim, *, by: Any, correction: dict[str, Any] | None = None) -> Publication:
    """Write the next record. The hash is the SHA-256 of its JSON with sorted keys."""
    number = claim.publications.count() + 1
    frozen = public_record(claim, number=number, at=timezone.now(), correction=correction)
    return Publication.objects.create(
        claim=claim,
        number=number,
        record=frozen,
        content_hash=content_hash(frozen),
        by=by,
        at=timezone.now(),
    )


def store_correction(publication: Publication, correction: dict[str, Any], *, by: Any) -> Correction:
    columns = {name: correction[name] for name in ("kind", "text", "before", "after")}
    return Correction.objects.create(publication=publication, by=by, **columns)


def worded(verdict: Any) -> str:
    return f"{verdict.rating.name}: {verdict.summary or verdict.explanation}"


def refuse_silence(text: str) -> None:
    if not text.strip():
        raise InvalidInput("Say in public what changed and why.", field="text")

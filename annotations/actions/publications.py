"""Publishing: freezing what is known into a numbered record, and correcting or withdrawing it in public."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.articles import give_slug
from annotations.actions.claims import UNSET, Unset
from annotations.actions.recording import record
from annotations.actions.rows import hold_claim
from annotations.actions.staling import hold_with_dependants, tell_of_staleness, upset_dependants
from annotations.actions.steps import allow, move
from annotations.actions.verdicts import refuse_other_words, write_verdict
from annotations.errors import InvalidInput
from annotations.exports.records import content_hash, public_record
from annotations.models import Claim, Correction, CorrectionKind, Publication, Rating, Verb, Verdict
from annotations.models.staleness import StaleKind
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
    row_version: int | None = None,
) -> Publication:
    """Say in public what was wrong and what is said now: the next numbered record. The old one stays.

    The claim is stale no longer; those that repeat it or depend on it become so. `text` is for readers.
    `row_version` is the key of the verdict that the person saw: StaleEdit when it was corrected since. Raises
    InvalidInput for a kind that is none of the three, or without a text.
    """
    held = hold_with_dependants(claim)
    claim = hold_claim(claim)
    allow(Step.CORRECT, claim, by)
    refuse_other_words(claim, row_version)
    if kind not in CorrectionKind or kind == CorrectionKind.RETRACTION:
        raise InvalidInput("Choose correction, clarification or update.", field="kind")
    refuse_silence(text)
    old, new = say_anew(claim, by=by, rating=rating, explanation=explanation, summary=summary)
    claim = hold_claim(claim)
    data = move(claim, State.PUBLISHED, stale_since=None, stale_reasons=[])
    correction = {
        "kind": str(kind),
        "text": text.strip(),
        **differing(old, new),
        "at": timezone.now().isoformat(),
    }
    publication = freeze(claim, by=by, correction=correction)
    store_correction(publication, correction, by=by)
    data["after"]["number"], data["after"]["correction"] = publication.number, correction["text"]
    upset = upset_dependants(claim, StaleKind.CLAIM_CORRECTED, held)
    record(Verb.CLAIM_CORRECTED, by=by, row=publication, claim=claim, data=data)
    tell_of_staleness(upset, by=by)
    return publication


def say_anew(
    claim: Claim, *, by: Any, rating: Rating | Unset, explanation: str | Unset, summary: str | Unset
) -> tuple[Verdict, Verdict]:
    """The verdict that stood, and the one that takes its place: what is not given stays."""
    old = claim.current_verdict()
    new = write_verdict(
        claim,
        rating=old.rating if isinstance(rating, Unset) else rating,
        explanation=old.explanation if isinstance(explanation, Unset) else explanation,
        summary=old.summary if isinstance(summary, Unset) else summary,
        how=old.decided_how,
        by=by,
    )
    return old, new


@transaction.atomic
def retract_claim(claim: Claim, *, by: Any, reason: str) -> Publication:
    """Withdraw the check. Its address answers with this reason from now on.

    It is stale no longer, for it rests on nothing any more; the claims that rest on it become so.
    """
    held = hold_with_dependants(claim)
    claim = hold_claim(claim)
    allow(Step.RETRACT, claim, by)
    refuse_silence(reason)
    data = move(claim, State.RETRACTED, stale_since=None, stale_reasons=[])
    publication = claim.publications.latest("number")
    correction = {"kind": CorrectionKind.RETRACTION, "text": reason.strip(), "before": "", "after": ""}
    store_correction(publication, correction, by=by)
    data["after"]["reason"] = reason.strip()
    upset = upset_dependants(claim, StaleKind.CLAIM_RETRACTED, held)
    record(Verb.CLAIM_RETRACTED, by=by, row=publication, claim=claim, data=data)
    tell_of_staleness(upset, by=by)
    return publication


def freeze(claim: Claim, *, by: Any, correction: dict[str, Any] | None = None) -> Publication:
    """Write the next record. The hash is the SHA-256 of its JSON with sorted keys."""
    number, now = claim.publications.count() + 1, timezone.now()
    frozen = public_record(claim, number=number, at=now, correction=correction)
    return Publication.objects.create(
        claim=claim,
        number=number,
        record=frozen,
        content_hash=content_hash(frozen),
        by=by,
        at=now,
    )


def store_correction(publication: Publication, correction: dict[str, Any], *, by: Any) -> Correction:
    columns = {name: correction[name] for name in ("kind", "text", "before", "after")}
    return Correction.objects.create(publication=publication, by=by, **columns)


def differing(old: Verdict, new: Verdict) -> dict[str, str]:
    """What was said and what is said now: the rating, and the sentence for readers or, where that alone stayed, the
    explanation. Both are empty when only other things have changed, such as the evidence."""
    stayed = old.summary == new.summary and old.explanation != new.explanation
    words = "explanation" if stayed or not new.summary else "summary"
    before, after = worded(old, words), worded(new, words)
    return {"before": before, "after": after} if before != after else {"before": "", "after": ""}


def worded(verdict: Verdict, words: str) -> str:
    said = getattr(verdict, words)
    return f"{verdict.rating.name}: {said}" if said else verdict.rating.name


def refuse_silence(text: str) -> None:
    if not text.strip():
        raise InvalidInput("Say in public what changed and why.", field="text")

"""Evidence: a source used on a claim."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.highlights import refuse_hidden
from annotations.actions.recording import record
from annotations.actions.rows import before_and_after, change, edit, hold_claim
from annotations.actions.sealing import GIVES_AWAY, sealed
from annotations.actions.staling import Upset, lift_reasons, make_stale, tell_of_staleness, upset_by_edit
from annotations.anchoring.changes import same_words
from annotations.anchoring.text import tokenize
from annotations.errors import Conflict, Forbidden, InvalidInput
from annotations.models import Claim, Evidence, Source, Verb
from annotations.models.staleness import StaleKind, reason, uid_of
from annotations.permissions import Permission, require
from annotations.sanitize import explanation_html
from annotations.workflow import Stance, State

TELLS_A_READING = ("stance", "note")
"""What says how a colleague sees the source."""

DESCRIBABLE = ("stance", "locator_label", "locator", "quotation", "note", "accessed_on")


@transaction.atomic
def add_evidence(
    claim: Claim,
    *,
    by: Any,
    source: Source,
    stance: Stance | str = Stance.CONTEXT,
    locator_label: str = "",
    locator: str = "",
    quotation: str = "",
    note: str = "",
    accessed_on: date | None = None,
) -> Evidence:
    """Use a source on a claim. `note` is Markdown; `accessed_on` is today when not given.

    It rests on our newest copy of the source, or else on the first that comes (`store_snapshot`).
    """
    require(by, Permission.ADD_EVIDENCE)
    claim = hold_open_claim(claim)
    refuse_bad_stance(stance)
    refuse_forgotten(source)
    evidence = Evidence.objects.create(
        claim=claim,
        source=source,
        snapshot=source.snapshots.first(),
        stance=stance,
        locator_label=locator_label,
        locator=locator,
        quotation=quotation,
        note=note,
        note_html=explanation_html(note),
        accessed_on=accessed_on or timezone.localdate(),
        added_by=by,
    )
    data = {"after": added_values(evidence)}
    record(Verb.EVIDENCE_ADDED, by=by, row=evidence, claim=claim, data=data, inverse=Verb.EVIDENCE_REMOVED)
    return evidence


def added_values(evidence: Evidence) -> dict[str, Any]:
    """What the event holds of new evidence, sealed where it could give the source away."""
    source = evidence.source
    values = {"source": str(source.uid), "stance": str(evidence.stance), "locator": evidence.locator}
    return sealed(source, values, GIVES_AWAY)


def refuse_forgotten(source: Source) -> None:
    if source.forgotten_at:
        raise Conflict("Who this source is was forgotten. It cannot be used again.")


@transaction.atomic
def describe_evidence(evidence: Evidence, *, by: Any, row_version: int, **columns: Any) -> Evidence:
    """Change columns of `DESCRIBABLE`: stance, locator, the quoted passage, the note."""
    require(by, Permission.ADD_EVIDENCE)
    claim = hold_open_claim(evidence.claim)
    for name in columns:
        if name not in DESCRIBABLE:
            raise InvalidInput(f"Evidence has no field “{name}” that can be set.", field=name)
    if "stance" in columns:
        refuse_bad_stance(columns["stance"])
    refuse_unseen(evidence, columns, by)
    edited = before_and_after(evidence, columns)
    data = {when: sealed(evidence.source, values, GIVES_AWAY) for when, values in edited.items()}
    if "note" in columns:
        columns["note_html"] = explanation_html(columns["note"])
    if not edit(evidence, row_version, **columns):
        return evidence
    upset = upset_by(evidence, claim, edited["before"])
    record(
        Verb.EVIDENCE_DESCRIBED,
        by=by,
        row=evidence,
        claim=claim,
        data=data,
        inverse=Verb.EVIDENCE_DESCRIBED,
    )
    tell_of_staleness(upset, by=by)
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Any, row_version: int) -> Evidence:
    """Take it off the claim; the row stays. A verdict that stands rests on it, and becomes stale."""
    require(by, Permission.ADD_EVIDENCE)
    claim = hold_open_claim(evidence.claim)
    if evidence.removed_at:
        raise Conflict("It is taken away already.")
    change(evidence, row_version, removed_at=timezone.now(), removed_by=by)
    upset = upset_verdict(claim, StaleKind.EVIDENCE_REMOVED, evidence)
    record(Verb.EVIDENCE_REMOVED, by=by, row=evidence, claim=claim, inverse=Verb.EVIDENCE_RESTORED)
    tell_of_staleness(upset, by=by)
    return evidence


@transaction.atomic
def restore_evidence(evidence: Evidence, *, by: Any, row_version: int) -> Evidence:
    """Put it back, and with it the verdict that was stale because it was taken off."""
    require(by, Permission.ADD_EVIDENCE)
    claim = hold_open_claim(evidence.claim)
    if not evidence.removed_at:
        raise Conflict("It is there already.")
    # A copy may have come while it was put away.
    copy = evidence.snapshot or evidence.source.snapshots.first()
    change(evidence, row_version, removed_at=None, removed_by=None, snapshot=copy)
    lift_reasons(claim, StaleKind.EVIDENCE_REMOVED, evidence=uid_of(evidence))
    record(Verb.EVIDENCE_RESTORED, by=by, row=evidence, claim=claim, inverse=Verb.EVIDENCE_REMOVED)
    return evidence


def refuse_unseen(evidence: Evidence, columns: Collection[str], by: Any) -> None:
    """Who may not see what stands there would overwrite it unseen, and be told of it by a form gone stale."""
    shown: Any = Evidence.objects.with_reading_for(by).get(pk=evidence.pk)
    if not shown.reading_shown and set(columns) & set(TELLS_A_READING):
        raise Forbidden("What colleagues make of a source is kept from you until your own reading is in.")
    known = Source.objects.identified_to(by).filter(pk=evidence.source_id)
    if set(columns) & set(GIVES_AWAY) and not known.exists():
        raise Forbidden("This source is confidential. Ask its reporter or an editor.")


def upset_by(evidence: Evidence, claim: Claim, before: dict[str, Any]) -> Upset:
    """What an edit does to a verdict that stands: another stance or another passage is what it was not read from.

    `before` holds the edited columns as they were. A passage quoted at last, and a note, change nothing.
    """
    if before.get("quotation") and not same_wording(before["quotation"], evidence.quotation):
        return upset_verdict(claim, StaleKind.PASSAGE_CHANGED, evidence)
    return upset_by_stance(evidence, claim) if "stance" in before else []


def upset_by_stance(evidence: Evidence, claim: Claim) -> Upset:
    """The stance at which the verdict was given, chosen again, is as if nothing had been chosen."""
    if claim.current_verdict() is None:
        return []
    entry = reason(StaleKind.STANCE_CHANGED, evidence=evidence, source=evidence.source)
    return upset_by_edit(claim, entry, evidence, Verb.EVIDENCE_DESCRIBED, "stance", evidence.stance)


def same_wording(one: str, other: str) -> bool:
    """But for spaces and the kind of quote marks."""
    return same_words(tokenize(one).keys, tokenize(other).keys)


def upset_verdict(claim: Claim, kind: StaleKind, evidence: Evidence) -> Upset:
    """Before there is a verdict evidence is still being gathered: a second reader sees it as it is."""
    if claim.current_verdict() is None:
        return []
    return make_stale({claim.pk: [reason(kind, evidence=evidence, source=evidence.source)]})


def refuse_bad_stance(stance: Any) -> None:
    if stance not in Stance:
        raise InvalidInput(f"A stance is one of: {', '.join(Stance.values)}.", field="stance")


def hold_open_claim(claim: Claim) -> Claim:
    """The claim, held, while its evidence may change."""
    held = hold_claim(claim)
    refuse_closed(held)
    return held


def refuse_closed(claim: Claim) -> None:
    refuse_hidden(claim)
    if claim.state in (State.DECLINED, State.RETRACTED):
        raise Conflict(f"The claim is {claim.get_state_display().lower()}: evidence is not changed now.")

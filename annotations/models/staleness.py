"""Why verdicts become stale: one literal table of reasons, and how each is said."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from annotations.anchoring.changes import ChangeKind

Reason = dict[str, Any]
"""One entry of `Claim.stale_reasons`; see `reason`."""


class StaleKind(models.TextChoices):
    """What changed under a verdict. The label is the sentence, with what the reason holds put in."""

    WORDS_LOST = "words_lost", "Its words are gone from version {version}."
    WORDS_CHANGED = "words_changed", "Its words changed in version {version}: {changes}."
    WORDING_CHANGED = "wording_changed", "Our wording of it was changed."
    PLACE_MOVED = "place_moved", "It was put on other words: {changes}."
    EVIDENCE_REMOVED = "evidence_removed", "A source that it rests on was taken off."
    STANCE_CHANGED = "stance_changed", "The stance of a source that it rests on was changed."
    PASSAGE_CHANGED = "passage_changed", "What is quoted from a source that it rests on was changed."
    PASSAGE_GONE = "passage_gone", "What is quoted from a source that it rests on is no longer there."
    SOURCE_WITHDRAWN = "source_withdrawn", "A source that it rests on was withdrawn."
    CLAIM_CORRECTED = "claim_corrected", "A published claim that it rests on was corrected."
    CLAIM_RETRACTED = "claim_retracted", "A published claim that it rests on was retracted."


UNSETTLING = (ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME, ChangeKind.NEGATION)
"""Changes of a claim's words that may turn a verdict round."""

OTHER_REASON = "Something that it rests on has changed."


def reason(
    kind: StaleKind,
    *,
    version: int | None = None,
    changes: list[str] | None = None,
    evidence: Any = None,
    source: Any = None,
    claim: Any = None,
) -> Reason:
    """An entry of `Claim.stale_reasons`; every entry has the same keys, so that programs can rely on them.

    `version` is the number of the one whose words differ, `changes` how they differ; `evidence`, `source` and
    `claim` are the rows it rests on, of which only the uid is kept: who a source is, and how evidence is seen, is
    asked when it is shown, by who may know it then.
    """
    return {
        "kind": str(kind),
        "version": version,
        "changes": changes or [],
        "evidence": uid_of(evidence),
        "source": uid_of(source),
        "claim": uid_of(claim),
    }


def uid_of(row: Any) -> str | None:
    return str(row.uid) if row is not None else None


def reason_in_words(entry: Mapping[str, Any]) -> str:
    """Why, in a sentence that names no source and no claim."""
    kind = entry.get("kind", "")
    if kind not in StaleKind:
        return OTHER_REASON
    known = set(entry.get("changes") or ())
    changes = ", ".join(change.value for change in ChangeKind if change.value in known)
    return StaleKind(kind).label.format(version=entry.get("version"), changes=changes or "wording")

"""Corrections in words: what one did to claims, why a claim is stale, what is said of a published check."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from annotations.anchoring.changes import ChangeKind
from annotations.models import CorrectionKind
from annotations.models.staleness import said

register = template.Library()

CHANGES = {
    ChangeKind.NUMBER: "Number",
    ChangeKind.DATE: "Date",
    ChangeKind.NAME: "Name",
    ChangeKind.NEGATION: "Negation",
    ChangeKind.QUOTATION: "Quotation",
    ChangeKind.WORDING: "Wording",
}

KINDS = (
    (CorrectionKind.CORRECTION, "What we said was wrong."),
    (CorrectionKind.CLARIFICATION, "What we said was right, and could be misunderstood."),
    (CorrectionKind.UPDATE, "What we said was right then; since then something has changed."),
)
"""What may be said of a published check, and when. A retraction is a step of its own."""


@register.filter
def change_words(changes: Iterable[str]) -> list[str]:
    """The kinds of change as chips say them, in a fixed order."""
    known = set(changes)
    return [words for kind, words in CHANGES.items() if kind.value in known]


@register.filter
def stale_reason(reason: Mapping[str, Any]) -> str:
    """Why a claim is stale, in a sentence."""
    return said(reason)


@register.simple_tag
def correction_kinds() -> list[tuple[str, str, str]]:
    """(value, name, when it is one) of each kind of correction, in the order in which they are offered."""
    return [(kind.value, str(kind.label), meaning) for kind, meaning in KINDS]

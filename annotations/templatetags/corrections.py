"""Corrections in words: what one did to claims, why a claim is stale, what is said of a published check."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.text import capfirst

from annotations.anchoring.changes import ChangeKind
from annotations.models import CorrectionKind
from annotations.models.publications import CORRECTION_MEANS
from annotations.models.staleness import reason_in_words

register = template.Library()

CHANGES = {
    ChangeKind.NUMBER: "Number",
    ChangeKind.DATE: "Date",
    ChangeKind.NAME: "Name",
    ChangeKind.NEGATION: "Negation",
    ChangeKind.QUOTATION: "Quotation",
    ChangeKind.WORDING: "Wording",
}


@register.filter
def change_words(changes: Iterable[str]) -> list[str]:
    """The kinds of change as chips say them, in a fixed order."""
    known = set(changes)
    return [words for kind, words in CHANGES.items() if kind.value in known]


@register.filter
def stale_reason(reason: Mapping[str, Any]) -> str:
    """Why a claim is stale, in a sentence."""
    return reason_in_words(reason)


@register.simple_tag
def correction_kinds() -> list[tuple[str, str, str]]:
    """(value, name, what it says) of each kind of correction. A retraction is a step of its own."""
    return [
        (kind.value, str(kind.label), f"{capfirst(meaning)}.")
        for kind, meaning in CORRECTION_MEANS.items()
        if kind != CorrectionKind.RETRACTION
    ]

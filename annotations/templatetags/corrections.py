"""What a correction did to claims, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from annotations.anchoring.changes import ChangeKind

register = template.Library()

CHANGES = {
    ChangeKind.NUMBER: "Number",
    ChangeKind.DATE: "Date",
    ChangeKind.NAME: "Name",
    ChangeKind.NEGATION: "Negation",
    ChangeKind.QUOTATION: "Quotation",
    ChangeKind.WORDING: "Wording",
}

REASONS = {
    "words_lost": "Its words are gone from version {version}.",
    "words_changed": "Its words changed in version {version}: {changes}.",
}
OTHER_REASON = "Something that it rests on has changed."


@register.filter
def change_words(changes: Iterable[str]) -> list[str]:
    """The kinds of change as chips say them, in a fixed order."""
    known = set(changes)
    return [words for kind, words in CHANGES.items() if kind.value in known]


@register.filter
def stale_reason(reason: Mapping[str, Any]) -> str:
    """Why a claim is stale, in a sentence."""
    changes = [words.lower() for words in change_words(reason.get("changes", ()))]
    sentence = REASONS.get(reason.get("kind", ""), OTHER_REASON)
    return sentence.format(version=reason.get("version"), changes=", ".join(changes) or "wording")

"""Words and keys of the workbench's templates."""

from collections.abc import Mapping
from typing import Any

from django import template

from annotations.models import SentenceKind
from annotations.permissions import permits
from annotations.workflow import State, Step

register = template.Library()

HINTS = (
    ("next-sentence", "j", "sentence"),
    ("next-claim", "J", "claim"),
    ("next-open", "n", "next open"),
    ("mark", "c", "claim"),
    ("dismiss", "x", "nothing to check"),
    ("add-source", "s", "source"),
    ("show-definitions", "1–9", "rating"),
    ("write", "r", "reasons"),
    ("done", ".", "done"),
)
"""What the bar below the text offers: command, keys, words (the argument of the command)."""

TRAY_HINTS = (
    ("next-change", "", "j", "next"),
    ("previous-change", "", "k", "before"),
    ("answer", "same", "y", "still the same"),
    ("edit-span", "", "e", "edit the span"),
    ("answer", "other", "w", "another claim now"),
    ("answer", "gone", "g", "gone"),
    ("answer", "place-1", "1", "put it there"),
    ("compare", "", "d", "compare"),
)
"""What it offers while the tray has the focus: command, its argument, keys, words."""

KEYS = (
    ("j k", "next, previous sentence"),
    ("J K", "next, previous claim"),
    ("n", "next sentence not accounted for"),
    ("c", "the sentence, or the words chosen, become a claim"),
    ("x", "nothing to check"),
    ("Shift+↑ Shift+↓", "choose one sentence more, one less"),
    ("Shift+← Shift+→", "move one end of the choice by a word"),
    ("b", "the other end"),
    ("g", "the words chosen become the place of this claim"),
    ("=", "the same as an earlier claim: another place of it, or a repeat of it"),
    ("s", "add a source"),
    ("+ - * 0", "supports, refutes, qualifies, context"),
    ("l", "where in the source"),
    ("1 … 9", "rating"),
    ("v", "the scale and its definitions"),
    ("r", "reasons"),
    (".", "done: submit, or approve"),
    ("m", "comment"),
    ("e", "propose other words"),
    ("Enter", "open the sentence; choose among its claims"),
    ("d", "compare with the version before"),
    ("D", "what waits for an answer"),
    ("y e g w", "there: still the same, edit the span, gone, another claim now"),
    ("t", "prose, or one sentence a line"),
    ("/", "search"),
    ("Ctrl+Z", "undo"),
    ("Ctrl+Enter", "in a field: save, and back to the text"),
    ("Esc", "back to the text"),
    ("?", "all keys"),
)


@register.inclusion_tag("annotations/_workbench_keys.html")
def key_bar() -> dict[str, Any]:
    return {"hints": HINTS, "tray_hints": TRAY_HINTS}


@register.simple_tag
def all_keys() -> list[tuple[list[str], str]]:
    return [(keys.split(" "), words) for keys, words in KEYS]


@register.filter
def claim_states(states: Mapping[str, int]) -> str:
    """As in "13 claims: 9 approved, 2 in review", in the order of a claim's life."""
    total = sum(states.values())
    named = ", ".join(f"{states[state]} {state.label.lower()}" for state in State if states.get(state))
    return f"{total} claim{'' if total == 1 else 's'}{': ' if named else ''}{named}"


@register.filter
def sentence_kind(kind: str) -> str:
    return SentenceKind(kind).label


@register.filter
def may_mark(person: Any) -> bool:
    return permits(person, Step.MARK)


@register.filter
def byline(article: Any) -> str:
    """Who wrote it, where, when: what is known of it, between dots."""
    day = f"{article.published_at:%-d %B %Y}" if article.published_at else ""
    return " · ".join(filter(None, [", ".join(article.byline), article.publisher, day]))

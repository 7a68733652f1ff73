"""Words and keys of the workbench's templates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.models import SentenceKind, keys
from annotations.permissions import permits
from annotations.workflow import Stance, State, Step

register = template.Library()

RATING = "rate"

HINTS = (
    ("next-sentence", "sentence"),
    ("next-claim", "claim"),
    ("next-open", "next open"),
    ("mark", "claim"),
    ("same", "earlier claim"),
    ("dismiss", "nothing to check"),
    ("add-source", "source"),
    (RATING, "rating"),
    ("write:reasons", "reasons"),
    ("done", "done"),
)
"""What the bar below the text offers: command, words."""

TRAY_HINTS = (
    ("next-change", "next"),
    ("previous-change", "before"),
    ("answer:same", "still the same"),
    ("edit-span", "edit the span"),
    ("answer:other", "another claim now"),
    ("answer:gone", "gone"),
    ("compare", "compare"),
)
"""What it offers while the tray has the focus."""


KEY_PLACES = (
    ("In the text and the claim", keys.Place.TEXT, "1 … 9", "the rating of this number"),
    ("In the tray of changes", keys.Place.TRAY, "1 … 3", "the claim stands at the place of this number"),
    ("In both", keys.Place.BOTH, "", ""),
)
"""The sheet of all keys: title, where they are heard, and what digits mean there, which nobody changes."""


@dataclass(frozen=True)
class Hint:
    """A button of the bar: its command, what that is told, the person's key for it, words."""

    command: str
    argument: str
    key: str
    words: str


@register.inclusion_tag("annotations/_workbench_keys.html", takes_context=True)
def key_bar(context: Context) -> dict[str, Any]:
    person = context.get("user")
    return {
        "hints": [hint(person, *row) for row in HINTS],
        "tray_hints": [hint(person, *row) for row in TRAY_HINTS],
        "all_keys": keys.key_of(person, "show-keys"),
    }


def hint(person: Any, name: str, words: str) -> Hint:
    """There is a button for each rating in the panel; that of the bar shows what they mean."""
    if name == RATING:
        return Hint("show-definitions", "", "" if keys.are_off(person) else "1–9", words)
    command, _, argument = name.partition(":")
    return Hint(command, argument, keys.key_of(person, name), words)


@register.simple_tag(takes_context=True)
def commands_by_place(context: Context) -> list[tuple[str, list[Hint], str, str]]:
    """Every command as a button, by where its key is heard: (title, buttons, digits, their words)."""
    person = context.get("user")
    return [
        (title, buttons_of(person, place), "" if keys.are_off(person) else digits, words)
        for title, place, digits, words in KEY_PLACES
    ]


def buttons_of(person: Any, place: keys.Place) -> list[Hint]:
    return [hint(person, command.name, command.words) for command in keys.COMMANDS if command.place == place]


@register.simple_tag
def staying_keys() -> list[tuple[list[str], str]]:
    """Those that nobody changes, each with what it does: (keys, words)."""
    return [(row.split(" "), words) for row, words in keys.STAYING]


@register.simple_tag(takes_context=True)
def key(context: Context, name: str) -> SafeString:
    """The person's key for the command, behind a space; nothing when single keys are switched off."""
    return drawn(keys.key_of(context.get("user"), name))


@register.simple_tag(takes_context=True)
def digit(context: Context, sign: Any) -> SafeString:
    """A key that stays for a rating or a place, unless single keys are switched off."""
    return drawn("" if keys.are_off(context.get("user")) else str(sign))


def drawn(sign: str) -> SafeString:
    return format_html(" <kbd>{}</kbd>", sign) if sign else SafeString("")


@register.simple_tag(takes_context=True)
def key_of(context: Context, name: str) -> str:
    """The bare character; "" when single keys are switched off."""
    return keys.key_of(context.get("user"), name)


@register.simple_tag(takes_context=True)
def key_said(context: Context, name: str) -> str:
    """As it stands in a title: " (K)"."""
    sign = keys.key_of(context.get("user"), name)
    return f" ({sign})" if sign else ""


@register.simple_tag(takes_context=True)
def stance_keys(context: Context) -> str:
    """As in "+ supports, - refutes", or nothing."""
    person = context.get("user")
    pairs = ((keys.key_of(person, f"stance:{stance}"), stance.label.lower()) for stance in Stance)
    return ", ".join(f"{sign} {label}" for sign, label in pairs if sign)


@register.simple_tag(takes_context=True)
def keys_table(context: Context) -> str:
    """What each key means for this person, for the script."""
    return json.dumps(keys.table_for(context.get("user")), ensure_ascii=False)


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

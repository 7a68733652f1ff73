"""What happened to a claim, in words, as far as the person may know."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from annotations.models import Claim, Event, Evidence, Materiality, Source, Verb
from annotations.models.staleness import reason_in_words
from annotations.workflow import DeclineReason, Stance

EVENTS_A_PAGE = 50

TOLD = {
    "text": "Wording",
    "claimant": "Claimant",
    "claim_date": "Said on",
    "assertion_type": "Type",
    "materiality": "Weight",
    "due": "Due",
    "tags": "Tags",
    "exact": "Words",
    "assignee": "For",
    "reason": "Reason",
    "rating": "Rating",
    "confidence": "Confidence",
    "rationale": "Reasons",
    "explanation": "Explanation",
    "summary": "Summary",
    "stance": "Stance",
    "locator": "Place",
    "locator_label": "Kind of place",
    "quotation": "Passage",
    "note": "Note",
    "comment": "Comment",
    "correction": "Correction",
    "stale_reasons": "Changed",
    "why": "Why",
}
"""The values of an event's data that people want to read, and what they are called; the rest is for programs."""

KEPT_FROM_A_SECOND_READER = frozenset(
    {"rating", "confidence", "rationale", "stance", "note", "reason", "comment"}
)
"""While a blind reading is awaited these are not told, whatever event they stand in."""

GIVES_A_SOURCE_AWAY = frozenset({"locator", "locator_label", "quotation", "note"})
"""Of evidence from a confidential source these are told only to who may know it."""

WORDED: dict[str, dict[str, str]] = {
    "stance": {value: str(label) for value, label in Stance.choices},
    "materiality": {value: str(label) for value, label in Materiality.choices},
    "reason": {value: str(label) for value, label in DeclineReason.choices},
}


@dataclass(frozen=True)
class Change:
    """One value before and after; either may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An event in words."""

    event: Event
    changes: list[Change]
    undone: bool


def history(request: HttpRequest, claim: Claim, blind: bool) -> dict[str, Any]:
    """What happened, newest first, as far as this person may know."""
    events = Event.objects.visible_to(request.user).filter(claim=claim).order_by("-number")
    rows = events.select_related("by", "undone_by")
    page: Page[Any] = Paginator(rows, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    kept = KEPT_FROM_A_SECOND_READER if blind else frozenset()
    secret = secret_evidence(page.object_list, request.user)
    shown = [
        told(event, kept | GIVES_A_SOURCE_AWAY if event.object_uid in secret else kept)
        for event in page.object_list
    ]
    return {"page": page, "history": shown}


def secret_evidence(events: Iterable[Event], person: Any) -> set[UUID]:
    """The uids of the evidence in these events whose source this person may not know."""
    uids = {event.object_uid for event in events if event.object_kind == Evidence._meta.model_name}
    rows = Evidence.objects.filter(uid__in=uids).exclude(source__in=Source.objects.identified_to(person))
    return set(rows.values_list("uid", flat=True))


def told(event: Event, kept: Set[str]) -> Told:
    """The event in words, without the values that are `kept` from this person."""
    before, after = event.data.get("before") or {}, event.data.get("after") or {}
    changes = [
        Change(label, worded(name, before.get(name)), worded(name, after.get(name)))
        for name, label in TOLD.items()
        if (name in before or name in after) and name not in kept
    ]
    shown = [change for change in changes if change.before != change.after]
    if event.verb == Verb.CLAIM_MARKED:
        shown = [change for change in shown if change.label == TOLD["exact"]]
    return Told(event, shown, hasattr(event, "undone_by"))


def worded(name: str, value: Any) -> str:
    if name == "stale_reasons":
        return " ".join(dict.fromkeys(map(reason_in_words, value or ())))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    return WORDED.get(name, {}).get(text, text)

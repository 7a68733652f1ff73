"""A claim on a page of its own: everything about it in one column, and its history in words."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations.actions.comments import add_comment
from annotations.models import (
    Claim,
    ClaimLink,
    Comment,
    Correction,
    Event,
    Evidence,
    Highlight,
    Materiality,
    Source,
    Verb,
)
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim
from annotations.pages.forms.base import PageForm, attempt
from annotations.pages.panel import evidence_shown, visible_assessments
from annotations.permissions import Permission, permits, steps_for
from annotations.workflow import DeclineReason, Stance, State, Step

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


class RemarkForm(PageForm):
    body = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the comment first."},
    )


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def claim_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything about a claim; a POST adds to its thread."""
    claim = find_claim(request, uid)
    if request.method != "POST":
        return claim_page(request, claim, RemarkForm())
    form = RemarkForm(request.POST)
    comment = attempt(form, lambda data: add_comment(claim, by=request.user, **data))
    if comment is None:
        return claim_page(request, claim, form, status=422)
    return redirect(f"{request.path}#comment-{comment.uid}")


def claim_page(request: HttpRequest, claim: Claim, form: RemarkForm, status: int = 200) -> HttpResponse:
    person: Any = request.user
    blind = claim.is_read_blind_by(person)
    context = {
        "claim": claim,
        "number": number_of(claim, person),
        "blind": blind,
        "evidence": evidence_shown(claim, blind),
        "readings": visible_assessments(person, claim),
        "verdict": claim.current_verdict(),
        "comments": Comment.objects.visible_to(person).living().filter(claim=claim).select_related("by"),
        "places": places_of(claim, person),
        "links": links_of(claim, person),
        "publications": claim.publications.visible_to(person).select_related("by").order_by("-number"),
        "corrections": Correction.objects.visible_to(person).filter(publication__claim=claim),
        "form": form,
        "may_comment": permits(person, Permission.COMMENT),
        "may_restore": Step.RESTORE in steps_for(person, claim),
        "is_public": claim.state == State.PUBLISHED,
    }
    context |= history(request, claim, blind)
    return render(request, "annotations/claim_detail.html", context, status=status)


def number_of(claim: Claim, person: Any) -> int:
    """Its number in the article, in the order of marking."""
    return claim.article.claims.visible_to(person).filter(pk__lte=claim.pk).count()


def places_of(claim: Claim, person: Any) -> list[Highlight]:
    """Where it stands and stood, the newest version first."""
    rows = Highlight.objects.visible_to(person).filter(claim=claim, removed_at=None)
    return list(rows.select_related("version").defer("version__text").order_by("-version__number", "start"))


def links_of(claim: Claim, person: Any) -> list[tuple[str, Claim]]:
    """(how, the other claim), seen from this one."""
    rows = ClaimLink.objects.visible_to(person)
    out = rows.filter(from_claim=claim).select_related("to_claim__article")
    into = rows.filter(to_claim=claim).select_related("from_claim__article")
    return [
        *((link.get_kind_display(), link.to_claim) for link in out),
        *((f"Is named by one that {link.get_kind_display().lower()} it", link.from_claim) for link in into),
    ]


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
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    return WORDED.get(name, {}).get(text, text)

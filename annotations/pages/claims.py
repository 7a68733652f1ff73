"""What is done to one claim from its panel."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations.actions.claims import describe_claim, name_claimant
from annotations.actions.comments import add_comment, remove_comment, resolve_comment
from annotations.actions.highlights import confirm_highlight, move_highlight, remove_highlight
from annotations.actions.verdicts import assess_claim, hold_to_claim
from annotations.errors import StepNotAllowed
from annotations.models import AgentKind, Claim, Comment, Highlight
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim, found
from annotations.pages.forms.base import RowVersionForm, taken
from annotations.pages.forms.claims import AssessForm, CommentForm, DescribeClaimForm, PlaceForm
from annotations.pages.forms.steps import HoldForm
from annotations.pages.fragments import (
    Undo,
    claim_answer,
    person_of,
    shown_version,
    touched_lines,
)
from annotations.pages.reading import read
from annotations.pages.steps import PRESSES, scale_of
from annotations.workflow import Step


@require_POST
@inside
def claim_step(request: HttpRequest, uid: UUID, step: str) -> HttpResponse:
    """Take a step of the workflow's table."""
    claim = find_claim(request, uid)
    if step not in PRESSES:
        raise StepNotAllowed()
    press = PRESSES[Step(step)]
    press.act(request, claim)
    undo = Undo(reverse("claim_step", args=[claim.uid, press.back.value])) if press.back else None
    return claim_answer(request, claim, press.said, undo)


@require_POST
@inside
def claim_describe(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    data = taken(DescribeClaimForm(request.POST))
    kind = data.pop("claimant_kind") or AgentKind.PERSON
    name = data.pop("claimant")
    claimant = claimant_named(claim, name, kind, person_of(request))
    describe_claim(claim, by=person_of(request), claimant=claimant, **data)
    return claim_answer(request, claim, "Saved.")


def claimant_named(claim: Claim, name: str, kind: str, person: Any) -> Any:
    """The claimant of this name; the present one when the name is still theirs."""
    if not name:
        return None
    if claim.claimant and claim.claimant.name == name and claim.claimant.kind == kind:
        return claim.claimant
    return name_claimant(by=person, name=name, kind=kind)


@require_POST
@inside
def claim_rate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep a rating, reasons or both as one's draft."""
    claim = find_claim(request, uid)
    sent = AssessForm(request.POST, scale_of(claim)).sent()
    assess_claim(claim, by=person_of(request), **sent)
    return claim_answer(request, claim)


@require_POST
@inside
def claim_hold(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that a stale verdict still holds."""
    claim = find_claim(request, uid)
    hold_to_claim(claim, by=person_of(request), **taken(HoldForm(request.POST)))
    return claim_answer(request, claim, "It still holds.")


def find_highlight(request: HttpRequest, uid: UUID) -> Highlight:
    rows = Highlight.objects.visible_to(request.user).filter(removed_at=None)
    return found(rows.select_related("version__article", "claim__article"), uid=uid)


@require_POST
@inside
def highlight_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move its ends. Where it stood before is drawn again too."""
    highlight = find_highlight(request, uid)
    data = taken(PlaceForm(request.POST))
    claim = find_claim(request, highlight.claim.uid)
    version = shown_version(request, claim.article)
    stood = touched_lines(read(claim.article, version, person_of(request)), claim)
    undo = Undo(
        reverse("highlight_move", args=[highlight.uid]),
        {"row_version": data["row_version"] + 1, "start": highlight.start, "end": highlight.end},
    )
    move_highlight(highlight, by=person_of(request), **data)
    return claim_answer(request, claim, "Ends moved.", undo, also=stood)


@require_POST
@inside
def highlight_confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    highlight = find_highlight(request, uid)
    confirm_highlight(highlight, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, find_claim(request, highlight.claim.uid), "Still the same claim.")


@require_POST
@inside
def highlight_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    highlight = find_highlight(request, uid)
    remove_highlight(highlight, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, find_claim(request, highlight.claim.uid), "Place taken away.")


@require_POST
@inside
def comment_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    add_comment(claim, by=person_of(request), **taken(CommentForm(request.POST)))
    return claim_answer(request, claim, "Comment added.")


def find_comment(request: HttpRequest, uid: UUID) -> tuple[Comment, Claim]:
    rows = Comment.objects.visible_to(request.user).living().exclude(claim=None)
    comment = found(rows.select_related("claim__article", "by"), uid=uid)
    return comment, find_claim(request, comment.claim.uid)


@require_POST
@inside
def comment_resolve(request: HttpRequest, uid: UUID) -> HttpResponse:
    comment, claim = find_comment(request, uid)
    resolve_comment(comment, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, claim, "Comment resolved.")


@require_POST
@inside
def comment_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    comment, claim = find_comment(request, uid)
    remove_comment(comment, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, claim, "Comment taken away.")

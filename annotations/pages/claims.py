"""A claim: the page of its own with everything about it, and what is done to it from its panel."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions.claims import describe_claim, name_claimant
from annotations.actions.comments import add_comment
from annotations.actions.verdicts import assess_claim, hold_to_claim
from annotations.errors import InvalidInput, StepNotAllowed
from annotations.exports.foreign_words import came_from, foreign_words
from annotations.models import AgentKind, Claim, Correction, Highlight
from annotations.pages.dependencies import resting_on, rests_on
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim, find_claim_alone, found
from annotations.pages.forms.base import attempt, taken
from annotations.pages.forms.claims import AssessForm, CommentForm, DescribeClaimForm
from annotations.pages.forms.steps import HoldForm
from annotations.pages.fragments import claim_answer, person_of
from annotations.pages.history import history
from annotations.pages.linked import link_context
from annotations.pages.notices import see_what_is_open
from annotations.pages.panel import evidence_shown, visible_assessments
from annotations.pages.staleness import staleness_of
from annotations.pages.steps import PRESSES, scale_of
from annotations.pages.thread import claim_thread
from annotations.permissions import steps_for
from annotations.workflow import State, Step


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def claim_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything about a claim; a POST adds to its thread."""
    claim = find_claim(request, uid)
    if request.method != "POST":
        see_what_is_open(request.user, claim=claim)
        return claim_page(request, claim, CommentForm())
    form = CommentForm(request.POST)
    comment = attempt(form, lambda data: add_comment(claim, by=request.user, **data))
    if comment is None:
        return claim_page(request, claim, form, status=422)
    return redirect(f"{request.path}#comment-{comment.uid}")


def claim_page(request: HttpRequest, claim: Claim, form: CommentForm, status: int = 200) -> HttpResponse:
    person: Any = request.user
    blind = claim.is_read_blind_by(person)
    below = resting_on([claim.pk], person)[claim.pk]
    evidence = evidence_shown(claim)
    foreign = {} if blind and claim.foreign.get("by") != str(person.uid) else claim.foreign
    context = {
        "claim": claim,
        "foreign_words": foreign_words(foreign),
        "came_from": came_from(foreign),
        "number": number_of(claim, person),
        "blind": blind,
        "evidence": evidence,
        "readings": visible_assessments(person, claim),
        "verdict": claim.current_verdict(),
        "thread": claim_thread(person, claim, evidence),
        "places": places_of(claim, person),
        "stale": staleness_of(claim, person),
        "above": rests_on(claim, person),
        "below": below,
        "below_count": sum(node.size() for node in below),
        **link_context(claim, person),
        "publications": claim.publications.visible_to(person).select_related("by").order_by("-number"),
        "corrections": Correction.objects.visible_to(person).filter(publication__claim=claim),
        "form": form,
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


@require_POST
@inside
def claim_step(request: HttpRequest, uid: UUID, step: str) -> HttpResponse:
    """Take a step of the workflow's table. What the panel shows is read once, afterwards."""
    rows = Claim.objects.visible_to(request.user).select_related("article", "policy")
    claim = found(rows, uid=uid)
    if step not in PRESSES:
        raise StepNotAllowed()
    press = PRESSES[Step(step)]
    press.act(request, claim)
    return claim_answer(request, claim, press.said)


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
    try:
        return name_claimant(by=person, name=name, kind=kind)
    except InvalidInput as error:
        error.field = "claimant"
        raise


@require_POST
@inside
def claim_rate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep a rating, reasons or both as one's draft."""
    claim = find_claim_alone(request, uid)
    sent = AssessForm(request.POST, scale_of(claim)).sent()
    assess_claim(claim, by=person_of(request), **sent)
    chosen = sent.get("rating")
    return claim_answer(request, claim, f"Your rating: {chosen}." if chosen else "Saved.")


@require_POST
@inside
def claim_hold(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that a stale verdict still holds."""
    claim = find_claim(request, uid)
    hold_to_claim(claim, by=person_of(request), **taken(HoldForm(request.POST)))
    return claim_answer(request, claim, "It still holds.")

"""The steps of a claim's life as the panel sends them: one table of form, action and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from annotations.actions.claims import (
    assign_claim,
    decline_claim,
    merge_claim,
    remove_claim,
    restore_claim,
    take_claim,
)
from annotations.actions.publications import correct_claim, publish_claim, retract_claim
from annotations.actions.verdicts import (
    adjudicate_claim,
    assess_claim,
    explain_claim,
    reopen_claim,
    second_claim,
    send_back_claim,
    submit_claim,
)
from annotations.errors import InvalidInput
from annotations.models import Claim, Person, Rating
from annotations.pages.forms.base import taken
from annotations.pages.forms.claims import AssessForm
from annotations.pages.forms.steps import (
    AdjudicateForm,
    AssignForm,
    CorrectForm,
    DeclineForm,
    ExplainForm,
    MergeForm,
    ReasonForm,
    SendBackForm,
)
from annotations.workflow import Step


@dataclass(frozen=True)
class Press:
    """What a press on a step's button does, and what is said afterwards."""

    act: Callable[[HttpRequest, Claim], Any]
    said: str


def scale_of(claim: Claim) -> Any:
    return Rating.objects.of_scale(claim.policy.scale_id)


def plainly(action: Callable[..., Any]) -> Callable[[HttpRequest, Claim], Any]:
    """An action that needs to know nothing but the person."""
    return lambda request, claim: action(claim, by=request.user)


def with_form(action: Callable[..., Any], form: type[Form]) -> Callable[[HttpRequest, Claim], Any]:
    """An action whose arguments are the fields of a form."""
    return lambda request, claim: action(claim, by=request.user, **taken(form(request.POST)))


def with_assessment(action: Callable[..., Any]) -> Callable[[HttpRequest, Claim], Any]:
    """Keep what stands in the form as one's assessment, then hand it in."""

    def press(request: HttpRequest, claim: Claim) -> Any:
        sent = AssessForm(request.POST, scale_of(claim)).sent()
        if sent:
            assess_claim(claim, by=request.user, **sent)
        return action(claim, by=request.user)

    return press


def assign(request: HttpRequest, claim: Claim) -> Any:
    form = AssignForm(request.POST, Person.objects.visible_to(request.user).checkers())
    return assign_claim(claim, by=request.user, **taken(form))


def adjudicate(request: HttpRequest, claim: Claim) -> Any:
    return adjudicate_claim(claim, by=request.user, **taken(AdjudicateForm(request.POST, scale_of(claim))))


def correct(request: HttpRequest, claim: Claim) -> Any:
    return correct_claim(claim, by=request.user, **CorrectForm(request.POST, scale_of(claim)).sent())


def merge(request: HttpRequest, claim: Claim) -> Any:
    data = taken(MergeForm(request.POST))
    others = claim.article.claims.visible_to(request.user).order_by("pk")
    if data["to"]:
        into = Claim.objects.visible_to(request.user).filter(uid=data["to"]).first()
    elif data["into"]:
        into = next(iter(others[data["into"] - 1 : data["into"]]), None)
    else:
        raise InvalidInput("Choose the claim that stands for this one.", field="to")
    if into is None:
        raise InvalidInput("This article has no such claim.", field="into")
    return merge_claim(claim, by=request.user, into=into)


PRESSES: dict[Step, Press] = {
    Step.TAKE: Press(plainly(take_claim), "You check it now."),
    Step.ASSIGN: Press(assign, "Assigned."),
    Step.DECLINE: Press(with_form(decline_claim, DeclineForm), "Declined."),
    Step.SUBMIT: Press(with_assessment(submit_claim), "Submitted."),
    Step.SECOND: Press(with_assessment(second_claim), "Your reading is in."),
    Step.SEND_BACK: Press(with_form(send_back_claim, SendBackForm), "Sent back."),
    Step.ADJUDICATE: Press(adjudicate, "Decided."),
    Step.EXPLAIN: Press(with_form(explain_claim, ExplainForm), "Explanation saved."),
    Step.PUBLISH: Press(plainly(publish_claim), "Published."),
    Step.CORRECT: Press(correct, "Corrected, and published anew."),
    Step.RETRACT: Press(with_form(retract_claim, ReasonForm), "Retracted."),
    Step.REOPEN: Press(plainly(reopen_claim), "Opened again."),
    Step.MERGE: Press(merge, "Merged."),
    Step.REMOVE: Press(plainly(remove_claim), "Claim removed."),
    Step.RESTORE: Press(plainly(restore_claim), "Claim restored."),
}
"""Marking has an address of its own; every other step is here."""

"""Proposals: asked for in the claim's panel, decided there or on the change sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations.actions.proposals import (
    accept_proposal,
    describe_proposal,
    finish_proposal,
    propose_words,
    refuse_proposal,
    reopen_proposal,
    withdraw_proposal,
)
from annotations.errors import NotFound
from annotations.models import Claim, Evidence, Proposal
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim, found, own_address
from annotations.pages.forms.base import RowVersionForm, taken
from annotations.pages.forms.proposals import DecideForm, DescribeProposalForm, ProposeForm
from annotations.pages.fragments import Undo, claim_answer, page_again, person_of


@require_POST
@inside
def proposal_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    form = ProposeForm(request.POST, Evidence.objects.visible_to(request.user).living().filter(claim=claim))
    proposal = propose_words(claim, by=person_of(request), **taken(form))
    undo = Undo(reverse("proposal_decide", args=[proposal.uid, "withdraw"]), {"row_version": 1})
    return claim_answer(request, claim, "Proposed. It is on the change sheet.", undo)


def find_proposal(request: HttpRequest, uid: UUID) -> tuple[Proposal, Claim]:
    rows = Proposal.objects.visible_to(request.user).select_related("claim__article", "by")
    proposal = found(rows, uid=uid)
    return proposal, find_claim(request, proposal.claim.uid)


@require_POST
@inside
def proposal_describe(request: HttpRequest, uid: UUID) -> HttpResponse:
    proposal, claim = find_proposal(request, uid)
    form = DescribeProposalForm(
        request.POST, Evidence.objects.visible_to(request.user).living().filter(claim=claim)
    )
    values = form.sent()
    describe_proposal(proposal, by=person_of(request), row_version=form.cleaned_data["row_version"], **values)
    return answer(request, claim, "Proposal changed.", None)


@dataclass(frozen=True)
class Deed:
    """What a button does, what is said afterwards, and which button takes it back."""

    act: Callable[..., Proposal]
    said: str
    back: str = ""
    reasons: bool = False


DEEDS: dict[str, Deed] = {
    "accept": Deed(accept_proposal, "Accepted: the text is to follow.", "reopen", reasons=True),
    "refuse": Deed(refuse_proposal, "Refused.", "reopen", reasons=True),
    "finish": Deed(finish_proposal, "Done: the text says it.", "reopen", reasons=True),
    "withdraw": Deed(withdraw_proposal, "Taken back.", "reopen"),
    "reopen": Deed(reopen_proposal, "Open again."),
}


@require_POST
@inside
def proposal_decide(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    """Accept, refuse, call done, take back, open again."""
    proposal, claim = find_proposal(request, uid)
    if deed not in DEEDS:
        raise NotFound()
    doing = DEEDS[deed]
    form = DecideForm(request.POST) if doing.reasons else RowVersionForm(request.POST)
    proposal = doing.act(proposal, by=person_of(request), **taken(form))
    address = reverse("proposal_decide", args=[proposal.uid, doing.back]) if doing.back else ""
    undo = Undo(address, {"row_version": proposal.row_version}) if address else None
    return answer(request, claim, doing.said, undo)


def answer(request: HttpRequest, claim: Claim, said: str, undo: Undo | None) -> HttpResponse:
    """The claim's panel, or the change sheet when the form was there."""
    if back := request.POST.get("next"):
        return page_again(request, own_address(request, back), said)
    return claim_answer(request, claim, said, undo)

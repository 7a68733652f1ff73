"""Proposals: asked for in the claim's panel, decided there or on the change sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
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
from annotations.pages.fragments import claim_answer, page_again, person_of


@require_POST
@inside
def proposal_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    form = ProposeForm(request.POST, Evidence.objects.visible_to(request.user).living().filter(claim=claim))
    propose_words(claim, by=person_of(request), **taken(form))
    return claim_answer(request, claim, "Proposed. It is on the change sheet.")


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
    return answer(request, claim, "Proposal changed.")


@dataclass(frozen=True)
class Deed:
    """What a button does, and what is said afterwards."""

    act: Callable[..., Proposal]
    said: str
    reasons: bool = False


DEEDS: dict[str, Deed] = {
    "accept": Deed(accept_proposal, "Accepted: the text is to follow.", reasons=True),
    "refuse": Deed(refuse_proposal, "Refused.", reasons=True),
    "finish": Deed(finish_proposal, "Done: the text says it.", reasons=True),
    "withdraw": Deed(withdraw_proposal, "Taken back."),
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
    doing.act(proposal, by=person_of(request), **taken(form))
    return answer(request, claim, doing.said)


def answer(request: HttpRequest, claim: Claim, said: str) -> HttpResponse:
    """The claim's panel, or the change sheet when the form was there."""
    if back := request.POST.get("next"):
        return page_again(request, own_address(request, back), said)
    return claim_answer(request, claim, said)

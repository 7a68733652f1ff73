"""Proposals: other words for a claim, and what becomes of them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django_filters import FilterSet, MultipleChoiceFilter
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.proposals import (
    accept_proposal,
    describe_proposal,
    finish_proposal,
    propose_words,
    refuse_proposal,
    reopen_proposal,
    withdraw_proposal,
)
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import tagged
from annotations.api.serializers.proposals import Proposal, ProposalChangeIn, ProposalIn
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.proposals import proposal_shapes
from annotations.models import Article, Claim, ProposalState
from annotations.models import Proposal as ProposalRow
from annotations.permissions import Permission, permits


class ProposalFilter(FilterSet):
    state = MultipleChoiceFilter(choices=ProposalState.choices, help_text="one or, repeated, several")


class ArticleProposals(Collection):
    queryset = ProposalRow.objects.all()
    filterset_class = ProposalFilter
    orderings = ("created",)

    @extend_schema(responses=Proposal(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The proposals on the article's claims, the oldest first."""
        article = found(Article.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        rows = ProposalRow.objects.visible_to(request.user).of_article(article)
        return self.listed(rows, lambda page: proposal_shapes(page, recipient))


class Proposals(Collection):
    queryset = ProposalRow.objects.all()
    filterset_class = ProposalFilter
    orderings = ("created",)

    @extend_schema(responses=Proposal(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The proposals on a claim, the oldest first."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        rows = ProposalRow.objects.visible_to(request.user).filter(claim=claim)
        return self.listed(rows, lambda page: proposal_shapes(page, recipient))

    @extend_schema(request=ProposalIn, responses={201: Proposal})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Propose other words where the claim stands in the current version."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values, recipient = self.taken(ProposalIn), self.recipient
        return self.act_once(lambda: proposed(claim, values, recipient))


class ProposalOne(Endpoint):
    @extend_schema(responses=Proposal)
    def get(self, request: Request, uid: Any, proposal: Any) -> HttpResponse:
        """One proposal."""
        return tagged(request, shape_of(find(request, uid, proposal), self.recipient))

    @extend_schema(request=ProposalChangeIn, responses=Proposal)
    def patch(self, request: Request, uid: Any, proposal: Any) -> HttpResponse:
        """Change it while it is open, or decide it: `accepted`, `refused`, `done`, and `open` takes a decision back.
        Who proposed it may refuse it, which takes it back."""
        row = find(request, uid, proposal)
        values, recipient = self.taken(ProposalChangeIn), self.recipient
        return self.change(
            row, lambda: shape_of(row, recipient), lambda: change_proposal(row, values, by=request.user)
        )


def find(request: Request, uid: Any, proposal: Any) -> ProposalRow:
    claim = found(Claim.objects.visible_to(request.user), uid=uid)
    rows = ProposalRow.objects.visible_to(request.user).filter(claim=claim)
    return found(rows.select_related("claim"), uid=proposal)


def shape_of(row: ProposalRow, recipient: Recipient) -> Shape:
    return only(proposal_shapes(ProposalRow.objects.filter(pk=row.pk), recipient))


def proposed(claim: Claim, values: Shape, recipient: Recipient) -> Answer:
    row = propose_words(claim, by=recipient.person, **values)
    return made(shape_of(row, recipient), address_of("proposal", uid=claim.uid, proposal=row.uid))


DECIDING: dict[str, Callable[..., ProposalRow]] = {
    ProposalState.ACCEPTED: accept_proposal,
    ProposalState.REFUSED: refuse_proposal,
    ProposalState.DONE: finish_proposal,
}
"""The state asked for, and the action that leads there and takes a reason."""


def change_proposal(row: ProposalRow, values: Shape, *, by: Any) -> None:
    columns: Shape = {"by": by, "row_version": row.row_version}
    state = values.get("state")
    if state == ProposalState.OPEN:
        reopen_proposal(row, **columns)
    elif state == ProposalState.REFUSED and not permits(by, Permission.DECIDE_PROPOSAL, row):
        withdraw_proposal(row, **columns)
    elif state in DECIDING:
        DECIDING[state](row, **columns, why=values.get("decided_why", ""))
    elif values:
        describe_proposal(row, **columns, **values)

"""Links between claims."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.links import link_claims, unlink_claims
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import tagged
from annotations.api.serializers.links import ClaimLink, ClaimLinkIn
from annotations.exports.shapes.links import link_shapes
from annotations.models import Claim
from annotations.models import ClaimLink as LinkRow


class Links(Collection):
    queryset = LinkRow.objects.all()
    orderings = ("created",)

    @extend_schema(responses=ClaimLink(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The links of a claim, both those that lead from it and those that lead to it, the oldest first."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        return self.listed(links_of(claim, request.user).living(), link_shapes)

    @extend_schema(request=ClaimLinkIn, responses={201: ClaimLink})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say how this claim hangs on another."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values = self.taken(ClaimLinkIn)
        return self.act_once(lambda: linked(claim, values, by=request.user))


class LinkOne(Endpoint):
    @extend_schema(responses=ClaimLink)
    def get(self, request: Request, uid: Any, link: Any) -> HttpResponse:
        """One link; one that was taken away says when."""
        return tagged(request, shape_of(find(request, uid, link)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uid: Any, link: Any) -> HttpResponse:
        """Take the link away. It can be made anew."""
        row = find(request, uid, link)
        return self.remove(row, lambda: shape_of(row), lambda: unlink_claims(row, by=request.user))


def links_of(claim: Claim, person: Any) -> Any:
    return LinkRow.objects.visible_to(person).filter(Q(from_claim=claim) | Q(to_claim=claim))


def find(request: Request, uid: Any, link: Any) -> LinkRow:
    claim = found(Claim.objects.visible_to(request.user), uid=uid)
    return found(links_of(claim, request.user).select_related("from_claim", "to_claim"), uid=link)


def shape_of(row: LinkRow) -> Shape:
    return only(link_shapes(LinkRow.objects.filter(pk=row.pk)))


def linked(claim: Claim, values: Shape, *, by: Any) -> Answer:
    row = link_claims(claim, by=by, **values)
    return made(shape_of(row), address_of("link", uid=claim.uid, link=row.uid))

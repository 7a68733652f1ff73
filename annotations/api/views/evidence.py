"""Evidence on a claim."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.evidence import add_evidence, describe_evidence, remove_evidence, restore_evidence
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import tagged
from annotations.api.serializers.evidence import Evidence, EvidenceChangeIn, EvidenceIn
from annotations.errors import Forbidden
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.evidence import evidence_shapes
from annotations.models import Claim
from annotations.models import Evidence as EvidenceRow


class EvidenceList(Collection):
    queryset = EvidenceRow.objects.all()
    orderings = ("created",)

    @extend_schema(responses=Evidence(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The evidence on a claim, in the order in which it was added."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        return self.listed(claim.evidence.living(), lambda page: evidence_shapes(page, recipient))

    @extend_schema(request=EvidenceIn, responses={201: Evidence})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Use a source on the claim."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values = self.taken(EvidenceIn)
        recipient = self.recipient
        return self.act_once(lambda: added(claim, values, recipient))


class EvidenceOne(Endpoint):
    @extend_schema(responses=Evidence)
    def get(self, request: Request, uid: Any, evidence: Any) -> HttpResponse:
        """One piece of evidence; one that was taken away says when."""
        row = found(EvidenceRow.objects.visible_to(request.user), claim__uid=uid, uid=evidence)
        return tagged(request, shape_of(row, self.recipient))

    @extend_schema(request=EvidenceChangeIn, responses=Evidence)
    def patch(self, request: Request, uid: Any, evidence: Any) -> HttpResponse:
        """Change it, take it off the claim (`{"removed": true}`), or put it back."""
        row = found(EvidenceRow.objects.visible_to(request.user), claim__uid=uid, uid=evidence)
        values, recipient = self.taken(EvidenceChangeIn), self.recipient
        return self.change(
            row, lambda: shape_of(row, recipient), lambda: change_evidence(row, values, recipient)
        )


def shape_of(row: EvidenceRow, recipient: Recipient) -> Shape:
    return only(evidence_shapes(EvidenceRow.objects.filter(pk=row.pk), recipient))


def added(claim: Claim, values: Shape, recipient: Recipient) -> Answer:
    row = add_evidence(claim, by=recipient.person, **values)
    return made(shape_of(row, recipient), address_of("evidence", uid=claim.uid, evidence=row.uid))


def refuse_unknown_source(row: EvidenceRow, recipient: Recipient) -> None:
    """Who does not see the passage would overwrite it unseen."""
    if not recipient.known_sources().filter(pk=row.source_id).exists():
        raise Forbidden("This source is confidential. Ask its reporter or an editor.")


def change_evidence(row: EvidenceRow, values: Shape, recipient: Recipient) -> None:
    refuse_unknown_source(row, recipient)
    by = recipient.person
    if values.get("removed") is True:
        remove_evidence(row, by=by, row_version=row.row_version)
    elif values.get("removed") is False:
        restore_evidence(row, by=by, row_version=row.row_version)
    elif values:
        describe_evidence(row, by=by, row_version=row.row_version, **values)

"""Ratings, and what single people think of a claim."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.verdicts import assess_claim
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, done, found, made, only
from annotations.api.filters import RatingFilter
from annotations.api.negotiation import tagged
from annotations.api.serializers.verdicts import Assessment, AssessmentIn, Policy, Rating
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import plain
from annotations.exports.shapes.verdicts import POLICY_IN_FULL, assessment_shapes, rating_shapes
from annotations.models import Assessment as AssessmentRow
from annotations.models import CheckPolicy, Claim
from annotations.models import Rating as RatingRow


class Ratings(Collection):
    queryset = RatingRow.objects.all()
    filterset_class = RatingFilter
    orderings = ("id",)

    @extend_schema(responses=Rating(many=True))
    def get(self, request: Request) -> HttpResponse:
        """The points of all scales, each with its scale."""
        return self.listed(RatingRow.objects.visible_to(request.user), rating_shapes)


class Policies(Collection):
    queryset = CheckPolicy.objects.all()
    orderings = ("id",)

    @extend_schema(responses=Policy(many=True))
    def get(self, request: Request) -> HttpResponse:
        """How articles can be checked: what each policy asks for."""
        return self.listed(
            CheckPolicy.objects.visible_to(request.user), lambda page: plain(page, POLICY_IN_FULL)
        )


class Assessments(Collection):
    queryset = AssessmentRow.objects.all()
    orderings = ("created",)

    @extend_schema(responses=Assessment(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """Your own readings of the claim, and those of others that you may see."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        shown = claim.assessments.visible_to(request.user)
        return self.listed(shown, lambda page: assessment_shapes(page, recipient))

    @extend_schema(request=AssessmentIn, responses={201: Assessment, 200: Assessment})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Write down your own reading: 201 the first time in a round, 200 when you change it. Nobody else sees
        it before you take the step `submit`, or `second`."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        values = self.taken(AssessmentIn, claim=claim)
        recipient = self.recipient
        return self.act_once(lambda: assessed(claim, values, recipient))


class AssessmentOne(Endpoint):
    @extend_schema(responses=Assessment)
    def get(self, request: Request, uid: Any, assessment: Any) -> HttpResponse:
        """One reading."""
        found(Claim.objects.visible_to(request.user), uid=uid)
        rows = AssessmentRow.objects.filter(claim__uid=uid, uid=assessment)
        return tagged(request, only(assessment_shapes(rows, self.recipient)))


def assessed(claim: Claim, values: Shape, recipient: Recipient) -> Answer:
    own = claim.assessments.filter(person=recipient.person, round=claim.round)
    is_new = not own.exists()
    row = assess_claim(claim, by=recipient.person, **values)
    shape = only(assessment_shapes(AssessmentRow.objects.filter(pk=row.pk), recipient))
    return made(shape, address_of("assessment", uid=claim.uid, assessment=row.uid)) if is_new else done(shape)

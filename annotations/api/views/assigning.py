"""Giving claims to people, and asking people for a reading."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.assigning import ask_for_reading, assign_claims
from annotations.actions.idempotency import Answer
from annotations.actions.verdicts import hold_to_claim
from annotations.api.endpoint import Endpoint, Shape, done, found
from annotations.api.errors import PreconditionRequired
from annotations.api.schema import UNITS
from annotations.api.serializers.assigning import AskIn, GiveIn, Given, HoldIn
from annotations.api.serializers.claims import Claim
from annotations.api.views.claims import shape_of
from annotations.errors import StaleEdit
from annotations.models import Claim as ClaimRow
from annotations.permissions import require
from annotations.workflow import Step

SEND_SEEN = (
    "A colleague has given some of these claims away. Read them, and send their highest `changed` as `seen`."
)


class ClaimsAssign(Endpoint):
    may_also_answer = (412, 428)

    @extend_schema(request=GiveIn, responses=Given)
    def post(self, request: Request) -> HttpResponse:
        """Give up to 500 claims to a checker or editor at once, all of them or none. An article's `undo/` takes it
        back."""
        require(request.user, Step.ASSIGN)
        values = self.taken(GiveIn)
        return self.act_once(lambda: given(values, by=request.user))


class ClaimAsk(Endpoint):
    parameters = (UNITS,)
    honours_if_match = True

    @extend_schema(request=AskIn, responses=Claim)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Ask a colleague for the second reading that the claim waits for. Others may still give it."""
        claim = found(ClaimRow.objects.visible_to(request.user), uid=uid)
        reader, recipient = self.taken(AskIn)["reader"], self.recipient
        return self.act_on(
            claim,
            lambda: shape_of(claim, recipient),
            lambda: ask_for_reading(claim, by=request.user, reader=reader),
        )


class ClaimHold(Endpoint):
    parameters = (UNITS,)
    honours_if_match = True

    @extend_schema(request=HoldIn, responses=Claim)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that a stale verdict still holds, and why. Its assignee and editors may."""
        claim = found(ClaimRow.objects.visible_to(request.user), uid=uid)
        reason, recipient = self.taken(HoldIn)["reason"], self.recipient
        return self.act_on(
            claim,
            lambda: shape_of(claim, recipient),
            lambda: hold_to_claim(claim, by=request.user, row_version=claim.row_version, reason=reason),
        )


def given(values: Shape, *, by: Any) -> Answer:
    told = {"assignee": values["assignee"], "due": values.get("due"), "seen": values.get("seen", 0)}
    try:
        events = assign_claims(values["claims"], by=by, **told)
    except StaleEdit as late:
        if "seen" in values:
            raise
        raise PreconditionRequired(SEND_SEEN, field="seen", extra=late.extra) from late
    return done(
        {
            "claims": [event.claim.uid for event in events if event.claim],
            "events": [event.number for event in events],
        }
    )

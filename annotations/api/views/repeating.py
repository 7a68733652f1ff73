"""The same claim met again."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.holding import while_held
from annotations.actions.idempotency import Answer
from annotations.actions.recording import together
from annotations.actions.repeating import Repeated, repeat_claim
from annotations.api.endpoint import Endpoint, Shape, done, found
from annotations.api.negotiation import allow_match
from annotations.api.schema import UNITS
from annotations.api.serializers.links import RepeatedClaim, RepeatIn
from annotations.api.views.claims import shape_of
from annotations.models import Claim


class ClaimRepeat(Endpoint):
    parameters = (UNITS,)
    honours_if_match = True

    @extend_schema(request=RepeatIn, responses=RepeatedClaim)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that the claim is the same as an earlier one. Of the same article its places become places of the
        earlier one, which is the answer. Of another it repeats that one, and takes its wording, claimant and sources:
        never the rating."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        earlier, recipient = self.taken(RepeatIn)["to"], self.recipient

        def compared() -> Answer:
            allow_match(request, shape_of(claim, recipient))
            with together():
                repeated = repeat_claim(claim, by=request.user, earlier=earlier)
            return done(shape_of(repeated.claim, recipient), also=told(repeated))

        return self.act_once(lambda: while_held(claim, compared, earlier))


def told(repeated: Repeated) -> Shape:
    link = repeated.link and repeated.link.uid
    return {"repeated": {"link": link, "copied": repeated.copied, "left_out": repeated.left_out}}

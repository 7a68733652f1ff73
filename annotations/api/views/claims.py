"""Claims: marking and describing them, and the steps of their life."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.claims import describe_claim, mark_claim, mark_selector
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.negotiation import tagged
from annotations.api.places import Counting, selector_meant, version_meant
from annotations.api.schema import ANNOTATION, UNITS
from annotations.api.serializers.claims import Claim, ClaimChangeIn, ClaimIn, Tag
from annotations.errors import Gone
from annotations.exports.recipients import Recipient
from annotations.exports.selection import ClaimFilter
from annotations.exports.shapes.columns import plain
from annotations.exports.web_annotation import addressed_claims, our_site
from annotations.models import Claim as ClaimRow
from annotations.models import Tag as TagRow
from annotations.workflow import HIDDEN_STATES


class Claims(Collection):
    """Claims, the newest first."""

    queryset = ClaimRow.objects.all()
    parameters = (UNITS,)
    filterset_class = ClaimFilter
    orderings = ("-created", "created", "-modified", "modified", "-changed", "changed", "due", "-due")
    pull_column = "changed"
    pull_filters = frozenset({"article"})

    @extend_schema(responses=Claim(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the claims, or pull those that changed. Removed and merged ones are in pulls alone; everywhere
        `state` says what a claim is."""
        claims = ClaimRow.objects.visible_to(request.user)
        shown = claims if self.pulls else claims.living()
        recipient = self.recipient
        return self.listed(shown, lambda page: addressed_claims(page, recipient, our_site()))

    @extend_schema(request=ClaimIn, responses={201: Claim})
    def post(self, request: Request) -> HttpResponse:
        """Mark a claim. On a version that is no longer current it is stored there and carried forward:
        `highlights` say where it went."""
        values = self.taken(ClaimIn)
        recipient = self.recipient
        return self.act_once(lambda: marked(values, recipient))


class Tags(Collection):
    queryset = TagRow.objects.all()
    orderings = ("name",)

    @extend_schema(responses=Tag(many=True))
    def get(self, request: Request) -> HttpResponse:
        """The words by which claims are found, so that one thing is called by one name."""
        return self.listed(
            TagRow.objects.visible_to(request.user), lambda page: plain(page, {"name": "name"})
        )


class ClaimOne(Endpoint):
    parameters = (UNITS,)
    may_also_answer = (410,)

    @extend_schema(responses=Claim, parameters=[ANNOTATION])
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One claim. 410 when it was removed, or merged into another, which is then named."""
        claim = found(ClaimRow.objects.visible_to(request.user), uid=uid)
        refuse_hidden(claim)
        shape = shape_of(claim, self.recipient)
        response = tagged(request, shape)
        response["Link"] = f'<{shape["annotation_url"]}>; rel="alternate"; type="application/ld+json"'
        return response

    @extend_schema(request=ClaimChangeIn, responses=Claim)
    def patch(self, request: Request, uid: Any) -> HttpResponse:
        """Describe the claim: wording, claimant, tags and the rest."""
        claim = found(ClaimRow.objects.visible_to(request.user), uid=uid)
        values, recipient = self.taken(ClaimChangeIn), self.recipient

        def describe() -> None:
            if values:
                describe_claim(claim, by=request.user, row_version=claim.row_version, **values)

        return self.change(claim, lambda: shape_of(claim, recipient), describe)


def shape_of(claim: ClaimRow, recipient: Recipient) -> Shape:
    return only(addressed_claims(ClaimRow.objects.filter(pk=claim.pk), recipient, our_site()))


def refuse_hidden(claim: ClaimRow) -> None:
    """Raises Gone for a claim that lists do not show."""
    if claim.state not in HIDDEN_STATES:
        return
    into = claim.merged_into
    raise Gone(
        "This claim was merged into another." if into else "This claim was removed.",
        extra={"state": claim.state, **({"merged_into": str(into.uid)} if into else {})},
    )


def marked(values: Shape, recipient: Recipient) -> Answer:
    version, by, text = version_meant(values, values["article"]), recipient.person, values.get("text", "")
    counting = Counting(version, recipient.units)
    if "target" in values:
        with counting.of_places():
            selector = selector_meant(values, counting)
            claim = mark_selector(version, by=by, selector=selector, text=text)
    else:
        start, end = counting.code_points(values["start"], values["end"])
        claim = mark_claim(version, by=by, start=start, end=end, text=text)
    return made(shape_of(claim, recipient), address_of("claim", uid=claim.uid))

"""What was done, in the order of commits, and the records that went out."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.api.endpoint import Collection, found
from annotations.api.filters import EventFilter
from annotations.api.serializers.discussion import Event, Publication
from annotations.exports.shapes.discussion import event_shapes, publication_shapes
from annotations.models import Claim
from annotations.models import Event as EventRow
from annotations.models import Publication as PublicationRow


class Events(Collection):
    queryset = EventRow.objects.all()
    filterset_class = EventFilter
    orderings = ("-number", "number")
    pull_column = "number"
    pull_filters = frozenset({"article", "claim", "by", "verb"})

    @extend_schema(responses=Event(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Who did what: the newest first, or with `since` everything after that number."""
        recipient = self.recipient
        return self.listed(
            EventRow.objects.visible_to(request.user), lambda page: event_shapes(page, recipient)
        )


class ClaimEvents(Collection):
    queryset = EventRow.objects.all()
    orderings = ("-number", "number")
    pull_column = "number"

    @extend_schema(responses=Event(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """What was done to the claim and to what hangs on it: the newest first, or with `since` what came after."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        shown = EventRow.objects.visible_to(request.user).filter(claim=claim)
        return self.listed(shown, lambda page: event_shapes(page, recipient))


class Publications(Collection):
    queryset = PublicationRow.objects.all()
    orderings = ("-number",)

    @extend_schema(responses=Publication(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The frozen records of the claim, the newest first, with the corrections."""
        claim = found(Claim.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        return self.listed(claim.publications.all(), lambda page: publication_shapes(page, recipient))

"""Sources, and our copies of them."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.sources import add_source, describe_source, forget_source
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, found, made, only
from annotations.api.filters import SourceFilter
from annotations.api.negotiation import tagged
from annotations.api.serializers.evidence import ForgetIn, Snapshot, Source, SourceChangeIn, SourceIn
from annotations.errors import Forbidden
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.sources import snapshot_shapes, source_shapes
from annotations.models import Snapshot as SnapshotRow
from annotations.models import Source as SourceRow


class Sources(Collection):
    """Sources, the newest first. They cannot be ordered by what would tell who a confidential one is."""

    queryset = SourceRow.objects.all()
    filterset_class = SourceFilter
    orderings = ("-created", "created", "-changed", "changed")
    pull_column = "changed"

    @extend_schema(responses=Source(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the sources, or pull those that changed."""
        recipient = self.recipient
        return self.listed(recipient.sources(), lambda page: source_shapes(page, recipient))

    @extend_schema(request=SourceIn, responses={201: Source})
    def post(self, request: Request) -> HttpResponse:
        """Describe a source. One with an address is copied in the background, unless it is confidential."""
        values = self.taken(SourceIn)
        recipient = self.recipient
        return self.act_once(lambda: added(values, recipient))


class SourceOne(Endpoint):
    @extend_schema(responses=Source)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One source, as far as you may know it."""
        row = found(SourceRow.objects.visible_to(request.user), uid=uid)
        return tagged(request, shape_of(row, self.recipient))

    @extend_schema(request=SourceChangeIn, responses=Source)
    def patch(self, request: Request, uid: Any) -> HttpResponse:
        """Describe it anew. The claims that use it count as changed."""
        row = found(SourceRow.objects.visible_to(request.user), uid=uid)
        values, recipient = self.taken(SourceChangeIn), self.recipient

        def describe() -> None:
            refuse_unknown(row, recipient)
            if values:
                describe_source(row, by=request.user, row_version=row.row_version, **values)

        return self.change(row, lambda: shape_of(row, recipient), describe)


class SourceForget(Endpoint):
    honours_if_match = True

    @extend_schema(request=ForgetIn, responses=Source)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Delete for good who the source is, our copies of it, and what its evidence quotes and notes. The public
        description stays, and so does what was published under its name."""
        row = found(SourceRow.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        self.taken(ForgetIn)

        def forget() -> None:
            refuse_unknown(row, recipient)
            forget_source(row, by=request.user, row_version=row.row_version)

        return self.act_on(row, lambda: shape_of(row, recipient), forget)


class Snapshots(Collection):
    queryset = SnapshotRow.objects.all()
    orderings = ("-retrieved_at",)

    @extend_schema(responses=Snapshot(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """Our copies of a source, the newest first; of one you may not know, none."""
        source = found(SourceRow.objects.visible_to(request.user), uid=uid)
        recipient = self.recipient
        copies = SnapshotRow.objects.filter(source=source)
        return self.listed(copies, lambda page: snapshot_shapes(page, recipient))


def shape_of(row: SourceRow, recipient: Recipient) -> Shape:
    return only(source_shapes(SourceRow.objects.filter(pk=row.pk), recipient))


def refuse_unknown(row: SourceRow, recipient: Recipient) -> None:
    """Who does not see what stands there changes nothing of it. One that was forgotten, the action refuses."""
    if not row.forgotten_at and not recipient.known_sources().filter(pk=row.pk).exists():
        raise Forbidden("This source is confidential. Ask its reporter or an editor.")


def added(values: Shape, recipient: Recipient) -> Answer:
    row = add_source(by=recipient.person, **values)
    return made(shape_of(row, recipient), address_of("source", uid=row.uid))

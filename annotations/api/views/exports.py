"""The claims as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from annotations.actions.exporting import note_export
from annotations.api.endpoint import Endpoint
from annotations.api.schema import UNITS
from annotations.errors import NotFound
from annotations.exports import FORMATS, Format
from annotations.exports.recipients import Recipient
from annotations.exports.selection import ClaimFilter
from annotations.models import Claim

FORMAT = OpenApiParameter("format", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(FORMATS))


MEDIA_TYPES = [form.media_type.split(";")[0] for form in FORMATS.values()]


def content_of(media_type: str) -> OpenApiTypes:
    """What a client makes of it: the value that it holds, or text."""
    return OpenApiTypes.ANY if media_type.endswith(("/json", "+json")) else OpenApiTypes.STR


class Export(Endpoint):
    """Answers in the format's own media type, whatever Accept says: the address names the format."""

    queryset = Claim.objects.all()
    parameters = (UNITS, FORMAT)
    filterset_class = ClaimFilter
    streams = True

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(responses={(200, kind): content_of(kind) for kind in MEDIA_TYPES})
    def get(self, request: Request, format: str) -> HttpResponseBase:
        """The claims that fit the filters, the oldest first, streamed. Confidential sources are never named in a
        file."""
        form = form_named(format)
        claims = self.filter_queryset(Claim.objects.visible_to(request.user).living())
        recipient = Recipient(request.user, identities=False, units=self.recipient.units)
        note_export(by=request.user, format=format, filters=dict(request.query_params.lists()))
        return streamed(form, form.write(claims.order_by("created", "pk"), recipient))


def form_named(name: str) -> Format:
    form = FORMATS.get(name)
    if form is None:
        raise NotFound(f"There is no export “{name[:60]}”. There are: {', '.join(FORMATS)}.")
    return form


def streamed(form: Format, blocks: Iterator[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(blocks, content_type=form.media_type)
    response["Content-Disposition"] = f'attachment; filename="claims-{timezone.localdate()}.{form.extension}"'
    return response

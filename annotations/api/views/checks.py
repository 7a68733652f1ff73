"""What is published. Anybody may read it; nothing but frozen records is read for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.api.endpoint import Collection, Endpoint, Shape, found
from annotations.api.filters import CheckFilter
from annotations.api.negotiation import JSON, etag_of_bytes
from annotations.api.serializers.discussion import Check
from annotations.errors import Gone
from annotations.exports.records import canonical, not_named_any_more
from annotations.models import CorrectionKind, Publication
from annotations.workflow import State

CACHED_SECONDS = 60
CACHING = f"public, max-age={CACHED_SECONDS}"


READ_FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
}
"""For scripts of other sites: without credentials, which nothing here looks at."""

ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Published(Endpoint):
    """Anybody may read it, from any site, and any cache may keep it."""

    authentication_classes = ()
    permission_classes = ()
    caching = CACHING
    varies = ()

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        asked = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        for name, value in (READ_FROM_ANYWHERE | (ASKED_BEFORE if asked else {})).items():
            response.headers[name] = value
        return response


class Checks(Published, Collection):
    """Published checks, the last published first."""

    queryset = Publication.objects.all()
    filterset_class = CheckFilter
    orderings = ("-at",)

    @extend_schema(responses=Check(many=True))
    def get(self, request: Request) -> HttpResponse:
        """What is published now. No token is needed."""
        page = self.listed(Publication.objects.standing(), records)
        return kept(request, page.content, etag_of_bytes(page.content))


class CheckOne(Published):
    may_also_answer = (410,)

    @extend_schema(responses=Check)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One published check, by the claim's uid. 410 with the public reason when it was retracted.

        The body is the frozen record, byte for byte: its SHA-256 is the ETag, and the hash in `publications/`.
        """
        publication = found(Publication.objects.latest_of_each_claim(), claim__uid=uid)
        refuse_retracted(publication)
        return record_of(request, publication)


class CheckRecord(Published):
    may_also_answer = (410,)

    @extend_schema(operation_id="checks_record_retrieve", responses=Check)
    def get(self, request: Request, uid: Any, number: int) -> HttpResponse:
        """One numbered record of a check, as it was frozen; its SHA-256 is the ETag.

        410 when the check was retracted, and when the record names a source that may no longer be named.
        """
        refuse_retracted(found(Publication.objects.latest_of_each_claim(), claim__uid=uid))
        publication = found(Publication.objects.all(), claim__uid=uid, number=number)
        refuse_unnameable(publication)
        return record_of(request, publication)


def record_of(request: Request, publication: Publication) -> HttpResponse:
    content = canonical(publication.record)
    return kept(request, content, f'"{publication.content_hash}"', publication.at)


def kept(request: Request, content: bytes, etag: str, modified: datetime | None = None) -> Any:
    """These bytes, or 304 for who has them."""
    response = HttpResponse(content, JSON, headers={"ETag": etag})
    seconds = int(modified.timestamp()) if modified else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request, etag, seconds, response)


def records(publications: QuerySet[Publication]) -> Iterator[Shape]:
    return iter(publications.values_list("record", flat=True))


def refuse_retracted(publication: Publication) -> None:
    if publication.claim.state != State.RETRACTED:
        return
    notice = publication.corrections.filter(kind=CorrectionKind.RETRACTION).first()
    raise Gone(notice.text if notice else "")


def refuse_unnameable(publication: Publication) -> None:
    """Without the name the bytes would be others than those that were hashed."""
    latest = publication.claim.publications.latest("number")
    if publication != latest and not_named_any_more(publication.record):
        raise Gone("This record names a source that may no longer be named. Read the one that replaced it.")

"""What is published. Anybody may read it; nothing but frozen records is read for it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.api.endpoint import Collection, Endpoint, Shape, found
from annotations.api.filters import CheckFilter
from annotations.api.negotiation import tagged
from annotations.api.serializers.discussion import Check
from annotations.errors import Gone
from annotations.models import CorrectionKind, Publication
from annotations.workflow import State

CACHED_SECONDS = 60
CACHING = f"public, max-age={CACHED_SECONDS}"


class Checks(Collection):
    """Published checks, the last published first."""

    authentication_classes = ()
    permission_classes = ()
    caching = CACHING
    varies = ()
    queryset = Publication.objects.all()
    filterset_class = CheckFilter
    orderings = ("-at",)

    @extend_schema(responses=Check(many=True))
    def get(self, request: Request) -> HttpResponse:
        """What is published now. No token is needed."""
        return self.listed(Publication.objects.standing(), records)


class CheckOne(Endpoint):
    authentication_classes = ()
    permission_classes = ()
    caching = CACHING
    varies = ()
    may_also_answer = (410,)

    @extend_schema(responses=Check)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One published check, by the claim's uid. 410 with the public reason when it was retracted."""
        publication = found(Publication.objects.latest_of_each_claim(), claim__uid=uid)
        refuse_retracted(publication)
        return tagged(request, publication.record, etag=f'"{publication.content_hash}"')


def records(publications: QuerySet[Publication]) -> Iterator[Shape]:
    return iter(publications.values_list("record", flat=True))


def refuse_retracted(publication: Publication) -> None:
    if publication.claim.state != State.RETRACTED:
        return
    notice = publication.corrections.filter(kind=CorrectionKind.RETRACTION).first()
    raise Gone(notice.text if notice else "")

"""Two versions of an article beside one another."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.api.endpoint import Endpoint, found
from annotations.api.negotiation import tagged
from annotations.api.schema import UNITS
from annotations.api.serializers.comparisons import Comparison
from annotations.exports.shapes.comparisons import comparison_shape
from annotations.models import ArticleVersion


class Comparisons(Endpoint):
    parameters = (UNITS,)

    @extend_schema(responses=Comparison)
    def get(self, request: Request, uid: Any, older: int, newer: int) -> HttpResponse:
        """What changed from one version to another, sentence by sentence, and what became of the claims.

        The lower number is the older version, whichever comes first in the address.
        """
        versions = ArticleVersion.objects.visible_to(request.user).filter(article__uid=uid)
        old, new = (found(versions, number=number) for number in sorted((older, newer)))
        return tagged(request, comparison_shape(old, new, self.recipient))

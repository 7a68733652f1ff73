"""Earlier claims like a text."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from annotations.api.endpoint import Endpoint
from annotations.api.errors import BadRequest
from annotations.api.negotiation import answer
from annotations.api.serializers.matches import ClaimMatches
from annotations.exports.matches import match_shapes

MOST_MATCHES = 20
MOST_CHARACTERS = 2_000

TEXT = OpenApiParameter(
    "text",
    {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "pattern": r"\S"},
    required=True,
    description=f"A claim, in your words or in print; up to {MOST_CHARACTERS} characters.",
)


class Matches(Endpoint):
    parameters = (TEXT,)
    may_also_answer = (400,)

    @extend_schema(responses=ClaimMatches)
    def get(self, request: Request) -> HttpResponse:
        """Earlier claims that share numbers, names and words with a text, 20 at the most."""
        text = request.query_params.get("text", "").replace("\0", " ").strip()
        if not 0 < len(text) <= MOST_CHARACTERS:
            raise BadRequest(f"text is a claim of up to {MOST_CHARACTERS} characters.", field="text")
        return answer({"results": list(match_shapes(text, self.recipient, MOST_MATCHES))})

"""How the OpenAPI schema is made: what every operation has in common is said here, once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from annotations.api import pagination
from annotations.api.errors import MEDIA_TYPE
from annotations.api.filters import MAY_BE_EMPTY
from annotations.api.negotiation import OFFSETS
from annotations.api.serializers.problems import Problem
from annotations.exports.recipients import Units

UNITS = OpenApiParameter(
    OFFSETS,
    OpenApiTypes.STR,
    enum=Units.values,
    default=Units.CODE_POINTS.value,
    description="What positions count: Unicode code points, or UTF-16 code units as in JavaScript.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what you read: when anything shown has changed since, the answer is 412.",
)
IF_MATCH_MAYBE = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="As for PATCH, if you like."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="304 when you have it already."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Sent again within 24 hours with the same body, the answer is the first one and nothing is done.",
)
ETAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200, 201, 304], description="Strong."
)
LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI,
    OpenApiParameter.HEADER,
    response=[201],
    description="The address of what was made.",
)
ANNOTATION = OpenApiParameter(
    "Link",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 304],
    description='Its Web Annotation: rel="alternate", type="application/ld+json".',
)

CURSOR = OpenApiParameter(
    "cursor",
    {"type": "string", "pattern": f"^{pagination.CURSOR.pattern}$"},
    description="From `next` or `previous` of an answer; good for this ordering.",
)
PAGE_SIZE = OpenApiParameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": pagination.MOST_PAGE_ROWS, "default": pagination.PAGE_ROWS},
    description="Rows a page.",
)
SINCE = OpenApiParameter(
    "since",
    {"type": "string", "pattern": r"^\d{0,18}(\.\d{1,18})?$"},
    description="A pull: what changed after this, in the order of commits. Begin with 0; go on from the `since` "
    "of the answer. Removed, merged, retracted and archived records come, too, and say so.",
)
UPDATED_SINCE = OpenApiParameter(
    "updated_since",
    OpenApiTypes.DATETIME,
    description="A pull that begins with the first event at or after this time.",
)


def ordering(choices: Sequence[str]) -> OpenApiParameter:
    """It names no default: generated clients send that of their own accord, and a pull takes no ordering."""
    described = f"When none is asked for it is {choices[0]}."
    return OpenApiParameter("ordering", OpenApiTypes.STR, enum=list(choices), description=described)


WHAT_WENT_WRONG: dict[int, str] = {
    400: "The request cannot be read, or a parameter is unknown or has a bad value.",
    401: "No token and no session, or a token that is not valid.",
    403: "Your role or your token's scope does not allow this.",
    404: "There is nothing here, or nothing that you may see.",
    406: "Only JSON is answered.",
    409: "The record is not in a state in which this can be done.",
    410: "It was withdrawn; the sentence says why.",
    412: "It has changed since you read it.",
    413: "Too large.",
    415: "The body is of a type that is not read.",
    422: "The body was read, but something in it cannot be used.",
    428: "If-Match is missing.",
}

ALWAYS = (400, 406)
INSIDE = (401, 403)
WRITING = (404, 409, 413, 415, 422)


@dataclass(frozen=True)
class Envelope:
    """How a page of a list looks."""

    pulled: bool

    def get_paginated_response_schema(self, results: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        since = {"since": {"type": "string", "description": "Where the next pull begins; in pulls alone."}}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": address,
                "previous": address,
                **(since if self.pulled else {}),
                "results": results,
            },
        }


class Schema(AutoSchema):
    """`DEFAULT_SCHEMA_CLASS`."""

    def get_override_parameters(self) -> list[Any]:
        shown = self.view.list_parameters() if self.method == "GET" else []
        return [*self.view.parameters, *shown, *self.headers()]

    def _get_paginator(self) -> "Envelope | None":
        return Envelope(bool(self.view.pull_column)) if self._is_list_view() else None

    def _get_pagination_parameters(self) -> list[Any]:
        return []

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"

    def get_summary(self) -> str:
        """The first sentence of what the method says of itself."""
        return re.split(r"(?<=[^.])[.:;]\s", self.get_description() + " ", maxsplit=1)[0]

    def headers(self) -> list[OpenApiParameter]:
        if self.method == "POST":
            also = [IF_MATCH_MAYBE] if self.view.honours_if_match else []
            return [IDEMPOTENCY_KEY, *also, ETAG, LOCATION]
        if self.method == "PATCH":
            return [IDEMPOTENCY_KEY, *([IF_MATCH] if self.view.needs_if_match else []), ETAG]
        if self.method == "DELETE":
            return [IDEMPOTENCY_KEY, IF_MATCH_MAYBE]
        return [IF_NONE_MATCH, ETAG] if self.shows_one() else []

    def shows_one(self) -> bool:
        return self.method == "GET" and not self._is_list_view() and not self.view.streams

    def get_filter_backends(self) -> list[Any]:
        lists = self.method == "GET" and self.view.filterset_class is not None
        return list(self.view.filter_backends) if lists else []

    def _get_filter_parameters(self) -> list[Any]:
        parameters = super()._get_filter_parameters()
        for parameter in parameters:
            if parameter["schema"].get("type") == "string" and parameter["name"] not in MAY_BE_EMPTY:
                parameter["schema"]["minLength"] = 1
        return parameters

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if self.shows_one():
            bodies["304"] = self._get_response_for_code(OpenApiResponse(description="You have it."), "304")
        for status in self.errors():
            problem = OpenApiResponse(Problem, WHAT_WENT_WRONG[status])
            bodies[str(status)] = self._get_response_for_code(problem, str(status), [MEDIA_TYPE])
        return dict(sorted(bodies.items()))

    def errors(self) -> list[int]:
        """The statuses with which this operation may refuse."""
        found = {*ALWAYS, *self.view.may_also_answer}
        found |= {412} if self.method == "POST" and self.view.honours_if_match else set()
        found |= set(INSIDE if self.view.permission_classes else ())
        found |= {404} if "{" in self.path or self.view.streams or self._is_list_view() else set()
        found |= {409} if self.method == "GET" and self.view.pull_column else set()
        found |= set(WRITING if self.method in ("POST", "PATCH") else ())
        found |= {412, 428} if self.method == "PATCH" and self.view.needs_if_match else set()
        found |= {409, 412, 422} if self.method == "DELETE" else set()
        return sorted(found - {410} if self.method != "GET" else found)


def close_bodies(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """What clients send may hold no other fields; the schema says so."""
    for name, component in result["components"]["schemas"].items():
        if name.endswith("In") and component.get("type") == "object":
            component["additionalProperties"] = False
            for field in component.get("properties", {}).values():
                tell_of_default(field)
    return result


def tell_of_default(field: dict[str, Any]) -> None:
    """In words: generated types take a field with a default for one that is always there."""
    default = field.pop("default", None)
    if default:
        field["description"] = " ".join(
            filter(None, [field.get("description"), f"When not given: {default}."])
        )

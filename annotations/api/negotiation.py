"""ETags and preconditions, and the units in which positions are counted."""

import hashlib
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request

from annotations.api.errors import BadRequest, PreconditionFailed, PreconditionRequired
from annotations.exports.recipients import Units

JSON = "application/json"
WRITTEN = orjson.OPT_UTC_Z
ETAG_CHARACTERS = 32
OFFSETS = "offsets"


def written(value: Any) -> bytes:
    return orjson.dumps(value, option=WRITTEN)


def etag_of(value: Any) -> str:
    """Strong: a digest of the answer itself, which holds `row_version`, `changed` and the units asked for.

    So it changes exactly when anything that this caller is shown changes.
    """
    return etag_of_bytes(written(value))


def etag_of_bytes(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:ETAG_CHARACTERS]}"'


def answer(value: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(written(value), JSON, status)


def tagged(request: Request, value: Any, *, status: int = 200, etag: str = "") -> HttpResponse:
    """The answer with one object: its ETag, or 304 where the client has it already."""
    etag = etag or etag_of(value)
    response = HttpResponse(status=304) if has_already(request, etag) else answer(value, status=status)
    response["ETag"] = etag
    return response


def has_already(request: Request, etag: str) -> bool:
    """If-None-Match compares weakly: an intermediary that compressed the answer may have weakened the tag."""
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return request.method in ("GET", "HEAD") and (etag in known or "*" in known)


def require_match(request: Request, value: Any) -> None:
    """Raises PreconditionRequired without If-Match, PreconditionFailed when `value` is not what it names."""
    require_if_match(request)
    allow_match(request, value)


def require_if_match(request: Request) -> None:
    """Raises PreconditionRequired without If-Match."""
    if not request.headers.get("If-Match", "").strip():
        raise PreconditionRequired()


def allow_match(request: Request, value: Any) -> None:
    """Where If-Match may be left out. It compares strongly."""
    asked = request.headers.get("If-Match", "")
    if not asked.strip():
        return
    known = parse_etags(asked)
    if "*" not in known and etag_of(value) not in known:
        raise PreconditionFailed()


def units_of(request: Request) -> Units:
    """`?offsets=`. Raises BadRequest for other units."""
    asked = request.query_params.get(OFFSETS, Units.CODE_POINTS)
    if asked not in Units:
        raise BadRequest(f"offsets is one of: {', '.join(Units.values)}.", field=OFFSETS)
    return Units(asked)

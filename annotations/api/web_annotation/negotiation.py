"""In which form annotations are sent and taken, and how much of a container is wanted."""

import re
from typing import NamedTuple

from django.http import HttpRequest
from rest_framework.request import Request

from annotations.api.errors import BadRequest
from annotations.api.negotiation import JSON
from annotations.api.parsing import StrictJSONParser
from annotations.errors import WorkbenchError
from annotations.exports.web_annotation import CONTEXT, MEDIA_TYPE

JSON_LD = "application/ld+json"
ACCEPTED = f"{MEDIA_TYPE}, {JSON}"
"""What may be sent, as the Accept-Post header says it."""

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"

INCLUDED = re.compile(r'return\s*=\s*"?representation"?\s*;\s*include\s*=\s*"([^"]*)"', re.IGNORECASE)


class NotAcceptable(WorkbenchError):
    code, status = "not_acceptable", 406
    default = f"Answers are JSON-LD: send Accept: {JSON_LD}."


class UnsupportedMediaType(WorkbenchError):
    code, status = "unsupported_media_type", 415
    default = f"Send the annotation with Content-Type: {MEDIA_TYPE}"


class JsonLdParser(StrictJSONParser):
    media_type = JSON_LD


def media_type_for(request: HttpRequest) -> str:
    """Raises NotAcceptable. JSON-LD in whatever profile is asked for is sent in ours, as RFC 6906 has it."""
    if not request.headers.get("Accept", "").strip():
        return MEDIA_TYPE
    if wanted := request.get_preferred_type([MEDIA_TYPE, JSON]):
        return wanted
    if any(f"{kind.main_type}/{kind.sub_type}" == JSON_LD for kind in request.accepted_types):
        return MEDIA_TYPE
    raise NotAcceptable()


def refuse_other_type(request: Request) -> None:
    """Raises UnsupportedMediaType unless the body is JSON, or JSON-LD in a profile that we read."""
    kind = request.content_type or ""
    profile = re.search(r'profile\s*=\s*"?([^";]*)', kind)
    if kind.partition(";")[0].strip().lower() not in (JSON_LD, JSON):
        raise UnsupportedMediaType()
    profiles = [] if not profile else [name.replace("https:", "http:") for name in profile[1].split()]
    if profile and CONTEXT not in profiles:
        raise UnsupportedMediaType()


class Wanted(NamedTuple):
    """What of a container: `iris` its annotations by their addresses alone, `embedded` the first page inside.

    `preferred`: the Prefer header said so. `page`: that page alone.
    """

    iris: bool = False
    embedded: bool = True
    preferred: bool = False
    page: int | None = None


def wanted_by(request: Request) -> Wanted:
    """An address that says what it names is taken by its word; Prefer speaks of the container itself.

    Raises BadRequest for other values of `iris` and `page`.
    """
    iris, page = request.query_params.get("iris"), request.query_params.get("page")
    if iris not in (None, "0", "1"):
        raise BadRequest("iris is 0 or 1.", field="iris")
    if page is not None and not re.fullmatch(r"[0-9]{1,9}", page):
        raise BadRequest("page is a number from 0.", field="page")
    if iris is not None or page is not None:
        return Wanted(iris == "1", page=None if page is None else int(page))
    return preferred(request.headers.get("Prefer", ""))


def preferred(header: str) -> Wanted:
    """Nothing that we know preferred, or two things that cannot both be, is no preference (RFC 7240)."""
    asked = {iri for included in INCLUDED.findall(header) for iri in included.split()}
    asked &= {MINIMAL, IRIS, DESCRIPTIONS}
    if not asked or asked >= {IRIS, DESCRIPTIONS}:
        return Wanted()
    return Wanted(IRIS in asked, MINIMAL not in asked, True)

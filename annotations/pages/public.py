"""How readers' pages are answered: the same to everybody, so that any cache may keep them."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.encoding import escape_uri_path
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from annotations.errors import NotFound
from annotations.exports.claim_review import Publisher
from annotations.models import Correction, Publication

FRESH_SECONDS = 60
SHAPE = 1
"""Counted up when what is streamed (feeds, sitemap) gets another form: their ETags hold it."""

View = Callable[..., HttpResponseBase]


class Newest(NamedTuple):
    """The last publication and the last correction of all: whatever is public changes only with one of them."""

    publication: int
    correction: int
    at: datetime | None


def public(view: View) -> View:
    """Anybody's to read and any cache's to keep: nothing of the answer depends on who asks.

    The ETag is made from what is answered, so a new template or style sheet is a new page too. HEAD says the same
    as GET. Nothing secret is in the answer, so it may be compressed.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except NotFound:
            response = public_page(request, "check_missing", {}, status=404)
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return conditional(request, response)

    return require_safe(gzip_page(answered))


def conditional(request: HttpRequest, response: Any) -> HttpResponseBase:
    """The answer, or 304 for who has it already. Django's own middleware leaves HEAD without an ETag."""
    if response.streaming:
        if request.method == "HEAD":
            response.streaming_content = iter(())
    elif not response.has_header("ETag"):
        response["ETag"] = etag(response.content)
    modified = parse_http_date_safe(response.headers.get("Last-Modified", ""))
    kept = get_conditional_response(request, response["ETag"], modified, response)
    return kept if kept is not None else response


def etag(content: bytes) -> str:
    return quote_etag(hashlib.sha256(content).hexdigest()[:32])


def public_page(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """A readers' page. `modified` is when the newest thing on it was written."""
    standard = {
        "newsroom": settings.NEWSROOM,
        "contact": settings.CORRECTIONS_CONTACT,
        "contact_words": settings.CORRECTIONS_CONTACT.removeprefix("mailto:"),
        "canonical": absolute(escape_uri_path(request.path)),
    }
    response = render(request, f"annotations/{name}.html", standard | context, status=status)
    return dated(response, modified)


def dated(response: Any, modified: datetime | None) -> Any:
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    return response


def absolute(path: str) -> str:
    """On the host that the settings name."""
    return f"{settings.BASE_URL}{path}"


def publisher() -> Publisher:
    return Publisher(settings.NEWSROOM, settings.BASE_URL)


def newest_of(publications: Any, corrections: Any) -> Newest:
    """A page loses a check by a retraction: that is a correction, and counts like a publication."""
    published = publications.order_by("-pk").values_list("pk", "at").first() or (0, None)
    corrected = corrections.order_by("-pk").values_list("pk", "created").first() or (0, None)
    moments = [at for at in (published[1], corrected[1]) if at]
    return Newest(published[0], corrected[0], max(moments, default=None))


def newest_of_all() -> Newest:
    return newest_of(Publication.objects.all(), Correction.objects.all())


def marked(response: Any, newest: Newest, *also: object) -> Any:
    """ETag and Last-Modified of what is made from all that is public, without making it."""
    what = (SHAPE, newest.publication, newest.correction, *publisher(), *also)
    response["ETag"] = etag(repr(what).encode())
    return dated(response, newest.at)

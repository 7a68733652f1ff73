"""What the addresses of Web Annotation have in common: who may read, and the headers that every answer has."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.api.authentication import READING, Insiders
from annotations.api.endpoint import Endpoint, Shape
from annotations.api.negotiation import etag_of, has_already, written
from annotations.api.parsing import StrictJSONParser
from annotations.api.views.checks import CACHING
from annotations.api.web_annotation.negotiation import JsonLdParser, media_type_for, refuse_other_type
from annotations.exports.recipients import Recipient
from annotations.exports.web_annotation import MEDIA_TYPE, Site, our_site
from annotations.models.base import is_inside

TYPE = '<{}>; rel="type"'
RESOURCE = TYPE.format("http://www.w3.org/ns/ldp#Resource")
PROTOCOL = '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'

READ_FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Post, Allow, Content-Location, ETag, Link, Location, "
    "Preference-Applied, Vary",
}
"""Without credentials: what another site's script reads is what anybody may."""

ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, Prefer",
    "Access-Control-Max-Age": "86400",
}


class AnybodyReads(Insiders):
    """To write, one has to be known."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or super().has_permission(request, view)


class Door(Endpoint):
    """`links` are the Link headers of every answer, errors too."""

    permission_classes = (AnybodyReads,)
    parser_classes = (JsonLdParser, StrictJSONParser)
    varies = ("Accept", "Prefer", "Authorization", "Cookie")
    links: tuple[str, ...] = (RESOURCE, PROTOCOL)
    schema = None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """Raises NotAcceptable, where an annotation would be the answer."""
        says_nothing = force or request.method in ("OPTIONS", "DELETE")
        kind = MEDIA_TYPE if says_nothing else media_type_for(request._request)
        return self.get_renderers()[0], kind

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Which methods there are, and what a script of another site may do."""
        asks = "Access-Control-Request-Method" in request.headers
        return HttpResponse(status=200, headers=ASKED_BEFORE if asks else {})

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Link"] = ", ".join(self.links)
        for name, value in READ_FROM_ANYWHERE.items() if request.method in SAFE_METHODS else ():
            response.headers[name] = value
        return response

    @property
    def reads_inside(self) -> bool:
        """Whether the caller sees the newsroom's side; all others are answered from what is published."""
        token = self.request.auth
        return is_inside(self.request.user) and (
            token is None or any(token.allows(scope) for scope in READING)
        )

    @property
    def recipient(self) -> Recipient:
        """Annotations are passed on: no confidential source is named in them."""
        return Recipient(self.request.user, identities=False)

    @property
    def site(self) -> Site:
        return our_site()

    def sent(self) -> Any:
        """The body, read."""
        refuse_other_type(self.request)
        return self.request.data

    def shown(self, shape: Shape, **headers: str) -> HttpResponse:
        """The answer with its ETag, or 304 for who has it."""
        etag = etag_of(shape)
        response = (
            HttpResponse(status=304)
            if has_already(self.request, etag)
            else HttpResponse(written(shape), self.request.accepted_media_type)
        )
        response["ETag"] = etag
        for name, value in headers.items():
            response[name.replace("_", "-")] = value
        if not self.reads_inside:
            response["Cache-Control"] = CACHING
        return response

    def told(self, answer: Answer) -> HttpResponse:
        kind = self.request.accepted_media_type
        response = HttpResponse(answer.body, kind, answer.status, headers=answer.headers)
        if answer.repeated:
            response["Idempotent-Replayed"] = "true"
        return response

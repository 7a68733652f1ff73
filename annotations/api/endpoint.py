"""What all views of the API have in common: finding, taking, answering."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from annotations.actions.holding import while_held
from annotations.actions.idempotency import Answer, Asked, answer_once, earlier_answer
from annotations.api import schema
from annotations.api.authentication import names_confidential_sources
from annotations.api.errors import BadRequest
from annotations.api.filters import Filtering, refuse_unknown
from annotations.api.negotiation import (
    JSON,
    allow_match,
    answer,
    etag_of,
    require_if_match,
    tagged,
    units_of,
    written,
)
from annotations.api.pagination import is_pull, page_of, pull_of
from annotations.errors import Conflict, InvalidInput, NotFound
from annotations.exports.recipients import Recipient

KEY_HEADER = "Idempotency-Key"
KEY = re.compile("[!-~]{1,200}")

Shape = dict[str, Any]


class Endpoint(GenericAPIView):
    """One address. The class attributes say what it takes; the schema and the checks read the same ones."""

    parameters: tuple[OpenApiParameter, ...] = ()
    may_also_answer: tuple[int, ...] = ()
    honours_if_match = False
    """Of a POST. PATCH wants it, DELETE takes it."""
    needs_if_match = True
    """Of a PATCH."""
    streams = False
    pull_column = ""
    filterset_class: Any = None
    filter_backends = (Filtering,)
    caching = "private, no-cache"
    varies: tuple[str, ...] = ("Authorization", "Cookie")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            refuse_unknown(request, self.known_parameters())
            units_of(request)

    def known_parameters(self) -> set[str]:
        own = {
            parameter.name for parameter in self.parameters if parameter.location == OpenApiParameter.QUERY
        }
        if self.request.method not in ("GET", "HEAD"):
            return own
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        return own | set(filters) | {parameter.name for parameter in self.list_parameters()}

    def list_parameters(self) -> list[OpenApiParameter]:
        return []

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Which methods there are, in the Allow header that every answer has."""
        return HttpResponse(status=204)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", self.caching)
        patch_vary_headers(response, self.varies)
        return response

    @property
    def recipient(self) -> Recipient:
        """The caller, as what they see is shaped for them."""
        return Recipient(
            self.request.user,
            identities=names_confidential_sources(self.request),
            units=units_of(self.request),
        )

    def taken(self, body: type[Any], **context: Any) -> Shape:
        """The body, checked. Raises what becomes 400 (not readable) or 422 (does not fit)."""
        if self.request.data is None:
            raise InvalidInput("Send an object, with each field by its name.")
        serializer = body(data=self.request.data, context={"person": self.request.user, **context})
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def one(self, shapes: Iterator[Shape]) -> HttpResponse:
        return tagged(self.request, only(shapes))

    def act_once(self, act: Callable[[], Answer]) -> HttpResponse:
        """Act; with an Idempotency-Key only the first time."""
        return sent(self.answered_once(act))

    def answered_once(self, act: Callable[[], Answer]) -> Answer:
        asked = self.asked()
        return act() if asked is None else answer_once(asked, act)

    def change(self, row: Any, shape: Callable[[], Shape], act: Callable[[], Any]) -> HttpResponse:
        """A PATCH: as `act_on`, but If-Match has to be sent."""
        require_if_match(self.request)
        return self.act_on(row, shape, act)

    def act_on(self, row: Any, shape: Callable[[], Shape], act: Callable[[], Any]) -> HttpResponse:
        """Act on the record and answer with its `shape` as it is then.

        What If-Match names is compared while the record is held, so nothing changes between that and the act.
        """

        def compared() -> Answer:
            allow_match(self.request, shape())
            act()
            return done(shape())

        return self.act_once(lambda: while_held(row, compared))

    def remove(self, row: Any, shape: Callable[[], Shape], act: Callable[[], Any]) -> HttpResponse:
        """A DELETE: as `act_on`, with nothing to answer."""

        def compared() -> Answer:
            allow_match(self.request, shape())
            act()
            return Answer(204, "")

        return self.act_once(lambda: while_held(row, compared))

    def earlier(self) -> HttpResponse | None:
        """The answer this key was given before: for views that do something else before they act, as going out to
        the network or comparing ETags."""
        asked = self.asked()
        answered = asked and earlier_answer(asked)
        return sent(answered) if answered else None

    def asked(self) -> Asked | None:
        key = self.request.headers.get(KEY_HEADER)
        if key is None:
            return None
        if not KEY.fullmatch(key):
            raise BadRequest("An Idempotency-Key is up to 200 visible ASCII characters.", field=KEY_HEADER)
        request = f"{self.request.method} {self.request.get_full_path()}"[:300]
        return Asked(self.request.user, key, request, body_digest(self.request))


class Collection(Endpoint):
    """An address with a list. `orderings[0]` is the one when none is asked for."""

    orderings: tuple[str, ...] = ("-created",)
    pull_filters: frozenset[str] = frozenset()

    def list_parameters(self) -> list[OpenApiParameter]:
        pages = [schema.CURSOR, schema.PAGE_SIZE]
        orderings = [schema.ordering(self.orderings)] if len(self.orderings) > 1 else []
        pulls = [schema.SINCE, schema.UPDATED_SINCE] if self.pull_column else []
        return pages + orderings + pulls

    @property
    def pulls(self) -> bool:
        return is_pull(self.request)

    def listed(self, rows: QuerySet[Any], shapes: Callable[[QuerySet[Any]], Iterator[Shape]]) -> HttpResponse:
        """The page, or the pull, that the parameters ask for."""
        if self.pulls:
            self.refuse_in_pulls()
        rows = self.filter_queryset(rows)
        page = (
            pull_of(rows, self.request, self.pull_column)
            if self.pulls
            else page_of(rows, self.request, self.orderings)
        )
        return answer({**page.links, "results": list(shapes(page.rows))})

    def refuse_in_pulls(self) -> None:
        """A record that leaves a filter would be missed by who pulls through it."""
        allowed = {"page_size", "since", "updated_since", *self.pull_filters}
        allowed |= {parameter.name for parameter in self.parameters}
        asked = set(self.request.query_params)
        if {"since", "updated_since"} <= asked:
            raise Conflict("Give since or updated_since, not both.", field="since")
        if other := sorted(asked - allowed):
            raise Conflict(f"{other[0]} cannot be combined with a pull.", field=other[0])


def found(rows: QuerySet[Any], **columns: Any) -> Any:
    """The one row, among those the caller may see. Raises NotFound."""
    asked = rows.filter(**columns)
    # A uid names one row: for an order Django looks at each column that is read, which takes longer than to find it.
    row = next(iter(asked.order_by()[:1]), None) if "uid" in columns else asked.first()
    if row is None:
        raise NotFound()
    return row


def only(shapes: Iterator[Shape]) -> Shape:
    """The one row there is. Raises NotFound."""
    shape = next(shapes, None)
    if shape is None:
        raise NotFound()
    return shape


def address_of(name: str, **kwargs: Any) -> str:
    """Absolute, on the host that the settings name."""
    return settings.BASE_URL + reverse(f"api:{name}", kwargs=kwargs)


def made(shape: Shape, location: str, *, also: Shape | None = None) -> Answer:
    """201 with what was made. The ETag is that of the record itself; `also` tells more about the making."""
    headers = {"ETag": etag_of(shape), "Location": location}
    return Answer(201, written(shape | (also or {})).decode(), headers)


def done(shape: Shape, *, also: Shape | None = None) -> Answer:
    """200 with the record as it is now."""
    return Answer(200, written(shape | (also or {})).decode(), {"ETag": etag_of(shape)})


def sent(told: Answer) -> HttpResponse:
    response = HttpResponse(told.body, JSON, told.status, headers=told.headers)
    if told.repeated:
        response["Idempotent-Replayed"] = "true"
    return response


def body_digest(request: Request) -> str:
    """Of what was sent, however it was spelt: a file sent again has another boundary around it."""
    data = request.data
    values = {name: data.getlist(name) for name in data} if hasattr(data, "getlist") else data
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=file_digest).encode()).hexdigest()


def file_digest(file: Any) -> str:
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()
    file.seek(0)
    return digest

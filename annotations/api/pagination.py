"""Pages of lists, and pulls.

A page goes on after the last row of the one before, by the ordering's value and the row's key: rows added or
removed meanwhile neither repeat nor hide others. A pull goes through what changed in the order of commits.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from rest_framework.request import Request

from annotations.api.errors import BadRequest
from annotations.errors import NotFound
from annotations.models import Event
from annotations.models.base import is_inside

PAGE_ROWS = 50
MOST_PAGE_ROWS = 500
CURSOR = re.compile("[A-Za-z0-9_-]{1,400}")
SINCE = re.compile(r"(\d{0,18})(?:\.(\d{1,18}))?")


class NoSuchPage(NotFound):
    default = "This cursor belongs to another list. Begin again without one."


@dataclass(frozen=True)
class Page:
    """`rows` is a queryset of this page alone, in order; `links` go into the answer beside the results."""

    rows: QuerySet[Any]
    links: dict[str, str | None]


@dataclass(frozen=True)
class Place:
    """A row in an ordering: the value it is ordered by and its key. `backwards`: the page before it is meant."""

    value: Any
    pk: int
    backwards: bool = False


def page_of(rows: QuerySet[Any], request: Request, orderings: tuple[str, ...]) -> Page:
    """The page that `cursor`, `ordering` and `page_size` ask for. Raises BadRequest naming the parameter."""
    ordering = choice(request, orderings)
    place = read_cursor(request, rows.model, ordering)
    size = page_size(request)
    backwards = place is not None and place.backwards
    fitting = rows if place is None else rows.filter(beyond(ordering, place))
    in_order = fitting.order_by(*sorting(rows.model, ordering, backwards))
    found = list(in_order.values_list(ordering.removeprefix("-"), "pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    after = link(request, ordering, found[-1], False) if found and (more or backwards) else None
    came_from = more if backwards else place is not None
    before = link(request, ordering, found[0], True) if found and came_from else None
    page = exactly(rows.model, [pk for _, pk in found]).order_by(*sorting(rows.model, ordering, False))
    return Page(page, {"next": after, "previous": before})


def exactly(model: type[Model], pks: list[int]) -> QuerySet[Any]:
    return model._default_manager.filter(pk__in=pks)


def choice(request: Request, orderings: tuple[str, ...]) -> str:
    asked = request.query_params.get("ordering", orderings[0])
    if asked not in orderings:
        raise BadRequest(f"ordering is one of: {', '.join(orderings)}.", field="ordering")
    return asked


def page_size(request: Request) -> int:
    asked = request.query_params.get("page_size", str(PAGE_ROWS))
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 6 and 1 <= int(asked) <= MOST_PAGE_ROWS):
        raise BadRequest(f"page_size is a number from 1 to {MOST_PAGE_ROWS}.", field="page_size")
    return int(asked)


def sorting(model: type[Model], ordering: str, backwards: bool) -> list[Any]:
    """The ordering and the key, both turned round when going backwards. Rows without a value come last."""
    column = F(ordering.removeprefix("-"))
    descending = ordering.startswith("-") != backwards
    nulls = {("nulls_first" if backwards else "nulls_last"): True} if is_nullable(model, ordering) else {}
    return [column.desc(**nulls) if descending else column.asc(**nulls), "-pk" if descending else "pk"]


def is_nullable(model: type[Model], ordering: str) -> bool:
    # Asked only where it matters: NULLS LAST keeps SQLite from using an index.
    return bool(getattr(model._meta.get_field(ordering.removeprefix("-")), "null", False))


def beyond(ordering: str, place: Place) -> Q:
    """The rows after the place in this ordering, or before it."""
    column = ordering.removeprefix("-")
    further = "lt" if ordering.startswith("-") != place.backwards else "gt"
    same = Q(**{f"{column}__isnull": True} if place.value is None else {column: place.value})
    beside = same & Q(**{f"pk__{further}": place.pk})
    if place.value is None:
        return beside | Q(**{f"{column}__isnull": False}) if place.backwards else beside
    past = Q(**{f"{column}__{further}": place.value}) | beside
    return past if place.backwards else past | Q(**{f"{column}__isnull": True})


def link(request: Request, ordering: str, row: tuple[Any, int], backwards: bool) -> str:
    """The address of the page after this row, or before it."""
    content = orjson.dumps([ordering, *row, int(backwards)])
    return address(request, cursor=base64.urlsafe_b64encode(content).decode().rstrip("="))


def address(request: Request, **changed: str | None) -> str:
    """This list's own address with other parameters (None: without), on the host that the settings name."""
    parameters = [(name, value) for name, values in request.query_params.lists() for value in values]
    kept = [(name, value) for name, value in parameters if name not in changed]
    new = [(name, value) for name, value in changed.items() if value is not None]
    return f"{settings.BASE_URL}{request.path}?{urlencode([*kept, *new])}"


def read_cursor(request: Request, model: type[Model], ordering: str) -> Place | None:
    """Raises BadRequest for what cannot be a cursor, NoSuchPage for one that is not ours or of another ordering."""
    cursor = request.query_params.get("cursor")
    if cursor is None:
        return None
    if not CURSOR.fullmatch(cursor):
        raise BadRequest(
            "This is no cursor: take the addresses `next` and `previous` as they are.", field="cursor"
        )
    try:
        content = orjson.loads(base64.urlsafe_b64decode(f"{cursor}=="))
        written_for, value, pk, backwards = content
        field: Any = model._meta.get_field(ordering.removeprefix("-"))
        value = field.to_python(value)
        if written_for != ordering or type(pk) is not int or not 0 <= pk < 2**63 or "\x00" in str(value):
            raise ValueError(cursor)
    except (ValueError, TypeError, binascii.Error, ValidationError, OverflowError) as error:
        raise NoSuchPage(field="cursor") from error
    return Place(value, pk, bool(backwards))


def pull_of(rows: QuerySet[Any], request: Request, column: str) -> Page:
    """What changed after `since`, in the order of commits, and where the next pull begins.

    `column` holds the number of the event that last changed the row. Rows changed by one event are told apart
    by their key, so that a page may end between them.
    """
    number, pk = beginning(request)
    size = page_size(request)
    fitting = rows.filter(Q(**{f"{column}__gt": number}) | Q(**{column: number, "pk__gt": pk}))
    found = list(fitting.order_by(column, "pk").values_list(column, "pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if found:
        number, pk = found[-1]
        # One event, one row: the key adds nothing.
        pk = LAST_KEY if rows.model._meta.get_field(column).unique else pk
    since = str(number) if pk == LAST_KEY else f"{number}.{pk}"
    return Page(
        exactly(rows.model, [pk for _, pk in found]).order_by(column, "pk"),
        {
            "next": address(request, since=since, updated_since=None) if more else None,
            "previous": None,
            "since": since,
        },
    )


def is_pull(request: Request) -> bool:
    return "since" in request.query_params or "updated_since" in request.query_params


LAST_KEY = 10**18
"""Beyond every key: a bare number means that everything of that event has been seen."""


def beginning(request: Request) -> tuple[int, int]:
    """The event's number, and the key within it, after which the pull goes on."""
    if "updated_since" in request.query_params:
        when = moment(request)
        # How much has happened inside is nobody's business who sees nothing of it.
        return number_before(when) if is_inside(request.user) else 0, LAST_KEY
    asked = SINCE.fullmatch(request.query_params["since"])
    if asked is None:
        raise BadRequest("since is the cursor that the last pull ended with, or 0.", field="since")
    return int(asked[1] or 0), int(asked[2] or LAST_KEY)


def moment(request: Request) -> datetime:
    # In an address a plus sign is a space.
    try:
        when = parse_datetime(request.query_params["updated_since"].replace(" ", "+"))
        if when is not None:
            # PostgreSQL takes fewer time zones than Python: it is given none.
            return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    raise BadRequest("updated_since is a time like 2026-01-31T12:00:00Z.", field="updated_since")


def number_before(when: datetime) -> int:
    """The number before that of the first event at or after this time."""
    events = Event.objects.order_by("number")
    first = events.filter(at__gte=when).values_list("number", flat=True).first()
    return first - 1 if first else (events.values_list("number", flat=True).last() or 0)

"""What every list does: the words asked for, pages of rows, links that change one thing of the address, counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

ROWS_A_PAGE = 30
MAX_WORDS = 8
MAX_CHARACTERS = 200


@dataclass(frozen=True)
class Choice:
    """One link of a filter: `value` is what it puts into the address, `count` how many rows it leads to."""

    value: str
    label: str
    address: str
    current: bool
    count: int | None = None


def asked_words(request: HttpRequest, name: str = "q") -> str:
    """What is looked for. More than anyone types is cut off, and so are characters no database takes."""
    return " ".join(request.GET.get(name, "").replace("\0", " ")[:MAX_CHARACTERS].split())


def holding(rows: Any, words: str) -> Any:
    """The rows that match each of the words."""
    return reduce(lambda found, word: found.matching(word), words.split()[:MAX_WORDS], rows)


def counted(number: int, noun: str) -> str:
    """As in "1 claim" and "2 claims"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def page_of(request: HttpRequest, rows: Any, size: int = ROWS_A_PAGE) -> Page[Any]:
    """The page the address asks for; the first or the last when there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def changed_address(request: HttpRequest, name: str, value: str) -> str:
    """This page's address with one thing changed, from its first page on."""
    query = request.GET.copy()
    query[name] = value
    for gone in ("page", *([] if value else [name])):
        query.pop(gone, None)
    return f"?{query.urlencode()}" if query else request.path


def kept_query(request: HttpRequest, without: Iterable[str]) -> str:
    """What this page's address asks for but for these names."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return query.urlencode()


def choices(
    request: HttpRequest, name: str, options: Any, current: str, counts: dict[str, int] | None = None
) -> list[Choice]:
    """A filter from (value, label) pairs; the empty value stands for no filter."""
    return [
        Choice(
            value=str(value),
            label=str(label),
            address=changed_address(request, name, str(value)),
            current=str(value) == current,
            count=counts.get(str(value), 0) if counts is not None else None,
        )
        for value, label in options
    ]


def chosen(request: HttpRequest, name: str, allowed: Any, default: str = "") -> str:
    """What the address says, if it is one of the values allowed."""
    value = request.GET.get(name, default)
    return value if value in allowed else default


def list_answer(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """The page `name`, or for htmx the part of it that filters change."""
    htmx: Any = getattr(request, "htmx", None)
    part = bool(htmx and not htmx.history_restore_request)
    template = f"annotations/{'_' if part else ''}{name}.html"
    response = render(request, template, {**context, "is_part": part})
    patch_vary_headers(response, ["HX-Request"])
    return response

"""One search over claims, articles and sources, among what the person may see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from annotations.models import Article, Claim, Source
from annotations.pages.desk import rows_of, with_all_shown
from annotations.pages.entry import inside
from annotations.pages.lists import MAX_WORDS, asked_words, choices, chosen, holding, list_answer, page_of
from annotations.pages.sources import source_shown, with_uses

FIRST_FEW = 5


@dataclass(frozen=True)
class Shelf:
    """One kind of thing that is searched: the rows that match, and some of them as the page shows them."""

    label: str
    found: Callable[[Any, str], Any]
    shown: Callable[[Any, Any], Any]


def claims_holding(person: Any, words: str) -> Any:
    rows = holding(Claim.objects.visible_to(person).living(), words)
    return with_all_shown(rows, person).order_by("-changed", "-pk")


def articles_holding(person: Any, words: str) -> Any:
    rows = Article.objects.visible_to(person)
    found = reduce(lambda articles, word: articles.saying(word), words.split()[:MAX_WORDS], rows)
    return found.order_by("-changed", "-pk")


def sources_holding(person: Any, words: str) -> Any:
    return with_uses(holding(Source.objects.visible_to(person), words)).order_by("-changed", "-pk")


SHELVES = {
    "claims": Shelf("Claims", claims_holding, rows_of),
    "articles": Shelf("Articles", articles_holding, lambda articles, person: list(articles)),
    "sources": Shelf("Sources", sources_holding, lambda sources, person: list(map(source_shown, sources))),
}


@inside
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words, place = asked_words(request), chosen(request, "in", {"": "", **SHELVES})
    context = {"words": words, "place": place}
    if words:
        context |= results(request, words, place)
    return list_answer(request, "search", context)


def results(request: HttpRequest, words: str, place: str) -> dict[str, Any]:
    found = {key: shelf.found(request.user, words) for key, shelf in SHELVES.items()}
    counts = {key: rows.count() for key, rows in found.items()}
    counts[""] = sum(counts.values())
    options = [("", "Everything"), *((key, shelf.label) for key, shelf in SHELVES.items())]
    context: dict[str, Any] = {"places": choices(request, "in", options, place, counts), "total": counts[""]}
    if place:
        page = page_of(request, found[place])
        return context | {"page": page, "parts": [part(request, place, page.object_list, counts)]}
    some = [key for key in SHELVES if counts[key]]
    return context | {"parts": [part(request, key, found[key][:FIRST_FEW], counts) for key in some]}


def part(request: HttpRequest, key: str, rows: Any, counts: dict[str, int]) -> dict[str, Any]:
    shelf = SHELVES[key]
    shown = shelf.shown(rows, request.user)
    return {"key": key, "title": shelf.label, "count": counts[key], "rows": shown}

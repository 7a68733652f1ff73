"""Two files that are sent at once, in whatever order their rows stand: nobody waits crosswise for anybody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from annotations.models import Claim, Event, Source, Verb
from tests.api.calling import Caller, openapi
from tests.make import alice, bob, make_article, make_claim, make_evidence, make_source

pytestmark = pytest.mark.django_db(transaction=True)

FEW = 8


def at_once(path: str, bodies: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Sends each of the two as another person, with a key: what became of the rows."""
    openapi()
    callers = [Caller(alice()), Caller(bob())]

    def send(caller: Caller, body: dict[str, Any]) -> dict[str, int]:
        try:
            answer = caller.post(path, body, Idempotency_Key="one")
            assert answer.status_code == 200
            return dict(answer.json()["counts"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, callers, bodies))


def both_ways(rows: list[Any], body: Callable[[list[Any]], dict[str, Any]]) -> list[dict[str, Any]]:
    return [body(rows), body(rows[::-1])]


def test_sources_are_added_once() -> None:
    items = [{"title": f"Report {number}", "DOI": f"10.1000/{number}"} for number in range(FEW)]
    told = at_once("sources/import/", both_ways(items, lambda rows: {"items": rows}))
    assert sorted(map(str, told)) == [str({"new": FEW}), str({"there": FEW})]
    assert Source.objects.count() == FEW


def test_sources_that_are_here_are_filled_in_once() -> None:
    articles = [make_article() for _ in range(2)]
    for number in range(FEW):
        source = make_source(title=f"Report {number}", doi=f"10.1000/{number}")
        make_evidence(make_claim(articles[number % 2], by=bob()), source=source)
    items = [
        {"DOI": f"10.1000/{number}", "title": f"Report {number}", "publisher": "The port"}
        for number in range(FEW)
    ]
    told = at_once("sources/import/", both_ways(items, lambda rows: {"items": rows}))
    assert told == [{"there": FEW}] * 2
    assert Source.objects.filter(publisher="The port").count() == FEW
    assert Event.objects.filter(verb=Verb.SOURCE_DESCRIBED).count() == FEW


def test_claims_of_several_articles_are_made_once() -> None:
    articles = [make_article() for _ in range(FEW)]
    rows = [f"{article.uid},It cost 12 million euros\n" for article in articles]
    told = at_once(
        "claims/import/",
        both_ways(rows, lambda rows: {"text": "article,quotation\n" + "".join(rows), "format": "csv"}),
    )
    assert sorted(map(str, told)) == [str({"new": FEW}), str({"there": FEW})]
    assert Claim.objects.count() == FEW

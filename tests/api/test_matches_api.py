"""Earlier claims like a text, through the API and the command."""

from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command

from tests.api.calling import Caller
from tests.make import alice, bob, make_article, make_claim, make_published

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"


def test_the_best_comes_first_with_its_rating_and_the_reasons() -> None:
    published = make_published(make_claim(words=COST), "false")
    open_one = make_claim(make_article(), COST + ", twice as much as planned")
    answer = Caller(bob(), "read").get(f"claims/match/?text={quote('The bridge cost twelve million euros')}")
    best, next_best = answer.json()["results"]
    assert (best["claim"]["uid"], best["rating"]["key"]) == (str(published.uid), "false")
    assert (next_best["claim"]["uid"], next_best["rating"]) == (str(open_one.uid), None)
    assert set(best["shared"]) == {"twelve", "million", "cost", "euros"}
    assert best["score"] > next_best["score"]


def test_it_needs_a_text_and_a_caller_who_is_known() -> None:
    assert Caller(bob()).get("claims/match/").status_code == 400
    assert Caller(bob()).get("claims/match/?text=" + "a" * 2_001).status_code == 400
    assert Caller().get("claims/match/?text=bridge").status_code == 401
    assert Caller(bob()).get("claims/match/?text=the").json() == {"results": []}


def test_the_command_prints_a_line_a_claim() -> None:
    claim = make_published(make_claim(words=COST), "false")
    said = StringIO()
    call_command("match_claims", COST, by=alice().username, stdout=said)
    assert said.getvalue() == f"1.00  {COST} (published, False; 12, million, cost, euros)  {claim.uid}\n"
    call_command("match_claims", "Nobody", stdout=said, stderr=(none := StringIO()))
    assert "No earlier claim" in none.getvalue()

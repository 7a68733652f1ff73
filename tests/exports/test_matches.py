"""Earlier claims like a text, among what a person may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.claims import remove_claim
from annotations.actions.publications import retract_claim
from annotations.exports.matches import claims_like, match_shapes
from annotations.exports.recipients import Recipient
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_published,
)

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"
SHIPS = "The harbour handles 40 ships a day"


def test_of_equals_the_same_article_comes_first_and_then_the_newest() -> None:
    claim = make_claim(words=COST)
    first, second = make_claim(make_article(), COST), make_claim(make_article(), COST)
    own = make_claim(claim.article, COST + ", twice as much as planned")
    make_claim(claim.article, SHIPS)
    remove_claim(make_claim(claim.article, COST), by=bob())
    found = claims_like(claim.text, person=bob(), limit=9, beside=claim)
    assert [match.claim for match in found] == [second, first, own]
    same = make_claim(claim.article, COST)
    assert claims_like(claim.text, person=bob(), limit=1, beside=claim)[0].claim == same
    assert claims_like(COST, person=carol(), limit=9) == []
    assert claims_like("the and", person=bob(), limit=9) == []


def test_what_is_found_does_not_change_the_number_of_queries() -> None:
    claim, person = make_claim(words=COST), bob()
    make_claim(make_article(), COST)
    with CaptureQueriesContext(connection) as few:
        claims_like(COST, person=person, limit=9, beside=claim)
    for _ in range(3):
        make_published(make_claim(make_article(), COST))
    with CaptureQueriesContext(connection) as many:
        assert len(claims_like(COST, person=person, limit=9, beside=claim)) == 4
    assert len(few) == len(many) <= 4


def test_a_retracted_one_says_so_and_one_read_blind_has_no_rating() -> None:
    retract_claim(make_published(make_claim(words=COST)), by=alice(), reason="It was wrong.")
    blind = make_claim(make_blind_article(), COST)
    make_evidence(blind, by=alice())
    make_assessment(blind, by=alice())
    shapes = {shape["claim"]["uid"]: shape for shape in match_shapes(COST, Recipient(bob()), 9)}
    assert shapes[blind.uid]["rating"] is None
    (retracted,) = (shape for uid, shape in shapes.items() if uid != blind.uid)
    assert retracted["claim"]["state"] == "retracted"
    assert set(retracted["shared"][:2]) == {"12", "million"}

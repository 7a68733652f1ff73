"""What agreement counts: whose marks they are, and which readings were made under which rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.actions.claims import merge_claim, remove_claim
from annotations.actions.highlights import add_highlight
from annotations.actions.verdicts import second_claim, send_back_claim
from annotations.exports.readings import marked_together, twice_read
from annotations.models import Claim
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_policy,
    make_submitted,
)

pytestmark = pytest.mark.django_db

OLD_BRIDGE = "The old bridge was built in 1911"
PRICE = "It cost 12 million euros"


def read_twice(claim: Claim, first: str = "true", second: str = "true") -> Claim:
    claim = make_submitted(claim, first)
    make_assessment(claim, second, by=alice())
    return second_claim(claim, by=alice())


def test_a_mark_stays_its_makers_when_claims_are_merged_or_get_another_place() -> None:
    article = make_article()
    his = make_claim(article, PRICE, by=bob())
    hers = make_claim(article, OLD_BRIDGE, by=alice())
    text = article.current_version().text
    merge_claim(hers, by=alice(), into=his)
    start = text.index("Nobody was hurt")
    add_highlight(his, by=alice(), version=article.current_version(), start=start, end=start + 15)
    [together] = marked_together(bob())
    marks = dict(zip(together.people, together.marks, strict=True))
    assert marks == {bob().pk: 1, alice().pk: 2}
    characters = {alice().pk: len(OLD_BRIDGE) + 15, bob().pk: len(PRICE)}
    assert (together.overlap.first, together.overlap.second) == tuple(
        characters[key] for key in together.people
    )
    assert together.overlap.both == 0


def test_a_mark_removed_as_a_mistake_is_none() -> None:
    article = make_article()
    make_claim(article, PRICE, by=bob())
    remove_claim(make_claim(article, OLD_BRIDGE, by=alice()), by=alice())
    assert marked_together(bob()) == []


def test_a_round_before_the_running_one_counts_as_open_whatever_the_policy_says_now() -> None:
    article = make_blind_article()
    claim = read_twice(make_claim(article, PRICE), "true", "false")
    assert [row.how for row in twice_read(bob())] == ["blind"]
    claim = send_back_claim(claim, by=alice(), comment="Look again.")
    assert twice_read(bob()) == []
    claim = read_twice(claim, "false", "false")
    assert [(row.round, row.how) for row in twice_read(bob())] == [(1, "open"), (2, "blind")]


def test_readings_are_those_of_the_period_and_nobodys_outside() -> None:
    read_twice(make_claim(make_article(policy=make_policy(name="Open", second_read="open")), PRICE))
    now = timezone.now()
    assert len(twice_read(bob(), since=now - timedelta(days=1), until=now + timedelta(days=1))) == 1
    assert twice_read(bob(), since=now + timedelta(days=1)) == []
    assert twice_read(bob(), until=now - timedelta(days=1)) == []
    assert twice_read(carol()) == []

"""Linking claims, the choice of the other one, and the graph of what rests on what."""

from itertools import pairwise
from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.claims import remove_claim
from annotations.actions.links import link_claims
from annotations.actions.publications import retract_claim
from annotations.actions.withdrawing import withdraw_source
from annotations.models import Claim, ClaimLink, Role
from annotations.pages.dependencies import resting_on, rests_on
from annotations.workflow import State
from tests.make import (
    alice,
    bob,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, panel_of, post, queries_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawing_told")]

COST = "It cost 12 million euros"
SHIPS = "The harbour handles 40 ships a day"


def choices(person: Any, claim: Claim, words: str = "") -> list[Claim]:
    answer = get(person, "claim_choose", claim.uid, q=words)
    assert answer.status_code == 200
    return [choice.claim for choice in answer.context["choices"]]


def test_the_other_claim_is_found_by_words_number_and_address() -> None:
    claim, near = make_claim(), None
    near = make_claim(claim.article, COST)
    far = make_claim(make_article(), SHIPS)
    removed = remove_claim(make_claim(claim.article, SHIPS), by=bob())
    assert choices(bob(), claim) == [near]
    assert choices(bob(), claim, "ships") == [far]
    assert choices(bob(), claim, "euros million") == [near]
    assert choices(bob(), claim, "#2") == choices(bob(), claim, "2") == [near]
    assert choices(bob(), claim, "3") == choices(bob(), claim, "99") == []
    for address in (
        f"http://testserver{reverse('claim_detail', args=[far.uid])}",
        f"/articles/{far.article.uid}/?claim={far.uid}#panel",
        str(far.uid).upper(),
    ):
        assert choices(bob(), claim, address) == [far]
    assert choices(bob(), claim, str(removed.uid)) == []
    shown = words_of(get(bob(), "claim_choose", claim.uid, q="ships"))
    assert SHIPS in shown
    assert "No claim like" in words_of(get(bob(), "claim_choose", claim.uid, q="<zebra>"))
    assert get(make_person("rita", Role.READER), "claim_choose", claim.uid).status_code == 403


def test_while_one_is_looked_for_only_the_choices_are_sent() -> None:
    claim = make_claim()
    make_claim(claim.article, COST)
    answer = browser_of(bob()).get(
        reverse("claim_choose", args=[claim.uid]), {"q": "million"}, headers={"HX-Request": "true"}
    )
    shown = words_of(answer)
    assert COST in shown
    assert "<html" not in shown


def test_a_claim_is_linked_unlinked_and_linked_again() -> None:
    claim, other = make_claim(), make_claim(make_article(), COST)
    assert post(bob(), "link_add", claim.uid, kind="depends_on").status_code == 422
    assert post(bob(), "link_add", claim.uid, to=other.uid, kind="depends_on").status_code == 302
    link = ClaimLink.objects.living().get()
    panel = panel_of(bob(), claim)
    assert COST in panel
    assert "Depends on" in panel
    assert "Carries" in words_of(get(bob(), "article_detail", other.article.uid, claim=other.uid))
    assert post(bob(), "link_remove", claim.uid, link.uid).status_code == 302
    assert not ClaimLink.objects.living().exists()
    assert post(bob(), "article_undo", claim.article.uid).status_code == 302
    assert ClaimLink.objects.living().get() == link
    assert post(make_person("rita", Role.READER), "link_remove", claim.uid, link.uid).status_code == 403


def test_a_claim_is_merged_into_the_one_that_was_chosen() -> None:
    claim = make_claim()
    other, far = make_claim(claim.article, COST), make_claim(make_article(), COST)
    assert "Merge into it" in words_of(get(alice(), "claim_choose", claim.uid))
    assert "Merge into it" not in words_of(get(bob(), "claim_choose", claim.uid))
    assert post(alice(), "claim_step", claim.uid, "merge").status_code == 422
    assert post(alice(), "claim_step", claim.uid, "merge", to=far.uid).status_code == 422
    assert post(alice(), "claim_step", claim.uid, "merge", to=other.uid).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.merged_into) == (State.MERGED, other)


def chain(*claims: Claim) -> None:
    """Each depends on the one before it."""
    for basis, claim in pairwise(claims):
        link_claims(claim, by=bob(), to_claim=basis, kind="depends_on")


def test_the_whole_chain_is_shown_and_a_circle_ends() -> None:
    article = make_article()
    one, two, three = make_claim(article), make_claim(article, COST), make_claim(article, SHIPS)
    chain(one, two, three, one)
    [first] = resting_on([one.pk], bob())[one.pk]
    [second] = first.children
    [third] = second.children
    assert [node.claim for node in (first, second, third)] == [two, three, one]
    assert [node.steps for node in (first, second, third)] == [1, 2, 3]
    assert (third.again, third.children, first.size()) == (True, (), 2)
    [above] = rests_on(one, bob())
    assert above.claim == three
    shown = words_of(get(bob(), "claim_detail", one.uid))
    assert "2 steps away" in shown
    assert "shown above" in shown


def test_the_graph_tells_state_rating_owner_staleness_and_withdrawn_sources() -> None:
    basis = make_published()
    source = make_source(title="Annals")
    claim = make_claim(make_article(), COST)
    make_evidence(claim, source=source)
    claim = make_submitted(claim, "false")
    chain(basis, claim)
    withdraw_source(source, by=bob(), row_version=source.row_version, why="Its author took it back.")
    below = words_of(get(bob(), "claim_detail", basis.uid))
    for words in ("depends on it", "Approved", "False", "bob", "Stale"):
        assert words in below
    above = words_of(get(bob(), "claim_detail", claim.uid))
    for words in ("it depends on", "Withdrawn", "Its author took it back.", "Approved 2", "bob"):
        assert words in above
    retract_claim(basis, by=alice(), reason="It was forged.")
    assert "Retraction: It was forged." in words_of(get(bob(), "claim_detail", claim.uid))


def test_the_graph_keeps_a_blind_reading_blind() -> None:
    blind = make_claim(make_blind_article(), COST)
    basis = make_claim()
    chain(basis, blind)
    make_submitted(blind, "false")
    shown = words_of(get(make_person("dora"), "claim_detail", basis.uid))
    assert COST in shown
    assert "False" not in shown
    assert "contradicted" not in shown


def test_a_page_with_a_large_graph_takes_as_many_queries_as_one_with_a_small_one() -> None:
    basis, article = make_claim(), make_article()

    def more(number: int) -> None:
        for _ in range(number):
            one, two = make_claim(article, COST), make_claim(article, SHIPS)
            chain(basis, one, two)

    more(1)
    few = queries_of(bob(), "claim_detail", basis.uid)
    more(6)
    assert queries_of(bob(), "claim_detail", basis.uid) == few <= 32

"""Claims that hang on one another, and what becomes of their links."""

import pytest

from annotations.actions.claims import merge_claim, remove_claim, restore_claim
from annotations.actions.links import link_claims, restore_link, unlink_claims
from annotations.errors import Conflict, Forbidden, InvalidInput
from annotations.models import Claim, ClaimLink, Role, Verb
from tests.make import alice, bob, make_article, make_claim, make_person

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"


def two() -> tuple[Claim, Claim]:
    article = make_article()
    return make_claim(article), make_claim(article, COST)


def test_a_claim_is_linked_once_a_kind_and_not_to_itself() -> None:
    one, other = two()
    link_claims(one, by=bob(), to_claim=other, kind="depends_on")
    link_claims(one, by=bob(), to_claim=other, kind="contradicts")
    with pytest.raises(Conflict):
        link_claims(one, by=bob(), to_claim=other, kind="depends_on")
    with pytest.raises(InvalidInput):
        link_claims(one, by=bob(), to_claim=one, kind="repeats")
    with pytest.raises(InvalidInput):
        link_claims(other, by=bob(), to_claim=one, kind="resembles")
    with pytest.raises(Forbidden):
        link_claims(other, by=make_person("rita", Role.READER), to_claim=one, kind="repeats")


def test_a_link_is_taken_away_and_put_back_and_both_claims_count_as_changed() -> None:
    one, other = make_claim(), make_claim(make_article(), COST)
    link = link_claims(one, by=bob(), to_claim=other, kind="repeats")
    unlink_claims(link, by=bob())
    assert not ClaimLink.objects.living().exists()
    with pytest.raises(Conflict):
        unlink_claims(link, by=bob())
    link_again = restore_link(link, by=bob())
    with pytest.raises(Conflict):
        restore_link(link, by=bob())
    assert link_again.removed_at is None
    events = list(one.events.filter(object_uid=link.uid).order_by("number"))
    assert [event.verb for event in events] == [Verb.CLAIM_LINKED, Verb.CLAIM_UNLINKED, Verb.CLAIM_LINKED]
    assert events[1].inverse == Verb.CLAIM_LINKED
    for claim in (one, other):
        claim.refresh_from_db()
        assert claim.changed == claim.article.changed == events[-1].number


def test_a_claim_that_is_put_away_is_not_linked() -> None:
    one, other = two()
    link = link_claims(one, by=bob(), to_claim=other, kind="repeats")
    unlink_claims(link, by=bob())
    remove_claim(other, by=bob())
    with pytest.raises(Conflict, match="Restore it first"):
        link_claims(one, by=bob(), to_claim=other, kind="depends_on")
    with pytest.raises(Conflict, match="Restore it first"):
        restore_link(link, by=bob())


def test_who_stands_for_a_merged_claim_stands_for_it_in_its_links() -> None:
    one, other = two()
    third = make_claim(one.article, "twice as much as planned")
    moves = link_claims(third, by=bob(), to_claim=one, kind="depends_on")
    between = link_claims(one, by=bob(), to_claim=other, kind="repeats")
    twice = link_claims(one, by=bob(), to_claim=third, kind="contradicts")
    link_claims(other, by=bob(), to_claim=third, kind="contradicts")
    merge_claim(one, by=alice(), into=other)
    for link, ends in ((moves, (third, other)), (between, (one, other)), (twice, (one, third))):
        link.refresh_from_db()
        assert (link.from_claim, link.to_claim) == ends
    restore_claim(one, by=alice())
    moves.refresh_from_db()
    assert (moves.from_claim, moves.to_claim) == (third, one)

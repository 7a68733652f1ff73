"""A verdict is about the words that were judged: other words, or another claim under them, make it stale."""

import pytest

from annotations.actions.claims import decline_claim, describe_claim, merge_claim
from annotations.actions.highlights import move_highlight
from annotations.actions.undoing import undo_last
from annotations.errors import Conflict
from annotations.models import Claim, Verb
from annotations.models.staleness import StaleKind
from tests.make import alice, bob, make_article, make_claim, make_policy, make_submitted

pytestmark = pytest.mark.django_db


def anew(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def test_a_judged_claim_reworded_is_stale_until_it_says_again_what_was_judged() -> None:
    claim = make_submitted()
    judged = claim.text
    claim = describe_claim(claim, by=bob(), row_version=claim.row_version, text="It was built in 1912.")
    assert [entry["kind"] for entry in anew(claim).stale_reasons] == [StaleKind.WORDING_CHANGED]
    assert claim.events.filter(verb=Verb.CLAIM_WENT_STALE).count() == 1
    claim = describe_claim(claim, by=bob(), row_version=anew(claim).row_version, text="In 1912, then.")
    assert len(anew(claim).stale_reasons) == 1
    describe_claim(claim, by=bob(), row_version=anew(claim).row_version, text=judged)
    assert anew(claim).stale_since is None


def test_a_claim_that_nobody_has_judged_is_reworded_freely() -> None:
    claim = make_claim()
    describe_claim(claim, by=bob(), row_version=claim.row_version, text="It was built in 1912.")
    assert anew(claim).stale_since is None


def test_a_judged_claim_put_on_other_words_is_stale_until_it_is_back() -> None:
    claim = make_submitted()
    place = claim.highlights.get()
    start, end = place.start, place.end
    place = move_highlight(place, by=bob(), row_version=place.row_version, start=start, end=end - 8)
    assert [entry["kind"] for entry in anew(claim).stale_reasons] == [StaleKind.PLACE_MOVED]
    move_highlight(place, by=bob(), row_version=place.row_version, start=start, end=end)
    assert anew(claim).stale_since is None


def test_a_word_less_at_its_edge_that_says_nothing_else_makes_no_claim_stale() -> None:
    claim = make_submitted()
    place = claim.highlights.get()
    move_highlight(place, by=bob(), row_version=place.row_version, start=place.start + 4, end=place.end)
    assert anew(claim).stale_since is None


def test_nothing_is_merged_into_a_claim_that_is_closed() -> None:
    article = make_article()
    closed = decline_claim(make_claim(article, "It cost 12 million euros"), by=bob(), reason="trivial")
    with pytest.raises(Conflict, match="declined"):
        merge_claim(make_claim(article), by=alice(), into=closed)


def test_who_reads_a_claim_blind_does_not_see_it_through_a_merge() -> None:
    article = make_article(policy=make_policy(name="Blind", second_read="blind"))
    claim = make_submitted(make_claim(article))
    other = make_claim(article, "It cost 12 million euros")
    Claim.objects.filter(pk=other.pk).update(policy=make_policy())
    other.refresh_from_db()
    with pytest.raises(Conflict, match="own reading first"):
        merge_claim(claim, by=alice(), into=other)


def test_taking_the_rewording_back_lifts_the_staleness_too() -> None:
    claim = make_submitted()
    judged = claim.text
    describe_claim(claim, by=bob(), row_version=claim.row_version, text="It was built in 1912.")
    undo_last(claim.article, by=bob())
    assert (anew(claim).text, anew(claim).stale_since) == (judged, None)

"""Marking, wording and moving claims through the real actions."""

import pytest

from annotations.actions.claims import (
    assign_claim,
    decline_claim,
    describe_claim,
    mark_claim,
    mark_selector,
    merge_claim,
    name_claimant,
    remove_claim,
    restore_claim,
    take_claim,
)
from annotations.actions.highlights import add_highlight, move_highlight, remove_highlight
from annotations.actions.links import link_claims
from annotations.actions.verdicts import submit_claim
from annotations.anchoring.selectors import Selector, TextPosition, TextQuote
from annotations.errors import (
    CannotLocate,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleEdit,
    StepNotAllowed,
)
from annotations.models import Claim, Event, Verb
from annotations.workflow import State
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_person,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def test_a_mark_becomes_a_claim_worded_as_printed():
    claim = make_claim(words="It cost 12 million euros")
    highlight = claim.highlights.get()
    assert claim.state == State.SPOTTED
    assert claim.text == claim.quotation == highlight.exact == "It cost 12 million euros"
    assert highlight.version.text[highlight.start : highlight.end] == highlight.exact


def test_white_space_at_the_ends_is_not_marked():
    article = make_article()
    version = article.current_version()
    start = version.text.index("It cost")
    claim = mark_claim(version, by=bob(), start=start - 1, end=start + len("It cost "))
    assert claim.quotation == "It cost"


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 3), (0, 10**9)])
def test_positions_outside_the_text_are_refused_and_nothing_is_stored(start, end):
    version = make_article().current_version()
    with pytest.raises(InvalidInput):
        mark_claim(version, by=bob(), start=start, end=end)
    assert not Claim.objects.exists()


def test_overlapping_and_equal_marks_are_all_kept():
    article = make_article()
    words = ["The old bridge was built in 1911", "built in 1911", "built in 1911"]
    assert {make_claim(article, part).highlights.get().exact for part in words} == set(words)
    assert article.claims.count() == 3


def test_a_quotation_that_stands_once_is_found():
    version = make_article().current_version()
    claim = mark_selector(version, by=bob(), selector=Selector(quote=TextQuote("handles 40 ships")))
    assert claim.highlights.get().method == "located"


def test_a_quotation_that_is_not_there_is_refused_in_a_sentence():
    version = make_article().current_version()
    with pytest.raises(CannotLocate) as caught:
        mark_selector(version, by=bob(), selector=Selector(quote=TextQuote("a wholly different matter")))
    assert caught.value.sentence


def test_positions_that_hold_other_words_name_the_words_that_do_stand_there():
    version = make_article().current_version()
    selector = Selector(TextQuote("It cost 12 million euros"), TextPosition(0, 8))
    with pytest.raises(CannotLocate) as caught:
        mark_selector(version, by=bob(), selector=selector)
    assert caught.value.extra["standing"] == version.text[:8]


@pytest.mark.parametrize(("make", "error"), [(carol, NotFound)])
def test_a_stranger_is_not_told_that_there_is_anything(make, error):
    version = make_article().current_version()
    with pytest.raises(error):
        mark_claim(version, by=make(), start=0, end=8)


def test_a_reader_may_not_mark():
    version = make_article().current_version()
    with pytest.raises(Forbidden):
        mark_claim(version, by=make_person("rita", "reader"), start=0, end=8)


def test_of_two_edits_the_second_is_told_and_shown_what_stands():
    claim = make_claim()
    seen = claim.row_version
    describe_claim(claim, by=alice(), row_version=seen, text="The bridge dates from 1911.")
    with pytest.raises(StaleEdit) as caught:
        describe_claim(claim, by=bob(), row_version=seen, text="The old bridge is from 1911.")
    assert caught.value.extra["current"] == {"text": "The bridge dates from 1911."}
    claim.refresh_from_db()
    assert claim.text == "The bridge dates from 1911."


def test_a_comment_or_evidence_does_not_make_an_open_form_stale():
    claim = make_claim()
    seen = claim.row_version
    make_evidence(claim)
    assert describe_claim(claim, by=bob(), row_version=seen, text="Built in 1911.").text == "Built in 1911."


def test_what_is_not_given_stays():
    claim = make_claim(materiality="central", tags=["Bridges", " bridges "])
    claim = describe_claim(claim, by=bob(), row_version=claim.row_version, text="Other words.")
    assert claim.materiality == "central"
    assert [tag.name for tag in claim.tags.all()] == ["bridges"]


def test_a_claim_needs_words():
    claim = make_claim()
    with pytest.raises(InvalidInput):
        describe_claim(claim, by=bob(), row_version=claim.row_version, text="  ")


def test_a_claimant_is_named_once():
    first = name_claimant(by=bob(), name="The  Mayor")
    assert name_claimant(by=alice(), name="The Mayor") == first


def test_the_ends_of_a_highlight_move_and_the_quotation_follows():
    claim = make_claim()
    highlight = claim.highlights.get()
    moved = move_highlight(
        highlight, by=bob(), row_version=highlight.row_version, start=highlight.start + 4, end=highlight.end
    )
    claim.refresh_from_db()
    assert claim.quotation == moved.exact == "old bridge was built in 1911"


def test_the_only_highlight_stays():
    claim = make_claim()
    highlight = claim.highlights.get()
    with pytest.raises(Conflict):
        remove_highlight(highlight, by=bob(), row_version=highlight.row_version)


def test_a_second_place_can_be_added_and_taken_away():
    claim = make_claim()
    version = claim.article.current_version()
    start = version.text.index("the new bridge")
    place = add_highlight(claim, by=bob(), version=version, start=start, end=start + 14)
    remove_highlight(place, by=bob(), row_version=place.row_version)
    assert claim.highlights.living().count() == 1
    assert claim.highlights.count() == 2


def test_taking_and_assigning_put_the_claim_to_work():
    claim = take_claim(make_claim(), by=bob())
    assert (claim.state, claim.assignee) == (State.CHECKING, bob())
    claim = assign_claim(claim, by=alice(), assignee=alice())
    assert claim.assignee == alice()


def test_a_claim_is_not_assigned_to_who_may_not_check():
    with pytest.raises(InvalidInput):
        assign_claim(make_claim(), by=alice(), assignee=carol())


def test_a_checker_may_not_assign():
    with pytest.raises(Forbidden):
        assign_claim(make_claim(), by=bob(), assignee=alice())


def test_declining_needs_a_reason_of_the_list():
    claim = make_claim()
    with pytest.raises(InvalidInput):
        decline_claim(claim, by=bob(), reason="boring")
    assert decline_claim(claim, by=bob(), reason="opinion").state == State.DECLINED


def test_a_removed_claim_comes_back_to_where_it_was():
    claim = take_claim(make_claim(), by=bob())
    claim = remove_claim(claim, by=bob())
    assert not Claim.objects.living().exists()
    assert restore_claim(claim, by=bob()).state == State.CHECKING


def test_who_did_not_mark_a_claim_may_not_remove_it():
    with pytest.raises(Forbidden):
        remove_claim(make_claim(by=bob()), by=make_person("dora"))


def test_an_approved_claim_is_not_removed():
    with pytest.raises(StepNotAllowed) as caught:
        remove_claim(make_submitted(), by=alice())
    assert "publish" in caught.value.extra["steps"]


def test_merging_moves_highlights_and_evidence_and_restoring_brings_them_back():
    article = make_article()
    kept, merged = make_claim(article), make_claim(article, "built in 1911")
    evidence = make_evidence(merged)
    merge_claim(merged, by=alice(), into=kept)
    assert kept.highlights.count() == 2
    assert kept.evidence.get() == evidence
    restored = restore_claim(merged, by=alice())
    assert restored.state == State.SPOTTED
    assert restored.highlights.count() == restored.evidence.count() == kept.highlights.count() == 1


def test_what_was_merged_on_and_on_comes_back_to_whom_it_was_of():
    article = make_article()
    first, second = make_claim(article), make_claim(article, "built in 1911")
    last = make_claim(article, "Nobody was hurt during the works")
    evidence = make_evidence(first)
    link = link_claims(make_claim(article, "40 ships"), by=bob(), to_claim=first, kind="depends_on")
    merge_claim(first, by=alice(), into=second)
    merge_claim(second, by=alice(), into=last)
    for claim in (first, second):
        restore_claim(Claim.objects.get(pk=claim.pk), by=alice())
        evidence.refresh_from_db()
        link.refresh_from_db()
        assert (evidence.claim, link.to_claim) == (first, first)
    assert [claim.highlights.count() for claim in (first, second, last)] == [1, 1, 1]


def test_a_verdict_given_since_a_merge_is_stale_when_its_evidence_goes_back():
    article = make_article()
    kept, judged = (
        make_claim(article),
        make_submitted(make_claim(article, "Nobody was hurt during the works")),
    )
    for into in (kept, judged):
        merged = make_claim(article, "built in 1911")
        make_evidence(merged)
        merge_claim(merged, by=alice(), into=into)
        if into == kept:
            make_assessment(kept)
            submit_claim(kept, by=bob())
        restore_claim(merged, by=alice())
        into.refresh_from_db()
    assert [entry["kind"] for entry in kept.stale_reasons] == ["evidence_removed"]
    assert kept.events.filter(verb="claim_went_stale").exists()
    assert judged.stale_since is None


def test_claims_are_not_merged_across_articles():
    with pytest.raises(InvalidInput):
        merge_claim(make_claim(), by=alice(), into=make_claim(make_article()))


def test_every_action_leaves_one_event_with_before_and_after():
    claim = make_claim()
    describe_claim(claim, by=alice(), row_version=claim.row_version, text="Built in 1911.")
    event = Event.objects.first()
    assert (event.verb, event.by, event.claim) == (Verb.CLAIM_DESCRIBED, alice(), claim)
    assert event.data["before"] == {"text": "The old bridge was built in 1911"}
    assert event.data["after"] == {"text": "Built in 1911."}
    claim.refresh_from_db()
    assert claim.changed == claim.article.changed == event.number

"""Undo and redo of one's own deeds: which is next, and which never."""

import threading
from typing import Any

import pytest
from django.db import connection

from annotations.actions import undoing
from annotations.actions.claims import (
    describe_claim,
    remove_claim,
)
from annotations.actions.comments import add_comment
from annotations.actions.evidence import describe_evidence
from annotations.actions.reversals import REVERSALS
from annotations.actions.sentences import dismiss_sentence, reopen_sentences
from annotations.actions.undoing import LASTING, PASSED_OVER, past_of, redo_last, undo_last
from annotations.actions.verdicts import submit_claim
from annotations.errors import Conflict, Forbidden, NotFound
from annotations.models import (
    Article,
    Disposition,
    Event,
    Role,
    Verb,
)
from tests.deeds import (
    DEEDS,
    evidence,
    make_scene,
    other,
    own,
    sentences,
    visible,
)
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_scene()


def test_every_verb_can_be_taken_back_or_says_why_not() -> None:
    for verb in Verb:
        assert sum(verb in table for table in (REVERSALS, LASTING, PASSED_OVER)) == 1, verb
    for reversal in REVERSALS.values():
        assert reversal.words[0].islower()
    assert all(why.endswith(".") for why in (*LASTING.values(), *PASSED_OVER.values()))


def test_deeds_are_taken_back_one_after_the_other_and_done_again_in_their_order(article: Article) -> None:
    states = [visible(article)]
    for name in ("mark", "dismiss", "describe", "stance", "rate"):
        DEEDS[name](article)
        states.append(visible(article))
    for state in reversed(states[:-1]):
        undo_last(article, by=bob())
        assert visible(article) == state
    for state in states[1:]:
        redo_last(article, by=bob())
        assert visible(article) == state
    with pytest.raises(Conflict, match="nothing to redo"):
        redo_last(article, by=bob())


def next_undo(article: Article, by: Any) -> str:
    """The words of what undo would take back, or why it stays."""
    undo = past_of(article, by).undo
    return (undo.refusal or undo.words) if undo else ""


def test_after_a_new_deed_nothing_is_done_again(article: Article) -> None:
    DEEDS["mark"](article)
    undo_last(article, by=bob())
    assert past_of(article, bob()).redo
    DEEDS["comment"](article)
    assert past_of(article, bob()).redo is None
    undo_last(article, by=bob())
    assert redo_last(article, by=bob()).words == "comment"


def test_several_sentences_with_one_press_are_one_undo(article: Article) -> None:
    dismiss_sentence(sentences(article)[6], by=bob())
    DEEDS["dismiss"](article)
    assert next_undo(article, bob()) == "nothing to check (2 times)"
    undo_last(article, by=bob())
    living = Disposition.objects.filter(removed_at=None)
    assert [said.sentence.ordinal for said in living.order_by("sentence__start")] == [
        sentences(article)[number].ordinal for number in (0, 5, 6)
    ]
    DEEDS["dismiss"](article)
    taken_by_alice = sentences(article)[1]
    reopen_sentences([taken_by_alice], by=alice())
    assert undo_last(article, by=bob()).left == 1


def test_a_colleagues_deed_is_never_taken_back(article: Article) -> None:
    make_claim(article, "The harbour handles 40 ships a day", by=alice())
    assert next_undo(article, bob()).startswith("nothing to check")
    with pytest.raises(Conflict, match="nothing to undo"):
        undo_last(article, by=make_person("dora"))
    with pytest.raises(NotFound):
        undo_last(article, by=carol())


def test_what_a_colleague_changed_since_stays_and_they_are_named(article: Article) -> None:
    before = visible(article)
    DEEDS["stance"](article)
    row = evidence(article)
    describe_evidence(row, by=alice(), row_version=row.row_version, locator="p. 4")
    with pytest.raises(Conflict, match="alice has changed this since"):
        undo_last(article, by=bob())
    assert visible(article)["evidence"] != before["evidence"]


def test_a_claim_on_which_a_colleague_works_is_not_put_away_by_undo(article: Article) -> None:
    claim = make_claim(article, "The harbour handles 40 ships a day")
    make_evidence(claim, by=alice())
    with pytest.raises(Conflict, match="alice has changed this since"):
        undo_last(article, by=bob())


def test_of_what_one_may_not_know_the_refusal_names_nobody() -> None:
    article = make_article(policy=make_policy(name="Blind", second_read="blind"))
    claim = make_claim(article)
    row = make_evidence(claim)
    describe_evidence(row, by=alice(), row_version=row.row_version, locator="p. 9")
    with pytest.raises(Conflict, match="Somebody has changed this since"):
        undo_last(article, by=bob())


def test_a_second_undo_of_the_same_deed_is_told_that_it_was_done(article: Article) -> None:
    DEEDS["mark"](article)
    DEEDS["comment"](article)
    undo = past_of(article, bob()).undo
    assert undo
    undo_last(article, by=bob(), deed=undo.deed)
    with pytest.raises(Conflict, match=r"done already\. The next to undo: mark the claim"):
        undo_last(article, by=bob(), deed=undo.deed)
    assert Event.objects.filter(undoes__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_undos_at_once_one_wins_and_the_other_is_told() -> None:
    claim = make_claim()
    add_comment(claim, by=bob(), body="Hm.")
    article, person, begin = claim.article, bob(), threading.Barrier(3)
    undo = past_of(article, person).undo
    assert undo
    heard: list[str] = []

    def take_back() -> None:
        begin.wait()
        try:
            heard.append(undo_last(article, by=person, deed=undo.deed).words)
        except Conflict as error:
            heard.append(error.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=take_back) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = "This was done already. The next to undo: mark the claim."
    assert sorted(heard) == [told, told, "comment"]
    assert Event.objects.filter(undoes__isnull=False).count() == 1


def test_what_was_published_ends_the_way_back(article: Article) -> None:
    make_published(own(article))
    assert "stays" in next_undo(article, alice())
    with pytest.raises(Conflict, match="Correct or retract"):
        undo_last(article, by=alice())


def test_a_reading_handed_in_before_there_was_a_way_back_stays(article: Article) -> None:
    make_evidence(other(article))
    submit_claim(other(article), by=bob())
    Event.objects.filter(verb=Verb.CLAIM_SUBMITTED).update(inverse="")
    assert "stays" in next_undo(article, bob())
    with pytest.raises(Conflict, match="An editor can send the claim back"):
        undo_last(article, by=bob())


def test_a_right_lost_in_between_is_missed(article: Article) -> None:
    DEEDS["mark"](article)
    person = bob()
    person.role = Role.READER
    person.save()
    with pytest.raises(Forbidden):
        undo_last(article, by=person)
    person.role = Role.CHECKER
    person.save()


def test_the_opposite_is_refused_in_the_words_of_the_action(article: Article) -> None:
    DEEDS["rate"](article)
    DEEDS["evidence"](article)
    claim = own(article)
    remove_claim(claim, by=alice())
    with pytest.raises(Conflict, match="removed"):
        undo_last(article, by=bob())


def test_an_edit_that_changed_nothing_is_no_deed(article: Article) -> None:
    before = past_of(article, bob())
    claim = own(article)
    describe_claim(claim, by=bob(), row_version=claim.row_version, text=claim.text)
    assert past_of(article, bob()) == before


def test_what_undo_does_is_found_far_back_and_costs_one_query(
    article: Article, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "FEW_EVENTS", 10)
    person = bob()
    with django_assert_num_queries(1):
        assert past_of(article, person).undo
    for _ in range(6):
        undo_last(article, by=bob())
        redo_last(article, by=bob())
    assert next_undo(article, bob()).startswith("nothing to check")
    assert past_of(article, bob()).redo is None

"""What each deed leaves when it was taken back, and when it was done again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from annotations.actions.answers import give_up_highlight, part_claims
from annotations.actions.articles import archive_article, describe_article, import_version
from annotations.actions.assigning import assign_claims
from annotations.actions.claims import (
    assign_claim,
    decline_claim,
    merge_claim,
    restore_claim,
)
from annotations.actions.clearing import clear_article, void_clearance
from annotations.actions.comments import add_comment
from annotations.actions.evidence import describe_evidence
from annotations.actions.highlights import confirm_highlight, move_highlight
from annotations.actions.links import link_claims, unlink_claims
from annotations.actions.proposals import (
    accept_proposal,
    refuse_proposal,
    reopen_proposal,
)
from annotations.actions.sentences import dismiss_sentences, reopen_sentences
from annotations.actions.undoing import redo_last, undo_last
from annotations.actions.verdicts import explain_claim, reopen_claim, second_claim, submit_claim
from annotations.errors import Conflict
from annotations.models import (
    Article,
    Claim,
    Event,
)
from annotations.workflow import State
from tests.deeds import (
    DEEDS,
    Deed,
    make_scene,
    other,
    own,
    place,
    proposed,
    sentences,
    version_of,
    visible,
)
from tests.make import (
    TEXT,
    alice,
    bob,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_policy,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_scene()


def test_what_one_did_is_taken_back_and_done_again(article: Article) -> None:
    for name, deed in DEEDS.items():
        # The next deed finds the scene as it was made.
        with transaction.atomic():
            hold_to_taking_back(name, deed, Article.objects.get(pk=article.pk))
            transaction.set_rollback(True)


def hold_to_taking_back(name: str, deed: Deed, article: Article) -> None:
    before = visible(article)
    deed(article)
    done = visible(article)
    assert done != before, name
    taken_back = undo_last(article, by=bob())
    assert visible(article) == before, name
    last = Event.objects.get(number=max(event.number for event in taken_back.events if event.undoes_id))
    assert (last.by, last.undoes and last.undoes.by) == (bob(), bob()), name
    assert redo_last(article, by=bob()).words == taken_back.words, name
    assert visible(article) == done, name
    undo_last(article, by=bob())
    assert visible(article) == before, name


def test_what_an_editor_does_comes_back_too(article: Article) -> None:
    one, two = own(article), other(article)
    proposal = proposed(article)
    link = link_claims(one, by=alice(), to_claim=two, kind="depends_on")
    steps: list[Callable[[], Any]] = [
        lambda: assign_claim(one, by=alice(), assignee=bob()),
        lambda: assign_claims([one, two], by=alice(), assignee=alice()),
        lambda: unlink_claims(link, by=alice()),
        lambda: accept_proposal(
            fresh(proposal), by=alice(), row_version=fresh(proposal).row_version, why="Yes"
        ),
        lambda: reopen_proposal(fresh(proposal), by=alice(), row_version=fresh(proposal).row_version),
        lambda: refuse_proposal(
            fresh(proposal), by=alice(), row_version=fresh(proposal).row_version, why="No"
        ),
        lambda: merge_claim(one, by=alice(), into=two),
        lambda: restore_claim(one, by=alice()),
        lambda: describe_article(
            article, by=alice(), row_version=fresh(article).row_version, headline="A bridge", publisher="Us"
        ),
        lambda: archive_article(article, by=alice(), row_version=fresh(article).row_version),
    ]
    for step in steps:
        before = visible(article)
        step()
        done = visible(article)
        assert done != before
        undo_last(article, by=alice())
        assert visible(article) == before
        redo_last(article, by=alice())
        assert visible(article) == done


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_declining_is_as_if_it_had_not_been_and_reopening_stays_an_editors(article: Article) -> None:
    claim = own(article)
    decline_claim(claim, by=bob(), reason="opinion")
    undo_last(article, by=bob())
    assert (fresh(claim).state, fresh(claim).round) == (State.SPOTTED, 1)
    redo_last(article, by=bob())
    assert (fresh(claim).state, fresh(claim).declined_reason) == (State.DECLINED, "opinion")
    reopen_claim(claim, by=alice())
    assert fresh(claim).round == 2
    with pytest.raises(Conflict, match="alice has changed this since"):
        undo_last(article, by=bob())


@pytest.fixture
def handed_in(article: Article) -> Claim:
    """Bob's claim, rated, with evidence, just handed in by a slip of the key."""
    claim = other(article)
    make_evidence(claim)
    return submit_claim(claim, by=bob())


def test_what_was_handed_in_is_a_draft_again_while_nobody_built_on_it(article: Article) -> None:
    claim = other(article)
    make_evidence(claim)
    before = visible(article)
    submit_claim(claim, by=bob())
    done = visible(article)
    assert (fresh(claim).state, fresh(claim).assignee) == (State.APPROVED, bob())
    assert undo_last(article, by=bob()).words == "hand in the reading"
    assert visible(article) == before
    assert (fresh(claim).state, fresh(claim).assignee, fresh(claim).round) == (State.SPOTTED, None, 1)
    assert claim.assessments.get().submitted_at is None
    redo_last(article, by=bob())
    assert visible(article) == done
    undo_last(article, by=bob())
    assert visible(article) == before


def test_a_colleagues_word_on_it_makes_it_stay(article: Article, handed_in: Claim) -> None:
    add_comment(handed_in, by=alice(), body="Good.")
    with pytest.raises(Conflict, match="alice has changed this since"):
        undo_last(article, by=bob())
    assert fresh(handed_in).state == State.APPROVED


@pytest.mark.parametrize(("second_read", "comes_back"), [("open", True), ("blind", False)])
def test_a_second_reading_comes_back_unless_the_first_was_kept_from_it(
    second_read: str, comes_back: bool
) -> None:
    article = make_article(policy=make_policy(name="Two", second_read=second_read))
    claim = make_claim(article)
    make_evidence(claim)
    make_assessment(claim, "true")
    submit_claim(claim, by=bob())
    make_assessment(claim, "false", by=alice())
    second_claim(fresh(claim), by=alice())
    with pytest.raises(Conflict, match="alice has changed this since"):
        undo_last(article, by=bob())
    if comes_back:
        assert undo_last(article, by=alice()).words == "hand in the second reading"
        assert fresh(claim).state == State.IN_REVIEW
        with pytest.raises(Conflict, match="alice has changed this since"):
            undo_last(article, by=bob())
    else:
        with pytest.raises(Conflict, match="You have seen the first reading since"):
            undo_last(article, by=alice())
        assert fresh(claim).state == State.DISPUTED


def test_the_words_for_readers_come_back() -> None:
    claim = make_submitted()
    for words in ("First.", "Second."):
        explain_claim(claim, by=bob(), explanation=words, summary=words)
    undo_last(claim.article, by=bob())
    assert claim.current_verdict().explanation == "First."
    redo_last(claim.article, by=bob())
    assert claim.current_verdict().explanation == "Second."


def test_answers_in_the_tray_are_taken_back_and_given_again(article: Article) -> None:
    import_version(article, TEXT.replace("in 1911", "in 1921").encode(), by=alice())
    answers: list[Callable[[], Any]] = [
        lambda: confirm_highlight(place(article), **version_of(place(article))),
        lambda: move_highlight(place(article), **version_of(place(article)), start=5, end=12),
        lambda: give_up_highlight(place(article), **version_of(place(article))),
        lambda: part_claims(place(article), **version_of(place(article))),
    ]
    before = visible(article)["places"]
    for answer in answers:
        answer()
        done = visible(article)
        undo_last(article, by=bob())
        assert visible(article)["places"] == before
        redo_last(article, by=bob())
        assert visible(article) == done
        undo_last(article, by=bob())
        assert visible(article)["places"] == before


def test_a_clearance_is_ended_and_given_again() -> None:
    article = make_article("One.\n\nTwo.")
    dismiss_sentences(sentences(article), by=alice())
    clear_article(article, by=alice(), version=article.current_version())
    undo_last(article, by=alice())
    assert not article.clearances.standing().exists()
    redo_last(article, by=alice())
    assert article.clearances.standing().count() == 1
    void_clearance(article, by=alice())
    undo_last(article, by=alice())
    assert article.clearances.standing().count() == 1
    # What ends with a sentence opened again goes with it.
    reopen_sentences(sentences(article)[:1], by=alice())
    assert undo_last(article, by=alice()).words == "open the sentence again"


def test_of_a_confidential_source_the_log_has_no_words_to_give_back() -> None:
    claim = make_claim(by=alice())
    row = make_evidence(claim, by=alice(), source=make_source(by=alice(), confidential=True))
    row = describe_evidence(row, by=alice(), row_version=row.row_version, note="Met on Friday.")
    row = describe_evidence(row, by=alice(), row_version=row.row_version, note="Met on Monday.")
    with pytest.raises(Conflict, match="keeps no words about a confidential source"):
        undo_last(claim.article, by=alice())
    describe_evidence(row, by=alice(), row_version=row.row_version, stance="refutes")
    undo_last(claim.article, by=alice())
    assert fresh(row).stance == "supports"

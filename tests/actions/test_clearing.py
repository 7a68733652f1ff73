"""Clearing an article line by line, and what ends it."""

import threading

import pytest
from django.db import connections

from annotations.actions.articles import archive_article, import_version, restore_article
from annotations.actions.claims import decline_claim, mark_claim
from annotations.actions.clearing import clear_article, void_clearance
from annotations.actions.comments import add_comment, reopen_comment, resolve_comment
from annotations.actions.proposals import propose_words, refuse_proposal
from annotations.actions.sentences import dismiss_sentence, reopen_sentence
from annotations.actions.verdicts import reopen_claim
from annotations.errors import Conflict, Forbidden, WorkbenchError
from annotations.models import Article, ArticleStatus, Clearance, Event, Sentence, SentenceKind, Verb
from tests.make import TEXT, alice, bob, make_article, make_claim, make_policy, make_submitted

ONE_CLAIM = "The bridge\n\nIt was built in 1911. Nobody knows by whom."


def make_accounted(text=TEXT, words="The old bridge was built in 1911"):
    """An article of which every line is accounted for, and its one claim, which is approved."""
    claim = make_submitted(make_claim(make_article(text), words))
    version = claim.article.current_version()
    for sentence in Sentence.objects.filter(version=version).with_kind().filter(state=SentenceKind.OPEN):
        dismiss_sentence(sentence, by=bob())
    return claim


def cleared(claim):
    article = Article.objects.get(pk=claim.article_id)
    return clear_article(article, by=alice(), version=article.current_version())


@pytest.mark.django_db
def test_everything_that_is_missing_is_named_with_its_count():
    claim = make_claim(make_article(ONE_CLAIM), "It was built in 1911.")
    add_comment(claim, by=bob(), body="By whom?")
    propose_words(claim, by=bob(), words_now="1911", words_proposed="1912")
    with pytest.raises(Conflict) as refused:
        cleared(claim)
    assert refused.value.extra["missing"] == {"sentences": 2, "claims": 1, "comments": 1, "proposals": 1}
    assert refused.value.sentence == (
        "It cannot be cleared yet: 2 sentences not accounted for, 1 claim open, 1 comment unresolved, "
        "1 proposal open."
    )
    assert not Clearance.objects.exists()


@pytest.mark.django_db
def test_who_cleared_which_version_is_recorded_with_the_figures():
    claim = make_accounted()
    article, version = claim.article, claim.article.current_version()
    with pytest.raises(Forbidden):
        clear_article(article, by=bob(), version=version)
    clearance = cleared(claim)
    article.refresh_from_db()
    assert (clearance.by, clearance.version, article.status) == (alice(), version, ArticleStatus.CLEARED)
    assert clearance.figures["sentences"] == {"claim": 1, "nothing_to_check": 6, "open": 0}
    assert (clearance.figures["claims"], clearance.figures["sources"]) == ({"approved": 1}, 1)
    event = Event.objects.get(verb=Verb.ARTICLE_CLEARED)
    assert (event.data["after"]["sha256"], event.inverse) == (version.text_sha256, Verb.CLEARANCE_VOIDED)
    with pytest.raises(Conflict):
        cleared(claim)
    voided = void_clearance(article, by=alice(), why="Too  early.")
    article.refresh_from_db()
    assert (voided.pk, voided.void_why, article.status) == (clearance.pk, "Too early.", ArticleStatus.OPEN)
    with pytest.raises(Conflict):
        void_clearance(article, by=alice())


def mark(claim):
    version = claim.article.current_version()
    mark_claim(version, by=bob(), start=0, end=8)


def comment(claim):
    add_comment(claim, by=bob(), body="Wait.")


def open_a_comment_again(claim):
    said = claim.comments.get()
    reopen_comment(said, by=bob(), row_version=said.row_version)


def propose(claim):
    propose_words(claim, by=bob(), words_now="1911", words_proposed="1912")


def reopen_a_sentence(claim):
    disposition = claim.article.current_version().sentences.filter(dispositions__removed_at=None).last()
    reopen_sentence(disposition, by=bob())


def reopen(claim):
    reopen_claim(claim, by=alice())


def bring_in(claim):
    import_version(claim.article, TEXT.replace("Nobody", "No one").encode(), by=alice())


def put_away(claim):
    article = Article.objects.get(pk=claim.article_id)
    article = archive_article(article, by=alice(), row_version=article.row_version)
    restore_article(article, by=alice(), row_version=article.row_version)


ENDS = {
    mark: "Taken up again: 1 claim open.",
    comment: "Taken up again: 1 comment unresolved.",
    open_a_comment_again: "Taken up again: 1 comment unresolved.",
    propose: "Taken up again: 1 proposal open.",
    reopen_a_sentence: "Taken up again: 1 sentence not accounted for.",
    reopen: "Taken up again: 1 claim open.",
    bring_in: "Version 2 came in.",
    put_away: "The article was put away.",
}


@pytest.mark.django_db
def test_what_is_cleared_is_not_put_away_and_cannot_be_brought_back():
    clearance = cleared(make_accounted())
    article = clearance.article
    with pytest.raises(Conflict, match="clearance"):
        restore_article(article, by=alice(), row_version=article.row_version)
    assert Article.objects.get().status == ArticleStatus.CLEARED


@pytest.mark.django_db
@pytest.mark.parametrize("act", ENDS, ids=lambda act: act.__name__)
def test_work_taken_up_again_ends_the_clearance_in_the_same_moment(act):
    claim = make_accounted()
    resolve_comment(add_comment(claim, by=bob(), body="Well."), by=bob(), row_version=1)
    clearance = cleared(claim)
    act(claim)
    clearance.refresh_from_db()
    assert clearance.void_why == ENDS[act]
    assert Article.objects.get(pk=claim.article_id).status == ArticleStatus.OPEN
    assert Event.objects.filter(verb=Verb.CLEARANCE_VOIDED, object_uid=clearance.uid).exists()


@pytest.mark.django_db
def test_what_leaves_every_line_accounted_for_leaves_the_clearance():
    claim = make_accounted()
    clearance = cleared(claim)
    import_version(claim.article, TEXT.encode(), by=alice())
    dismissed = claim.article.current_version().sentences.first()
    dismiss_sentence(dismissed, by=bob(), reason="Again.")
    clearance.refresh_from_db()
    assert clearance.void_at is None


@pytest.mark.django_db
def test_declined_claims_resolved_comments_and_refused_proposals_stand_in_no_way():
    claim = make_accounted()
    other = make_claim(claim.article, "It cost 12 million euros")
    said = add_comment(other, by=bob(), body="Hm.")
    proposal = propose_words(claim, by=bob(), words_now="1911", words_proposed="1912")
    decline_claim(other, by=bob(), reason="opinion")
    resolve_comment(said, by=bob(), row_version=1)
    refuse_proposal(proposal, by=alice(), row_version=1, why="It was 1911.")
    assert cleared(claim).figures["proposals"] == {"refused": 1}


@pytest.mark.django_db
def test_an_older_version_cannot_be_cleared():
    claim = make_accounted()
    first = claim.article.current_version()
    bring_in(claim)
    with pytest.raises(Conflict):
        clear_article(claim.article, by=alice(), version=first)


@pytest.mark.django_db
def test_what_blind_reading_hides_never_makes_an_account_look_complete():
    policy = make_policy(name="Blind", second_read="blind")
    article = make_article(ONE_CLAIM, policy=policy)
    claim = make_submitted(make_claim(article, "It was built in 1911."))
    propose(claim)
    with pytest.raises(Conflict) as refused:
        cleared(claim)
    assert "proposal" not in refused.value.sentence
    assert "proposals" not in refused.value.extra["missing"]
    assert "1 claim open" in refused.value.sentence


@pytest.mark.django_db(transaction=True)
def test_clearing_while_a_colleague_marks_never_leaves_an_open_claim_in_a_cleared_article():
    claim = make_accounted()
    start, errors = threading.Barrier(2), []

    def run(act):
        try:
            start.wait(10)
            act(claim)
        except WorkbenchError as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in (cleared, mark)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clearance = Clearance.objects.first()
    assert claim.article.claims.count() == 2
    assert Article.objects.get(pk=claim.article_id).status == ArticleStatus.OPEN
    assert (clearance is None) == bool(errors)
    assert clearance is None or clearance.void_at

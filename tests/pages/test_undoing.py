"""Undo and redo over HTTP: what is offered, what is answered, and to whom."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from annotations.actions.claims import remove_claim
from annotations.actions.comments import add_comment
from annotations.actions.undoing import past_of
from annotations.models import Article, Claim, Disposition, Event, Verb
from annotations.workflow import State
from tests.deeds import DEEDS, make_scene, visible
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_policy,
    make_published,
)
from tests.pages.visiting import browser_of, get, panel_of, post, queries_of, words_of

pytestmark = pytest.mark.django_db


def press(person: Any, name: str, on: Article | Claim, **data: Any) -> str:
    """What htmx is answered."""
    address = reverse(name, args=[on.uid])
    return words_of(browser_of(person).post(address, data, headers={"HX-Request": "true"}))


def toast(answer: str) -> str:
    return answer.partition('id="toasts"')[2]


def menu(answer: str) -> str:
    """Without what is another each time."""
    return re.sub('value="[^"]{64}"', "", answer.partition('id="past"')[2].partition("</div>")[0])


def test_a_mark_is_answered_with_its_undo_that_with_its_redo_and_that_with_its_undo() -> None:
    article = make_article()
    marked = press(bob(), "claim_mark", article, sentence=2)
    assert reverse("article_undo", args=[article.uid]) in toast(marked)
    assert "Undo: mark the claim" in menu(marked)
    assert "There is nothing to redo here." in menu(marked)
    undone = press(bob(), "article_undo", article)
    assert "Taken back: mark the claim." in toast(undone)
    assert reverse("article_redo", args=[article.uid]) in toast(undone)
    assert 'data-panel="sentence"' in undone
    assert 'id="s2"' in undone
    assert "Redo: mark the claim" in menu(undone)
    redone = press(bob(), "article_redo", article)
    assert 'data-panel="claim"' in redone
    assert reverse("article_undo", args=[article.uid]) in toast(redone)
    assert article.claims.get().state == State.SPOTTED


def test_several_sentences_come_back_with_their_blocks_and_an_article_comment_with_its_thread() -> None:
    article = make_article()
    press(bob(), "sentence_dismiss", article, sentence=2, last=4)
    said = press(bob(), "article_comment_add", article, body="Well.")
    assert "Undo: comment" in menu(said)
    undone = press(bob(), "article_undo", article)
    assert 'id="comment-' not in undone
    assert "About the article" in undone
    undone = press(bob(), "article_undo", article)
    assert "nothing to check (3 times)" in toast(undone)
    assert all(f'id="s{number}"' in undone for number in (2, 3, 4))
    assert not Disposition.objects.filter(removed_at=None).exists()


def test_a_plain_form_leads_back_to_where_it_happened_and_says_it() -> None:
    claim = make_claim()
    browser, address = browser_of(bob()), reverse("article_undo", args=[claim.article.uid])
    make_evidence(claim)
    back = browser.post(address)
    assert (
        back["Location"] == f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}#panel"
    )
    assert "Taken back: add the source." in words_of(browser.get(back["Location"]))
    back = browser.post(address)
    assert "?sentence=5" in back["Location"]
    refused = browser.post(address)
    assert (refused.status_code, "There is nothing to undo here." in words_of(refused)) == (409, True)


def test_nothing_is_offered_beside_what_was_not_done_by_this_press() -> None:
    claim = make_claim()
    saved = press(bob(), "claim_due", claim, due="", row_version=claim.row_version)
    assert "No due time of its own." in toast(saved)
    assert reverse("article_undo", args=[claim.article.uid]) not in toast(saved)
    assert "Undo: mark the claim" in menu(saved)


def test_a_page_drawn_before_is_told_and_learns_what_is_next() -> None:
    article = make_article()
    make_claim(article)
    add_comment(article, by=bob(), body="Well.")
    undo = past_of(article, bob()).undo
    assert undo is not None
    press(bob(), "article_undo", article, deed=undo.deed)
    told = press(bob(), "article_undo", article, deed=undo.deed)
    assert "This was taken back already." in toast(told)
    assert "Undo: mark the claim" in menu(told)
    assert Event.objects.filter(undoes__isnull=False).count() == 1
    plain = post(bob(), "article_undo", article.uid, deed=undo.deed)
    assert (plain.status_code, "done already" in words_of(plain)) == (409, True)


def test_what_stays_says_why_in_the_menu_and_when_it_is_pressed() -> None:
    claim = make_published()
    page = panel_of(alice(), claim)
    assert "What was published stays public." in menu(page)
    assert "What was published stays public." in press(alice(), "article_undo", claim.article)
    # What Bob did before is his to take back, and refused in the words of the claim's life.
    assert "Undo: write the explanation" in menu(panel_of(bob(), claim))
    assert "is not possible from there" in press(bob(), "article_undo", claim.article)


def test_only_those_inside_have_something_to_undo() -> None:
    claim = make_claim()
    assert post(None, "article_undo", claim.article.uid).status_code == 302
    assert post(carol(), "article_undo", claim.article.uid).status_code == 404
    assert post(alice(), "article_redo", claim.article.uid).status_code == 409
    assert get(bob(), "article_undo", claim.article.uid).status_code == 405
    assert Claim.objects.get().state == State.SPOTTED


def test_a_blind_reader_learns_nothing_from_what_they_could_undo() -> None:
    article = make_article(policy=make_policy(name="Blind", second_read="blind"))
    claim = make_claim(article, by=alice())
    before = menu(panel_of(alice(), claim))
    make_evidence(claim, stance="refutes")
    make_assessment(claim, "false", rationale="Rubbish.")
    add_comment(claim, by=bob(), body="No.")
    assert menu(panel_of(alice(), claim)) == before
    assert "Taken back: mark the claim." in toast(press(alice(), "article_undo", article))


def test_the_claims_history_says_what_was_undone() -> None:
    claim = make_claim()
    remove_claim(claim, by=bob())
    post(bob(), "article_undo", claim.article.uid)
    told = words_of(get(bob(), "claim_detail", claim.uid)).partition('id="history"')[2]
    assert told.count(">undone<") == 1
    assert Event.objects.get(undoes__isnull=False).verb == Verb.CLAIM_RESTORED


def test_the_workbench_asks_one_question_more_however_much_there_is_to_undo() -> None:
    article = make_article()
    make_claim(article)
    few = queries_of(bob(), "article_detail", article.uid)
    for _ in range(5):
        add_comment(article, by=bob(), body="Again.")
        post(bob(), "article_undo", article.uid)
    assert queries_of(bob(), "article_detail", article.uid) <= few


def test_every_deed_is_taken_back_and_done_again_through_the_page() -> None:
    browser, scene = browser_of(bob()), make_scene()
    for name, deed in DEEDS.items():
        # The next deed finds the scene as it was made.
        with transaction.atomic():
            article = Article.objects.get(pk=scene.pk)
            before = visible(article)
            deed(article)
            done = visible(article)
            for way, then in (("article_undo", before), ("article_redo", done)):
                answer = browser.post(reverse(way, args=[article.uid]), headers={"HX-Request": "true"})
                assert (answer.status_code, visible(article)) == (200, then), (name, way)
                said = toast(words_of(answer))
                assert "Taken back: " in said or "Done again: " in said, name
            transaction.set_rollback(True)


def test_the_panels_history_says_what_was_undone_and_what_undid_it() -> None:
    article = make_article()
    claim = make_claim(article)
    make_evidence(claim)
    post(bob(), "article_undo", article.uid)
    told = panel_of(bob(), claim).partition('id="history-title"')[2]
    assert told.count('<span class="chip">undone</span>') == 1
    assert told.count('<span class="chip">undo</span>') == 1
    post(bob(), "article_redo", article.uid)
    assert '<span class="chip">redo</span>' in panel_of(bob(), claim).partition('id="history-title"')[2]

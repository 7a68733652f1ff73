"""Comments beside the text: on claims, their evidence, articles; resolved, taken away, and each of it back."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.comments import add_comment
from annotations.actions.verdicts import second_claim
from annotations.models import Comment, Person, Role
from tests.make import (
    alice,
    bob,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, panel_of, post, words_of

pytestmark = pytest.mark.django_db

KEPT = "What those who check it say is shown when the reading is done."
HTMX = {"HX-Request": "true"}


def press(person: Person, name: str, row: Any, **data: Any) -> Any:
    """As the panel sends it."""
    return browser_of(person).post(reverse(name, args=[row.uid]), data, headers=HTMX)


def test_what_is_said_of_a_source_stands_in_the_claims_thread_with_its_name() -> None:
    evidence = make_evidence(make_claim())
    answer = press(bob(), "evidence_comment_add", evidence, body="Which **edition**?")
    assert evidence.comments.get().body == "Which **edition**?"
    for words in (
        "Which <strong>edition</strong>?",
        "On 1. Harbour yearbook 2023",
        "1 comment below",
        "Undo",
    ):
        assert words in words_of(answer)
    assert "On 1. Harbour yearbook 2023" in words_of(get(alice(), "claim_detail", evidence.claim.uid))


def test_what_is_said_of_a_confidential_source_is_read_by_who_may_know_it() -> None:
    claim = make_claim()
    secret = make_source(title="Zacharias Quill", terms="background", public_description="a harbour official")
    add_comment(make_evidence(claim, source=secret), by=bob(), body="He calls back.")
    assert "On 1. Zacharias Quill" in panel_of(alice(), claim)
    page = panel_of(make_person("dora"), claim)
    assert "calls back" not in page
    assert "Quill" not in page


def test_an_article_has_a_thread_beside_its_text() -> None:
    article = make_article()
    answer = press(bob(), "article_comment_add", article, body="Whose byline is it?")
    assert "Whose byline is it?" in words_of(answer)
    assert "Comment added." in words_of(answer)
    assert article.comments.get().by == bob()
    plain = post(bob(), "article_comment_add", article.uid, body="And the photo?")
    page = words_of(browser_of(alice()).get(plain.url))
    assert page.index("Whose byline") < page.index("And the photo?")
    assert post(bob(), "article_comment_add", article.uid, body=" ").status_code == 422


@pytest.mark.parametrize("on", ["claim", "article"])
def test_each_deed_is_taken_back_by_the_undo_of_its_answer(on: str) -> None:
    claim = make_claim()
    comment = add_comment(claim if on == "claim" else claim.article, by=bob(), body="Hm.")
    shown = f'id="comment-{comment.uid}"'
    for deed in ("resolve", "remove"):
        comment.refresh_from_db()
        said = words_of(press(bob(), f"comment_{deed}", comment, row_version=comment.row_version))
        assert reverse("article_undo", args=[claim.article.uid]) in said.partition('id="toasts"')[2]
        assert (shown in said) is (deed == "resolve")
        assert shown in words_of(press(bob(), "article_undo", claim.article))
    assert Comment.objects.unresolved().get() == comment


def test_what_was_taken_away_can_be_put_back_later_by_those_who_could_take_it_away() -> None:
    comment = add_comment(make_claim(), by=bob(), body="A slip of the pen.")
    post(bob(), "comment_remove", comment.uid, row_version=1)
    put_back = reverse("comment_restore", args=[comment.uid])
    for person, offered in ((bob(), True), (alice(), True), (make_person("dora"), False)):
        for page in (
            panel_of(person, comment.claim),
            words_of(get(person, "claim_detail", comment.claim.uid)),
        ):
            assert (put_back in page) is offered
            assert ("A slip of the pen." in page.partition('id="history')[0]) is offered
    post(bob(), "comment_restore", comment.uid, row_version=2)
    assert f'id="comment-{comment.uid}"' in panel_of(make_person("eve"), comment.claim)


def test_nobody_is_offered_or_allowed_what_is_not_theirs_to_do() -> None:
    claim, rafi = make_claim(), make_person("rafi", Role.READER)
    comment = add_comment(claim, by=bob(), body="Hm.")
    page = panel_of(rafi, claim)
    assert reverse("comment_add", args=[claim.uid]) in page
    assert reverse("comment_resolve", args=[comment.uid]) not in page
    assert reverse("comment_remove", args=[comment.uid]) not in page
    for name in ("comment_resolve", "comment_remove"):
        assert press(rafi, name, comment, row_version=1).status_code == 403
    assert reverse("comment_remove", args=[comment.uid]) in panel_of(alice(), claim)


def test_from_the_claims_own_page_one_comes_back_to_it_and_nowhere_else() -> None:
    comment = add_comment(make_claim(), by=bob(), body="Hm.")
    page = reverse("claim_detail", args=[comment.about().uid])
    assert f'name="next" value="{page}"' in words_of(browser_of(bob()).get(page))
    assert post(bob(), "comment_resolve", comment.uid, row_version=1, next=page).url == page
    away = post(bob(), "comment_reopen", comment.uid, row_version=2, next="https://elsewhere.example.org/")
    assert away.url == "/"


def test_comments_that_a_blind_reading_keeps_are_said_to_be_kept_and_not_shown() -> None:
    claim = make_submitted(make_claim(make_blind_article()))
    dora = make_person("dora")
    add_comment(claim, by=bob(), body="A hoax, I think.")
    add_comment(claim.evidence.get(), by=alice(), body="The source is weak.")
    add_comment(claim, by=make_person("rafi", Role.READER), body="I was there.")
    for page in (panel_of(dora, claim), words_of(get(dora, "claim_detail", claim.uid))):
        assert KEPT in page
        assert "I was there." in page
        assert "hoax" not in page
        assert "weak" not in page
    make_assessment(claim, "true", by=dora)
    second_claim(claim, by=dora)
    assert "hoax" in panel_of(dora, claim)
    assert KEPT not in panel_of(dora, claim)


def test_colleagues_are_offered_by_the_beginning_of_any_of_their_names() -> None:
    make_person("tilda", name="Tilda Marsh"), make_person("owen", name="Owen Pike")
    make_person("gone", name="Tim Gone", is_active=False), make_person("none", Role.NONE, name="Ted None")
    for typed, offered in (("ti", ["tilda"]), ("ma", ["tilda"]), ("OW", ["owen"]), ("x", [])):
        page = words_of(get(bob(), "colleague_offers", q=typed))
        assert [
            name for name in ("tilda", "owen", "gone", "none") if f'data-username="{name}"' in page
        ] == offered
    assert 'data-username="bob"' not in words_of(get(bob(), "colleague_offers"))
    assert get(None, "colleague_offers").status_code == 302

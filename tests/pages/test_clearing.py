"""The page on which an article is cleared, and its certificate."""

import pytest

from annotations.actions.articles import import_version
from annotations.actions.sentences import dismiss_sentence
from annotations.models import Claim, Clearance, SentenceKind
from tests.make import TEXT, alice, bob, carol, make_claim, make_submitted
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = pytest.mark.django_db


def make_nearly_accounted() -> Claim:
    """Of its sentences only the first is open."""
    claim = make_submitted(make_claim())
    rows = claim.article.current_version().sentences.with_kind()  # type: ignore[attr-defined]
    for sentence in rows.filter(state=SentenceKind.OPEN, ordinal__gt=1):
        dismiss_sentence(sentence, by=bob())
    return claim


def test_what_is_missing_is_listed_with_where_to_go_and_what_is_done_with_a_tick() -> None:
    claim = make_nearly_accounted()
    page = words_of(get(alice(), "clearance_detail", claim.article.uid))
    assert "1 sentence not accounted for" in page
    assert "?sentence=1#panel" in page
    assert "No proposal is open" in page
    assert "Clear version 1</button>" in page
    assert "disabled" in page
    assert "Clear version 1</button>" not in words_of(get(bob(), "clearance_detail", claim.article.uid))
    assert get(carol(), "clearance_detail", claim.article.uid).status_code == 404


def test_an_editor_clears_and_prints_and_takes_it_back() -> None:
    claim = make_nearly_accounted()
    article, version = claim.article, claim.article.current_version()
    refused = browser_of(alice()).post(
        f"/articles/{article.uid}/clearance/clear/", {"version": 1}, follow=True
    )
    assert "It cannot be cleared yet: 1 sentence not accounted for." in words_of(refused)
    dismiss_sentence(version.sentences.get(ordinal=1), by=bob())
    assert post(bob(), "article_clear", article.uid, version=1).status_code == 403
    assert post(alice(), "article_clear", article.uid, version=1).status_code == 302
    page = words_of(get(bob(), "clearance_detail", article.uid))
    assert "Version 1 is cleared." in page
    assert version.text_sha256 in page
    assert "Cleared" in words_of(get(bob(), "article_list"))
    assert "Cleared</a>" in words_of(get(bob(), "article_detail", article.uid))
    clearance = Clearance.objects.get()
    printed = words_of(get(bob(), "clearance_certificate", article.uid, clearance.uid))
    assert "Every line of version 1 is accounted for, says alice" in printed
    assert version.text_sha256 in printed
    assert post(alice(), "clearance_void", article.uid, why="Too early.").status_code == 302
    assert "Too early." in words_of(get(bob(), "clearance_detail", article.uid))
    assert "It does not stand any more." in words_of(
        get(bob(), "clearance_certificate", article.uid, clearance.uid)
    )


def test_a_new_version_is_said_to_have_ended_it() -> None:
    claim = make_nearly_accounted()
    dismiss_sentence(claim.article.current_version().sentences.get(ordinal=1), by=bob())
    post(alice(), "article_clear", claim.article.uid, version=1)
    import_version(claim.article, TEXT.replace("Nobody", "No one").encode(), by=alice())
    page = words_of(get(alice(), "clearance_detail", claim.article.uid))
    assert "Version 2 came in." in page
    assert "1 thing still stands in the way of clearing version 2." in page


def test_the_page_takes_a_fixed_number_of_queries() -> None:
    assert queries_of(alice(), "clearance_detail", make_nearly_accounted().article.uid) <= 25

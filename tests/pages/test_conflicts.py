"""Two people at once: one wins, the other sees both texts and chooses."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations.actions.articles import archive_article, describe_article
from annotations.actions.claims import describe_claim, take_claim
from annotations.actions.evidence import describe_evidence
from annotations.actions.publications import correct_claim
from annotations.actions.verdicts import explain_claim
from annotations.models import Article
from annotations.pages.conflicts import compared
from tests.make import (
    alice,
    bob,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_published,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, post, words_of

pytestmark = pytest.mark.django_db


def late(article: Article, **typed: Any) -> Any:
    """Bob sends what he typed; Alice was quicker."""
    form = {
        "row_version": article.row_version,
        "policy": article.policy.uid,
        "public_text": article.public_text,
        "direction": "ltr",
        **typed,
    }
    describe_article(
        article, by=alice(), row_version=article.row_version, headline="Alice’s words", publisher="Post"
    )
    return post(bob(), "article_describe", article.uid, **form)


def test_both_texts_are_on_the_page_with_who_and_a_choice() -> None:
    answer = late(make_article(), headline="Bob’s words", publisher="Post")
    page = unescape(words_of(answer))
    assert answer.status_code == 409
    assert "<ins>Alice</ins>’s words" in page
    assert "<ins>Bob</ins>’s words" in page
    assert "alice, saved" in page
    assert re.search(r'<kept-words [^>]*data-kind="article"[^>]*><form class="form conflict-both"', page)
    assert "Take what is saved" in page
    assert "Take mine" in page


def test_only_what_differs_is_asked() -> None:
    page = words_of(late(make_article(), headline="Bob’s words", publisher="Post"))
    assert re.findall(r'<section class="conflict-part" aria-label="([^"]+)"', page) == ["Headline"]


def test_taking_mine_sends_everything_again_over_the_newer_state() -> None:
    article = make_article()
    page = words_of(late(article, headline="Bob’s words", publisher="Post", byline="Ada Lind"))
    form = page[page.index("Take what is saved") : page.index("Take mine")]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    sent = {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}
    assert browser_of(bob()).post(reverse("article_describe", args=[article.uid]), sent).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.byline) == ("Bob’s words", ["Ada Lind"])


def test_options_are_told_in_words() -> None:
    article = make_article()
    form = {"row_version": article.row_version, "policy": article.policy.uid, "direction": "ltr"}
    describe_article(article, by=alice(), row_version=article.row_version, public_text="none")
    page = words_of(post(bob(), "article_describe", article.uid, public_text="full", **form))
    assert "<ins>No</ins> text" in page
    assert "<ins>Full</ins> text" in page


def test_a_late_edit_of_a_claim_without_script_gets_the_same_page() -> None:
    claim = make_claim()
    describe_claim(claim, by=alice(), row_version=claim.row_version, text="Alice’s wording")
    sent = {"row_version": claim.row_version, "text": "Bob’s wording", "materiality": "supporting"}
    answer = post(bob(), "claim_describe", claim.uid, **sent)
    assert answer.status_code == 409
    assert "wording" in words_of(answer)
    assert "Take mine" in words_of(answer)
    assert "alice, saved" in words_of(answer)


def test_in_the_panel_both_texts_come_with_who_it_was_and_what_to_do() -> None:
    claim = make_claim()
    seen = claim.row_version
    describe_claim(claim, by=alice(), row_version=seen, text="Alice’s wording", due=timezone.now())
    sent = {"row_version": seen, "text": "Bob’s wording", "materiality": "supporting"}
    address = reverse("claim_describe", args=[claim.uid])
    shown = browser_of(bob()).post(address, sent, headers={"HX-Request": "true"})
    assert shown.status_code == 409
    assert "alice changed this while you wrote." in words_of(shown)
    assert 'data-name="text" data-theirs="Alice’s wording"' in words_of(shown)
    assert f'data-row-version="{seen + 1}"' in words_of(shown)
    assert 'data-name="materiality"' not in words_of(shown)


def test_a_time_is_told_as_the_field_has_it() -> None:
    claim = make_claim()
    due = timezone.make_aware(datetime(2026, 11, 27, 16, 30))
    describe_claim(claim, by=alice(), row_version=claim.row_version, due=due)
    late = post(bob(), "claim_due", claim.uid, row_version=1, due="2026-11-28T09:00")
    assert "2026-11-27T16:30" in re.sub("</?ins>", "", words_of(late))


def test_a_blind_reader_who_is_late_is_told_neither_the_note_nor_who_wrote_it() -> None:
    claim = make_claim(make_blind_article())
    take_claim(claim, by=alice())
    row = make_evidence(claim, by=alice())
    seen = row.row_version
    describe_evidence(row, by=alice(), row_version=seen, note="Planted note", stance="refutes")
    for how in ({}, {"HX-Request": "true"}):
        sent = {"row_version": seen, "note": "Mine", "stance": "context"}
        late = browser_of(bob()).post(reverse("evidence_describe", args=[row.uid]), sent, headers=how)
        assert "Planted note" not in words_of(late)
        assert "refutes" not in words_of(late).lower()


def test_of_two_who_write_for_readers_the_second_is_shown_the_words_of_the_first() -> None:
    claim = make_submitted()
    seen = claim.current_verdict().pk
    assert f'name="row_version" value="{seen}"' in words_of(
        get(bob(), "article_detail", claim.article.uid, claim=claim.uid)
    )
    explain_claim(claim, by=alice(), explanation="Alice’s words")
    late = post(bob(), "claim_step", claim.uid, "explain", row_version=seen, explanation="Bob’s words")
    assert late.status_code == 409
    assert "<ins>Alice</ins>’s words" in words_of(late)
    now = claim.verdicts.get(superseded_at=None)
    assert (now.explanation, f'value="{now.pk}"' in words_of(late)) == ("Alice’s words", True)
    post(bob(), "claim_step", claim.uid, "explain", row_version=now.pk, explanation="Bob’s words")
    assert claim.verdicts.get(superseded_at=None).explanation == "Bob’s words"


def test_of_two_who_correct_a_published_check_the_second_is_told() -> None:
    claim = make_published()
    seen = claim.verdicts.get(superseded_at=None).pk
    correct_claim(
        claim, by=alice(), kind="correction", text="Misread.", summary="It was 1912.", row_version=seen
    )
    sent = {"row_version": seen, "kind": "update", "text": "News.", "summary": "It was 1911."}
    shown = words_of(post(alice(), "correction_preview", claim.uid, **sent))
    assert f'name="row_version" value="{seen}"' in shown
    late = post(alice(), "claim_step", claim.uid, "correct", **sent)
    assert late.status_code == 409
    assert "News." in words_of(late)
    assert claim.publications.latest("number").record["verdict"]["summary"] == "It was 1912."


def test_a_late_press_of_a_button_can_be_repeated() -> None:
    article = make_article()
    seen = article.row_version
    describe_article(article, by=bob(), row_version=seen, publisher="Post")
    answer = post(alice(), "article_archive", article.uid, row_version=seen)
    assert answer.status_code == 409
    assert "Do it all the same" in words_of(answer)
    article.refresh_from_db()
    assert archive_article(article, by=alice(), row_version=article.row_version).status == "archived"


def test_what_was_typed_comes_back_as_text() -> None:
    page = words_of(late(make_article(), headline="<script>alert(1)</script>"))
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("theirs", "mine", "alone"),
    [
        ("one two", "one two", ([], [])),
        ("one two three", "one three", (["two "], [])),
        ("", "new", ([], ["new"])),
        ("3 May", "4 May", (["3"], ["4"])),
        ("a says the law", "a holds no law", (["says the"], ["holds no"])),
    ],
)
def test_what_stands_in_one_text_alone_is_marked(
    theirs: str, mine: str, alone: tuple[list[str], list[str]]
) -> None:
    pieces = compared(theirs, mine)
    assert tuple([words for words, only in text if only] for text in pieces) == alone
    assert ["".join(words for words, _ in text) for text in pieces] == [theirs, mine]


def test_very_long_texts_are_shown_without_comparing_them() -> None:
    assert compared("a " * 5_000, "b") == ([("a " * 5_000, False)], [("b", False)])

"""A claim on its own page, with its history in words."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.claims import merge_claim, remove_claim
from annotations.actions.comments import add_comment
from annotations.actions.evidence import describe_evidence
from annotations.actions.publications import correct_claim
from annotations.models import Claim, Role
from tests.make import (
    alice,
    bob,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
    make_submitted,
)
from tests.pages.visiting import get, post, queries_of, words_of

pytestmark = pytest.mark.django_db

SECRET = "Nightingale"
GIVES_AWAY = {"quotation": "My office", "locator": "third floor", "note": "Met at the quay"}


def page(person: Any, claim: Claim) -> str:
    answer = get(person, "claim_detail", claim.uid)
    assert answer.status_code == 200
    return words_of(answer)


def test_everything_about_a_claim_is_on_one_page() -> None:
    claim = make_published()
    add_comment(claim, by=bob(), body="Seen *twice*.")
    shown = page(bob(), claim)
    for words in (
        "The Harbour Courier",
        "Harbour yearbook 2023",
        "It was 1911.",
        "<em>twice</em>",
        "Supports",
    ):
        assert words in shown
    assert f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}#panel" in shown
    assert reverse("check_detail", args=[claim.article.slug, claim.uid]) in shown


def test_history_is_told_in_words_with_what_changed() -> None:
    claim = make_claim(text="The bridge dates from 1911.")
    shown = page(alice(), claim)
    assert "marked a claim" in shown
    assert "described the claim" in shown
    assert "<del>The old bridge was built in 1911</del> <ins>The bridge dates from 1911.</ins>" in shown


def test_nothing_of_a_blind_first_reading_is_on_the_page() -> None:
    claim = make_claim(make_blind_article())
    make_evidence(claim, stance="refutes", note="This refutes it plainly.")
    make_assessment(claim, "false", rationale="It is false beyond doubt.")
    claim = make_submitted(claim, "false")
    shown = page(make_person("dora"), claim)
    assert "The first reading is kept from you" in shown
    for words in ("Refutes", "refutes", ">False<", "contradicted", "beyond doubt", "plainly", "says so"):
        assert words not in shown


def test_who_read_first_sees_the_own_reading() -> None:
    claim = make_submitted(make_claim(make_blind_article()), "false")
    assert ">False<" in page(bob(), claim)


def test_a_confidential_source_is_not_named_to_others() -> None:
    claim = make_claim()
    source = make_source(title=SECRET, terms="background", public_description="an official")
    evidence = make_evidence(claim, source=source, **GIVES_AWAY)
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, quotation="My home")
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, **GIVES_AWAY)
    known = page(bob(), claim)
    shown = page(make_person("dora"), claim)
    assert "an official" in shown
    for words in (SECRET, *GIVES_AWAY.values()):
        assert words in known
        assert words not in shown


def test_a_comment_is_added_and_shown() -> None:
    claim = make_claim()
    answer = post(make_person("rafi", role=Role.READER), "claim_detail", claim.uid, body="I was **there**.")
    assert answer.status_code == 302
    assert "#comment-" in answer.url
    assert "<strong>there</strong>" in page(bob(), claim)


def test_an_empty_comment_is_told_beside_the_field() -> None:
    answer = post(bob(), "claim_detail", make_claim().uid, body=" ")
    assert answer.status_code == 422
    assert "Write the comment first." in words_of(answer)


def test_corrections_are_shown_with_their_records() -> None:
    claim = make_published()
    correct_claim(claim, by=alice(), kind="correction", text="The year was wrong.", summary="It was 1912.")
    shown = page(bob(), claim)
    assert "The year was wrong." in shown
    assert "published" in shown


def test_a_merged_claim_leads_to_the_one_that_stands_for_it() -> None:
    article = make_article()
    claim, other = make_claim(article), make_claim(article, "It cost 12 million euros")
    merge_claim(claim, by=alice(), into=other)
    shown = page(alice(), claim)
    assert reverse("claim_detail", args=[other.uid]) in shown
    assert reverse("claim_step", args=[claim.uid, "restore"]) in shown


def test_a_removed_claim_is_restored_by_who_may() -> None:
    claim = remove_claim(make_claim(), by=bob())
    assert "marked by mistake" in page(bob(), claim)
    assert "Restore" in page(bob(), claim)
    assert "Restore" not in page(make_person("dora"), claim)


def test_markup_in_what_people_typed_comes_out_as_text() -> None:
    claim = make_claim(text="<script>alert(1)</script>")
    add_comment(claim, by=bob(), body="<img src=x onerror=alert(1)>")
    shown = page(bob(), claim)
    assert "<script>alert" not in shown
    assert "<img" not in shown


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_the_claim() -> None:
    claim = make_claim()

    def more(number: int) -> None:
        for _ in range(number):
            make_evidence(claim)
            add_comment(claim, by=bob(), body="Seen.")

    more(2)
    before = queries_of(bob(), "claim_detail", claim.uid)
    more(6)
    assert queries_of(bob(), "claim_detail", claim.uid) == before <= 25

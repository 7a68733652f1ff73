"""Records of a published check: earlier ones stay readable, corrections say what differs."""

import hashlib
import re
from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.articles import describe_article
from annotations.actions.publications import correct_claim, retract_claim
from annotations.actions.sources import describe_source, store_snapshot
from annotations.models import Claim, Role
from annotations.pages.record_changes import change_of
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
    rating,
)
from tests.pages.visiting import get, words_of

pytestmark = pytest.mark.django_db

FROZEN = "admin:annotations_publication_change"


def corrected(claim: Claim, **changed: Any) -> Claim:
    told: dict[str, Any] = {"kind": "correction", "text": "The year was wrong.", "summary": "It was 1912."}
    correct_claim(claim, by=alice(), **(told | changed))
    claim.refresh_from_db()
    claim.article.refresh_from_db()
    return claim


def record(claim: Claim, number: int) -> Any:
    return get(None, "check_record", claim.article.slug, claim.uid, number)


def test_an_earlier_record_is_shown_as_it_was_and_says_what_replaced_it() -> None:
    claim = corrected(make_published())
    page = words_of(record(claim, 1))
    assert "It was 1911." in page
    assert "This is what we said before" in page
    assert "The year was wrong." in page
    standing = reverse("check_detail", args=[claim.article.slug, claim.uid])
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{standing}">' in page
    assert "ld+json" not in page
    assert f'href="{standing}1/"' in words_of(get(None, "check_detail", claim.article.slug, claim.uid))


def test_the_newest_record_is_the_check_itself_and_others_are_not_there() -> None:
    claim = corrected(make_published())
    answer = record(claim, 2)
    assert answer.status_code == 302
    for number in (0, 3):
        assert record(claim, number).status_code == 404


def test_with_the_check_its_earlier_records_are_withdrawn() -> None:
    claim = corrected(make_published())
    retract_claim(claim, by=alice(), reason="We mistook one bridge for another.")
    answer = record(claim, 1)
    assert answer.status_code == 410
    assert "It was 1911." not in words_of(answer)
    api = get(None, "api:check-record", claim.uid, 1)
    assert api.status_code == 410
    assert "1911" not in words_of(api)


def test_a_source_that_may_no_longer_be_named_is_not_named_by_earlier_records() -> None:
    source = make_source(title="Nightingale", public_description="an official")
    claim = make_claim()
    make_evidence(claim, source=source, quotation="What Nightingale said.")
    claim = make_published(claim)
    describe_source(source, by=bob(), row_version=source.row_version, terms="background")
    claim = corrected(claim)
    page = words_of(record(claim, 1))
    head = make_person("head", Role.READER, is_superuser=True)
    for shown in (
        page,
        words_of(get(None, "check_detail", claim.article.slug, claim.uid)),
        words_of(get(None, "correction_list")),
        words_of(get(make_person("reader", Role.READER), "api:publications", claim.uid)),
        words_of(get(head, FROZEN, claim.publications.get(number=1).pk)),
    ):
        assert "Nightingale" not in shown
        assert "191" in shown
    assert "Nightingale" in words_of(get(bob(), "api:publications", claim.uid))
    assert "an official" in page
    api = get(None, "api:check-record", claim.uid, 1)
    assert api.status_code == 410
    assert "Nightingale" not in words_of(api)


def test_sources_say_where_copies_are() -> None:
    source = make_source(archived_url="https://archive.example/1")
    copied: dict[str, Any] = {
        "final_url": "https://a.example/",
        "http_status": 200,
        "media_type": "text/html",
    }
    store_snapshot(source, by=bob(), body=b"1911", text="1911", **copied)
    claim = make_claim()
    make_evidence(claim, source=source)
    claim = make_published(claim)
    page = words_of(get(None, "check_detail", claim.article.slug, claim.uid))
    assert "https://archive.example/1" in page
    assert f"SHA-256 {hashlib.sha256(b'1911').hexdigest()}" in page


def test_a_publisher_in_another_script_turns_nothing_beside_it_around() -> None:
    claim = make_claim()
    make_evidence(claim, source=make_source(publisher="الجزيرة", issued="2023"))
    claim = make_published(claim)
    for page in (
        get(None, "check_detail", claim.article.slug, claim.uid),
        get(bob(), "source_list"),
        get(bob(), "article_detail", claim.article.uid, claim=claim.uid),
    ):
        assert "<bdi>الجزيرة</bdi> · " in words_of(page)


def test_of_a_text_that_is_not_shown_a_record_holds_no_words_around_the_claim() -> None:
    article = make_article()
    describe_article(article, by=bob(), row_version=article.row_version, public_text="none")
    claim = make_published(make_claim(article))
    api = words_of(get(None, "api:check", claim.uid))
    assert "The old bridge was built in 1911" in api
    assert "the mayor said" not in api


def test_each_correction_marks_the_words_that_differ() -> None:
    claim = corrected(make_published(), rating=rating("false"))
    claim = corrected(claim, kind="update", text="More is known.", explanation="It was spring.")
    page = words_of(get(None, "check_detail", claim.article.slug, claim.uid))
    assert re.search(r"Verdict</p>\s*<dl[^>]*><dt>We said</dt><dd[^>]*><del>True</del>", page)
    assert "<ins>1912</ins>" in page
    assert page.index("More is known.") < page.index("The year was wrong.")


def test_of_long_equal_words_only_what_is_near_a_difference_is_shown() -> None:
    same = "word " * 60
    change = change_of("In short", f"{same}1911 {same}1950 {same}", f"{same}1912 {same}1951 {same}")
    shown = "".join(part.words for part in change.before)
    assert [part.words for part in change.before if part.differs] == ["1911", "1950"]
    assert shown.count("…") == 3
    assert len(shown) < 450


def test_corrections_can_be_filtered_by_kind_and_month() -> None:
    claim = corrected(make_published())
    claim = corrected(claim, kind="update", text="More is known.")
    month = f"{claim.publications.latest('number').at:%Y-%m}"
    updates = words_of(get(None, "correction_list", kind="update", month=month))
    assert "More is known." in updates
    assert "The year was wrong." not in updates
    assert "none of that kind" in words_of(get(None, "correction_list", kind="retraction"))
    assert "The year was wrong." in words_of(get(None, "correction_list", kind="nonsense", month="2024-99"))

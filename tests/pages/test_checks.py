"""What outsiders see: from the frozen records, and from nothing else."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.actions.articles import describe_article
from annotations.actions.claims import describe_claim
from annotations.actions.publications import correct_claim, retract_claim
from annotations.models import Article, ArticleKind, Claim, PublicText
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_published,
    make_source,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, queries_of, words_of

pytestmark = pytest.mark.django_db

WITH_CLOCK = re.compile(r"<time [^>]*>([^<]*:[^<]*)</time>")


def public(name: str, *args: Any, **query: Any) -> Any:
    return get(None, name, *args, **query)


def the_check(claim: Claim) -> Any:
    return public("check_detail", claim.article.slug, claim.uid)


def retracted(claim: Claim) -> Claim:
    retract_claim(claim, by=alice(), reason="We mistook one bridge for another.")
    return claim


def test_a_published_check_can_be_read_by_anybody() -> None:
    claim = make_published()
    page = words_of(the_check(claim))
    for words in (
        "The old bridge was built in 1911",
        ">True<",
        "It is true.",
        "It was 1911.",
        "<strong>yearbook</strong>",
        "Harbour yearbook 2023",
        "The Harbour Courier",
        "bob",
    ):
        assert words in page
    assert words_of(public("check_list")).count("<li>") == 1
    assert "We checked 1 claim of this article." in words_of(public("check_article", claim.article.slug))


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("UTC", "1 July 2026, 23:30 UTC"),
        ("Europe/Berlin", "2 July 2026, 01:30 CEST"),
        ("America/Sao_Paulo", "1 July 2026, 20:30 UTC-03:00"),
    ],
)
def test_every_time_that_readers_are_told_says_its_zone(zone: str, told: str) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        claim = make_published()
        correct_claim(
            claim, by=alice(), kind="correction", text="The year was wrong.", summary="It was 1912."
        )
        gone = retracted(make_published())
    slug = claim.article.slug
    with timezone.override(zone):
        for answer in (
            the_check(claim),
            the_check(gone),
            public("check_record", slug, claim.uid, 1),
            public("check_article", slug),
            public("correction_list"),
        ):
            assert set(WITH_CLOCK.findall(words_of(answer))) == {told}


def test_only_what_was_frozen_is_shown() -> None:
    claim = make_published()
    Claim.objects.filter(pk=claim.pk).update(text="Changed behind the record")
    Article.objects.filter(pk=claim.article_id).update(headline="Another headline")
    claim.refresh_from_db()
    for answer in (the_check(claim), public("check_article", claim.article.slug), public("check_list")):
        assert "Changed behind" not in words_of(answer)
        assert "Another headline" not in words_of(answer)


def test_what_is_not_published_is_not_there() -> None:
    claim = make_submitted()
    other = make_published(make_claim(claim.article, "It cost 12 million euros"))
    slug = other.article.slug
    assert public("check_detail", slug, claim.uid).status_code == 404
    assert public("check_detail", slug, uuid.uuid4()).status_code == 404
    assert public("check_detail", "another-slug", other.uid).status_code == 404
    assert public("check_article", "another-slug").status_code == 404
    assert "built in 1911</a>" not in words_of(public("check_article", slug))


def test_a_missing_check_is_told_in_the_readers_pages() -> None:
    page = words_of(public("check_article", "nothing"))
    assert "There is no check at this address." in page
    assert "Go to the desk" not in page


def test_a_retracted_check_is_gone_with_its_notice() -> None:
    claim = make_published()
    stays = make_published(make_claim(claim.article, "It cost 12 million euros"))
    answer = the_check(retracted(claim))
    assert answer.status_code == 410
    assert "We mistook one bridge for another." in words_of(answer)
    assert "It was 1911." not in words_of(answer)
    article = words_of(public("check_article", claim.article.slug))
    assert "1 check of this article was withdrawn" in article
    assert str(claim.uid) not in article
    assert str(stays.uid) in article


def test_an_article_whose_checks_are_all_withdrawn_is_gone_too() -> None:
    claim = retracted(make_published())
    answer = public("check_article", claim.article.slug)
    assert answer.status_code == 410
    assert "We mistook one bridge for another." in words_of(answer)
    assert "No check is published yet." in words_of(public("check_list"))


def test_corrections_stand_at_the_check_and_in_the_list() -> None:
    claim = make_published()
    correct_claim(claim, by=alice(), kind="correction", text="The year was wrong.", summary="It was 1912.")
    for answer in (the_check(claim), public("correction_list")):
        page = words_of(answer)
        assert "The year was wrong." in page
        assert "It was <del>1911</del>." in page
        assert "It was <ins>1912</ins>." in page
    assert "correction " in words_of(public("check_article", claim.article.slug))


def test_a_retraction_stays_in_the_list_of_corrections() -> None:
    claim = retracted(make_published())
    page = words_of(public("correction_list"))
    assert "We mistook one bridge for another." in page
    assert f'href="{reverse("check_detail", args=[claim.article.slug, claim.uid])}"' not in page


def test_of_somebody_elses_article_only_excerpts_are_shown() -> None:
    claim = make_published()
    page = words_of(public("check_article", claim.article.slug))
    assert 'data-level="1">The old bridge was built in 1911</u>' in page
    assert "Nobody was hurt" in page
    assert "40 ships a day" not in page


def test_of_an_article_without_public_text_only_the_claim_is_shown() -> None:
    article = make_article()
    describe_article(article, by=bob(), row_version=article.row_version, public_text=PublicText.NONE)
    claim = make_published(make_claim(article))
    for answer in (the_check(claim), public("check_article", claim.article.slug)):
        assert "Nobody was hurt" not in words_of(answer)


def own_draft() -> Claim:
    return make_published(make_claim(make_article(kind=ArticleKind.OWN_DRAFT)))


def test_our_own_text_is_shown_in_full_with_its_marks() -> None:
    claim = own_draft()
    page = words_of(public("check_article", claim.article.slug))
    assert "40 ships a day" in page
    assert 'data-class="supported" data-level="1">The old bridge was built in 1911</u>' in page
    assert f'href="{reverse("check_detail", args=[claim.article.slug, claim.uid])}"' in page


def test_a_full_text_can_be_taken_back() -> None:
    claim = own_draft()
    article = Article.objects.get()
    describe_article(article, by=bob(), row_version=article.row_version, public_text=PublicText.EXCERPTS)
    assert "40 ships a day" not in words_of(public("check_article", claim.article.slug))


def test_a_text_that_becomes_public_later_does_not_widen_old_records() -> None:
    claim = make_published()
    article = Article.objects.get()
    describe_article(article, by=bob(), row_version=article.row_version, public_text=PublicText.FULL)
    assert "40 ships a day" not in words_of(public("check_article", claim.article.slug))


def test_background_sources_appear_by_their_description_and_off_the_record_ones_not_at_all() -> None:
    claim = make_claim()
    for terms in ("background", "off_record"):
        source = make_source(
            title=f"Nightingale {terms}", terms=terms, public_description=f"an official, {terms}"
        )
        make_evidence(claim, source=source, quotation="What Nightingale said.")
    claim = make_published(claim)
    page = words_of(the_check(claim))
    assert "an official, background" in page
    assert "off_record" not in page
    assert "Nightingale" not in page


def test_checks_stand_in_the_order_of_the_text() -> None:
    article = make_article()
    late = make_published(make_claim(article, "The harbour handles 40 ships a day"))
    early = make_published(make_claim(article, "It cost 12 million euros"), "false")
    page = words_of(public("check_article", article.slug or Article.objects.get().slug))
    assert page.index(f"check-{early.uid}") < page.index(f"check-{late.uid}")
    assert "Contradicted" in page


def test_the_same_page_goes_to_everybody_and_may_be_kept() -> None:
    claim = make_published()
    address = reverse("check_detail", args=[claim.article.slug, claim.uid])
    stranger, editor = (
        Client().get(address),
        browser_of(alice()).get(address, headers={"Cookie": "theme=dark"}),
    )
    assert stranger.content == editor.content
    assert set(stranger.headers["Cache-Control"].split(", ")) == {"max-age=60", "public"}
    assert "Cookie" not in stranger.headers.get("Vary", "")
    assert not stranger.cookies


def test_who_has_the_page_already_gets_no_second_one() -> None:
    claim = make_published()
    address = reverse("check_detail", args=[claim.article.slug, claim.uid])
    first = Client().get(address)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304
    assert Client().get(address, headers={"If-Modified-Since": modified}).status_code == 304
    correct_claim(claim, by=alice(), kind="update", text="More is known.", summary="It was spring 1911.")
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("name", ["check_list", "correction_list"])
def test_empty_lists_say_so(name: str) -> None:
    answer = public(name)
    assert answer.status_code == 200
    assert 'class="empty"' in words_of(answer)


def test_nothing_is_taken_from_who_only_reads() -> None:
    assert Client().post(reverse("check_list")).status_code == 405


def test_markup_in_a_record_comes_out_as_text() -> None:
    claim = make_claim()
    claim = describe_claim(claim, by=bob(), row_version=claim.row_version, text="<script>alert(1)</script>")
    page = words_of(the_check(make_published(claim)))
    assert "<script>alert" not in page
    assert "\\u003cscript\\u003ealert" in page


def test_the_number_of_queries_does_not_grow_with_the_checks() -> None:
    article = make_article()

    def more(number: int) -> None:
        for _ in range(number):
            correct_claim(make_published(make_claim(article)), by=alice(), kind="update", text="More.")
            make_published(make_claim(make_article()))

    more(2)
    slug = Article.objects.exclude(slug="").earliest("pk").slug
    addresses = [("check_list", ()), ("check_article", (slug,)), ("correction_list", ())]
    before = [queries_of(None, name, *args) for name, args in addresses]
    more(4)
    assert [queries_of(None, name, *args) for name, args in addresses] == before
    assert max(before) <= 10


def test_a_slug_in_another_script_is_an_address() -> None:
    claim = make_published(make_claim(make_article(headline="الحكومة تعلن خطة")))
    claim.article.refresh_from_db()
    assert the_check(claim).status_code == 200

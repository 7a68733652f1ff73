"""The card in other people's pages, what is offered to copy, oEmbed, and the readers' page about our ways."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions.publications import correct_claim, retract_claim
from annotations.models import Claim
from tests.make import (
    alice,
    make_claim,
    make_policy,
    make_published,
    make_scale,
    make_submitted,
)
from tests.pages.visiting import get, words_of

pytestmark = pytest.mark.django_db

BASE = "http://127.0.0.1:8000"


def card(claim: Claim) -> Any:
    return get(None, "embed_card", claim.uid)


def page_of(claim: Claim) -> str:
    return BASE + reverse("check_detail", args=[claim.article.slug, claim.uid])


def test_the_card_may_stand_anywhere_and_runs_nothing() -> None:
    claim = make_published()
    answer = card(claim)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    page = words_of(answer)
    for words in (
        "The old bridge was built in 1911",
        ">True<",
        "It was 1911.",
        "Fact checks",
        page_of(claim),
    ):
        assert words in page
    assert "<script" not in page
    other = get(None, "check_detail", claim.article.slug, claim.uid).headers
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert other["X-Frame-Options"] == "DENY"


def test_the_card_follows_corrections_and_says_when_the_check_is_withdrawn() -> None:
    claim = make_published()
    correct_claim(claim, by=alice(), kind="correction", text="Wrong year.", summary="It was 1912.")
    assert re.search(r"It was 1912\.[\s\S]*correction <time", words_of(card(claim)))
    retract_claim(claim, by=alice(), reason="We mistook one bridge for another.")
    answer = card(claim)
    assert answer.status_code == 410
    assert "We mistook one bridge for another." in words_of(answer)
    assert "It was 1912." not in words_of(answer)
    assert "noindex" in words_of(answer)


def test_what_is_not_published_has_no_card() -> None:
    answer = card(make_submitted())
    assert answer.status_code == 404
    assert "1911" not in words_of(answer)


def test_the_page_offers_the_card_and_the_words_to_copy() -> None:
    claim = make_claim()
    claim = make_published(claim)
    page = words_of(get(None, "check_detail", claim.article.slug, claim.uid))
    frame, words = (
        unescape(text) for text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    )
    assert f'<iframe src="{BASE}/embed/{claim.uid}/"' in frame
    assert 'title="Fact check by Fact checks: The old bridge was built in 1911"' in frame
    assert re.search(r'width="600" height="\d{3}"', frame)
    assert words.startswith(f'<blockquote cite="{page_of(claim)}">')
    assert "<strong>True</strong>: It was 1911." in words


def test_oembed_answers_for_the_page_of_a_check() -> None:
    claim = make_published()
    told = get(None, "oembed", url=page_of(claim), maxwidth="300", maxheight="many").json()
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 300)
    assert f"{BASE}/embed/{claim.uid}/" in told["html"]
    page = words_of(get(None, "check_detail", claim.article.slug, claim.uid))
    link = unescape(re.findall(r'type="application/json\+oembed"[^>]*href="([^"]+)"', page)[0])
    assert Client().get(link).json()["title"] == "True: The old bridge was built in 1911"
    assert get(None, "oembed", url=page_of(claim), format="xml").status_code == 501
    elsewhere = [page_of(claim).replace(BASE, "https://evil.example"), BASE + "/", f"{BASE}/nowhere", ""]
    assert {get(None, "oembed", url=address).status_code for address in elsewhere} == {404}
    retract_claim(claim, by=alice(), reason="We were wrong.")
    assert get(None, "oembed", url=page_of(claim)).status_code == 404


def test_how_we_check_defines_what_published_checks_use_and_nothing_else(settings: Any) -> None:
    make_scale()
    make_policy(name="Secret project", second_read="blind", min_evidence=7)
    empty = words_of(get(None, "how_we_check"))
    assert "It is unproven." not in empty
    make_published()
    page = words_of(get(None, "how_we_check"))
    for words in ("It is unproven.", "Unsettled", "One person checks", "at least 1 source.", "Retraction"):
        assert words in page
    assert "Secret project" not in page
    assert "at least 7" not in page
    assert "tell us" not in page
    settings.CORRECTIONS_CONTACT = "mailto:desk@example.org"
    page = words_of(get(None, "how_we_check"))
    assert '<a href="mailto:desk@example.org">desk@example.org</a>' in page


@pytest.mark.parametrize("name", ["check_list", "correction_list"])
def test_every_readers_page_leads_to_how_we_check(name: str) -> None:
    page = words_of(get(None, name))
    assert f'href="{reverse("how_we_check")}"' in page
    assert 'type="application/atom+xml"' in page
    assert '<meta name="description"' in page

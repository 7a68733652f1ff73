"""A colleague's work shows within five seconds, and nobody is disturbed by it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.make import alice, bob, make_article, make_claim, make_evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON_MS = 5_000


@pytest.fixture
def article() -> Article:
    return make_article(by=alice())


@pytest.fixture
def bench(page: Page, sign_in: Callable[[Any], None], article: Article) -> Page:
    sign_in(bob())
    page.goto(reverse("article_detail", args=[article.uid]))
    page.locator("#s2").focus()
    return page


def test_a_mark_appears_in_text_and_counts_and_takes_no_focus(bench: Page, article: Article) -> None:
    make_claim(article, "It cost 12 million euros", by=alice())
    expect(bench.locator("#text mark[data-claims='1']")).to_be_visible(timeout=SOON_MS)
    expect(bench.locator("#coverage")).to_contain_text("Coverage 14 %")
    expect(bench.locator("live-updates")).to_contain_text("alice marked a claim (1).")
    expect(bench.locator("#s2")).to_be_focused()
    bench.keyboard.press("j")
    expect(bench.locator("#s3")).to_be_focused()


def test_the_panel_follows_unless_somebody_is_at_work_in_it(bench: Page, article: Article) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    bench.locator("#s3").focus()
    make_evidence(claim, by=alice())
    expect(bench.locator("#panel .evidence")).to_have_count(1, timeout=SOON_MS)
    bench.locator("#comment").fill("Half a thought")
    make_evidence(claim, by=alice())
    show = bench.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible(timeout=SOON_MS)
    expect(bench.locator("#comment")).to_have_value("Half a thought")
    expect(bench.locator("#comment")).to_be_focused()
    show.click()
    expect(bench.locator("#panel .evidence")).to_have_count(2)
    expect(bench.locator("#comment")).to_have_value("Half a thought")


def test_words_being_chosen_stay_chosen(bench: Page, article: Article) -> None:
    bench.keyboard.press("Shift+ArrowLeft")
    chosen = bench.evaluate("String(getSelection())")
    make_claim(article, "It cost 12 million euros", by=alice())
    expect(bench.locator("#coverage")).to_contain_text("Coverage 14 %", timeout=SOON_MS)
    assert bench.evaluate("String(getSelection())") == chosen

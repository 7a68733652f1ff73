"""Answers that come when the person has gone on: nothing that they see, choose or write is drawn away."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.browser.hands import HeldBack
from tests.make import alice, bob, make_claim, make_evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_begins_to_write_while_the_panel_is_under_way_keeps_caret_and_field(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    address = f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}"
    bench.goto(address)
    bench.locator("#s3").focus()
    panel = HeldBack(bench, f"**{address}")
    make_evidence(claim, by=alice())
    panel.wait()
    bench.locator("#comment").press_sequentially("Half thought")
    for _ in "thought":
        bench.keyboard.press("ArrowLeft")
    panel.let_through()
    show = bench.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible()
    bench.keyboard.type("a ")
    expect(bench.locator("#comment")).to_have_value("Half a thought")
    expect(bench.locator("#panel .evidence")).to_have_count(0)
    show.click()
    expect(bench.locator("#panel .evidence")).to_have_count(1)
    expect(bench.locator("#comment")).to_have_value("Half a thought")

"""On paper: the text with its marks, then its claims; black on white, and nothing that can be pressed."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.make import alice, make_article, make_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article() -> Article:
    article = make_article(by=alice())
    make_claim(article, "The old bridge was built in 1911", by=alice())
    make_claim(article, "The council opened the new bridge on 3 May 2024", by=alice())
    return article


def test_the_text_prints_with_its_claims_and_without_the_bars(bench: Page) -> None:
    bench.emulate_media(media="print", color_scheme="dark")
    bench.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(bench.locator(".printed-claims li")).to_have_text(
        [
            "1The old bridge was built in 1911not rated",
            "2The council opened the new bridge on 3 May 2024not rated",
        ]
    )
    for hidden in (".bar", ".outline", ".panel", ".keys"):
        expect(bench.locator(hidden).first).to_be_hidden()
    expect(bench.locator(".article .sign").first).to_be_visible()
    assert bench.evaluate("getComputedStyle(document.querySelector('.block')).color") == "rgb(0, 0, 0)"
    bench.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(bench.locator(".printed-claims")).to_have_count(0)

"""The filter beside the text: by state and by class, with keys, with a phone, and while colleagues work."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.claims import take_claim
from annotations.models import Article
from tests.browser.working import Keys
from tests.make import alice, bob, make_claim, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_by_class_only_such_sentences_and_claims_are_walked(bench: Page, article: Article) -> None:
    make_submitted(make_claim(article, "It cost 12 million euros"), key="mixed")
    make_submitted(make_claim(article, "twice as much as planned"), key="true")
    make_submitted(make_claim(article, "40 ships a day"), key="mixed")
    make_claim(article, "The old bridge was built in 1911")
    bench.reload()
    bench.locator("#shows [data-show='overlap']").focus()
    Keys(bench).press("Tab", "Tab", "Enter")
    expect(bench.locator("#shows [data-show=qualified]")).to_have_attribute("aria-current", "true")
    expect(bench.locator("#shows [data-show=qualified] .number")).to_have_text("2")
    faded = bench.locator("#s5 .words").evaluate("words => getComputedStyle(words).color")
    assert faded != bench.locator("#s3 .words").evaluate("words => getComputedStyle(words).color")
    bench.locator("#s1").focus()
    bench.keyboard.press("j")
    expect(bench.locator("#s3")).to_be_focused()
    bench.keyboard.press("J")
    expect(bench.locator("#panel [data-panel]")).to_have_attribute("data-claim", "3")
    bench.locator("#shows [data-show=unrated]").click()
    bench.locator("#s1").focus()
    Keys(bench).press("j", "2")
    expect(bench.locator("#shows [data-show=unrated] .number")).to_have_text("0")
    expect(bench.locator("#shows [data-show=qualified] .number")).to_have_text("3")
    expect(bench.locator("#shows [aria-current]")).to_have_attribute("data-show", "unrated")
    make_submitted(
        make_claim(article, "Nobody was hurt during the works.", by=alice()), by=alice(), key="false"
    )
    expect(bench.locator("#shows [data-show=contradicted] .number")).to_have_text("1")


def test_where_nothing_is_shown_a_sentence_says_so(bench: Page, article: Article) -> None:
    make_claim(article, "12 million euros", by=alice())
    take_claim(make_claim(article, "40 ships a day"), by=bob())
    bench.reload()
    toasts = bench.locator("#toasts")
    bench.locator("#s1").focus()
    Keys(bench).press("j", "k")
    expect(toasts).to_have_text("No sentence before this one.")
    bench.locator("#shows [data-show=stale]").click()
    expect(toasts).to_have_text("No sentence is shown under “Stale”.")
    bench.locator("#shows [data-show=mine]").click()
    bench.locator("#s3").focus()
    bench.keyboard.press("j")
    expect(bench.locator("#s7")).to_be_focused()
    for key, words in (
        ("j", "No sentence after this one under “My claims”."),
        ("J", "No claim after this one under “My claims”."),
        ("k", "No sentence before this one under “My claims”."),
    ):
        bench.keyboard.press(key)
        expect(toasts).to_have_text(words)
        expect(bench.locator("#s7")).to_be_focused()
    bench.keyboard.press("n")
    expect(bench.locator("#s1")).to_be_focused()


def test_a_narrow_window_keeps_the_filter_above_the_text(bench: Page, article: Article) -> None:
    make_claim(article)
    bench.set_viewport_size({"width": 360, "height": 740})
    bench.reload()
    bench.locator("#shows [data-show=unrated]").click()
    expect(bench.locator("article-text")).to_have_attribute("data-show", "unrated")
    assert bench.evaluate("document.documentElement.scrollWidth") == 360

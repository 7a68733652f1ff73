"""Several claims in one sentence, and at the very same words: made one after the other, reached one by one."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from annotations.models import Article
from tests.browser.hands import POINT, Hand, intercept
from tests.browser.working import Keys, claims
from tests.make import bob, make_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = ["It cost 12 million euros", "twice as much", "as planned."]
WORDS = "twice as much as planned"


def in_panel(page: Page, number: int) -> None:
    expect(page.locator("#panel [data-panel]")).to_have_attribute("data-claim", str(number))


def test_a_sentence_becomes_three_claims_in_twelve_presses(bench: Page, article: Article) -> None:
    """The answer to a mark may come when the next part is already being chosen."""
    intercept(bench, "**/mark/", lambda route: (bench.wait_for_timeout(250), route.continue_())[1])
    Keys(bench).press("j", "j", "j")
    keys = Keys(bench)
    keys.press(*["Shift+ArrowLeft"] * 6, "c", *["Shift+ArrowLeft"] * 3, "c", "c")
    in_panel(bench, 3)
    assert keys.presses == 12
    assert [claim.quotation for claim in claims(article)] == PARTS
    bench.keyboard.press("j")
    expect(bench.locator("#s4")).to_be_focused()
    Keys(bench).press("c")
    in_panel(bench, 4)
    assert claims(article)[-1].quotation == "“We had no choice,” the mayor said."


def test_the_rest_of_a_sentence_is_underlined_and_forgotten_with_escape(
    bench: Page, article: Article
) -> None:
    rest = "() => [...(CSS.highlights.get('rest') ?? [])].join()"
    bench.locator("#s3").focus()
    Keys(bench).press(*["Shift+ArrowLeft"] * 6, "c")
    in_panel(bench, 1)
    assert bench.evaluate(rest) == WORDS + "."
    Keys(bench).press("Escape", "c")
    in_panel(bench, 2)
    assert bench.evaluate(rest) == ""
    assert claims(article)[1].quotation == f"It cost 12 million euros, {WORDS}."


def test_a_claim_gets_another_place_is_gone_to_there_and_loses_it_and_gets_it_back(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "the new bridge")
    places = claim.highlights.living().order_by("start")
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    Hand(bench).drag("T|he old", "old bri|dge")
    expect(bench.get_by_role("button", name="Another place of it")).to_be_visible()
    bench.keyboard.press("G")
    expect(bench.locator("#toasts")).to_contain_text("Marked there, too.")
    assert [place.exact for place in places] == ["the new bridge", "The old bridge"]
    panel = bench.locator("#panel")
    panel.get_by_text("Its 2 places").click()
    panel.get_by_role("link", name="Sentence 5").last.click()
    expect(bench.locator("#s5")).to_be_focused()
    in_panel(bench, 1)
    expect(bench.locator(".end-handle[data-end=start]")).to_have_attribute("aria-valuetext", "The")
    panel.get_by_role("button", name="Remove the place “The old bridge”").click()
    expect(bench.locator("#s5 mark")).to_have_count(0)
    panel.get_by_text("Its place, 1 removed").click()
    panel.get_by_role("button", name="Restore the place “The old bridge”").click()
    # The mark may come with the live updates before the answer does, and with it what undo would undo.
    expect(bench.locator("#toasts")).to_contain_text("Marked there, too.")
    expect(bench.locator("#s5 mark")).to_have_count(1)
    assert [place.exact for place in places.all()] == ["the new bridge", "The old bridge"]
    bench.keyboard.press("Control+z")
    expect(bench.locator("#s5 mark")).to_have_count(0)


def test_a_sentence_becomes_three_claims_by_dragging_over_its_parts(bench: Page, article: Article) -> None:
    hand = Hand(bench)
    for number, (start, end) in enumerate(
        [("I|t cost", "eur|os"), ("twi|ce", "mu|ch"), ("as pl|anned", "plann|ed")], 1
    ):
        hand.drag(start, end)
        expect(bench.locator("choice-bar")).to_be_visible()
        bench.keyboard.press("c")
        in_panel(bench, number)
    assert [claim.quotation for claim in claims(article)] == [*PARTS[:2], "planned"]


def test_a_mark_that_is_refused_gives_the_words_back(bench: Page, article: Article) -> None:
    intercept(bench, "**/mark/", lambda route: route.fulfill(status=500, body="broken"))
    Hand(bench).drag("twi|ce", "mu|ch")
    bench.keyboard.press("c")
    expect(bench.locator("#problem")).to_contain_text("The error is ours.")
    assert bench.evaluate("getSelection().toString()") == "twice as much"


def test_claims_at_the_same_words_are_reached_one_by_one(bench: Page, article: Article) -> None:
    for _ in range(4):
        make_claim(article, WORDS)
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?sentence=2")
    expect(bench.locator("article-text[role=grid]")).to_be_visible()
    bench.locator("#s2").focus()
    for number in (1, 2, 3, 4):
        bench.keyboard.press("J")
        in_panel(bench, number)
    bench.keyboard.press("K")
    in_panel(bench, 3)
    bench.keyboard.press("Enter")
    items = bench.get_by_role("menuitem")
    expect(items).to_have_count(4)
    expect(items.nth(3)).to_be_focused()
    bench.keyboard.press("Enter")
    in_panel(bench, 4)
    expect(bench.locator("#s3")).to_be_focused()
    for number in (1, 2):
        bench.mouse.click(*bench.evaluate(POINT, "twice as mu|ch"))
        expect(items).to_have_count(4)
        bench.keyboard.press("Enter")
        in_panel(bench, number)


def test_a_finger_finds_each_of_the_claims_at_the_same_words(
    browser: Browser, browser_context_args: dict[str, Any], context: BrowserContext,
    sign_in: Any, article: Article,
) -> None:  # fmt: skip
    sign_in(bob())
    for _ in range(3):
        make_claim(article, WORDS)
    phone = browser.new_context(
        **browser_context_args
        | {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
        storage_state=context.storage_state(),
    )
    page = phone.new_page()
    page.goto(reverse("article_detail", args=[article.uid]))
    expect(page.locator("article-text[role=grid]")).to_be_visible()
    page.touchscreen.tap(*page.evaluate(POINT, "twice as mu|ch"))
    third = page.get_by_role("menuitem").nth(2)
    box = third.bounding_box()
    assert box
    assert box["height"] >= 44
    third.tap()
    in_panel(page, 3)
    phone.close()

"""Answers that come when one is in the midst of something: what one holds and what one did stay as they are."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.browser.hands import Hand, HeldBack
from tests.browser.test_ends import HALF_PX, take_hold
from tests.make import alice, make_claim, make_evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEWEST_SIGNS = """() => {
    const sentence = document.querySelector("#s2");
    const count = () => sentence.querySelectorAll(".sign").length;
    sentence.fewest = count();
    const watcher = new MutationObserver(() => { sentence.fewest = Math.min(sentence.fewest, count()); });
    watcher.observe(sentence, { childList: true });
}"""
"""From now on `fewest` of the second sentence."""

STAGES = ("pressed", "half way", "let go")


def drag_with(page: Page, start: str, end: str, stage: str, happens: Callable[[], None]) -> None:
    """Drags over words; at this stage of it something happens."""
    hand = Hand(page)
    page.mouse.move(*hand.point(start))
    page.mouse.down()
    if stage == "pressed":
        happens()
    x, y = hand.point(end)
    page.mouse.move(x - 60, y, steps=3)
    if stage == "half way":
        happens()
    page.mouse.move(x, y, steps=3)
    page.mouse.up()
    if stage == "let go":
        happens()


def expect_chosen(page: Page, words: str) -> None:
    page.wait_for_function("words => getSelection().toString() === words", arg=words)
    expect(page.locator("choice-bar")).to_be_visible()


def test_the_claim_before_that_is_only_now_answered_takes_no_words_from_the_next_drag(
    bench: Page, article: Article
) -> None:
    hand = Hand(bench)
    for number, stage in enumerate(STAGES, start=1):
        hand.drag("coun|cil", "open|ed")
        answer = HeldBack(bench, "**/mark/")
        bench.keyboard.press("c")
        answer.wait()

        def answered(answer: HeldBack = answer, number: int = number) -> None:
            answer.let_through()
            expect(bench.locator(f"#panel kept-words[data-claim='{number}']")).to_be_visible()

        drag_with(bench, "bri|dge on", "3 M|ay", stage, answered)
        expect_chosen(bench, "bridge on 3 May")
        expect(bench.locator(f"#s2 .sign[data-claim='{number}']")).to_be_visible()
        expect(bench.locator("#s2")).to_be_focused()
    bench.keyboard.press("c")
    expect(bench.locator("#panel kept-words[data-claim='4']")).to_be_visible()
    assert article.claims.order_by("-pk")[0].quotation == "bridge on 3 May"


def test_what_a_colleague_does_takes_neither_words_nor_the_click_from_under_the_mouse(
    bench: Page, article: Article
) -> None:
    news = bench.locator("live-updates")

    def told(number: int) -> None:
        make_claim(article, "The council opened the new bridge on 3 May", by=alice())
        expect(news).to_contain_text(f"({number}).")

    drag_with(bench, "bri|dge on", "3 M|ay", "pressed", lambda: told(1))
    expect_chosen(bench, "bridge on 3 May")
    expect(bench.locator("#text mark")).to_have_count(0)
    bench.keyboard.press("Escape")
    expect(bench.locator("#s2 .sign")).to_have_count(1)
    bench.mouse.move(*Hand(bench).point("coun|cil"))
    bench.mouse.down()
    told(2)
    bench.mouse.up()
    expect(bench.locator("claim-menu")).to_be_hidden()
    expect(bench.locator("#panel kept-words[data-claim='1']")).to_be_visible()
    expect(bench.locator("#s2 .sign")).to_have_count(2)


def test_an_end_stays_in_the_hand_while_a_colleague_works_on_the_claim(bench: Page, article: Article) -> None:
    claim = make_claim(article, "opened the new")
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    take_hold(bench, "end")
    make_evidence(claim, by=alice())
    expect(bench.get_by_role("button", name="Show", exact=True)).to_be_visible()
    x, y = Hand(bench).point("3 M|ay")
    bench.mouse.move(x + HALF_PX, y, steps=3)
    bench.mouse.up()
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now ends at “May”.")
    expect(bench.locator("#panel .evidence")).to_have_count(1)


def test_news_written_before_ones_own_deed_do_not_draw_it_away(bench: Page, article: Article) -> None:
    written = HeldBack(bench, "**/live/**")
    make_claim(article, "It cost 12 million euros", by=alice())
    written.wait()
    news = [(route, route.fetch()) for route in written.routes]
    bench.locator("#s2").focus()
    bench.keyboard.press("c")
    expect(bench.locator("#s2 .sign")).to_have_count(1)
    bench.evaluate(FEWEST_SIGNS)
    for route, answer in news:
        route.fulfill(response=answer)
    written.held = False
    expect(bench.locator("#s3 .sign")).to_have_count(1)
    assert bench.evaluate("document.querySelector('#s2').fewest") == 1

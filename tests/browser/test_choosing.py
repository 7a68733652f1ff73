"""Words chosen with mouse, pen and finger: exactly what was meant becomes the claim."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from annotations.models import Article
from tests.browser.hands import POINT, Hand
from tests.make import alice, bob, make_article, make_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """A bridge for the old harbour

The council opened the new bridge on 3 May 2024. It cost 12.5 million euros, “twice as much” as planned.

The mayor (a baker) said so 👩‍👩‍👧 in a café. The old bridge was built in 1911.

Der Bürgermeister schwieg. 東京は大きい。"""

RIGHT_TO_LEFT = """افتتح المجلس الجسر الجديد في 3 مايو 2024. بلغت الكلفة 12.5 مليون يورو.

قال الوزير إن GitHub Copilot مفيد جدا. העירייה פתחה את הגשר החדש."""


@pytest.fixture
def article() -> Article:
    return make_article(TEXT, by=alice())


@pytest.fixture
def open_bench(page: Page, sign_in: Callable[[Any], None]) -> Iterator[Callable[[Article], Page]]:
    """Opens an article's workbench as Bob. A script error or a refused style fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(bob())

    def open_bench(article: Article) -> Page:
        page.goto(reverse("article_detail", args=[article.uid]))
        expect(page.locator("article-text[role=grid]")).to_be_visible()
        return page

    yield open_bench
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


def marked(page: Page, article: Article) -> str:
    """Marks what is chosen; the words of the claim in the database."""
    number = article.claims.count() + 1
    page.keyboard.press("c")
    expect(page.locator(f"#panel kept-words[data-claim='{number}']")).to_be_visible()
    return article.claims.order_by("-pk")[0].quotation


def test_a_drag_takes_whole_words_and_nothing_beside_them(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    bench = open_bench(article)
    hand = Hand(bench)
    hand.drag("cou|ncil", "open|ed")
    assert marked(bench, article) == "council opened"
    hand.drag("council| opened", "opened |the")
    assert marked(bench, article) == "opened"
    hand.drag("eur|os", "cos|t 12")
    assert marked(bench, article) == "cost 12.5 million euros"
    hand.drag("bri|dge on", "milli|on")
    assert marked(bench, article) == "bridge on 3 May 2024. It cost 12.5 million"
    hand.drag("|“twice", "muc|h”")
    assert marked(bench, article) == "“twice as much"
    hand.drag("a bak|er)", "baker)|")
    assert marked(bench, article) == "baker)"
    hand.drag("old har|bour", "coun|cil")
    assert marked(bench, article) == "harbour\n\nThe council"


def test_a_pen_chooses_like_a_mouse_and_shift_with_a_click_goes_on_to_there(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    bench = open_bench(article)
    pen = bench.context.new_cdp_session(bench)
    for kind, place in (("mousePressed", "opene|d"), ("mouseMoved", "o|ld"), ("mouseReleased", "o|ld")):
        x, y = bench.evaluate(POINT, f"{place} harbour" if place == "o|ld" else place)
        button = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1}
        pen.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "pointerType": "pen", **button})
    assert marked(bench, article) == "old harbour\n\nThe council opened"
    hand = Hand(bench)
    hand.click("coun|cil")
    bench.keyboard.down("Shift")
    hand.click("milli|on")
    bench.keyboard.up("Shift")
    assert marked(bench, article) == "council opened the new bridge on 3 May 2024. It cost 12.5 million"


def test_with_alt_a_drag_takes_characters(open_bench: Callable[[Article], Page], article: Article) -> None:
    bench = open_bench(article)
    hand = Hand(bench)
    hand.drag("Bürger|meister", "meister| schwieg", "Alt")
    assert marked(bench, article) == "meister"
    hand.drag("so |👩‍👩‍👧", "in a caf|é", "Alt")
    assert marked(bench, article) == "👩‍👩‍👧 in a caf"
    hand.drag("東京は|大きい", "大|きい")
    assert marked(bench, article) == "大きい"


def test_over_marks_that_overlap_the_words_dragged_over_are_taken(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    make_claim(article, "12.5 million euros, “twice as much” as planned")
    make_claim(article, "“twice as much” as planned.")
    bench = open_bench(article)
    hand = Hand(bench)
    hand.drag("mill|ion", "as pla|nned")
    assert marked(bench, article) == "million euros, “twice as much” as planned"
    hand.drag("twi|ce", "as mu|ch")
    assert marked(bench, article) == "twice as much"


def test_clicks_choose_a_word_or_a_sentence_and_an_unsteady_click_nothing(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    bench = open_bench(article)
    hand = Hand(bench)
    hand.click("coun|cil", times=2)
    assert marked(bench, article) == "council"
    hand.click("bu|ilt", times=3)
    assert marked(bench, article) == "The old bridge was built in 1911."
    hand.click("bak|er", times=3)
    assert marked(bench, article) == "The mayor (a baker) said so 👩‍👩‍👧 in a café."
    x, y = bench.evaluate(POINT, "May |2024")
    bench.mouse.move(x, y)
    bench.mouse.down()
    bench.mouse.move(x + 3, y)
    bench.mouse.up()
    assert bench.evaluate("getSelection().toString()") == ""
    expect(bench.locator("choice-bar")).to_be_hidden()
    bench.keyboard.press("Control+a")
    assert marked(bench, article) == TEXT


def test_what_is_dragged_in_from_outside_counts_as_far_as_it_is_text(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    bench = open_bench(article)
    title = bench.locator("#panel h2").first.bounding_box()
    x, y = bench.evaluate(POINT, "built in |1911")
    bench.mouse.move(x, y)
    bench.mouse.down()
    bench.mouse.move(title["x"] + 5, title["y"] + 5, steps=4)
    bench.mouse.up()
    expect(bench.locator("choice-bar")).to_be_visible()
    bench.get_by_role("button", name="Mark as a claim").click()
    expect(bench.locator("#panel kept-words[data-claim='1']")).to_be_visible()
    assert article.claims.get().quotation == TEXT[TEXT.index("1911") :]


def test_what_can_be_done_with_words_lies_over_the_text_and_not_over_the_panel(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    bench = open_bench(article)
    hand = Hand(bench)
    hand.drag("coun|cil", "open|ed")
    marked(bench, article)
    for width in (1280, 1000, 400):
        bench.set_viewport_size({"width": width, "height": 800})
        bench.keyboard.press("Escape")
        hand.drag("bri|dge on", "3 M|ay")
        expect(bench.locator("choice-bar")).to_be_visible()
        inside = """() => {
            const boxOf = (part) => document.querySelector(part).getBoundingClientRect();
            const [bar, text] = [boxOf("choice-bar"), boxOf(".text")];
            return text.left <= bar.left && bar.right <= text.right;
        }"""
        assert bench.evaluate(inside)


def test_a_drag_along_the_numbers_takes_sentences(
    open_bench: Callable[[Article], Page], article: Article
) -> None:
    bench = open_bench(article)
    hand = Hand(bench)
    second, fourth = (bench.locator(f"#s{number} .place") for number in (2, 4))
    second.hover()
    bench.mouse.down()
    fourth.hover()
    bench.mouse.up()
    assert marked(bench, article) == "\n\n".join(TEXT.split("\n\n")[1:3]).split(" The old")[0]
    fourth.hover()
    bench.mouse.down()
    bench.mouse.move(*bench.evaluate(POINT, "said s|o"), steps=4)
    bench.mouse.up()
    assert marked(bench, article) == "The mayor (a baker) said so"
    hand.click("schwie|g")
    second.click()
    expect(bench.locator("#panel [data-panel=sentence][data-line='2']")).to_be_visible()


def test_right_to_left_and_mixed_text_is_chosen_in_reading_order(
    open_bench: Callable[[Article], Page],
) -> None:
    article = make_article(RIGHT_TO_LEFT, by=alice(), language="ar")
    bench = open_bench(article)
    hand = Hand(bench)
    hand.drag("افتت|ح", "الج|سر")
    assert marked(bench, article) == "افتتح المجلس الجسر"
    hand.drag("يور|و", "الك|لفة")
    assert marked(bench, article) == "الكلفة 12.5 مليون يورو"
    hand.drag("الوز|ير", "مف|يد")
    assert marked(bench, article) == "الوزير إن GitHub Copilot مفيد"
    hand.drag("Git|Hub", "Copi|lot")
    assert marked(bench, article) == "GitHub Copilot"
    hand.drag("פת|חה", "הגש|ר")
    assert marked(bench, article) == "פתחה את הגשר"


def test_a_finger_chooses_whole_words_when_it_rests(
    browser: Browser, browser_context_args: dict[str, Any], context: BrowserContext,
    sign_in: Callable[[Any], None], article: Article,
) -> None:  # fmt: skip
    sign_in(bob())
    phone = browser.new_context(
        **browser_context_args
        | {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
        storage_state=context.storage_state(),
    )
    page = phone.new_page()
    page.goto(reverse("article_detail", args=[article.uid]))
    expect(page.locator("article-text[role=grid]")).to_be_visible()
    x, y = page.evaluate(POINT, "coun|cil")
    finger = phone.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(700)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    stretch(page, "cil opened the new bri")
    expect(page.locator("choice-bar")).to_be_visible()
    page.wait_for_function("() => getSelection().toString() === 'council opened the new bridge'")
    stretch(page, "ncil op")
    page.get_by_role("button", name="Mark as a claim").tap()
    expect(page.locator("#panel kept-words[data-claim='1']")).to_be_visible()
    assert article.claims.get().quotation == "council opened"
    phone.close()


def stretch(page: Page, words: str) -> None:
    """What the browser's own handles do under a finger."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector("article-text"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
        }""",
        words,
    )

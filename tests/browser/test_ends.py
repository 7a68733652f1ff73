"""The ends of the claim that the panel shows, dragged and stepped: with mouse, finger and keys."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from annotations.actions.articles import import_version
from annotations.actions.claims import take_claim
from annotations.actions.highlights import add_highlight
from annotations.models import Article, Event, Role, Verb
from tests.browser.hands import POINT, HeldBack, resting_box
from tests.browser.working import Keys
from tests.make import (
    TEXT,
    alice,
    bob,
    make_article,
    make_blind_article,
    make_claim,
    make_person,
    make_published,
    make_submitted,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


HALF_PX = 12
"""From the edge of the words to the middle of the handle beside it, where it is held."""


def end(page: Page, which: str) -> Locator:
    return page.locator(f".end-handle[data-end={which}]")


def take_hold(page: Page, which: str) -> None:
    """The pointer comes near, the handle shows, the button goes down on it."""
    box = resting_box(end(page, which))
    assert min(box["width"], box["height"]) >= 24
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 3)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(end(page, which)).to_have_css("opacity", "1")
    page.mouse.down()


def chosen(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def test_an_end_is_dragged_by_words_and_the_move_is_saved_and_undone(bench: Page, article: Article) -> None:
    claim = make_claim(article, "twice as much as planned")
    make_claim(article, "12 million euros, twice as much as planned.")
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    expect(bench.locator(".end-handle")).to_have_count(2)
    take_hold(bench, "start")
    bench.mouse.move(*bench.evaluate(POINT, "mill|ion"), steps=5)
    assert chosen(bench) == "million euros, twice as much as planned"
    expect(bench.locator("choice-bar")).to_be_hidden()
    bench.mouse.up()
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now begins at “million”.")
    claim.refresh_from_db()
    assert claim.quotation == "million euros, twice as much as planned"
    assert chosen(bench) == ""
    take_hold(bench, "end")
    bench.keyboard.down("Alt")
    x, y = bench.evaluate(POINT, "twice as mu|ch")
    bench.mouse.move(x + HALF_PX, y, steps=5)
    bench.mouse.up()
    bench.keyboard.up("Alt")
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now ends at “mu”.")
    bench.get_by_role("button", name="Undo").first.click()
    expect(bench.locator("#toasts")).to_contain_text("Taken back")
    claim.refresh_from_db()
    assert claim.quotation == "million euros, twice as much as planned"


def test_of_a_claim_in_two_places_the_one_gone_to_is_moved(bench: Page, article: Article) -> None:
    claim = make_claim(article, "the new bridge")
    version = article.current_version()
    start = version.text.index("The old bridge")
    add_highlight(claim, by=bob(), version=version, start=start, end=start + len("The old bridge"))
    bench.reload()
    bench.locator("#s5 mark").click()
    expect(end(bench, "end")).to_have_attribute("aria-valuetext", "bridge")
    take_hold(bench, "end")
    bench.mouse.move(*bench.evaluate(POINT, "buil|t in"), steps=5)
    bench.mouse.up()
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now ends at “built”.")
    words = claim.highlights.order_by("start").values_list("exact", flat=True)
    assert list(words) == ["the new bridge", "The old bridge was built"]


def test_an_end_under_way_goes_on_when_its_panel_is_drawn_anew(bench: Page, article: Article) -> None:
    claim = make_claim(article, "The old bridge", by=bob())
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    rated = HeldBack(bench, "**/rate/")
    bench.locator("#s5").focus()
    Keys(bench).press("2")
    rated.wait()
    take_hold(bench, "end")
    bench.mouse.move(*bench.evaluate(POINT, "buil|t in"), steps=5)
    rated.let_through()
    expect(bench.locator("#panel .rating[aria-pressed=true]")).to_have_count(1)
    bench.mouse.move(*bench.evaluate(POINT, "in 19|11"), steps=5)
    assert chosen(bench) == "The old bridge was built in 1911"
    bench.mouse.up()
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now ends at “1911”.")


def test_an_end_under_way_is_let_go_with_its_words_when_another_claim_comes(
    bench: Page, article: Article
) -> None:
    first, second = make_claim(article, "The old bridge", by=bob()), make_claim(article, "the new bridge")
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={first.uid}")
    other = HeldBack(bench, f"**/?claim={second.uid}*")
    bench.locator("#s5").focus()
    Keys(bench).press("K")
    other.wait()
    take_hold(bench, "end")
    bench.mouse.move(*bench.evaluate(POINT, "buil|t in"), steps=5)
    assert chosen(bench) == "The old bridge was built"
    other.let_through()
    expect(bench.locator("#panel kept-words[data-claim='2']")).to_be_visible()
    assert chosen(bench) == ""
    bench.mouse.up()
    assert not Event.objects.filter(verb=Verb.HIGHLIGHT_MOVED).exists()


def test_escape_and_a_drag_that_goes_nowhere_change_nothing(bench: Page, article: Article) -> None:
    claim = make_claim(article)
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    take_hold(bench, "end")
    bench.mouse.move(*bench.evaluate(POINT, "old bri|dge"), steps=5)
    assert chosen(bench) == "The old bridge"
    bench.keyboard.press("Escape")
    assert chosen(bench) == ""
    bench.mouse.up()
    take_hold(bench, "end")
    bench.mouse.up()
    assert not Event.objects.filter(verb=Verb.HIGHLIGHT_MOVED).exists()
    expect(bench.locator("#panel kept-words[data-claim='1']")).to_be_visible()


def test_an_end_is_stepped_with_the_arrow_keys(bench: Page, article: Article) -> None:
    claim = make_claim(article)
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    expect(end(bench, "end")).to_have_accessible_name("End of claim 1")
    end(bench, "end").focus()
    expect(end(bench, "end")).to_have_css("opacity", "1")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        bench.keyboard.press(key)
    assert chosen(bench) == "The old bridge was built in"
    expect(end(bench, "end")).to_have_attribute("aria-valuetext", "in")
    assert Axe().run(bench).violations_count == 0
    bench.keyboard.press("Enter")
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now ends at “in”.")
    expect(end(bench, "end")).to_be_focused()
    claim.refresh_from_db()
    assert claim.quotation == "The old bridge was built in"


def test_where_the_ends_are_is_said_before_they_are_drawn(bench: Page, article: Article) -> None:
    claim = make_claim(article)
    bench.reload()
    bench.evaluate("() => { window.requestAnimationFrame = () => 0; }")
    bench.locator("#s5 mark").first.click()
    expect(end(bench, "end")).to_have_attribute(
        "aria-valuenow", str(TEXT.index(claim.quotation) + len(claim.quotation))
    )
    expect(end(bench, "start")).to_have_attribute("aria-valuetext", "The")


def test_from_the_keyboard_the_words_of_a_claim_are_taken_up_moved_by_sentence_and_put_back(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "It cost 12 million euros")
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    bench.locator("#s3").focus()
    keys = Keys(bench)
    keys.press("g")
    expect(bench.locator("#toasts")).to_contain_text("Then put it there: g")
    assert chosen(bench) == "It cost 12 million euros"
    keys.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft", "b", "Shift+ArrowRight", "g")
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now begins at “cost” and ends at “said”.")
    claim.refresh_from_db()
    assert claim.quotation == (
        "cost 12 million euros, twice as much as planned.\n\n“We had no choice,” the mayor said"
    )
    end(bench, "start").focus()
    keys.press("ArrowUp", "ArrowUp")
    end(bench, "end").focus()
    keys.press("ArrowUp", "Enter")
    expect(bench.locator("#toasts")).to_contain_text("Claim 1 now begins at “The” and ends at “planned.”.")
    keys.press("Control+z")
    expect(bench.locator("#toasts")).to_contain_text("Taken back")
    claim.refresh_from_db()
    assert claim.quotation.startswith("cost 12 million")
    assert claim.quotation.endswith("the mayor said")


def test_near_the_edge_of_the_window_a_dragged_end_scrolls_the_text(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    text = "\n\n".join(f"This is paragraph number {number} of many." for number in range(1, 61))
    article = make_article(text)
    claim = make_claim(article, "This is paragraph number 3 of many.")
    sign_in(bob())
    page.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    page.evaluate("document.querySelector('.text').scrollTop = 0")
    expect(page.locator(".end-handle")).to_have_count(2)
    edge = page.locator(".text").bounding_box()
    assert edge
    take_hold(page, "end")
    page.mouse.move(edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] - 4, steps=5)
    page.wait_for_function("() => getSelection().toString().includes('number 30 of')")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert chosen(page) == ""
    page.evaluate("document.querySelector('.text').scrollTop = 0")
    take_hold(page, "end")
    page.mouse.move(edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] - 4, steps=5)
    page.wait_for_function("() => getSelection().toString().includes('number 30 of')")
    # Away from the edge, where the text goes on under the pointer.
    page.mouse.move(edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2)
    page.get_by_text("number 29 of").evaluate("words => words.scrollIntoView({ block: 'center' })")
    x, y = page.evaluate(POINT, "number 2|9 of")
    page.mouse.move(x + HALF_PX, y)
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("Claim 1 now ends at “29”.")
    claim.refresh_from_db()
    assert (
        claim.quotation
        == text[text.index("This is paragraph number 3 ") : text.index(" of many.", text.index("number 29"))]
    )


def test_no_ends_are_offered_of_what_is_published_read_blind_or_in_other_hands(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    published = make_published()
    theirs = take_claim(make_claim(make_article()), by=make_person("erin"))
    blind = make_submitted(make_claim(make_blind_article(), by=make_person("frank")), by=make_person("gwen"))
    sign_in(bob())
    for claim in (published, theirs, blind):
        page.goto(f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}")
        expect(page.locator("#panel [data-claim='1'] form[data-place]")).to_have_count(1)
        expect(page.locator(".end-handle")).to_have_count(0)


def test_there_are_no_ends_to_move_for_readers_in_older_versions_and_without_a_claim(
    bench: Page, article: Article, sign_in: Callable[[Any], None]
) -> None:
    claim = make_claim(article)
    address = reverse("article_detail", args=[article.uid])
    bench.goto(f"{address}?sentence=1")
    expect(bench.locator("#panel [data-panel=sentence]")).to_be_visible()
    expect(bench.locator(".end-handle")).to_have_count(0)
    import_version(article, f"{TEXT} It does.".encode(), by=alice())
    bench.goto(f"{address}?claim={claim.uid}&version=1")
    expect(bench.locator("#panel kept-words")).to_be_visible()
    expect(bench.locator(".end-handle")).to_have_count(0)
    sign_in(make_person("reader", Role.READER))
    bench.goto(f"{address}?claim={claim.uid}")
    expect(bench.locator("#panel kept-words")).to_be_visible()
    expect(bench.locator(".end-handle")).to_have_count(0)


def test_in_text_from_right_to_left_the_ends_are_where_one_reads_them(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    article = make_article("افتتح المجلس الجسر الجديد في 3 مايو 2024.", by=alice(), language="ar")
    claim = make_claim(article, "المجلس الجسر")
    sign_in(bob())
    page.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    expect(page.locator(".end-handle")).to_have_count(2)
    first, last = resting_box(end(page, "start")), resting_box(end(page, "end"))
    assert first["x"] > last["x"]
    take_hold(page, "end")
    page.mouse.move(*page.evaluate(POINT, "الجد|يد"), steps=5)
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("Claim 1 now ends at “الجديد”.")
    end(page, "end").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Claim 1 now ends at “الجسر”.")
    claim.refresh_from_db()
    assert claim.quotation == "المجلس الجسر"


def test_a_finger_drags_an_end(
    browser: Browser, browser_context_args: dict[str, Any], context: BrowserContext,
    sign_in: Callable[[Any], None], article: Article,
) -> None:  # fmt: skip
    sign_in(bob())
    claim = make_claim(article, "opened the new")
    phone = browser.new_context(
        **browser_context_args
        | {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
        storage_state=context.storage_state(),
    )
    page = phone.new_page()
    page.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    page.get_by_role("button", name="Close").first.tap()
    box = resting_box(end(page, "end"))
    assert min(box["width"], box["height"]) >= 44
    finger = phone.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    x, y = box["x"] + 22, box["y"] + box["height"] / 2
    goal = page.evaluate(POINT, "3 M|ay")
    touch("touchStart", (x, y))
    touch("touchMove", ((x + goal[0]) / 2, (y + goal[1]) / 2))
    touch("touchMove", (goal[0] + 22, goal[1]))
    touch("touchEnd")
    expect(page.locator("#toasts")).to_contain_text("Claim 1 now ends at “May”.")
    claim.refresh_from_db()
    assert claim.quotation == "opened the new bridge on 3 May"
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    box, actions = resting_box(end(page, "start")), resting_box(page.locator(".actions"))
    x = box["x"] + 22
    touch("touchStart", (x, box["y"] + box["height"] / 2))
    touch("touchMove", (x, actions["y"] - 4))
    page.wait_for_function("() => scrollY > 40")
    touch("touchCancel")
    page.wait_for_function("() => getSelection().isCollapsed")
    phone.close()

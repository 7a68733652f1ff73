"""The tray and the comparison in Chromium: by keys, by touch, without script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions.articles import import_version
from annotations.models import Article, Claim, Highlight, Method
from tests.browser.hands import intercept
from tests.make import TEXT, alice, bob, make_article, make_claim, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COST, AGE, SHIPS = (
    "It cost 12 million euros",
    "The old bridge was built in 1911",
    "The harbour handles 40 ships a day.",
)


@pytest.fixture
def article() -> Article:
    """Three claims: two whose words changed, one lost with a likely place."""
    article = make_article(by=alice())
    for words in (COST, AGE, SHIPS):
        make_claim(article, words)
    text = TEXT.replace(f" {SHIPS}", "").replace("12 million", "14 million").replace("in 1911", "in 1921")
    text = text.replace("“We had", "Each day the harbour handles some 40 ships.\n\n“We had")
    import_version(article, text.encode(), by=alice())
    return article


@pytest.fixture
def bench(page: Page, sign_in: Callable[[Any], None], article: Article) -> Iterator[Page]:
    """The workbench with the tray open. A script error or a refused style fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(bob())
    page.goto(f"{reverse('article_detail', args=[article.uid])}?waiting=1")
    expect(page.locator("#panel-title")).to_be_focused()
    yield page
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


def claims(article: Article) -> list[Claim]:
    return list(article.claims.order_by("pk"))


def place(claim: Claim) -> Highlight:
    return Highlight.objects.get(claim=claim, version__number=2)


def current(page: Page) -> Any:
    return page.locator(".change[aria-current]")


def said(page: Page) -> Any:
    return page.locator("#toasts")


def test_every_change_is_answered_by_one_key_without_a_mouse(bench: Page, article: Article) -> None:
    cost, age, ships = claims(article)
    expect(current(bench)).to_contain_text("It cost 14 million")
    bench.keyboard.press("y")
    expect(current(bench)).to_contain_text("built in 1921")
    bench.keyboard.press("g")
    expect(current(bench)).to_contain_text("Not found for certain.")
    bench.keyboard.press("1")
    expect(bench.locator("#panel")).to_contain_text("Nothing waits for an answer.")
    expect(bench.locator("#waiting a")).to_have_count(0)
    assert not place(cost).needs_confirmation
    assert place(age).is_given_up()
    assert (place(ships).method, place(ships).exact) == (
        Method.REATTACHED,
        "the harbour handles some 40 ships.",
    )


def test_keys_typed_faster_than_answers_come_each_find_their_own_change(
    bench: Page, article: Article
) -> None:
    intercept(bench, "**/answer/", lambda route: (bench.wait_for_timeout(250), route.continue_())[1])
    bench.keyboard.type("yg1")
    expect(bench.locator("#panel")).to_contain_text("Nothing waits for an answer.")
    cost, age, ships = claims(article)
    assert (place(cost).needs_confirmation, place(age).is_given_up(), place(ships).method) == (
        False,
        True,
        Method.REATTACHED,
    )


def test_j_and_k_walk_the_changes_and_the_text_follows(bench: Page, article: Article) -> None:
    bench.keyboard.press("j")
    expect(current(bench)).to_contain_text("built in 1921")
    expect(bench.locator(".sentence[aria-current]")).to_contain_text("built in 1921")
    bench.keyboard.press("k")
    expect(current(bench)).to_contain_text("14 million")
    bench.keyboard.press("k")
    expect(said(bench)).to_contain_text("This is the first one.")


def test_another_claim_now_and_back_again(bench: Page, article: Article) -> None:
    bench.keyboard.press("w")
    expect(said(bench)).to_contain_text("Marked as another claim; claim 1 gives the words up.")
    assert len(claims(article)) == 4
    bench.keyboard.press("Control+z")
    expect(said(bench)).to_contain_text("Taken back: say that the claim is gone.")
    expect(current(bench)).to_contain_text("14 million")
    assert place(claims(article)[0]).needs_confirmation
    assert article.claims.living().count() == 3


def test_the_span_is_edited_by_keys(bench: Page, article: Article) -> None:
    bench.keyboard.press("e")
    expect(said(bench)).to_contain_text("Then put the claim there: g")
    assert bench.evaluate("document.getSelection().toString()") == "It cost 14 million euros"
    bench.keyboard.press("Shift+ArrowLeft")
    bench.keyboard.press("g")
    expect(current(bench)).to_contain_text("built in 1921")
    expect(bench.locator("#panel-title")).to_be_focused()
    assert place(claims(article)[0]).exact == "It cost 14 million"


def test_the_likeliest_place_of_a_lost_claim_is_in_sight_and_is_edited_by_keys(
    bench: Page, article: Article
) -> None:
    bench.keyboard.press("j")
    expect(current(bench)).to_contain_text("built in 1921")
    bench.keyboard.press("j")
    expect(current(bench)).to_contain_text("Not found for certain.")
    expect(bench.locator(".sentence[aria-current]")).to_contain_text("some 40 ships")
    # Who looks around in the text comes back to the change that they were at.
    bench.keyboard.press("Escape")
    bench.keyboard.press("Home")
    bench.keyboard.press("Shift+D")
    expect(bench.locator("#panel-title")).to_be_focused()
    expect(current(bench)).to_contain_text("Not found for certain.")
    bench.keyboard.press("e")
    expect(bench.locator(".sentence:focus")).to_contain_text("some 40 ships")
    bench.wait_for_function("getSelection().toString() === 'the harbour handles some 40 ships.'")
    bench.keyboard.press("Shift+ArrowLeft")
    bench.keyboard.press("g")
    expect(bench.locator("#panel-title")).to_be_focused()
    assert place(claims(article)[2]).exact == "the harbour handles some 40 ships"


def test_the_tray_takes_no_keys_of_the_text(bench: Page, article: Article) -> None:
    for key in ("c", "x", "s", ".", "7"):
        bench.keyboard.press(key)
    bench.keyboard.press("Escape")
    expect(bench.locator(".sentence:focus")).to_have_count(1)
    bench.keyboard.press("y")
    assert Highlight.objects.waiting().count() == 3
    assert len(claims(article)) == 3
    bench.keyboard.press("Shift+D")
    expect(bench.locator("#panel-title")).to_be_focused()


def test_the_bar_below_tells_the_keys_that_work(bench: Page, article: Article) -> None:
    expect(bench.locator(".keys[data-for=tray]")).to_be_visible()
    bench.locator(".keys[data-for=tray] button", has_text="still the same").click()
    expect(current(bench)).to_contain_text("built in 1921")
    bench.keyboard.press("Escape")
    expect(bench.locator(".keys[data-for=tray]")).to_be_hidden()


def test_d_opens_the_comparison_and_j_walks_it(bench: Page, article: Article) -> None:
    bench.keyboard.press("d")
    bench.wait_for_url("**/compare/1/2/")
    expect(bench.locator("difference-steps output")).to_have_text("4 differences")
    for number in (1, 2):
        bench.keyboard.press("j")
        expect(bench.locator(".compare-row[aria-current]")).to_have_attribute("id", f"d{number}")
        expect(bench.locator(f"#d{number}")).to_be_focused()
    bench.keyboard.press("k")
    expect(bench.locator("difference-steps output")).to_have_text("1 of 4")
    bench.get_by_role("button", name="Next").click()
    expect(bench.locator("difference-steps output")).to_have_text("2 of 4")
    bench.get_by_role("link", name="Answer 3 changes").click()
    expect(bench.locator("#panel-title")).to_be_focused()


def test_on_a_phone_every_answer_is_a_press_and_nothing_sticks_out(
    browser: Browser, live_server: LiveServer, sign_in: Callable[[Any], None], context: Any, article: Article
) -> None:
    sign_in(bob())
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, base_url=live_server.url
    )
    phone.add_cookies(context.cookies())
    page = phone.new_page()
    page.goto(f"{reverse('article_detail', args=[article.uid])}?waiting=1")
    page.get_by_role("button", name="Still the same claim").tap()
    expect(current(page)).to_contain_text("built in 1921")
    page.get_by_role("button", name="Gone").tap()
    expect(current(page)).to_contain_text("Not found for certain.")
    page.get_by_role("button", name="Choose its place").tap()
    expect(page.locator("#panel-title")).not_to_be_in_viewport()
    page.get_by_role("button", name="Put the claim here").tap()
    # The sheet is back, to go on.
    expect(page.locator("#panel")).to_contain_text("Nothing waits for an answer.")
    expect(page.locator("#panel-title")).to_be_in_viewport()
    assert place(claims(article)[2]).exact == "the harbour handles some 40 ships."
    page.goto(reverse("article_compare", args=[article.uid, 1, 2]))
    page.get_by_role("button", name="Next").tap()
    expect(page.locator("#d1")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    phone.close()


def test_without_script_the_same_forms_do_it(
    browser: Browser, live_server: LiveServer, sign_in: Callable[[Any], None], context: Any, article: Article
) -> None:
    sign_in(bob())
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"{reverse('article_detail', args=[article.uid])}?waiting=1")
    page.get_by_role("button", name="Still the same claim").click()
    expect(current(page)).to_contain_text("built in 1921")
    page.get_by_text("Type the words it stands in").click()
    page.get_by_label("The exact words").fill("was built in 1921")
    page.get_by_role("button", name="It stands there").click()
    expect(current(page)).to_contain_text("Not found for certain.")
    page.get_by_role("button", name="Here").click()
    expect(page.locator("#panel")).to_contain_text("Nothing waits for an answer.")
    assert place(claims(article)[1]).exact == "was built in 1921"
    plain.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tray_and_comparison_have_no_accessibility_faults(bench: Page, article: Article, theme: str) -> None:
    make_submitted(claims(article)[1])
    bench.emulate_media(color_scheme=theme)
    for address in (
        f"{reverse('article_detail', args=[article.uid])}?waiting=1",
        reverse("article_compare", args=[article.uid, 1, 2]),
    ):
        bench.goto(address)
        found = Axe().run(bench).response["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []

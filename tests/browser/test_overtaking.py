"""Clicks faster than the server: answers that overtake one another, and forms that were drawn anew meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from annotations.models import Article, Comment, Draft, Evidence
from tests.browser.hands import HeldBack, intercept
from tests.browser.working import SOURCE, Keys, copy, eventually, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def held(page: Page, address: str) -> Callable[[], Any]:
    """What is sent there waits; calling what is returned lets it go on."""
    waiting: list[Route] = []
    intercept(page, address, lambda route: waiting.append(route), times=1)

    def go_on() -> None:
        eventually(page, lambda: bool(waiting))
        waiting[0].continue_()

    return go_on


def two_claims(bench: Page) -> Keys:
    keys = Keys(bench)
    copy(bench, SOURCE)
    keys.press("j", "c", "s", "Control+v", "Enter", "+")
    expect(said(bench)).to_contain_text("Supports")
    keys.press("j", "j", "c")
    expect(bench.get_by_role("heading", name="Claim 2")).to_be_visible()
    bench.get_by_role("link", name="Claim before").click()
    expect(bench.get_by_role("heading", name="Claim 1")).to_be_visible()
    return keys


def test_who_goes_on_before_the_answer_stays_there_and_what_was_done_is_drawn_around(
    bench: Page, article: Article
) -> None:
    keys = two_claims(bench)
    keys.press("l")
    bench.keyboard.type("p. 4")
    go_on = held(bench, "**/evidence/**")
    bench.get_by_role("button", name="Save").last.click()
    bench.get_by_role("link", name="Next claim").click()
    expect(bench.get_by_role("heading", name="Claim 2")).to_be_visible()
    go_on()
    expect(said(bench)).to_contain_text("Saved")
    expect(bench.get_by_role("heading", name="Claim 2")).to_be_visible()
    expect(bench.locator("[data-same]")).to_have_count(0)
    assert Evidence.objects.get().locator == "p. 4"
    # Keys are heard, and what was saved is no draft.
    keys.press("Control+z")
    expect(said(bench)).to_contain_text("Taken back")
    expect(bench.get_by_role("heading", name="Claim 1")).to_be_visible()
    expect(bench.locator("[data-draft]")).to_have_count(0)


def test_each_answer_takes_away_the_sign_of_its_own_key(bench: Page, article: Article) -> None:
    waiting: list[Route] = []
    intercept(bench, "**/mark/", lambda route: waiting.append(route))
    busy = bench.locator(".sentence[data-busy]")
    keys = Keys(bench)
    keys.press("j", "c", "j", "c")
    expect(busy).to_have_count(2)
    eventually(bench, lambda: len(waiting) == 1)
    waiting[0].continue_()
    eventually(bench, lambda: len(waiting) == 2)
    expect(busy).to_have_id("s2")
    waiting[1].continue_()
    expect(busy).to_have_count(0)
    # What waits behind a key that failed is dropped, and its sign with it.
    keys.press("j", "c", "j", "c")
    expect(busy).to_have_count(2)
    eventually(bench, lambda: len(waiting) == 3)
    waiting[2].abort()
    expect(busy).to_have_count(0)
    assert article.claims.count() == 2


def test_a_refusal_is_said_though_its_form_is_gone(bench: Page, article: Article) -> None:
    keys = two_claims(bench)
    keys.press("l")
    bench.keyboard.type("p. 4")
    go_on = held(bench, "**/evidence/**")
    bench.get_by_role("button", name="Save").last.click()
    bench.get_by_role("link", name="Next claim").click()
    expect(bench.get_by_role("heading", name="Claim 2")).to_be_visible()
    Evidence.objects.update(row_version=9, locator="p. 5")
    go_on()
    expect(bench.locator("#problem")).not_to_be_empty()
    keys.press("Escape", "Home", "Enter")
    expect(bench.get_by_role("heading", name="Claim 1")).to_be_visible()


def test_pressing_save_twice_hands_a_comment_in_once_and_the_keys_go_on(
    bench: Page, article: Article
) -> None:
    keys = two_claims(bench)
    keys.press("m")
    bench.keyboard.type("Who says so?")
    go_on = held(bench, "**/comments/")
    keys.press("Control+Enter", "Control+Enter")
    go_on()
    expect(bench.locator("article.comment")).to_have_count(1)
    keys.press("Escape", "2")
    expect(bench.locator("[data-press=rating-2]")).to_have_attribute("aria-pressed", "true")
    assert Comment.objects.count() == 1
    eventually(bench, lambda: not Draft.objects.exists())


def test_what_is_sent_again_from_a_form_drawn_anew_is_what_its_button_says(
    bench: Page, article: Article
) -> None:
    keys = two_claims(bench)
    intercept(bench, "**/evidence/**", lambda route: route.abort(), times=1)
    keys.press("-")
    expect(bench.locator("#problem")).to_contain_text("Try again")
    bench.get_by_role("link", name="Next claim").click()
    expect(bench.get_by_role("heading", name="Claim 2")).to_be_visible()
    bench.get_by_role("link", name="Claim before").click()
    expect(bench.get_by_role("heading", name="Claim 1")).to_be_visible()
    bench.get_by_role("button", name="Try again").click()
    expect(said(bench)).not_to_be_empty()
    assert Evidence.objects.get().stance == "refutes"


def test_who_types_on_while_a_comment_is_on_its_way_goes_on_in_the_field_that_comes(
    bench: Page, article: Article
) -> None:
    keys = two_claims(bench)
    keys.press("m")
    bench.keyboard.type("Who says so?")
    go_on = held(bench, "**/comments/")
    keys.press("Control+Enter", "Control+a")
    bench.keyboard.type("And sin")
    go_on()
    expect(bench.locator("article.comment")).to_have_count(1)
    expect(bench.locator("#comment")).to_be_focused()
    bench.keyboard.type("ce when?")
    expect(bench.locator("#comment")).to_have_value("And since when?")
    expect(bench.locator("[data-draft]")).to_be_visible()
    eventually(bench, lambda: Draft.objects.filter(text="And since when?").exists())
    assert Comment.objects.get().body == "Who says so?"


def test_words_typed_into_a_piece_that_stays_are_known_to_be_on_the_server(
    bench: Page, article: Article
) -> None:
    keys = two_claims(bench)
    bench.locator("#describe > summary").click()
    bench.get_by_role("heading", name="Claim 1").focus()
    rated, drafts = HeldBack(bench, "**/rate/"), HeldBack(bench, "**/drafts/")
    keys.press("2")
    rated.wait()
    drawn = rated.routes[0].fetch()
    bench.locator("#claim-text").fill("Other words")
    drafts.wait()
    kept = drafts.routes[0].fetch()
    rated.routes[0].fulfill(response=drawn)
    expect(bench.locator("[data-press=rating-2]")).to_have_attribute("aria-pressed", "true")
    bench.locator("#claim-text").fill(bench.locator("#claim-text").evaluate("field => field.defaultValue"))
    # That the server has it is heard by a panel that is not there any more.
    drafts.routes.pop(0).fulfill(response=kept)
    drafts.let_through()
    eventually(bench, lambda: not Draft.objects.filter(text="Other words").exists())

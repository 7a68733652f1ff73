"""Nothing typed is lost: the page, the server or the session dies in mid-sentence, and the words are there again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from annotations.models import Claim, Draft, Session
from tests.browser.hands import HeldBack, intercept
from tests.browser.working import eventually
from tests.make import bob, make_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Asked the harbour office, which has the yearbook of"


@pytest.fixture
def claim() -> Claim:
    return make_claim()


@pytest.fixture
def typing(page: Page, sign_in: Callable[[Any], None], claim: Claim) -> Page:
    """Bob, in the middle of a comment."""
    sign_in(bob())
    page.goto(address(claim))
    page.locator("#comment").press_sequentially(WORDS)
    return page


def address(claim: Claim) -> str:
    return reverse("article_detail", args=[claim.article.uid]) + f"?claim={claim.uid}"


def log_in(page: Page) -> None:
    page.get_by_label("User name").fill("bob")
    page.get_by_label("Password").fill("long enough to pass")
    page.get_by_role("button", name="Log in").click()


def kept(page: Page) -> list[str]:
    """The words that are nowhere but in this browser."""
    return page.evaluate("Object.values({...localStorage}).filter(value => !JSON.parse(value).until)")


def on_the_server() -> list[str]:
    return list(Draft.objects.values_list("text", flat=True))


def test_the_server_has_the_words_without_being_asked(typing: Page, claim: Claim) -> None:
    """Within two seconds, as `tests/js/keeping.test.mjs` counts them."""
    expect(typing.locator("#comment")).to_have_value(WORDS)
    eventually(typing, lambda: on_the_server() == [WORDS])
    eventually(typing, lambda: kept(typing) == [])


def test_words_that_the_server_got_while_the_panel_was_on_its_way_stay_in_their_field(
    typing: Page, claim: Claim
) -> None:
    """The panel was drawn before they were kept, and nothing of them waits to be sent when it comes."""

    def late(route: Route) -> None:
        answer = route.fetch()
        eventually(typing, lambda: on_the_server() == [WORDS] and kept(typing) == [])
        route.fulfill(response=answer)

    intercept(typing, "**/rate/", late)
    typing.locator("[data-press=rating-2]").click()
    expect(typing.locator("[data-press=rating-2]")).to_have_attribute("aria-pressed", "true")
    assert Draft.objects.get().text == WORDS
    assert kept(typing) == []
    expect(typing.locator("#comment")).to_have_value(WORDS)


def test_on_another_machine_the_words_are_there(typing: Page, claim: Claim, browser: Browser) -> None:
    eventually(typing, lambda: on_the_server() == [WORDS])
    origin = typing.evaluate("location.origin")
    elsewhere = browser.new_page(base_url=origin)
    elsewhere.goto(reverse("login"))
    log_in(elsewhere)
    elsewhere.goto(address(claim))
    expect(elsewhere.locator("#comment")).to_have_value(WORDS)
    elsewhere.close()


def test_the_page_dies(typing: Page, claim: Claim) -> None:
    typing.goto("about:blank")
    typing.goto(address(claim))
    expect(typing.locator("#comment")).to_have_value(WORDS)


def test_the_next_page_was_drawn_before_the_server_got_the_words(typing: Page, claim: Claim) -> None:
    draft = HeldBack(typing, "**/drafts/")
    draft.wait()

    def late(route: Route) -> None:
        answer = route.fetch()
        draft.let_through()
        eventually(typing, Draft.objects.exists)
        typing.wait_for_timeout(200)
        route.fulfill(response=answer)

    intercept(typing, "**/articles/*/?claim=*", late, times=1)
    typing.goto(address(claim))
    expect(typing.locator("#comment")).to_have_value(WORDS)
    typing.goto(address(claim))
    assert kept(typing) == []


def test_words_typed_before_the_page_is_ready_are_kept_and_shown_beside_earlier_ones(
    typing: Page, claim: Claim
) -> None:
    eventually(typing, lambda: on_the_server() == [WORDS])
    typing.evaluate("localStorage.clear()")
    script = HeldBack(typing, "**/kept-words*.js")
    typing.goto(address(claim), wait_until="commit")
    typing.locator("#comment").press_sequentially("Early")
    script.let_through()
    expect(typing.locator("[data-both]")).to_contain_text(WORDS)
    expect(typing.locator("#comment")).to_have_value("Early")
    eventually(typing, lambda: on_the_server() == ["Early"])
    typing.locator("[data-both] [data-way=theirs]").click()
    expect(typing.locator("#comment")).to_have_value(WORDS)
    eventually(typing, lambda: on_the_server() == [WORDS])


def test_the_server_dies(typing: Page, claim: Claim) -> None:
    def dead(route: Route) -> None:
        route.abort()

    intercept(typing, "**/drafts/", dead)
    typing.locator("#comment").press_sequentially(" 1911")
    expect(typing.get_by_text("Not on the server")).to_be_visible()
    typing.unroute("**/drafts/", dead)
    typing.goto(address(claim))
    expect(typing.locator("#comment")).to_have_value(f"{WORDS} 1911")
    eventually(typing, lambda: on_the_server() == [f"{WORDS} 1911"])


def test_the_session_dies(typing: Page, claim: Claim) -> None:
    Session.objects.all().delete()
    typing.locator("#comment").press_sequentially(" 1911")
    expect(typing.get_by_text("You are logged out. Your words are kept in this browser.")).to_be_visible()
    typing.locator("[data-kept]").get_by_role("link", name="Log in").click()
    log_in(typing)
    expect(typing.locator("#comment")).to_have_value(f"{WORDS} 1911")


def test_words_handed_in_do_not_come_back(typing: Page, claim: Claim) -> None:
    typing.locator("#do-comment").click()
    expect(typing.locator(".comment")).to_contain_text(WORDS)
    typing.wait_for_timeout(1_000)
    typing.goto(address(claim))
    expect(typing.locator("#comment")).to_have_value("")
    eventually(typing, lambda: not Draft.objects.exists())
    assert kept(typing) == []


def test_a_draft_that_comes_later_than_its_form_does_not_outlive_it(typing: Page, claim: Claim) -> None:
    drafts = HeldBack(typing, "**/drafts/")
    typing.locator("#comment").press_sequentially(" 1911")
    drafts.wait()
    typing.locator("#do-comment").click()
    expect(typing.locator(".comment")).to_contain_text(f"{WORDS} 1911")
    with typing.expect_response(lambda answer: answer.url.endswith("/drafts/") and answer.status == 204):
        drafts.let_through()
    eventually(typing, lambda: on_the_server() == [])
    typing.goto(address(claim))
    expect(typing.locator("#comment")).to_have_value("")


def test_a_form_of_a_whole_page_keeps_its_words_and_lets_them_go(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    sign_in(bob())
    page.goto(reverse("source_add"))
    page.get_by_label("Title").press_sequentially("Harbour yearbook")
    page.goto("about:blank")
    page.goto(reverse("source_add"))
    expect(page.get_by_label("Title")).to_have_value("Harbour yearbook")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("h1")).to_have_text("Harbour yearbook")
    page.goto(reverse("source_add"))
    expect(page.get_by_label("Title")).to_have_value("")

"""Keys of one's own, the first hint, and the dialog of earlier claims, in Chromium."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Article, Person
from annotations.workflow import State
from tests.browser.hands import HeldBack
from tests.browser.working import Keys, claims, eventually, said
from tests.make import alice, bob, make_article, make_claim, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COST = "It cost 12 million euros"


def test_a_key_is_changed_on_its_page_and_heard_in_the_workbench(bench: Page, article: Article) -> None:
    bench.goto("/account/keys/")
    assert Axe().run(bench).violations_count == 0
    field = bench.get_by_label("The sentence, or the words chosen, become a claim")
    field.fill("x")
    bench.get_by_role("button", name="Save").click()
    expect(bench.get_by_text("“x” means “nothing to check”.")).to_be_visible()
    expect(field).to_be_focused()
    assert Axe().run(bench).violations_count == 0
    field.fill("q")
    bench.get_by_role("button", name="Save").click()
    expect(bench.get_by_text("Saved.")).to_be_visible()
    bench.goto(reverse("article_detail", args=[article.uid]))
    expect(bench.locator(".keys [data-command=mark] kbd").first).to_have_text("q")
    bench.locator("#s1").focus()
    bench.keyboard.press("c")
    bench.keyboard.press("q")
    expect(bench.locator("kept-words[data-claim='1']")).to_be_visible()
    assert len(claims(article)) == 1


def test_a_key_that_is_held_too_long_acts_once(bench: Page, article: Article) -> None:
    bench.locator("#s1").focus()
    hold(bench, "c")
    expect(bench.locator("kept-words[data-claim='1']")).to_be_visible()
    hold(bench, "m")
    expect(bench.locator("#comment")).to_be_focused()
    bench.keyboard.type("Who?")
    expect(bench.locator("#comment")).to_have_value("Who?")
    bench.keyboard.press("Escape")
    hold(bench, "j")
    expect(bench.locator("#s4")).to_be_focused()
    bench.keyboard.press("x")
    expect(said(bench)).to_contain_text("Sentence 4: nothing to check.")
    assert len(claims(article)) == 1


def hold(page: Page, key: str) -> None:
    """As a keyboard does: pressed once, repeated while the finger rests."""
    for _ in range(3):
        page.keyboard.down(key)
    page.keyboard.up(key)


def test_switched_off_letters_do_nothing_and_every_command_has_its_button(
    bench: Page, article: Article
) -> None:
    bench.goto("/account/keys/")
    bench.get_by_label("Single keys are commands").uncheck()
    bench.get_by_role("button", name="Save").click()
    expect(bench.get_by_text("Single keys are switched off.")).to_be_visible()
    bench.goto(reverse("article_detail", args=[article.uid]))
    bench.locator("#s1").focus()
    Keys(bench).press("ArrowDown", "ArrowDown", "c", "x", "?", "1")
    expect(bench.locator("#s2")).to_be_focused()
    expect(bench.locator("#key-sheet")).to_be_hidden()
    assert claims(article) == []
    bench.get_by_role("button", name="all keys").first.click()
    expect(bench.locator("#key-sheet")).to_contain_text("Single keys are switched off.")
    assert Axe().run(bench).violations_count == 0
    bench.get_by_role("button", name="the sentence, or the words chosen, become a claim").click()
    expect(bench.locator("#key-sheet")).to_be_hidden()
    expect(bench.locator("kept-words[data-claim='1']")).to_be_visible()
    bench.locator("#s2").focus()
    bench.keyboard.press("Control+z")
    expect(bench.locator(".sign")).to_have_count(0)
    assert claims(article)[0].state == State.REMOVED


def test_the_first_hint_goes_away_for_good(bench: Page) -> None:
    hint = bench.locator("first-hint")
    expect(hint).to_contain_text("shows all keys")
    hint.get_by_role("button", name="Understood").click()
    expect(hint).to_have_count(0)
    expect(bench.locator(".sentence:focus")).to_have_count(1)
    eventually(bench, lambda: Person.objects.filter(hint_read=True).exists())
    # On another machine there is no cookie.
    bench.context.clear_cookies(name="hint")
    bench.reload()
    expect(bench.locator("article-text[role=grid]")).to_be_visible()
    expect(hint).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_earlier_claim_is_chosen_with_arrows_and_escape_changes_nothing(
    bench: Page, article: Article, theme: Any
) -> None:
    bench.emulate_media(color_scheme=theme)
    other = make_article(by=alice())
    make_submitted(make_claim(other, COST), "false", by=alice())
    make_claim(other, COST + ", twice as much as planned")
    Keys(bench).press("j", "j", "j", "c", "=")
    expect(bench.locator("#match-sheet input:checked")).to_be_focused()
    assert Axe().run(bench).violations_count == 0
    bench.keyboard.press("Escape")
    expect(bench.locator("#match-sheet")).to_be_hidden()
    expect(bench.locator("#s3")).to_be_focused()
    assert claims(article)[0].links_out.count() == 0
    Keys(bench).press("=")
    expect(bench.locator("#match-sheet input:checked")).to_be_focused()
    Keys(bench).press("ArrowDown", "Enter")
    expect(said(bench)).to_contain_text("Repeats an earlier claim")
    link = claims(article)[0].links_out.get()
    assert link.to_claim.text in (COST, COST + ", twice as much as planned")
    expect(bench.locator("#match-sheet")).to_be_hidden()


def test_enter_in_a_hurry_takes_nothing_that_is_only_a_little_alike(bench: Page, article: Article) -> None:
    make_claim(make_article(by=alice()), "cost 12 million")
    matches = HeldBack(bench, "**/matches/")
    Keys(bench).press("j", "j", "j", "c", "=", "Enter")
    matches.let_through()
    expect(bench.locator("#match-sheet input:checked")).to_be_focused()
    assert claims(article)[0].links_out.count() == 0


def test_without_script_an_earlier_claim_is_chosen_on_a_page(
    browser: Browser, context: BrowserContext, sign_in: Callable[[Any], None],
    live_server: LiveServer, article: Article,
) -> None:  # fmt: skip
    earlier = make_claim(article, COST)
    claim = make_claim(article, COST + ", twice as much as planned")
    sign_in(bob())
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    page.get_by_role("button", name="Understood").click()
    expect(page.locator("first-hint")).to_have_count(0)
    page.get_by_role("link", name="Same as an earlier claim").click()
    expect(page.get_by_role("radio")).to_be_checked()
    page.get_by_role("button", name="The same claim").click()
    expect(page.get_by_text("Another place of claim 1.")).to_be_visible()
    claim.refresh_from_db()
    assert (claim.state, claim.merged_into) == (State.MERGED, earlier)
    plain.close()

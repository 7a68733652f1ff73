"""Notices, comments and giving claims, in Chromium: by keyboard, without violation, without overflow."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from annotations.actions.comments import add_comment
from annotations.models import Claim
from tests.browser.hands import HeldBack
from tests.browser.looking import look
from tests.browser.test_pages import violations, watched
from tests.make import alice, bob, make_article, make_claim, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["watched"]

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


def test_notices_have_no_violation_and_fit(watched: Page, sign_in: Callable[[Any], None]) -> None:
    claim, _ = make_claim(), bob()
    add_comment(
        claim,
        by=alice(),
        body="@bob, a word as long as Donaudampfschifffahrtselektrizitätenhauptbetriebswerk.",
    )
    add_comment(claim.article, by=alice(), body="@bob, whose byline is it?")
    sign_in(bob())
    assert look(watched, reverse("notice_list")) == []
    sign_in(make_person("dora"))
    assert look(watched, reverse("notice_list")) == []


def test_a_colleague_is_named_in_a_comment_by_keyboard(watched: Page, sign_in: Callable[[Any], None]) -> None:
    claim = make_claim()
    make_person("tilda", name="Tilda Marsh"), make_person("tim", name="Tim Ott")
    sign_in(bob())
    watched.goto(f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}")
    field = watched.locator("#comment")
    field.click()
    watched.keyboard.type("Ask @ti")
    expect(watched.get_by_role("option", name="Tim Ott")).to_be_visible()
    assert violations(watched) == []
    watched.keyboard.press("ArrowDown")
    watched.keyboard.press("Enter")
    expect(field).to_have_value("Ask @tim ")
    watched.keyboard.type("first, @ti")
    expect(watched.get_by_role("option", name="Tilda Marsh")).to_be_visible()
    watched.keyboard.press("Escape")
    expect(watched.locator(".mention-offers [role=option]")).to_have_count(0)
    expect(field).to_be_focused()
    watched.keyboard.press("Control+Enter")
    expect(watched.locator(".comment .mention")).to_have_text("@Tim Ott")
    watched.keyboard.press("Control+z")
    expect(watched.locator("#comments-gone")).to_contain_text("1 removed")


def write_to_colleagues(page: Page, claim: Claim) -> Locator:
    """The field of a comment; no time passes on the page any more, however long a busy machine takes."""
    page.clock.install(time=NOW - timedelta(hours=1))
    page.goto(f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}")
    page.locator("#comment").click()
    page.clock.pause_at(NOW)
    return page.locator("#comment")


def test_enter_waits_for_the_colleagues_that_are_on_their_way_and_keys_go_on(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    claim = make_claim()
    make_person("tilda", name="Tilda Marsh"), make_person("tim", name="Tim Ott")
    sign_in(bob())
    field = write_to_colleagues(watched, claim)
    offers = HeldBack(watched, "**/colleagues/*")
    watched.keyboard.type("Ask @tim")
    watched.keyboard.press("Enter")
    watched.keyboard.type("first.")
    offers.wait()
    expect(field).to_have_value("Ask @timfirst.")
    offers.let_through()
    expect(field).to_have_value("Ask @tim first.")
    # Nobody of that name: a line begins, as it would have without an @.
    watched.keyboard.type(" Or @nobody")
    watched.keyboard.press("Enter")
    watched.keyboard.type("So.")
    expect(field).to_have_value("Ask @tim first. Or @nobody\nSo.")
    # What sends it waits as well.
    watched.keyboard.type(" @til")
    watched.keyboard.press("Enter")
    watched.keyboard.press("Control+Enter")
    expect(watched.locator(".comment .mention")).to_have_text(["@Tim Ott", "@Tilda Marsh"])


def test_enter_does_not_wait_for_ever_and_is_given_up_by_other_keys(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    claim = make_claim()
    sign_in(bob())
    field = write_to_colleagues(watched, claim)
    HeldBack(watched, "**/colleagues/*")
    for keys, becomes in (("Escape", "Ask @tim\n"), ("Backspace", "Ask @tim"), ("Tab", "Ask @tim\n")):
        field.fill("Ask ")
        watched.keyboard.type("@tim")
        watched.keyboard.press("Enter")
        expect(field).to_have_value("Ask @tim")
        watched.keyboard.press(keys)
        expect(field).to_have_value(becomes)
    field.fill("Ask ")
    watched.keyboard.type("@tim")
    watched.keyboard.press("Enter")
    watched.clock.run_for(2_000)
    expect(field).to_have_value("Ask @tim\n")


def test_keys_are_the_fields_again_once_the_caret_has_left_the_name(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    claim = make_claim()
    make_person("tim", name="Tim Ott")
    sign_in(bob())
    field = write_to_colleagues(watched, claim)
    offers = HeldBack(watched, "**/colleagues/*")
    watched.keyboard.type("@tim")
    watched.keyboard.press("Home")
    watched.keyboard.press("Enter")
    expect(field).to_have_value("\n@tim")
    watched.keyboard.press("End")
    watched.keyboard.type("o")
    watched.keyboard.press("Backspace")
    watched.clock.run_for(1_000)
    offers.let_through()
    expect(watched.get_by_role("option", name="Tim Ott")).to_be_visible()
    watched.keyboard.press("Home")
    watched.keyboard.press("Enter")
    expect(field).to_have_value("\n\n@tim")
    expect(watched.locator(".mention-offers [role=option]")).to_have_count(0)


def test_enter_behind_another_name_does_not_take_the_colleague_asked_for(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    claim = make_claim()
    make_person("tim", name="Tim Ott")
    sign_in(bob())
    field = write_to_colleagues(watched, claim)
    HeldBack(watched, "**/colleagues/*")
    watched.keyboard.type("@ada @tim")
    # As a click there would.
    field.evaluate("field => field.setSelectionRange(4, 4)")
    watched.keyboard.press("Enter")
    expect(field).to_have_value("@ada\n @tim")


def test_claims_are_ticked_and_given_by_keyboard(watched: Page, sign_in: Callable[[Any], None]) -> None:
    article = make_article()
    claims = [make_claim(article, words) for words in ("12 million euros", "40 ships", "3 May 2024")]
    make_person("tilda", name="Tilda Marsh")
    sign_in(alice())
    watched.goto(f"{reverse('desk')}?queue=everyone")
    expect(watched.locator("#give")).to_be_hidden()
    watched.locator("td.wording a").first.focus()
    watched.keyboard.press("x")
    expect(watched.locator("[data-count]")).to_contain_text("1 claim")
    watched.get_by_role("button", name="All 3").click()
    assert look_at_given(watched) == []
    watched.select_option("#give-to", label="Tilda Marsh")
    watched.get_by_role("button", name="Give").click()
    expect(watched.get_by_text("3 claims given to Tilda Marsh.")).to_be_visible()
    assert Claim.objects.filter(assignee__username="tilda").count() == len(claims)
    watched.get_by_role("button", name="Undo").click()
    expect(watched.get_by_text("3 claims taken back.")).to_be_visible()
    assert not Claim.objects.exclude(assignee=None).exists()


def look_at_given(page: Page) -> list[Any]:
    page.set_viewport_size({"width": 320, "height": 800})
    faults = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults if wide <= 320 else [*faults, ("wider than the window", wide)]

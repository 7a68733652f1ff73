"""Proposing other words by keys, and taking the change sheet along, in Chromium."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.proposals import propose_words
from annotations.models import Claim, Proposal
from tests.make import alice, bob, make_claim, make_evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COST = "It cost 12 million euros"


@pytest.fixture
def claim() -> Claim:
    claim = make_claim(words=COST)
    make_evidence(claim, locator="12")
    return claim


@pytest.fixture
def signed(page: Page, sign_in: Callable[[Any], None]) -> Iterator[Page]:
    """Signed in as Alice. A script error or a refused style fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(alice())
    yield page
    assert faults == []


def test_e_proposes_other_words_and_what_was_typed_survives_a_reload(signed: Page, claim: Claim) -> None:
    page = signed
    address = f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}"
    page.goto(address)
    page.locator(".sentence:focus").wait_for()
    page.keyboard.press("e")
    field = page.locator("#proposed-words")
    expect(field).to_be_focused()
    expect(field).to_have_value(COST)
    field.press("Control+a")
    page.keyboard.type("It cost 13 million euros")
    expect(page.locator("proposed-words .preview del")).to_have_text("12")
    expect(page.locator("proposed-words .preview ins")).to_have_text("13")
    page.goto(address)
    expect(field).to_have_value("It cost 13 million euros")
    expect(page.locator("proposed-words .preview ins")).to_have_text("13")
    field.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".proposal ins")).to_have_text("13")
    expect(page.locator(".sentence:focus")).to_be_visible()
    expect(page.locator("#standing b")).to_have_text("1")
    expect(page.locator(".sign")).to_have_attribute("data-proposed", "")
    expect(page.locator("text=Not saved yet")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#standing b")).to_have_count(0)
    assert Proposal.objects.get().decided_why == "Taken back."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sheet_and_the_clearance_fit_a_phone_and_axe_finds_nothing(
    signed: Page, claim: Claim, theme: Any
) -> None:
    page = signed
    propose_words(claim, by=bob(), words_proposed="It cost 13 million euros", evidence=claim.evidence.get())
    page.emulate_media(color_scheme=theme)
    for name in ("change_sheet", "clearance_detail"):
        page.goto(reverse(name, args=[claim.article.uid]))
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(page).response["violations"] == []


def test_the_sheet_is_copied_as_plain_text_and_decided_without_script(
    signed: Page, claim: Claim, browser: Any, context: Any, live_server: Any
) -> None:
    page = signed
    propose_words(claim, by=bob(), words_proposed="It cost 13 million euros")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(reverse("change_sheet", args=[claim.article.uid]))
    page.get_by_role("button", name="Copy as plain text").click()
    expect(page.locator("copy-text [role=status]")).to_have_text("Copied.")
    assert "→ It cost 13 million euros" in page.evaluate("navigator.clipboard.readText()")
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    other = plain.new_page()
    other.goto(live_server.url + reverse("change_sheet", args=[claim.article.uid]))
    expect(other.get_by_role("button", name="Copy as plain text")).to_be_hidden()
    other.get_by_role("button", name="Accept").click()
    expect(other.locator(".change-row .chip")).to_have_text("Accepted")
    plain.close()

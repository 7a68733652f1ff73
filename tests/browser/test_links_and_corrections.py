"""Linking claims and correcting a published check in Chromium, with script and without."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions.links import link_claims
from annotations.models import Claim, ClaimLink, Publication
from tests.make import alice, bob, make_article, make_claim, make_published, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COST = "It cost 12 million euros"
SHIPS = "The harbour handles 40 ships a day"


@pytest.fixture
def claim() -> Claim:
    """Published, and a claim of another article rests on it."""
    claim = make_published()
    link_claims(make_submitted(make_claim(make_article(), COST)), by=bob(), to_claim=claim, kind="depends_on")
    make_claim(claim.article, SHIPS)
    return claim


@pytest.fixture
def watched(page: Page, sign_in: Callable[[Any], None], claim: Claim) -> Iterator[Page]:
    """Alice at the claim. A script error or a refused style fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(alice())
    page.goto(workbench(claim))
    yield page
    assert faults == []


def workbench(claim: Claim) -> str:
    return f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}"


def hold_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_claim_is_looked_for_linked_and_the_link_undone(watched: Page, claim: Claim) -> None:
    watched.click("#more")
    watched.click("text=Link to another claim…")
    search = watched.locator(".find-claim input")
    expect(watched.locator("#link-claim")).to_have_attribute("open", "")
    search.fill("ships a day")
    expect(watched.locator(".choices li")).to_have_count(1)
    watched.locator(".choices input").check()
    watched.locator(".link-form label", has_text="Contradicts").click()
    watched.locator(".link-form button", has_text="Link").click()
    expect(watched.locator("#toasts")).to_contain_text("Contradicts another claim.")
    expect(watched.locator(".linked li")).to_have_count(2)
    watched.locator("#toasts button").click()
    expect(watched.locator(".linked li")).to_have_count(1)
    assert ClaimLink.objects.living().count() == 1


def test_a_correction_is_seen_before_it_is_published(watched: Page, claim: Claim) -> None:
    watched.locator("#correct > summary").click()
    watched.locator("#correct label", has_text="Update").click()
    watched.fill("#correction-text", "A later volume is out.")
    watched.fill("#correction-summary", "It was 1912.")
    watched.click("text=Show what readers will see")
    preview = watched.locator(".correction-preview")
    expect(preview.locator("ins")).to_have_text("1912")
    expect(preview).to_contain_text("It will be number 2")
    hold_accessible(watched)
    assert Publication.objects.count() == 1
    watched.click("#do-correct")
    expect(watched.locator("#toasts")).to_contain_text("Corrected")
    assert Claim.objects.stale().count() == 1


def test_the_pages_around_it_are_accessible(watched: Page, claim: Claim) -> None:
    source = claim.evidence.get().source
    for name, uid in (
        ("claim_detail", claim.uid),
        ("claim_choose", claim.uid),
        ("source_withdraw", source.uid),
    ):
        watched.goto(reverse(name, args=[uid]))
        hold_accessible(watched)


def test_without_script_every_form_works(
    browser: Browser, live_server: LiveServer, sign_in: Callable[[Any], None], page: Page, claim: Claim
) -> None:
    sign_in(alice())
    plain = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto(workbench(claim))
    plain.locator("#link-claim > summary").click()
    plain.locator(".find-claim input").fill("ships a day")
    plain.locator(".find-claim button").click()
    plain.locator(".choices input").check()
    plain.locator(".link-form button", has_text="Link").click()
    expect(plain.locator(".linked li")).to_have_count(2)
    assert ClaimLink.objects.living().count() == 2
    plain.locator("#correct > summary").click()
    plain.fill("#correction-text", "It was misread.")
    plain.fill("#correction-summary", "It was 1912.")
    plain.click("text=Show what readers will see")
    expect(plain.locator(".correction-preview ins")).to_have_text("1912")
    plain.click("#do-correct")
    expect(plain.locator("body")).to_contain_text("Corrected")
    assert Publication.objects.count() == 2
    plain.context.close()

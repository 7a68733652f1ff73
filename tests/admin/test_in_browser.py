"""The administration in a browser: its scripts run under our content security policy, which refuses no page one."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Agent, Article, Claim, Event
from tests.admin.browsing import address, page_of
from tests.make import alice, make_article, make_claim, make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def test_pages_run_nothing_that_the_policy_forbids(page: Page, sign_in: Any, complaints: list[str]) -> None:
    claim = make_claim()
    sign_in(alice())
    for where in ("/admin/", address(Claim, "changelist"), page_of(claim), page_of(claim.article)):
        page.goto(where)
        expect(page.locator("#site-name")).to_have_text("Fact-check workbench")
    assert complaints == []


def test_a_claimant_is_found_by_typing(page: Page, sign_in: Any, complaints: list[str]) -> None:
    claim = make_claim()
    mayor = Agent.objects.create(name="The mayor")
    sign_in(alice())
    page.goto(page_of(claim))
    page.locator(".field-claimant .select2-selection").click()
    page.locator(".select2-search__field").fill("mayor")
    page.locator(".select2-results__option", has_text="The mayor").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    claim.refresh_from_db()
    assert claim.claimant == mayor
    assert complaints == []


def test_claims_are_ticked_and_declined(page: Page, sign_in: Any, complaints: list[str]) -> None:
    article = make_article()
    make_claim(article)
    make_claim(article, "12 million euros")
    sign_in(alice())
    page.goto(address(Claim, "changelist"))
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("decline")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Reason").select_option("trivial")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator(".messagelist")).to_contain_text("2 claims declined.")
    assert complaints == []


def test_the_log_stands_beside_its_filters_in_full(page: Page, sign_in: Any) -> None:
    make_claim()
    sign_in(alice())
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address(Event, "changelist"))
    widths = "list => [list.scrollWidth, list.clientWidth]"
    needed, there = page.locator("#changelist-form .results").evaluate(widths)
    assert needed <= there


def test_an_article_is_pasted(page: Page, sign_in: Any, complaints: list[str]) -> None:
    make_policy()
    sign_in(alice())
    page.goto("/admin/")
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Paste the text").fill("A bridge\n\nIt was built in 1911.")
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".messagelist")).to_contain_text("was imported")
    assert Article.objects.count() == 1
    assert complaints == []

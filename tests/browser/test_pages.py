"""The pages but the workbench, in Chromium: no error; also without script."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions.articles import describe_article
from annotations.actions.claims import take_claim
from annotations.models import Article
from tests.browser.hands import HeldBack
from tests.make import (
    TEXT,
    alice,
    bob,
    make_article,
    make_claim,
    make_policy,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom() -> None:
    """Two claims to be found."""
    article = make_article()
    take_claim(make_claim(article, "It cost 12 million euros"), by=bob())
    make_claim(article)


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page on which a script error or something that the policy refuses fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


def violations(page: Page) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]


def test_logging_in_leads_on_to_where_one_wanted(watched: Page) -> None:
    bob()
    watched.goto(reverse("article_list"))
    watched.fill("[name=username]", "bob")
    watched.fill("[name=password]", "wrong")
    watched.keyboard.press("Enter")
    expect(watched.locator("#id_password")).to_be_focused()
    expect(watched.locator(".fault")).to_have_text("Name and password do not fit together.")
    watched.fill("[name=password]", "long enough to pass")
    watched.keyboard.press("Enter")
    expect(watched.locator("h1")).to_have_text("Articles")


def test_filters_change_the_list_and_the_address_and_keep_the_focus(
    watched: Page, newsroom: None, sign_in: Callable[[Any], None]
) -> None:
    sign_in(bob())
    watched.goto(reverse("desk"))
    watched.evaluate("document.documentElement.dataset.stays = 'yes'")
    watched.click("#queue-everyone")
    expect(watched.locator("#queue-everyone")).to_have_attribute("aria-current", "true")
    expect(watched.locator("#queue-everyone")).to_be_focused()
    watched.fill("#find", "million")
    expect(watched.locator("#found")).to_have_text("1 found")
    expect(watched).to_have_url(re.compile(r"/\?queue=everyone&q=million&sort=due$"))
    assert watched.evaluate("document.documentElement.dataset.stays") == "yes"
    watched.reload()
    expect(watched.locator("td.wording")).to_have_count(1)


def test_back_brings_the_list_before(watched: Page, newsroom: None, sign_in: Callable[[Any], None]) -> None:
    sign_in(bob())
    watched.goto(reverse("article_list"))
    watched.click("#state-archived")
    expect(watched.locator(".empty")).to_be_visible()
    watched.go_back()
    expect(watched.locator("td.wording").first).to_be_visible()


def test_switching_the_way_of_an_import_forgets_nothing(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    make_policy()
    sign_in(bob())
    watched.goto(reverse("article_import"))
    watched.fill("[name=text]", "Typed already.")
    watched.get_by_label("Address", exact=True).check()
    expect(watched.locator("[name=text]")).to_be_hidden()
    expect(watched.locator("[name=address]")).to_be_visible()
    watched.get_by_label("Paste").check()
    expect(watched.locator("[name=text]")).to_have_value("Typed already.")


def test_an_import_says_that_it_is_on_its_way(watched: Page, sign_in: Callable[[Any], None]) -> None:
    make_policy()
    sign_in(bob())
    watched.goto(reverse("article_import"))
    watched.fill("[name=text]", TEXT)
    # The form stays, so that what is shown meanwhile can be looked at.
    stay = "form => form.addEventListener('submit', event => event.preventDefault())"
    watched.eval_on_selector("waiting-form form", stay)
    button = watched.locator("waiting-form button[type=submit]")
    button.click()
    expect(watched.locator("waiting-form [role=status]")).to_contain_text("Reading the text.")
    expect(button).to_be_disabled()
    assert violations(watched) == []


def test_an_import_sent_before_the_page_is_whole_is_still_on_its_way_then(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    make_policy()
    sign_in(bob())
    watched.goto(reverse("article_list"))
    picture = HeldBack(watched, "**/healthz?late")
    watched.add_init_script("""addEventListener("DOMContentLoaded", () => {
        document.body.append(Object.assign(new Image(), { src: "/healthz?late" }));
    })""")
    watched.goto(reverse("article_import"), wait_until="domcontentloaded")
    picture.wait()
    watched.fill("[name=text]", TEXT)
    watched.eval_on_selector(
        "waiting-form form", "form => form.addEventListener('submit', event => event.preventDefault())"
    )
    button = watched.locator("waiting-form button[type=submit]")
    button.click()
    expect(button).to_be_disabled()
    picture.let_through()
    watched.wait_for_load_state("load")
    expect(button).to_be_disabled()
    expect(watched.locator("waiting-form [role=status]")).to_contain_text("Reading the text.")
    # Back from where the browser keeps pages as they were left, it can be sent again.
    watched.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).to_be_enabled()
    expect(watched.locator("waiting-form [role=status]")).not_to_contain_text("Reading")


def test_a_conflict_shows_both_texts_and_lets_one_choose(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    article = make_article()
    sign_in(bob())
    watched.goto(reverse("article_describe", args=[article.uid]))
    describe_article(article, by=alice(), row_version=article.row_version, headline="Hers")
    watched.fill("[name=headline]", "His")
    watched.click("text=Save")
    expect(watched.locator("h1")).to_have_text("Somebody changed this while you typed")
    assert violations(watched) == []
    watched.fill("form.conflict-both [name=headline]", "Theirs together")
    watched.click("text=Save this")
    expect(watched.get_by_text("Saved.")).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "Theirs together"


def test_the_secret_of_a_new_token_has_the_focus_and_goes_with_the_page(
    watched: Page, sign_in: Callable[[Any], None]
) -> None:
    sign_in(bob())
    watched.goto(reverse("account_detail"))
    watched.click("text=Make a token")
    watched.fill("details [name=name]", "Newsletter")
    watched.click("text=Make it")
    secret = watched.locator("#secret")
    expect(secret).to_be_focused()
    assert secret.input_value().startswith("fcw_")
    watched.goto(reverse("account_detail"))
    expect(secret).to_have_count(0)


@pytest.fixture
def scriptless(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Bob, in a browser that runs no script."""
    client = Client()
    client.force_login(bob())
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_everything_works_without_script(scriptless: Page) -> None:
    make_policy()
    scriptless.goto(reverse("article_import"))
    scriptless.fill("[name=text]", TEXT)
    scriptless.click("main button[type=submit]")
    expect(scriptless.locator("article-text")).to_be_visible()
    make_claim(Article.objects.get())
    scriptless.goto(reverse("desk"))
    scriptless.click("text=Unassigned")
    scriptless.click("text=Take")
    expect(scriptless.get_by_text("You check it now.")).to_be_visible()
    scriptless.goto(reverse("desk"))
    scriptless.fill("[name=q]", "1911")
    scriptless.press("[name=q]", "Enter")
    expect(scriptless.locator("td.wording")).to_have_count(1)
    expect(scriptless.locator("text=Go on")).to_have_count(1)

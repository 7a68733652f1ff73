"""No page breaks a rule of axe or is wider than a telephone: every address there is, light and dark, wide and narrow.

A new page is walked without being named here. What the workbench shows besides is in `test_accessibility_states.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from annotations.models import Role
from tests.browser.filled import fullest_pages, make_newsroom, pages_of_administration, who_sees_most
from tests.browser.looking import FOUR_WAYS, TWO_WAYS, Way, faults, with_axe
from tests.make import carol, make_person
from tests.walking import entered

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Any], None]

DJANGOS_OWN = ("400.html", "403.html", "403_csrf.html", "404.html", "410.html", "413.html", "500.html")
"""What is shown where no page of ours was reached."""

EMPTY = (
    "desk",
    "article_list",
    "source_list",
    "search",
    "check_list",
    "correction_list",
    "notice_list",
    "mirror",
)


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A script error or something that the policy refuses fails the test."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    yield with_axe(page)
    assert [fault for fault in told if "Failed to load resource" not in fault] == []


def wrong(page: Page, places: Iterable[str], ways: Iterable[Way] = FOUR_WAYS) -> list[str]:
    """What is wrong where. Two pages of one name are wrong, too: nobody could tell their tabs apart."""
    found: list[str] = []
    titles: dict[str, str] = {}
    for place in places:
        answer = page.goto(place)
        found += [f"{place}: {fault}" for fault in faults(page, ways=ways)]
        if answer and answer.status == 200 and page.url.endswith(place):
            other = titles.setdefault(page.title(), place)
            found += [f"{place} has the title of {other}"] * (other != place)
    return found


def test_inside_no_page_has_a_fault(watched: Page, sign_in: SignIn) -> None:
    make_newsroom()
    sign_in(who_sees_most())
    places = fullest_pages(entered(who_sees_most()))
    assert wrong(watched, places) == []
    assert len(places) > 50


def test_outside_and_where_nothing_is_yet_no_page_has_a_fault(watched: Page, sign_in: SignIn) -> None:
    sign_in(make_person("rafi", role=Role.READER))
    assert wrong(watched, map(reverse, EMPTY)) == []
    sign_in(carol())
    assert wrong(watched, [reverse("desk")]) == []
    watched.context.clear_cookies()
    make_newsroom()
    places = fullest_pages(Client())
    assert wrong(watched, places) == []
    assert len(places) > 8


def test_the_administration_has_no_fault(watched: Page, sign_in: SignIn) -> None:
    make_newsroom()
    sign_in(who_sees_most())
    assert wrong(watched, pages_of_administration(), TWO_WAYS) == []


def test_pages_of_errors_have_no_fault(watched: Page) -> None:
    watched.route(
        "**/*.html",
        lambda route: route.fulfill(body=render_to_string(route.request.url.rpartition("/")[2])),
    )
    assert wrong(watched, [f"/{name}" for name in DJANGOS_OWN]) == []

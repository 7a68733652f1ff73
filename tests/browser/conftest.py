"""The workbench of one article, opened in Chromium: what most browser tests begin with."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from annotations.models import Article
from tests.browser.working import told_to_the_person
from tests.make import alice, bob, make_article

# What is expected comes; how fast is measured (benchmarks/pages.py), not asserted on a machine that has more to do.
expect.set_options(timeout=15_000)


@pytest.fixture(autouse=True)
def _all_is_answered(transactional_db: None) -> Iterator[None]:
    """A page that was closed may have asked for something still; PostgreSQL empties no table that is written to."""
    begun: list[object] = []
    ended: list[object] = []

    def begin(sender: object, **_: Any) -> None:
        begun.append(sender)

    def end(sender: object, **_: Any) -> None:
        ended.append(sender)

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    given_up = time.monotonic() + 5
    time.sleep(0.02)
    while len(ended) < len(begun) and time.monotonic() < given_up:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def article() -> Article:
    return make_article(by=alice())


@pytest.fixture
def bench(
    page: Page, context: BrowserContext, sign_in: Callable[[Any], None], article: Article
) -> Iterator[Page]:
    """The article's workbench, opened by Bob. A script error or a refused style fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(bob())
    page.goto(reverse("article_detail", args=[article.uid]))
    expect(page.locator("article-text[role=grid]")).to_be_visible()
    yield page
    assert [fault for fault in faults if not told_to_the_person(fault)] == []

"""The workbench of one article, opened in Chromium: what most browser tests begin with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from annotations.models import Article
from tests.browser.working import told_to_the_person
from tests.make import alice, bob, make_article

# What is expected comes; how fast is measured (benchmarks/pages.py), not asserted on a machine that has more to do.
expect.set_options(timeout=15_000)


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

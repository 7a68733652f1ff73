"""Readers' pages in a browser: the data block passes our policy, the snippet is copied, the card stands elsewhere."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import make_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """Serves one page from another origin; gives its address. (Chromium keeps a page that Playwright makes up
    from framing this machine.)"""
    served: list[str] = []

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(served[-1].encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody wants to read it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    Thread(target=server.serve_forever, daemon=True).start()

    def address_of(html: str) -> str:
        served.append(html)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield address_of
    server.shutdown()
    server.server_close()


def test_a_check_is_read_copied_and_shown_in_another_page(
    page: Page, live_server: LiveServer, settings: Any, elsewhere: Callable[[str], str]
) -> None:
    settings.BASE_URL = live_server.url
    claim = make_published()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(reverse("check_detail", args=[claim.article.slug, claim.uid]))
    review = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    assert review["claimReviewed"] == "The old bridge was built in 1911"
    page.get_by_text("Embed this check").click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("status").first).to_have_text("Copied.")
    snippet = page.evaluate("navigator.clipboard.readText()")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(elsewhere(f"<!doctype html><title>Elsewhere</title><body>{snippet}"))
    card = page.frame_locator("iframe")
    card.get_by_text("It was 1911.").wait_for()
    assert card.locator("body").evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.context.cookies() == []
    assert said == []

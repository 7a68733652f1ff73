"""Working in the workbench as a person does: keys that are counted, a drag over words, the clipboard."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request

from annotations.models import Article, Claim

SOURCE = "https://example.org/minutes"


class Keys:
    """A keyboard that counts its presses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1


def told_to_the_person(fault: str) -> bool:
    """htmx writes an answer above 399, and none at all, to the console too."""
    said = ("Failed to load resource", "Response Status Error Code", "htmx:sendError", "htmx:afterRequest")
    return any(words in fault for words in said)


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until it holds: what a page sends by itself arrives in its own time."""
    given_up = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < given_up, "It never came to hold."
        page.wait_for_timeout(50)


def at_last(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until it holds, while answer comes after answer: a row of commands takes a busy machine its time."""
    answered: list[Request] = []

    def hear(request: Request) -> None:
        if "/live/" not in request.url:
            answered.append(request)

    def holds_or_goes_on() -> bool:
        return holds() or bool(answered)

    page.on("requestfinished", hear)
    while not holds():
        answered.clear()
        eventually(page, holds_or_goes_on)
    page.remove_listener("requestfinished", hear)


def copy(page: Page, words: str) -> None:
    page.evaluate("words => navigator.clipboard.writeText(words)", words)


def said(page: Page) -> Any:
    return page.locator("#toasts")


def claims(article: Article) -> list[Claim]:
    return list(article.claims.order_by("pk"))

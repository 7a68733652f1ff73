"""A mouse that goes by words, and answers that come when it is in the midst of something."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, Route

from tests.browser.working import eventually

POINT = """async drawn => {
    const root = document.querySelector("article-text");
    const words = drawn.replace("|", "");
    const at = root.textContent.indexOf(words) + drawn.indexOf("|");
    const last = drawn.endsWith("|");
    const wanted = last ? at - 1 : at;
    const place = () => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        let passed = 0;
        for (let node = walker.nextNode(); node; passed += node.length, node = walker.nextNode()) {
            if (passed + node.length <= wanted) continue;
            node.parentElement.scrollIntoView({ block: "nearest" });
            const range = document.createRange();
            range.setStart(node, wanted - passed);
            range.setEnd(node, wanted - passed + 1);
            const box = range.getBoundingClientRect();
            const rightToLeft = /[\\u0590-\\u08ff]/.test(root.textContent[wanted]);
            return [last !== rightToLeft ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2];
        }
    };
    // A window that has just got another size, or another panel, is drawn anew in one of the next frames.
    const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); setTimeout(drawn, 100); });
    for (let before = [], tries = 0; tries < 100; tries++) {
        const now = place();
        if (now[0] === before[0] && now[1] === before[1]) return now;
        before = now;
        await frame();
        await frame();
    }
    throw new Error("It never came to rest.");
}"""
"""The point of the window where "|" stands in the words drawn, once nothing moves there any more."""


class Hand:
    """A mouse that goes by words: "coun|cil" is the place between n and c."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def drag(self, start: str, end: str, *held: str) -> None:
        self.page.mouse.move(*self.point(start))
        self.page.mouse.down()
        for key in held:
            self.page.keyboard.down(key)
        self.page.mouse.move(*self.point(end), steps=4)
        self.page.mouse.up()
        for key in held:
            self.page.keyboard.up(key)

    def drag_over(self, words: str) -> None:
        """Presses at the first of these words, lets go behind the last."""
        self.drag(f"|{words}", f"{words}|")

    def click(self, place: str, times: int = 1) -> None:
        self.page.mouse.click(*self.point(place), click_count=times)

    def point(self, place: str) -> tuple[float, float]:
        """Where this place is in the window."""
        x, y = self.page.evaluate(POINT, place)
        return x, y


RESTING = """async element => {
    const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); setTimeout(drawn, 100); });
    for (let before = {}, tries = 0; tries < 100; tries++) {
        const { x, y, width, height } = element.getBoundingClientRect();
        if (x === before.x && y === before.y) return [x, y, width, height];
        before = { x, y };
        await frame();
        await frame();
    }
    throw new Error("It never came to rest.");
}"""


def resting_box(locator: Locator) -> FloatRect:
    """Where it is in the window, once it does not move any more."""
    x, y, width, height = locator.evaluate(RESTING)
    return {"x": x, "y": y, "width": width, "height": height}


ASKED_TO_SEE = "/healthz?intercepted"


def intercept(page: Page, pattern: str, handler: Callable[[Route], Any], times: int | None = None) -> None:
    """`page.route`, in force when this returns: Chromium lets through what is asked in the first moment after it."""
    page.route(pattern, handler, times=times)
    seen: list[Route] = []

    def see(route: Route) -> None:
        seen.append(route)
        route.fulfill(body="")

    def in_force() -> bool:
        page.evaluate("address => fetch(address).then(() => null)", ASKED_TO_SEE)
        return bool(seen)

    page.route(f"**{ASKED_TO_SEE}", see)
    eventually(page, in_force)
    page.unroute(f"**{ASKED_TO_SEE}", see)


class HeldBack:
    """Answers to addresses of this pattern, held back until the test lets them through."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.page = page
        self.routes: list[Route] = []
        self.held = True
        intercept(page, pattern, self.take)

    def take(self, route: Route) -> None:
        if self.held:
            self.routes.append(route)
        else:
            route.fallback()

    def wait(self) -> None:
        """Until the page has asked for one."""
        eventually(self.page, lambda: bool(self.routes))

    def let_through(self) -> None:
        self.held = False
        for route in self.routes:
            route.continue_()

"""What somebody at the workbench feels, measured inside Chromium, and the same of a page that does nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--enable-precise-memory-info"),
)
WIDE: Any = {"width": 1280, "height": 800}

WHEN_READY = """
const look = () => {
  const sentence = document.querySelector("article-text[role=grid] .sentence");
  if (!sentence || !customElements.get("live-updates")) return requestAnimationFrame(look);
  const before = document.querySelector(".sentence[aria-current]");
  (before ?? sentence).dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true, cancelable: true }));
  if (document.querySelector(".sentence[aria-current]") === before) return requestAnimationFrame(look);
  requestAnimationFrame(() => setTimeout(() => (window.actsAt = performance.now())));
};
requestAnimationFrame(look);
"""
"""Runs before the page does; `actsAt` is when a key has moved the reader on and that has been drawn."""

WHEN_DRAWN = """
addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => (window.actsAt = performance.now()))));
"""

HEAR = """() => {
  window.echoes = [];
  let begun = 0;
  const seen = new MutationObserver(() => {
    if (!begun) return;
    const pressed = begun;
    begun = 0;
    requestAnimationFrame(() => setTimeout(() => echoes.push(performance.now() - pressed)));
  });
  seen.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  addEventListener("keydown", (event) => (begun = event.timeStamp), { capture: true });
}"""
"""`echoes` are milliseconds from the key to the first change it brought about, as drawn."""

ANSWER_BARELY = """() => addEventListener("keydown", () => document.body.toggleAttribute("data-pressed"))"""

SCROLL = """([step]) => new Promise((done) => {
  const long = [];
  const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((each) => each.duration)));
  observer.observe({ type: "longtask" });
  const pane = document.querySelector("main.text") ?? document.scrollingElement;
  pane.scrollTop = 0;
  const frames = [];
  let [before, stuck] = [performance.now(), 0];
  const go = (now) => {
    frames.push(now - before);
    before = now;
    const at = pane.scrollTop;
    pane.scrollTop += step;
    stuck = pane.scrollTop === at ? stuck + 1 : 0;
    if (stuck < 5) return requestAnimationFrame(go);
    setTimeout(() => { observer.disconnect(); done({ long, frames: frames.slice(1) }); }, 300);
  };
  requestAnimationFrame(go);
})"""
"""From the first line to the last, one step a frame: durations of long tasks and of frames."""

IDLE = """() => !document.querySelector("[data-busy], .htmx-request")"""


def chromium() -> str | None:
    """The machine's own, or what CHROMIUM names; None when there is none, or nothing to drive it with."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return None
    named = (os.environ.get("CHROMIUM") or "", *NAMES)
    return next((path for name in named if name and (path := shutil.which(name))), None)


@contextmanager
def browser(base: str, cookies: dict[str, str]) -> Iterator[Any]:
    """A context of Chromium, signed in."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=flags)
        # The probes are evaluated in the page, which its policy forbids; its own scripts need nothing of that.
        context = opened.new_context(base_url=base, viewport=WIDE, bypass_csp=True)
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
        yield context
        opened.close()


def ready(context: Any, path: str, times: int, script: str = WHEN_READY) -> list[float]:
    """Milliseconds from the navigation until a key acts."""
    taken = []
    for _ in range(times + 1):
        page = context.new_page()
        page.add_init_script(script)
        page.goto(path)
        page.wait_for_function("window.actsAt")
        taken.append(page.evaluate("window.actsAt"))
        page.close()
    # The first one fills the browser's cache, as somebody's first visit on that day does.
    return taken[1:]


def workbench(context: Any, path: str) -> Any:
    page = context.new_page()
    page.goto(path)
    page.locator("article-text[role=grid]").wait_for()
    page.locator(".sentence").first.focus()
    page.wait_for_timeout(500)
    return page


def barely(context: Any, path: str, times: int) -> tuple[list[float], list[float], list[float]]:
    """Echoes, long tasks and frames of a page that does next to nothing. By itself: what is behind is not drawn."""
    page = context.new_page()
    page.goto(path)
    page.evaluate(ANSWER_BARELY)
    heard = echoes(page, ["j"] * times)["j"]
    long, frames = scrolled(page)
    page.close()
    return heard, long, frames


def echoes(page: Any, keys: list[str]) -> dict[str, list[float]]:
    """Milliseconds from each press until what it changed is drawn, by key."""
    page.evaluate(HEAR)
    found: dict[str, list[float]] = {}
    for key in keys:
        page.evaluate("echoes.length = 0")
        page.keyboard.press(key)
        page.wait_for_function("echoes.length")
        found.setdefault(key, []).append(page.evaluate("echoes[0]"))
        page.wait_for_function(IDLE)
        page.wait_for_timeout(60)
    return found


def scrolled(page: Any, step: int = 400) -> tuple[list[float], list[float]]:
    """The long tasks (over 50 ms) on the way through the whole text, and the frames, in milliseconds."""
    told = page.evaluate(SCROLL, [step])
    return told["long"], told["frames"]


def held(page: Any) -> dict[str, float]:
    """What the page holds after all rubbish was collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return {name: metrics[name] for name in ("JSHeapUsedSize", "Nodes", "JSEventListeners")}

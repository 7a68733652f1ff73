"""The panel after an action, of which only what changed was sent, is the panel as it is when all of it is fetched."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.browser.working import SOURCE, Keys, copy, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PANELS = """async () => {
    const shown = document.querySelector("#panel-content > kept-words");
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("kept-words");
    const words = (node) => node.nodeType === Node.TEXT_NODE ? node.data.trim() : "";
    const tellings = (root) => [...root.querySelectorAll("*")].map((element) => [
        element.localName, element.id, element.dataset.mark ?? "", element.getAttribute("action") ?? "",
        element.value ?? "", ...[...element.childNodes].map(words).filter(Boolean),
    ].join(" "));
    // A list of colleagues, and what a proposal would change, are put below their fields by the page itself.
    shown.querySelectorAll(".mention-offers, .preview").forEach((made) => made.remove());
    fresh.querySelectorAll(".preview").forEach((place) => place.remove());
    // The first page's forms have their own token and version.
    shown.querySelectorAll("[name=csrfmiddlewaretoken], [name=version]").forEach((field) => field.remove());
    return [tellings(shown), tellings(fresh)];
}"""


def compared(page: Page) -> list[Any]:
    shown, fresh = page.evaluate(PANELS)
    assert len(shown) > 100
    assert [both for both in zip(shown, fresh, strict=False) if both[0] != both[1]] == []
    assert len(shown) == len(fresh)
    return list(shown)


def test_after_each_step_of_the_way_to_a_verdict_the_panel_holds_what_a_fresh_one_holds(
    bench: Page, article: Article
) -> None:
    keys = Keys(bench)
    copy(bench, SOURCE)
    keys.press("j", "c", "s", "Control+v", "Enter", "+")
    expect(said(bench)).to_contain_text("Supports")
    compared(bench)
    bench.locator("#due > summary").click()
    bench.locator("#claim-due").fill("2031-01-01T10:00")
    bench.get_by_role("heading", name="Claim 1").focus()
    keys.press("2")
    expect(bench.locator("[data-press=rating-2]")).to_have_attribute("aria-pressed", "true")
    expect(bench.locator("#claim-due")).to_have_value("2031-01-01T10:00")
    keys.press("m")
    bench.keyboard.type("Who says so?")
    keys.press("Control+Enter")
    expect(bench.locator("article.comment")).to_contain_text("Who says so?")
    bench.locator("#claim-due").fill("")
    bench.get_by_role("heading", name="Claim 1").focus()
    keys.press("Control+z")
    expect(bench.locator("article.comment")).to_have_count(0)
    compared(bench)
    bench.locator("#describe > summary").click()
    keys.press("Control+Shift+z")
    expect(bench.locator("article.comment")).to_have_count(1)
    # What was opened stays open where nothing has changed.
    expect(bench.locator("#describe")).to_have_attribute("open", "")
    compared(bench)


def test_a_field_that_was_drawn_higher_is_drawn_anew_without_a_style_of_its_own(
    bench: Page, article: Article
) -> None:
    """What the policy refuses is an error of the console, with which the fixture fails."""
    keys = Keys(bench)
    keys.press("j", "c", "m")
    bench.keyboard.type("Who says so?")
    bench.locator("#comment").evaluate("field => { field.style.blockSize = '9rem'; }")
    keys.press("Control+Enter")
    expect(bench.locator("article.comment")).to_contain_text("Who says so?")
    expect(bench.locator("#comment")).to_have_value("")
    expect(bench.locator("#panel [style]")).to_have_count(0)


def test_a_piece_that_is_gone_when_its_answer_comes_is_fetched(bench: Page, article: Article) -> None:
    keys = Keys(bench)
    keys.press("j", "c")
    expect(said(bench)).to_contain_text("Marked")
    bench.evaluate(
        """() => document.addEventListener("htmx:beforeSwap",
            () => document.querySelectorAll("[data-mark]:not(:has(#assessment))").forEach((piece) => piece.remove()),
            { once: true })"""
    )
    keys.press("2")
    expect(bench.locator("[data-press=rating-2]")).to_have_attribute("aria-pressed", "true")
    expect(bench.locator("#add-source")).to_be_visible()
    expect(bench.locator("[data-same]")).to_have_count(0)
    compared(bench)

"""The map of the text: what it shows of each sentence, and going there with mouse and keys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.browser.working import Keys
from tests.make import alice, bob, make_article, make_claim, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = 2_000
"""Sentences: a book's chapter."""

IN_SIGHT = """number => {
    const box = document.querySelector(`#s${number}`).getBoundingClientRect();
    const pane = document.querySelector(".text").getBoundingClientRect();
    return box.top >= pane.top && box.bottom <= pane.bottom;
}"""


def rows_of(page: Page, name: str) -> list[int]:
    """The sentences at which the map draws this class."""
    drawn = page.evaluate(
        "name => document.querySelector(`.minimap .${name}`)?.getAttribute('d') ?? ''", name
    )
    return [int(float(piece.split(" ")[1].split("H")[0]) // 10) + 1 for piece in drawn.split("M") if piece]


def test_it_shows_classes_what_is_open_and_what_the_filter_hides(bench: Page, article: Article) -> None:
    make_submitted(make_claim(article, "It cost 12 million euros"), key="mixed")
    make_submitted(make_claim(article, "40 ships a day"), key="false")
    bench.reload()
    assert [rows_of(bench, name) for name in ("qualified", "contradicted", "left")] == [
        [3],
        [7],
        [1, 2, 4, 5, 6],
    ]
    bench.locator("#shows [data-show=contradicted]").click()
    expect(bench.locator(".minimap .hidden")).to_have_count(1)
    assert [rows_of(bench, name) for name in ("contradicted", "hidden")] == [[7], [1, 2, 3, 4, 5, 6]]
    bench.locator("#shows [data-show='']").click()
    expect(bench.locator(".minimap .hidden")).to_have_count(0)
    bench.locator("#s2").focus()
    Keys(bench).press("j", "c")
    expect(bench.locator(".minimap .open")).to_have_count(1)
    assert rows_of(bench, "at") == [3]


def test_a_text_of_two_thousand_sentences_is_gone_through_by_mouse_and_keys(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    paragraphs = (" ".join(f"Sentence {n + k} is here." for k in range(20)) for n in range(1, LONG, 20))
    article = make_article("\n\n".join(paragraphs), by=alice())
    make_claim(article, "Sentence 1990 is here.")
    sign_in(bob())
    page.goto(reverse("article_detail", args=[article.uid]))
    slider = page.get_by_role("slider", name="Map of the text")
    expect(slider).to_have_attribute("aria-valuemax", str(LONG))
    box = page.locator(".minimap").bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] * 0.75)
    expect(slider).to_be_focused()
    there = int(slider.get_attribute("aria-valuenow") or 0)
    assert abs(there - LONG * 0.75) < LONG * 0.01
    page.wait_for_function(IN_SIGHT, arg=there)
    keys = Keys(page)
    keys.press("PageDown", "ArrowDown", "ArrowUp", "ArrowUp")
    expect(slider).to_have_attribute("aria-valuenow", str(there + 9))
    keys.press("End")
    expect(slider).to_have_attribute("aria-valuenow", str(LONG))
    page.wait_for_function(IN_SIGHT, arg=LONG)
    page.locator("#shows [data-show=unrated]").click()
    slider.focus()
    keys.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Sentence 1990, claim 1: not rated")
    keys.press("Enter")
    expect(page.locator("#s1990")).to_be_focused()
    expect(page.locator("#panel [data-panel]")).to_have_attribute("data-claim", "1")

"""Stretches chosen at random over a text of many scripts under many marks: what becomes a claim is what was chosen.

What is expected is worked out here, from the words that the text was made of, and not by what the browser asks.
"""

import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.claims import mark_claim
from annotations.models import ArticleVersion, Highlight
from tests.make import alice, bob, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRITTEN = (
    "council opened don’t 12.5 1,200 café Zürich Straßen\u00adbahn Ещё мост الجسر كلفة הגשר עירייה สะพาน 東京 다리"
    " 👩‍👩‍👧 🇺🇦 👍🏽 Z\u0351\u036b\u0343al\u0357go हिन्दी co\u0301te\u0301"
)
WORDS = WRITTEN.split(" ")
BETWEEN = (" ", " ", " ", ", ", " – ", ". ", "\u00a0", " (", ") ", " “", "” ", "! ")
CLUSTER = re.compile("👩‍👩‍👧|🇺🇦|👍🏽|हि|न्दी|[a-z][\u0300-\u036f]+", re.IGNORECASE)
KINDS = (
    "<p>{}</p>",
    "<p>{}</p>",
    "<h2>{}</h2>",
    "<blockquote><p>{}</p></blockquote>",
    "<ul><li>{}</li></ul>",
)
BLOCKS, WORDS_A_BLOCK, MARKS, CHOICES, CLAIMED = 14, 16, 40, 120, 6


def written(chance: random.Random) -> str:
    """A page whose words are known; every block ends with a full stop."""
    blocks = []
    for _ in range(BLOCKS):
        words = [chance.choice(WORDS) + chance.choice(BETWEEN) for _ in range(WORDS_A_BLOCK)]
        blocks.append(chance.choice(KINDS).format("".join(words) + "end."))
    table = "<table><tr><td>мост</td><td>12.5</td></tr><tr><td>الجسر</td><td>1,200</td></tr></table>"
    return f"<html><body><article><h1>The council</h1>{''.join(blocks)}{table}</article></body></html>"


def imported(word: str) -> str:
    """Import takes soft hyphens out and composes accents."""
    return unicodedata.normalize("NFC", word).replace("\u00ad", "")


def words_in(text: str) -> list[tuple[int, int]]:
    """Where each of the known words stands, in code points."""
    known = sorted({*map(imported, WORDS), "The", "end"}, key=len, reverse=True)
    found, at = [], 0
    while at < len(text):
        word = next((word for word in known if text.startswith(word, at)), "")
        if word:
            found.append((at, at + len(word)))
        at += len(word) or 1
    return found


def clusters_in(text: str) -> list[tuple[int, int]]:
    """Where a character is more than one code point: emoji as they were written, letters with their accents."""
    return [match.span() for match in CLUSTER.finditer(text)]


def meant(text: str, words: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """What whole words [start, end) stands for; None where it holds nothing but white space."""
    chosen = text[start:end]
    if not chosen.strip():
        return None
    start += len(chosen) - len(chosen.lstrip())
    end -= len(chosen) - len(chosen.rstrip())
    before = bisect_right(words, (start, len(text))) - 1
    if before >= 0 and words[before][0] < start < words[before][1]:
        start = words[before][0]
    after = bisect_left(words, (end, 0)) - 1
    if after >= 0 and words[after][0] < end < words[after][1]:
        end = words[after][1]
    return start, end


def shown(text: str, stretch: tuple[int, int] | None) -> str:
    """The two ends in their surroundings: "the cou[ncil" and "oper]a house"."""
    start, end = stretch or (0, 0)
    return (
        f"{text[start - 8 : start]}[{text[start : start + 8]} … {text[end - 8 : end]}]{text[end : end + 8]}"
    )


CHOOSE = """([seed, count, held]) => {
    const text = document.querySelector("article-text");
    // The same numbers in every run (a linear congruential generator).
    const chance = below => (seed = (seed * 1664525 + 1013904223) % 4294967296) % below;
    const nodes = [text];
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const letters = nodes.filter(node => node.nodeType === 3 && node.parentElement.closest(".words"));
    const place = () => {
        const node = chance(4) ? letters[chance(letters.length)] : nodes[chance(nodes.length)];
        const at = chance((node.length ?? node.childNodes.length) + 1);
        // No pointer stands in the middle of a character that takes two units.
        return [node, at && /[\\ud800-\\udbff]/.test(node.data?.[at - 1] ?? "") ? at - 1 : at];
    };
    const before = (node, offset) => {
        const range = document.createRange();
        range.setStart(text, 0);
        range.setEnd(node, offset);
        return [...range.cloneContents().textContent].length;
    };
    const isBackwards = () => {
        const { anchorNode, anchorOffset, isCollapsed } = getSelection();
        const range = getSelection().getRangeAt(0);
        return !isCollapsed && (range.startContainer !== anchorNode || range.startOffset !== anchorOffset);
    };
    const found = [];
    for (let at = 0; at < count; at += 1) {
        getSelection().removeAllRanges();
        const where = { bubbles: true, button: 0, pointerType: at % 2 ? "mouse" : "pen" };
        text.dispatchEvent(new PointerEvent("pointerdown", { ...where, clientX: 0 }));
        const [[base, from], [extent, to]] = [place(), place()];
        getSelection().setBaseAndExtent(base, from, extent, to);
        const backwards = isBackwards();
        const raw = [before(base, from), before(extent, to)].sort((a, z) => a - z);
        text.dispatchEvent(new MouseEvent("mouseup", { ...where, clientX: 400, altKey: held === "Alt" }));
        const { start, end, chosen } = text.stretch;
        found.push({ raw, start, end, chosen, backwards, staysBackwards: isBackwards() });
    }
    return found;
}"""


@pytest.fixture
def version(page: Page, sign_in: Callable[[Any], None]) -> ArticleVersion:
    chance = random.Random(5)
    article = make_article(written(chance), by=alice(), language="en", content_type="text/html")
    version = article.current_version()
    for _ in range(MARKS):
        start = chance.randrange(len(version.text) - 2)
        end = min(start + chance.randrange(1, 120), len(version.text))
        if version.text[start:end].strip():
            mark_claim(version, by=bob(), start=start, end=end)
    sign_in(bob())
    page.goto(reverse("article_detail", args=[article.uid]))
    expect(page.locator("article-text[role=grid]")).to_be_visible()
    return version


def test_what_is_chosen_at_random_is_what_the_words_say(page: Page, version: ArticleVersion) -> None:
    assert page.evaluate("document.querySelector('article-text').textContent") == version.text
    for held, pieces in (("", words_in(version.text)), ("Alt", clusters_in(version.text))):
        found = page.evaluate(CHOOSE, [7, CHOICES, held])
        expected = [meant(version.text, pieces, *choice["raw"]) for choice in found]
        taken = [(choice["start"], choice["end"]) if choice["chosen"] else None for choice in found]
        wrong = [pair for pair in zip(taken, expected, strict=True) if pair[0] != pair[1]]
        assert [[shown(version.text, stretch) for stretch in pair] for pair in wrong] == []
        assert len([choice for choice in taken if choice]) > CHOICES * 0.9
        backwards = [choice for choice in found if choice["backwards"] and choice["chosen"]]
        assert all(choice["staysBackwards"] for choice in backwards)


def test_what_is_chosen_at_random_is_what_becomes_a_claim(page: Page, version: ArticleVersion) -> None:
    words = words_in(version.text)
    marked = version.article.claims.count()
    page.locator("#s3").focus()
    for seed in range(CLAIMED):
        [choice] = page.evaluate(CHOOSE, [seed * 1_000_003, 1, ""])
        expected = meant(version.text, words, *choice["raw"])
        page.keyboard.press("c")
        expect(page.locator("[data-busy]")).to_have_count(0)
        marked += 1
        place = Highlight.objects.filter(version=version).order_by("-pk")[0]
        assert version.article.claims.count() == marked
        assert (place.start, place.end) == expected
        assert place.exact == place.claim.quotation == version.text[slice(*expected)]

"""Words copied out of the text, and found in it with the browser's own search."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Article
from tests.browser.hands import Hand
from tests.browser.working import eventually
from tests.make import TEXT, bob, make_claim, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "twice as much as planned"

COPIED = """async kind => {
    const [item] = await navigator.clipboard.read();
    return (await item.getType(kind)).text();
}"""


def marked(bench: Page, article: Article) -> None:
    """Four claims at the same words, so that a number of them hangs on, and others that overlap."""
    for _ in range(4):
        make_claim(article, WORDS)
    make_submitted(make_claim(article, "as planned.\n\n“We had no choice,”"), by=bob())
    make_claim(article, "opened the new bridge")
    bench.reload()
    expect(bench.locator("mark[data-count='4']").first).to_be_visible()


def test_what_is_copied_over_marks_and_numbers_is_the_text(bench: Page, article: Article) -> None:
    marked(bench, article)
    Hand(bench).drag("coun|cil", "old bri|dge")
    bench.keyboard.press("Control+c")
    words = TEXT[TEXT.index("council") : TEXT.index(" was built")]
    eventually(bench, lambda: bench.evaluate(COPIED, "text/plain") == words)
    paragraphs = "".join(f'<p dir="auto">{paragraph}</p>' for paragraph in words.split("\n\n"))
    assert paragraphs in bench.evaluate(COPIED, "text/html")


def test_the_browser_finds_words_across_marks_and_across_sentences(bench: Page, article: Article) -> None:
    marked(bench, article)
    across = "on 3 May 2024. It cost 12 million"
    for words in ("council opened the new", "euros, twice as much", "much as planned.", WORDS, across):
        bench.evaluate("getSelection().removeAllRanges()")
        assert bench.evaluate("words => window.find(words)", words)
        assert " ".join(bench.evaluate("getSelection().toString()").split()) == words
    assert not bench.evaluate("window.find('planned4')")

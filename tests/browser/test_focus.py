"""The focus is never lost: after everything that can be done in the workbench it is where a person expects it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.comments import add_comment
from annotations.models import Article
from tests.browser.working import SOURCE, Keys, copy, said
from tests.make import alice, bob, make_article, make_claim, make_evidence, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHERE = """() => {
    const here = document.activeElement;
    const fold = here.localName === "summary" ? here.parentElement.id : "";
    return here.id || fold || here.dataset.command || here.ariaLabel || here.textContent.trim();
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

Doing = Callable[[Page], Any]


@dataclass(frozen=True)
class Deed:
    """`is_done` waits for the answer; `focus` is the id, or another name, of where one is then."""

    name: str
    do: Doing
    is_done: Doing
    focus: str


def says(words: str) -> Doing:
    return lambda page: expect(said(page)).to_contain_text(words)


def shows(what: str) -> Doing:
    return lambda page: expect(page.locator(what).first).to_be_attached()


def press(*keys: str) -> Doing:
    return lambda page: Keys(page).press(*keys)


def on(target: str, key: str = "Enter") -> Doing:
    """By keyboard on a button or link, as somebody does who cannot see where a mouse is."""

    def do(page: Page) -> None:
        page.locator(target).first.focus()
        page.keyboard.press(key)

    return do


def write(field: str, words: str, *keys: str) -> Doing:
    def do(page: Page) -> None:
        page.locator(field).first.fill(words)
        page.locator(field).first.focus()
        Keys(page).press(*keys)

    return do


IN_THE_TEXT = (
    Deed("mark", press("j", "j", "c"), says("Marked"), "s2"),
    Deed("dismiss", press("j", "x"), says("Sentence 3: nothing"), "s3"),
    Deed("open a source", press("k", "s"), shows("#source-sheet[open]"), "source-input"),
    Deed("close it", press("Escape"), shows("#source-sheet:not([open])"), "s2"),
    Deed("add a source", press("s", "Control+v", "Enter"), says("Source added"), "s2"),
    Deed("stance", press("+"), says("Supports"), "s2"),
    Deed("rate", press("1"), says("Your rating: True."), "s2"),
    Deed("undo", press("Control+z"), says("Taken back: rate"), "s2"),
    Deed("redo", press("Control+Shift+z"), says("Done again: rate"), "s2"),
    Deed("locator", press("l"), shows("[data-press=locator]:focus"), "locator-"),
    Deed("leave it", press("Escape"), shows("#s2:focus"), "s2"),
    Deed("reasons", press("r"), shows("#reasons:focus"), "reasons"),
    Deed("keep them", write("#reasons", "So it is.", "Control+Enter"), says("Saved"), "s2"),
    Deed("comment", press("m"), shows("#comment:focus"), "comment"),
    Deed("send it", write("#comment", "Seen?", "Control+Enter"), says("Comment added"), "s2"),
    Deed("propose", press("e"), shows("#proposed-words:focus"), "proposed-words"),
    Deed("leave", press("Escape"), shows("#s2:focus"), "s2"),
    Deed("keys", press("?"), shows("#key-sheet[open]"), "Close Esc"),
    Deed("close", press("Escape"), shows("#key-sheet:not([open])"), "s2"),
    Deed("definitions", press("v"), shows("#verdict"), "s2"),
    Deed("a word", press("n", "Shift+ArrowLeft", "c"), says("Marked"), "s4"),
    Deed("earlier claims", press("="), shows("#matches input:checked:focus"), ""),
    Deed("no earlier claim", press("Escape"), shows("#match-sheet:not([open])"), "s4"),
    Deed("again", press("="), shows("#matches input:checked:focus"), ""),
    Deed("an earlier claim", press("Enter"), says("Repeats an earlier claim"), "s4"),
    Deed("done", press("K", "."), says("Submitted"), "s2"),
    Deed("a sentence a line", press("t"), shows("article-text[data-lines=rows]"), "s2"),
    Deed("a filter", on("#shows [data-show=open]"), shows("#shows [data-show=open][aria-current]"), "Open"),
    Deed("the next open one", on(".keys [data-command=next-open]"), shows("[data-panel=sentence]"), "s5"),
    Deed("mark some words", press("Shift+ArrowLeft"), shows("#text"), "s5"),
    Deed("by the bar", on(".keys [data-command=mark]"), says("Marked"), "mark"),
    Deed("understood", on("first-hint button"), shows("#main:not(:has(first-hint))"), "s5"),
)
"""With keys and with the buttons around the text."""

IN_THE_PANEL = (
    Deed("take", on("#do-take"), says("You check it now."), "verdict"),
    Deed("rate", on("[data-press=rating-2]"), says("Your rating: Mixed."), "rating-"),
    Deed("stance", on("summary.stance"), shows(".evidence .menu"), "stance-"),
    Deed("another stance", on(".evidence .menu button >> nth=1"), says("Refutes"), "stance-"),
    Deed(
        "where in it",
        on(".evidence [id^=describe-] > summary"),
        shows(".evidence [id^=describe-][open]"),
        "describe-",
    ),
    Deed("save it", write("[id^=locator-]", "p. 3", "Enter"), says("Saved"), "describe-"),
    Deed(
        "the source off",
        on(".evidence [id^=describe-] > summary"),
        shows(".evidence [id^=describe-][open]"),
        "describe-",
    ),
    Deed("resolve", on("[id^=resolve-]"), says("Comment resolved"), "comment-"),
    Deed("open again", on("[id^=reopen-]"), says("Comment opened again"), "comment-"),
    Deed("the comment away", on("[id^=take-away-]"), says("Comment"), "thread-title"),
    Deed("comment", write("#comment", "Once more"), shows("#comment:focus"), "comment"),
    Deed("send", on("#do-comment"), says("Comment added"), "do-comment"),
    Deed("words", on("#describe > summary"), shows("#describe[open]"), "describe"),
    Deed("save the words", write("#claim-text", "It is old"), shows("#claim-text:focus"), "claim-text"),
    Deed("save", on("#do-describe"), says("Saved"), "describe"),
    Deed("the menu of undo", on("summary[aria-label='Undo and redo']"), shows("#past"), "Undo and redo"),
    Deed("undo", on("#past-undo"), says("Taken back: describe"), "past-undo"),
    Deed("and redo", on("#past-redo"), says("Done again"), "past-redo"),
    Deed("out of the menu", press("Escape"), shows("#past:not(:visible)"), "Undo and redo"),
    Deed("decline", on("#decline"), shows("[name=reason]:visible"), "decline"),
    Deed("why", on("[name=reason]"), says("Declined"), "verdict"),
    Deed("back to the text", press("Escape"), shows("#s5:focus"), "s5"),
    Deed("a sentence", press("Home", "Enter"), shows("[data-panel=sentence]"), "s1"),
    Deed("dismiss", on("#do-dismiss"), says("nothing to check"), "panel-title"),
    Deed("open", on("#do-reopen"), says("open again"), "panel-title"),
    Deed("mark", on("#do-mark"), says("Marked"), "panel-title"),
    Deed("steps", on("#more"), shows("#more + .menu"), "more"),
    Deed("remove", on(".menu form[action*=remove] button"), says("Claim removed"), "more"),
    Deed("restore", on("#do-restore"), says("Claim restored"), ""),
    Deed("what was said, undone", on("#toasts button"), says("Taken back"), "panel-title"),
)
"""By keyboard in the panel: what was pressed stays, else what stood around it has the focus."""


def went_wrong(page: Page, deeds: Iterable[Deed]) -> list[str]:
    """The deeds after which the focus is elsewhere, and where."""
    wrong = []
    for deed in deeds:
        deed.do(page)
        deed.is_done(page)
        expect(page.locator(".htmx-request")).to_have_count(0)
        page.evaluate(DRAWN)
        if not (focus := rested_at(page, deed.focus)).startswith(deed.focus):
            wrong.append(f"{deed.name}: {focus[:40]}, not {deed.focus}")
    return wrong


def rested_at(page: Page, wanted: str) -> str:
    """Where the focus is; a busy machine, on which it is not there yet, is given three seconds."""
    for _ in range(60):
        if (focus := str(page.evaluate(WHERE))).startswith(wanted):
            break
        page.wait_for_timeout(50)
    return focus


def test_it_stays_on_the_sentence_while_one_works_in_the_text(bench: Page, article: Article) -> None:
    make_submitted(make_claim(make_article(by=alice()), "We had no choice"), "false", by=alice())
    copy(bench, SOURCE)
    assert went_wrong(bench, IN_THE_TEXT) == []


def test_it_stays_where_one_works_in_the_panel(bench: Page, article: Article) -> None:
    claim = make_claim(article, "The old bridge was built in 1911", by=alice())
    make_evidence(claim)
    add_comment(claim, by=bob(), body="Is that so?")
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    assert went_wrong(bench, IN_THE_PANEL) == []


COVERED = """() => {
    const here = document.activeElement;
    const { x, y, width, height } = here.getBoundingClientRect();
    const seen = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 40));
    if (!here.closest("#panel") || here.contains(seen)) return "";
    return here.id || here.textContent.trim();
}"""


def test_neither_the_head_nor_the_verdict_of_a_phones_panel_lies_over_it(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "The old bridge was built in 1911", by=alice())
    bench.set_viewport_size({"width": 360, "height": 740})
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    bench.locator("#panel-title").focus()
    covered = []
    for key in ["Tab"] * 24 + ["Shift+Tab"] * 24:
        bench.keyboard.press(key)
        bench.evaluate(DRAWN)
        covered.append(bench.evaluate(COVERED))
    assert [name for name in covered if name] == []

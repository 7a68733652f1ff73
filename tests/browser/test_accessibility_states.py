"""What the workbench shows that is no page: each state of a claim, the tray, dialogs, menus. Axe finds nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.articles import describe_article, import_version
from annotations.models import Article, Claim
from annotations.workflow import State
from tests.browser.filled import make_stale, make_states, who_sees_most
from tests.browser.hands import Hand, intercept
from tests.browser.looking import TWO_WAYS, WIDE, faults, with_axe
from tests.browser.working import Keys, told_to_the_person
from tests.life import Life
from tests.make import TEXT, alice, bob, make_article, make_claim, make_evidence, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Any], None]

TALL_WAYS = [(scheme, {**size, "height": 4_000}, options) for scheme, size, options in TWO_WAYS]
"""So high that the panel need not scroll: a button half under the verdict is no small button."""

UNFOLD = "() => document.querySelectorAll('#panel details:not(.drop-down)').forEach((fold) => { fold.open = true })"


@pytest.fixture
def watched(page: Page, sign_in: SignIn) -> Iterator[Page]:
    """As Alice. A script error or something that the policy refuses fails the test."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    sign_in(who_sees_most())
    yield with_axe(page)
    assert [fault for fault in told if not told_to_the_person(fault)] == []


def at(article: Article, **query: Any) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('article_detail', args=[article.uid])}?{asked}"


def unfolded(page: Page, address: str) -> list[str]:
    """What is wrong with the panel, every fold of it open."""
    page.goto(address)
    expect(page.locator("#panel-title")).to_be_attached()
    page.evaluate(UNFOLD)
    return faults(page, "#panel", TALL_WAYS)


def panels(life: Life, blind: Claim) -> dict[str, str]:
    """The address of each panel, by what it shows."""
    article = life.other.article
    claims = {str(state): claim for state, claim in life.read.items()} | {"blind": blind}
    shown = {name: at(claim.article, claim=claim.uid) for name, claim in claims.items()}
    return shown | {"sentence": at(article, sentence=2), "article": at(article)}


def test_no_state_of_a_claim_has_a_fault_in_the_panel(watched: Page) -> None:
    life, blind = make_states()
    found = {name: unfolded(watched, address) for name, address in panels(life, blind).items()}
    make_stale(life)
    for state in (State.IN_REVIEW, State.APPROVED, State.PUBLISHED):
        found[f"stale, {state}"] = unfolded(watched, at(life.other.article, claim=life.read[state].uid))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def many_places() -> Article:
    """Overlapping claims, a source, something like an earlier claim, and a second version that changed one."""
    make_submitted(make_claim(make_article(by=alice()), "It cost 12 million euros"), "false", by=alice())
    article = make_article(by=alice())
    make_claim(article, "12 million euros, twice as much as planned")
    make_evidence(make_claim(article, "twice as much as planned"))
    make_claim(article, "The old bridge was built in 1911")
    import_version(article, TEXT.replace("in 1911", "in 1921").encode(), by=alice())
    return article


Opening = Callable[[Page], Any]

OPENINGS: dict[str, tuple[str, Opening]] = {
    "keys": ("#key-sheet[open]", lambda page: Keys(page).press("?")),
    "sources": ("#source-offers [role=option]", lambda page: Keys(page).press("J", "J", "s")),
    "matches": ("#matches input:checked", lambda page: Keys(page).press("J", "=")),
    "past": ("#past", lambda page: page.locator("summary[aria-label='Undo and redo']").click()),
    "versions": (
        "summary:has-text('Version 2') + .menu",
        lambda page: page.get_by_text("Version 2 of").click(),
    ),
    "person": (
        ".menu:has(theme-choice)",
        lambda page: page.locator("details:has(theme-choice) > summary").click(),
    ),
    "several": ("claim-menu:not([hidden])", lambda page: page.locator("mark[data-claims='1 2']").click()),
    "choice": ("choice-bar:not([hidden])", lambda page: Hand(page).drag_over("Nobody was hurt")),
    "toast": (".toast", lambda page: Keys(page).press("j", "j", "x")),
    "steps": ("#more + .menu", lambda page: (Keys(page).press("J"), page.locator("#more").click())),
    "stance": (
        ".evidence .menu",
        lambda page: (Keys(page).press("J", "J"), page.locator("summary.stance").click()),
    ),
    "tray": ("[data-panel=tray]", lambda page: page.locator("#waiting a").click()),
    "a colleague": (
        "mention-box [role=option]",
        lambda page: (Keys(page).press("J", "m"), page.keyboard.type("@b")),
    ),
}
"""What opens over the workbench: what is then there, and how it is opened."""


def test_nothing_that_opens_over_the_workbench_has_a_fault(watched: Page) -> None:
    article, found = many_places(), {}
    for name, (there, opening) in OPENINGS.items():
        watched.set_viewport_size(WIDE)
        watched.goto(at(article))
        expect(watched.locator("article-text[role=grid]")).to_be_visible()
        opening(watched)
        expect(watched.locator(there).first).to_be_visible()
        found[name] = faults(watched, ways=TWO_WAYS)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_conflict_and_a_failure_have_no_fault(watched: Page) -> None:
    article = many_places()
    watched.goto(reverse("article_describe", args=[article.uid]))
    article.refresh_from_db()
    describe_article(article, by=bob(), row_version=article.row_version, headline="His")
    watched.fill("[name=headline]", "Hers")
    watched.click("text=Save")
    expect(watched.locator("h1")).to_have_text("Somebody changed this while you typed")
    assert faults(watched) == []
    watched.goto(at(article))
    intercept(watched, "**/dismiss/", lambda route: route.fulfill(status=500, body="broken"))
    Keys(watched).press("j", "j", "x")
    expect(watched.locator("#problem .notice")).to_be_visible()
    assert faults(watched) == []

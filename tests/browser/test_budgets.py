"""What each task may cost: the table of budgets, in Chromium, with the result in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from annotations.actions.articles import import_version
from annotations.actions.sentences import dismiss_sentence
from annotations.models import Article, ClaimLink, LinkKind, SentenceKind
from annotations.workflow import Stance, State
from tests.browser.hands import resting_box
from tests.browser.working import SOURCE, Keys, at_last, claims, copy, said
from tests.make import alice, bob, make_article, make_claim, make_policy, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPENING = "The council opened the new bridge on 3 May 2024."


@dataclass(frozen=True)
class Budget:
    """One line: `start` brings the person to where the task begins, `keys` are what is counted."""

    task: str
    article: Callable[[], Article]
    start: tuple[str, ...]
    keys: tuple[str, ...]
    most: int
    said: str
    holds: Callable[[Article], None]


def plain_article() -> Article:
    return make_article(by=alice())


def checked_elsewhere() -> Article:
    """Another article says the same, and it has been checked."""
    make_submitted(make_claim(make_article(), OPENING), "false", by=alice())
    return plain_article()


def checked_here() -> Article:
    """The article says the same twice, and one place has been checked."""
    article = make_article(f"The bridge\n\n{OPENING} It was hot.\n\nAs we said: {OPENING}", by=alice())
    make_submitted(make_claim(article, f"As we said: {OPENING}"), "false", by=alice())
    return article


def read_once() -> Article:
    policy = make_policy(name="Two readers", second_read="open")
    article = make_article(by=alice(), policy=policy)
    make_submitted(make_claim(article, OPENING, by=alice()), "mixed", by=alice())
    return article


def is_checked(article: Article) -> None:
    (claim,) = claims(article)
    evidence = claim.evidence.get()
    assert (claim.state, claim.current_verdict().rating.shortcut) == (State.APPROVED, "2")
    assert (evidence.source.url, evidence.stance) == (SOURCE, Stance.SUPPORTS)


def part_is_checked(article: Article) -> None:
    (claim,) = claims(article)
    assert claim.state == State.APPROVED
    assert claim.quotation == "opened the new bridge on 3 May 2024."


def repeats_the_other(article: Article) -> None:
    (claim,) = claims(article)
    link = ClaimLink.objects.living().get()
    assert (link.from_claim, link.kind) == (claim, LinkKind.REPEATS)
    assert link.to_claim.article != article
    assert (claim.state, claim.evidence.count(), claim.assessments.count()) == (State.SPOTTED, 1, 0)


def is_another_place(article: Article) -> None:
    earlier, new = claims(article)
    assert (new.state, new.merged_into) == (State.MERGED, earlier)
    assert [place.exact for place in earlier.highlights.living()] == [OPENING, f"As we said: {OPENING}"]


def has_nothing_to_check(article: Article) -> None:
    sentence = article.current_version().sentences.with_kind().order_by("start").first()
    assert sentence.state == SentenceKind.NOTHING


def second_reader_agrees(article: Article) -> None:
    (claim,) = claims(article)
    assert claim.state == State.APPROVED
    assert claim.assessors() == {alice().pk, bob().pk}


CHECK = ("c", "s", "Control+v", "Enter", "+", "2", ".")
WORDS = ("b", "Shift+ArrowRight", "Shift+ArrowRight")
REPEAT = ("c", "=", "Enter")

BUDGETS = (
    Budget("a whole sentence", plain_article, ("j",), CHECK, 7, "Submitted.", is_checked),
    Budget("an earlier claim", checked_elsewhere, ("j", "j"), REPEAT, 3, "Repeats", repeats_the_other),
    Budget("an earlier place", checked_here, ("j", "j"), REPEAT, 3, "Another place", is_another_place),
    Budget("nothing to check", plain_article, ("j",), ("x",), 1, "nothing to", has_nothing_to_check),
    Budget("a part", plain_article, ("j", "j"), (*WORDS, *CHECK), 12, "Submitted.", part_is_checked),
    Budget("a second reader", read_once, ("J",), ("2", "."), 2, "reading is in", second_reader_agrees),
)


@pytest.fixture
def article(budget: Budget) -> Article:
    return budget.article()


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.task)
def test_a_task_keeps_to_its_budget_of_presses(bench: Page, article: Article, budget: Budget) -> None:
    copy(bench, SOURCE)
    Keys(bench).press(*budget.start)
    if budget.start == ("J",):
        expect(bench.locator("[data-press=done]")).to_be_visible()
    bench.evaluate("addEventListener('pointerdown', () => (document.body.dataset.mouse = 'used'), true)")
    keys = Keys(bench)
    keys.press(*budget.keys)
    at_last(bench, lambda: budget.said in said(bench).inner_text())
    assert keys.presses <= budget.most
    assert bench.locator("body[data-mouse]").count() == 0
    budget.holds(article)


def test_forty_unchanged_sentences_cost_nothing(page: Page, sign_in: Callable[[Any], None]) -> None:
    lines = [f"In year {number} the harbour handled {number} ships." for number in range(1, 41)]
    article = make_article("\n\n".join(lines), by=alice())
    make_claim(article, lines[0], by=alice())
    for sentence in list(article.current_version().sentences.order_by("start"))[1:]:
        dismiss_sentence(sentence, by=alice())
    import_version(article, "\n\n".join(["A line was added.", *lines]).encode(), by=alice())
    sign_in(bob())
    page.goto(reverse("article_detail", args=[article.uid]))
    expect(page.locator("#coverage")).to_contain_text("1 open")
    expect(page.locator("#waiting a")).to_have_count(0)
    kinds = [row.state for row in article.current_version().sentences.with_kind().order_by("start")]
    assert kinds == [SentenceKind.OPEN, SentenceKind.CLAIM, *[SentenceKind.NOTHING] * 39]


def test_a_phone_needs_three_taps(
    browser: Browser, browser_context_args: dict[str, Any], context: BrowserContext,
    sign_in: Callable[[Any], None],
) -> None:  # fmt: skip
    article = plain_article()
    sign_in(bob())
    phone = browser.new_context(
        **browser_context_args
        | {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
        storage_state=context.storage_state(),
    )
    page = phone.new_page()
    page.goto(reverse("article_detail", args=[article.uid]))
    page.locator("#s2 .words").tap()
    page.get_by_role("button", name="Claim", exact=True).tap()
    expect(page.locator("#panel kept-words[data-claim='1']")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="Mixed").tap()
    expect(page.locator("[data-press=rating-2]")).to_have_attribute("aria-pressed", "true")
    assert claims(article)[0].assessments.get().rating.name == "Mixed"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    sentence, sheet = (resting_box(page.locator(part)) for part in ("#s2 .words", "#panel"))
    assert 0 <= sentence["y"] < sentence["y"] + sentence["height"] <= sheet["y"]
    below = page.locator(".actions")
    expect(below).to_be_hidden()
    page.locator("#panel [data-command=hide-panel]").tap()
    expect(below).to_be_visible()
    phone.close()

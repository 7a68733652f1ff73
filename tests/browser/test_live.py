"""A colleague's work shows within five seconds, and nobody is disturbed by it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.claims import remove_claim
from annotations.models import Article, Draft, Session
from tests.browser.hands import intercept, resting_box
from tests.browser.working import eventually
from tests.make import alice, bob, make_article, make_claim, make_evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON_MS = 15_000
"""How long a busy machine may take: that five seconds are enough is tested by the page's own clock."""
WITHIN_MS = 5_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    return make_article(by=alice())


@pytest.fixture
def bench(page: Page, sign_in: Callable[[Any], None], article: Article) -> Page:
    sign_in(bob())
    page.goto(reverse("article_detail", args=[article.uid]))
    page.locator("#s2").focus()
    return page


def test_a_mark_appears_in_text_and_counts_and_takes_no_focus(bench: Page, article: Article) -> None:
    make_claim(article, "It cost 12 million euros", by=alice())
    expect(bench.locator("#text mark[data-claims='1']")).to_be_visible(timeout=SOON_MS)
    expect(bench.locator("#coverage")).to_contain_text("Coverage 14 %")
    expect(bench.locator("live-updates")).to_contain_text("alice marked a claim (1).")
    expect(bench.locator("#s2")).to_be_focused()
    bench.keyboard.press("j")
    expect(bench.locator("#s3")).to_be_focused()


def test_five_seconds_of_the_pages_clock_are_enough_and_no_more_is_asked_than_once(
    page: Page, sign_in: Callable[[Any], None], article: Article
) -> None:
    """The clock stands still but for the five seconds; the server and the drawing have what time they need."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    sign_in(bob())
    # Installed, it runs on until it is stopped, which it cannot be in its past.
    page.clock.install(time=NOW - timedelta(hours=1))
    page.clock.pause_at(NOW)
    page.goto(reverse("article_detail", args=[article.uid]))
    expect(page.locator("article-text[role=grid]")).to_be_visible()
    make_claim(article, "It cost 12 million euros", by=alice())
    page.clock.run_for(WITHIN_MS)
    expect(page.locator("#text mark[data-claims='1']")).to_be_visible(timeout=SOON_MS)
    expect(page.locator("#coverage")).to_contain_text("Coverage 14 %")
    expect(page.locator("live-updates")).to_contain_text("alice marked a claim (1).")
    assert page.evaluate("Date.now()") == NOW.timestamp() * 1000 + WITHIN_MS
    assert len(asked) == 1


def test_the_panel_follows_unless_somebody_is_at_work_in_it(bench: Page, article: Article) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    bench.locator("#s3").focus()
    make_evidence(claim, by=alice())
    expect(bench.locator("#panel .evidence")).to_have_count(1, timeout=SOON_MS)
    bench.locator("#comment").fill("Half a thought")
    make_evidence(claim, by=alice())
    show = bench.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible(timeout=SOON_MS)
    expect(bench.locator("#comment")).to_have_value("Half a thought")
    expect(bench.locator("#comment")).to_be_focused()
    show.click()
    expect(bench.locator("#panel .evidence")).to_have_count(2)
    expect(bench.locator("#comment")).to_have_value("Half a thought")


def test_words_being_chosen_stay_chosen(bench: Page, article: Article) -> None:
    bench.keyboard.press("Shift+ArrowLeft")
    chosen = bench.evaluate("String(getSelection())")
    make_claim(article, "The council opened the new bridge", by=alice())
    expect(bench.locator("#coverage")).to_contain_text("Coverage 14 %", timeout=SOON_MS)
    assert bench.evaluate("String(getSelection())") == chosen
    expect(bench.locator("#text mark")).to_have_count(0)
    bench.keyboard.press("Escape")
    expect(bench.locator("#text mark[data-claims='1']")).to_be_visible()


def test_nothing_is_drawn_from_under_a_press_in_the_panel(bench: Page, article: Article) -> None:
    """Pressing a label gives the focus to nothing that is at work, until it is let go."""
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    bench.locator("#describe > summary").click()
    bench.locator("#s3").focus()
    bench.locator("label[for=claim-text]").hover()
    bench.mouse.down()
    make_evidence(claim, by=alice())
    expect(bench.get_by_role("button", name="Show", exact=True)).to_be_visible(timeout=SOON_MS)
    bench.mouse.up()
    expect(bench.locator("#claim-text")).to_be_focused()


def tops(page: Page) -> list[float]:
    """Where the text begins in windows of several widths."""
    found = []
    for width in (320, 360, 900, 1100, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        found.append(resting_box(page.locator(".text"))["y"])
    return found


def test_what_is_said_of_a_colleague_moves_nothing_under_the_pointer(bench: Page, article: Article) -> None:
    before = tops(bench)
    claim = make_claim(article, "It cost 12 million euros", by=alice())
    make_evidence(claim, by=alice())
    news = bench.locator("live-updates")
    expect(news).to_contain_text("alice", timeout=SOON_MS)
    assert tops(bench) == before
    # With a button, too, as where the panel shows what has changed and somebody is at work in it.
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    bench.locator("#comment").focus()
    make_evidence(claim, by=alice())
    expect(news.get_by_role("button", name="Show", exact=True)).to_be_visible(timeout=SOON_MS)
    assert tops(bench) == before
    intercept(bench, "**/live/**", lambda route: route.abort())
    expect(news).to_contain_text("Connection lost.", timeout=SOON_MS)
    assert tops(bench) == before


def test_a_lost_connection_is_said_and_comes_back_by_itself(bench: Page, article: Article) -> None:
    intercept(bench, "**/live/**", lambda route: route.abort())
    told = bench.locator("live-updates")
    expect(told).to_contain_text("Connection lost. What you type is kept in this browser.", timeout=SOON_MS)
    expect(told).to_have_attribute("data-state", "lost")
    make_claim(article, "It cost 12 million euros", by=alice())
    bench.unroute("**/live/**")
    told.get_by_role("button", name="Try now").press("Enter")
    expect(bench.locator("#text mark[data-claims='1']")).to_be_visible(timeout=SOON_MS)
    expect(told).to_have_attribute("data-state", "")
    # The button is gone, and with it would be what takes the keys.
    expect(bench.locator("#s2")).to_be_focused()


def test_a_session_that_is_over_is_said_with_the_way_back_in(bench: Page, article: Article) -> None:
    Session.objects.all().delete()
    told = bench.locator("live-updates")
    expect(told).to_contain_text("You are logged out.", timeout=SOON_MS)
    told.get_by_role("link", name="Log in").click()
    bench.get_by_label("User name").fill("bob")
    bench.get_by_label("Password").fill("long enough to pass")
    bench.get_by_role("button", name="Log in").click()
    expect(bench.locator("article-text[role=grid]")).to_be_visible()
    assert reverse("article_detail", args=[article.uid]) in bench.url


def test_after_a_log_in_in_another_window_this_one_goes_on(bench: Page, article: Article) -> None:
    Session.objects.all().delete()
    told = bench.locator("live-updates")
    expect(told).to_contain_text("You are logged out.", timeout=SOON_MS)
    other = bench.context.new_page()
    other.goto(reverse("login"))
    other.get_by_label("User name").fill("bob")
    other.get_by_label("Password").fill("long enough to pass")
    other.get_by_role("button", name="Log in").click()
    expect(other.locator("h1")).to_be_visible()
    bench.bring_to_front()
    bench.locator("#s2").focus()
    bench.keyboard.press("x")
    expect(bench.locator("#s2")).to_have_attribute("data-disposition", "nothing_to_check")


def test_words_typed_for_a_claim_that_a_colleague_puts_away_can_be_copied(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    bench.locator("#reasons").press_sequentially("The minutes say eleven")
    remove_claim(claim, by=alice())
    told = bench.locator("live-updates")
    expect(told).to_contain_text("alice removed the claim (1).", timeout=SOON_MS)
    expect(bench.locator("#reasons")).to_have_value("The minutes say eleven")
    expect(bench.locator("#reasons")).to_be_focused()
    told.get_by_role("button", name="Show", exact=True).click()
    notice = bench.locator("[data-fieldless=reasons]")
    expect(notice.locator("textarea")).to_have_value("The minutes say eleven")
    expect(bench.locator("#panel")).to_contain_text("This claim is removed.")
    notice.get_by_role("button", name="Discard").click()
    expect(notice).to_have_count(0)
    eventually(bench, lambda: not Draft.objects.exists())


def test_caret_menu_scroll_and_what_is_open_stay_where_they_are(bench: Page, article: Article) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claim.uid}")
    bench.locator("#comment").fill("Half a thought")
    bench.locator("#comment").evaluate("field => field.setSelectionRange(2, 6)")
    make_evidence(claim, by=alice())
    expect(bench.get_by_role("button", name="Show", exact=True)).to_be_visible(timeout=SOON_MS)
    where = bench.locator("#comment").evaluate("field => [field.selectionStart, field.selectionEnd]")
    assert where == [2, 6]
    bench.locator("#comment").fill("")
    bench.locator("#describe > summary").click()
    bench.locator("#s3").focus()
    bench.evaluate("document.querySelector('#panel').scrollTop = 120")
    make_evidence(claim, by=alice())
    expect(bench.locator("#panel .evidence")).to_have_count(2, timeout=SOON_MS)
    expect(bench.locator("#describe")).to_have_attribute("open", "")
    assert bench.evaluate("document.querySelector('#panel').scrollTop") == 120
    bench.locator("#more").click()
    bench.locator("#s3").focus()
    bench.evaluate("document.querySelector('#more').parentElement.open = true")
    make_evidence(claim, by=alice())
    expect(bench.get_by_role("button", name="Show", exact=True)).to_be_visible(timeout=SOON_MS)
    expect(bench.locator("#panel .evidence")).to_have_count(2)

"""The workbench in Chromium: by keys alone, by mouse alone, on a phone, without script; and what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions.sources import store_snapshot
from annotations.models import Article
from annotations.workflow import Stance, State
from tests.browser.hands import Hand, HeldBack, intercept
from tests.browser.working import SOURCE, Keys, at_last, claims, copy, eventually, said
from tests.make import alice, bob, make_claim, make_evidence, make_source, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE_ABOVE = "getComputedStyle(document.querySelector('#panel'), '::before').opacity"


def test_the_text_on_the_page_is_the_canonical_text(bench: Page, article: Article) -> None:
    assert (
        bench.locator("article-text").evaluate("text => text.textContent") == article.current_version().text
    )


def test_a_number_beside_the_text_stands_at_the_line_where_its_sentence_begins(bench: Page) -> None:
    astray = """() => [...document.querySelectorAll(".sentence:not([data-follows])")].filter((sentence) => {
        const middle = ({ top, bottom }) => (top + bottom) / 2;
        const [line] = sentence.querySelector(".words").getClientRects();
        return Math.abs(middle(line) - middle(sentence.querySelector(".place").getBoundingClientRect())) > 8;
    }).map((sentence) => sentence.id)"""
    assert bench.evaluate(astray) == []
    assert bench.locator(".sentence[data-follows]").count() > 0
    bench.set_viewport_size({"width": 360, "height": 740})
    assert bench.evaluate(astray) == []
    bench.set_viewport_size({"width": 672, "height": 950})
    bench.emulate_media(media="print")
    assert bench.evaluate(astray) == []


def test_fast_typing_does_what_slow_typing_does(bench: Page, article: Article) -> None:
    """All keys arrive before the first answer; each still finds the claim it is meant for."""
    mark = HeldBack(bench, "**/mark/")
    copy(bench, SOURCE)
    Keys(bench).press("j", "c", "s", "Control+v", "Enter", "-", "3", ".", "j", "c")
    mark.let_through()
    at_last(bench, bench.locator("kept-words[data-claim='2']").is_visible)
    first, second = claims(article)
    assert first.state == State.APPROVED
    assert first.evidence.get().stance == Stance.REFUTES
    assert second.state == State.SPOTTED


def test_words_are_saved_whose_field_was_still_on_its_way(bench: Page, article: Article) -> None:
    mark = HeldBack(bench, "**/mark/")
    Keys(bench).press("j", "c", "m", *"Who?", "Control+Enter", "x")
    mark.let_through()
    expect(bench.locator(".comment")).to_contain_text("Who?")
    expect(said(bench)).to_contain_text("Sentence 1 carries a claim.")
    expect(bench.locator("#s1")).to_be_focused()
    assert claims(article)[0].comments.get().body == "Who?"


def test_enter_and_backspace_are_typed_as_well_before_their_field_is_there(
    bench: Page, article: Article
) -> None:
    mark = HeldBack(bench, "**/mark/")
    Keys(bench).press("j", "c", "m", *"Whx", "Backspace", *"o?", "Enter", *"You", "Control+Enter", "x")
    mark.let_through()
    expect(said(bench)).to_contain_text("Sentence 1 carries a claim.")
    assert [comment.body for comment in claims(article)[0].comments.all()] == ["Who?\nYou"]


def test_whoever_goes_on_fast_marks_the_sentence_they_are_on(bench: Page, article: Article) -> None:
    """The answer about the first sentence comes when the third is reached."""
    first = HeldBack(bench, "**/articles/*/?sentence=1")
    Keys(bench).press("j")
    first.wait()
    Keys(bench).press("j", "j")
    first.let_through()
    expect(bench.locator("#panel [data-panel=sentence]")).to_have_attribute("data-line", "3")
    Keys(bench).press("c")
    expect(bench.locator("kept-words[data-claim][data-line='3']")).to_be_visible()
    assert claims(article)[0].quotation.startswith("It cost 12 million")


def test_one_press_takes_the_next_sentence_in_too(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "Shift+ArrowDown", "x")
    expect(said(bench)).to_contain_text("Sentences 1 to 2")


def test_five_claims_by_keyboard_alone(bench: Page, article: Article) -> None:
    for number in range(1, 6):
        Keys(bench).press("j", "c")
        expect(bench.locator(f"kept-words[data-claim='{number}']")).to_be_visible()
    assert len(claims(article)) == 5
    Keys(bench).press("K", "K")
    expect(bench.locator("kept-words[data-claim='3']")).to_be_visible()


def test_five_claims_by_mouse_two_of_them_overlapping(bench: Page, article: Article) -> None:
    for number, words in enumerate(
        [
            "opened the new bridge",
            "12 million euros, twice as much as planned",
            "twice as much as planned",
            "built in 1911",
            "40 ships a day",
        ],
        start=1,
    ):
        Hand(bench).drag_over(words)
        bench.get_by_role("button", name="Mark as a claim").click()
        expect(bench.locator(f"kept-words[data-claim='{number}']")).to_be_visible()
        assert claims(article)[-1].quotation == words
    bench.locator("mark[data-claims='2 3']").click()
    bench.get_by_role("menuitem", name="twice as much as planned").last.click()
    expect(bench.locator("kept-words[data-claim='3']")).to_be_visible()
    bench.locator("mark[data-claims='2']").click()
    expect(bench.locator("kept-words[data-claim='2']")).to_be_visible()


def test_overlapping_claims_are_reached_by_key(bench: Page, article: Article) -> None:
    make_claim(article, "12 million euros, twice as much as planned")
    make_claim(article, "twice as much as planned")
    bench.reload()
    bench.keyboard.press("J")
    expect(bench.locator("kept-words[data-claim='1']")).to_be_visible()
    bench.keyboard.press("J")
    expect(bench.locator("kept-words[data-claim='2']")).to_be_visible()
    Keys(bench).press("Enter", "Enter")
    expect(bench.locator("kept-words[data-claim='1']")).to_be_visible()


def test_the_focus_is_where_it_was_after_every_action(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "j", "c")
    expect(bench.locator("kept-words[data-claim]")).to_be_visible()
    expect(bench.locator("#s2")).to_be_focused()
    bench.locator("#do-take").click()
    expect(said(bench)).to_contain_text("You check it now.")
    expect(bench.locator("#verdict")).to_be_focused()
    bench.keyboard.press("Escape")
    expect(bench.locator("#s2")).to_be_focused()


def test_letters_are_words_in_a_field_and_commands_in_the_text(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "c", "r")
    bench.keyboard.type("xjc.2")
    expect(bench.locator("#reasons")).to_have_value("xjc.2")
    bench.keyboard.press("Control+Enter")
    expect(bench.locator("#s1")).to_be_focused()
    assert claims(article)[0].assessments.get().rationale == "xjc.2"


def test_words_typed_survive_a_crash(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "c", "m")
    bench.keyboard.type("Asked the harbour office")
    expect(bench.locator("#comment")).to_have_value("Asked the harbour office")
    bench.goto("about:blank")
    bench.goto(reverse("article_detail", args=[article.uid]) + f"?claim={claims(article)[0].uid}")
    expect(bench.locator("#comment")).to_have_value("Asked the harbour office")


def test_a_press_on_another_claim_does_not_lose_what_is_typed(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "c", "m")
    bench.keyboard.type("Half a thought")
    bench.keyboard.press("Escape")
    Keys(bench).press("j", "k")
    expect(bench.locator("#comment")).to_have_value("Half a thought")


def test_going_away_and_back_while_a_mark_is_under_way_leads_to_its_claim(
    bench: Page, article: Article
) -> None:
    mark = HeldBack(bench, "**/mark/")
    Keys(bench).press("j", "c", "j", "k")
    mark.let_through()
    expect(bench.locator("#panel [data-panel]")).to_have_attribute("data-claim", "1")


def test_filter_and_map_follow_what_is_done(bench: Page, article: Article) -> None:
    expect(bench.locator("#shows [data-show=open] .number")).to_have_text("7")
    Keys(bench).press("j", "x")
    expect(bench.locator("#shows [data-show=open] .number")).to_have_text("6")
    expect(bench.locator(".minimap path.nothing_to_check")).to_have_count(1)
    bench.locator("#shows [data-show=open]").click()
    bench.locator("#s1").focus()
    bench.keyboard.press("j")
    expect(bench.locator("#s2")).to_be_focused()


def test_one_sentence_a_line_is_remembered(bench: Page) -> None:
    bench.keyboard.press("t")
    expect(bench.locator("article-text")).to_have_attribute("data-lines", "rows")
    bench.reload()
    expect(bench.locator("article-text")).to_have_attribute("data-lines", "rows")


def test_a_known_source_is_chosen_from_the_offers(bench: Page, article: Article) -> None:
    make_source(title="Harbour yearbook 2023")
    Keys(bench).press("j", "c", "s")
    bench.keyboard.type("yearbook")
    expect(bench.locator("#source-offers [role=option]")).to_have_count(1)
    bench.keyboard.type("s of nobody")
    # Not even an empty list is drawn.
    expect(bench.locator("#source-offers")).to_be_hidden()
    bench.locator("#source-input").fill("yearbook")
    expect(bench.locator("#source-offers [role=option]")).to_have_count(1)
    Keys(bench).press("ArrowDown", "Enter")
    expect(bench.locator(".evidence .source")).to_have_text("Harbour yearbook 2023")
    assert claims(article)[0].evidence.get().source.title == "Harbour yearbook 2023"


def test_the_copy_that_evidence_rests_on_is_a_page_of_its_own(bench: Page, article: Article) -> None:
    source = make_source(url=SOURCE)
    claim = make_claim(article)
    store_snapshot(
        source, by=bob(), body=b"1911", final_url=SOURCE, http_status=200, media_type="", text="1911"
    )
    make_evidence(claim, source=source)
    bench.goto(f"{reverse('article_detail', args=[article.uid])}?claim={claim.uid}")
    bench.get_by_role("link", name="copy of").click()
    expect(bench.locator("work-bench")).to_have_count(0)
    expect(bench.locator("main")).to_contain_text("1911")


def test_a_failure_of_the_server_is_told_and_stops_the_commands_behind_it(
    bench: Page, article: Article
) -> None:
    intercept(bench, "**/mark/", lambda route: route.fulfill(status=500, body="broken"))
    Keys(bench).press("j", "c", "2", ".")
    expect(bench.locator("#problem")).to_contain_text("The error is ours.")
    assert claims(article) == []


def test_what_failed_is_sent_again_with_one_press(bench: Page, article: Article) -> None:
    intercept(bench, "**/mark/", lambda route: route.abort(), times=1)
    Keys(bench).press("j", "c")
    expect(bench.locator("#problem")).to_contain_text("The server was not reached")
    bench.get_by_role("button", name="Try again").click()
    expect(bench.locator("[data-panel=claim]")).to_be_visible()
    expect(bench.locator("#problem")).to_be_empty()
    assert len(claims(article)) == 1
    intercept(bench, "**/?sentence=*", lambda route: route.fulfill(status=503, body="back soon"), times=1)
    Keys(bench).press("j")
    expect(bench.locator("#problem")).to_contain_text("busy or being restarted")
    bench.get_by_role("button", name="Try again").click()
    expect(bench.locator("[data-panel=sentence]")).to_be_visible()


def test_who_sends_again_what_failed_sees_where_the_focus_is(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "c")
    expect(bench.locator("[data-panel=claim]")).to_be_visible()
    intercept(bench, "**/rate/", lambda route: route.abort(), times=1)
    Keys(bench).press("2")
    bench.get_by_role("button", name="Try again").click()
    expect(bench.locator("#problem")).to_be_empty()
    expect(bench.locator("#panel-title")).to_be_focused()


def test_what_failed_offline_says_when_the_machine_is_online_again(bench: Page, article: Article) -> None:
    bench.locator("#s2 .words").click()
    bench.context.set_offline(True)
    bench.keyboard.press("c")
    expect(bench.locator("#problem")).to_contain_text("This machine is offline")
    bench.context.set_offline(False)
    expect(bench.locator("#problem")).to_contain_text("This machine is online again")
    bench.get_by_role("button", name="Try again").click()
    expect(bench.locator("#problem")).to_be_empty()
    expect(bench.locator("#panel kept-words[data-claim='1']")).to_be_visible()


def test_an_answer_that_is_slow_is_shown_by_a_line_and_moves_nothing(bench: Page) -> None:
    content = bench.locator("#panel-content")
    told, place = content.text_content(), content.bounding_box()
    answer = HeldBack(bench, "**/?sentence=*")
    Keys(bench).press("j")
    answer.wait()
    eventually(bench, lambda: bench.evaluate(LINE_ABOVE) == "1")
    assert (content.text_content(), content.bounding_box()) == (told, place)
    answer.let_through()
    expect(bench.locator("[data-panel=sentence]")).to_be_visible()
    eventually(bench, lambda: bench.evaluate(LINE_ABOVE) == "0")


def test_a_refusal_is_said_in_a_sentence(bench: Page, article: Article) -> None:
    Keys(bench).press("j", "c", "1", ".")
    expect(said(bench)).to_contain_text("asks for more evidence")
    assert claims(article)[0].state == State.SPOTTED


def test_what_publishing_lacks_is_read_beside_its_button_in_a_low_window_too(
    bench: Page, article: Article, sign_in: Callable[[Any], None]
) -> None:
    claim = make_submitted(make_claim(article))
    sign_in(alice())
    bench.set_viewport_size({"width": 1280, "height": 720})
    bench.goto(f"{bench.url}?claim={claim.uid}")
    expect(bench.locator("#do-done")).to_be_disabled()
    expect(bench.locator("#verdict").get_by_text("Say who made the claim first.")).to_be_visible()


def test_everything_can_be_done_without_script(
    browser: Browser, context: BrowserContext, sign_in: Callable[[Any], None],
    live_server: LiveServer, article: Article,
) -> None:  # fmt: skip
    sign_in(bob())
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto(reverse("article_detail", args=[article.uid]))
    page.get_by_role("link", name="Sentence 2, not looked at yet").click()
    page.get_by_text("Mark only some of the words").click()
    page.get_by_label("The exact words").fill("the new bridge on 3 May 2024")
    page.get_by_role("button", name="Mark these words").click()
    page.locator("#add-source summary").click()
    page.get_by_label("Address or title").fill("Council minutes")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#reasons").fill("The minutes give the day.")
    page.get_by_role("button", name="True", exact=False).first.click()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Approved", exact=True)).to_be_visible()
    (claim,) = claims(article)
    assert claim.quotation == "the new bridge on 3 May 2024"
    assert claim.current_verdict().explanation == "The minutes give the day."
    plain.close()

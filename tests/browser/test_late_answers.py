"""Answers that come when the person has gone on: nothing that they see, choose or write is drawn away."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.highlights import add_highlight
from annotations.models import Article, Claim, ClaimLink
from tests.browser.hands import Hand, HeldBack
from tests.browser.working import Keys, eventually
from tests.make import alice, bob, make_article, make_claim, make_evidence, make_person, make_submitted

LATE = """() => {
    const { text } = Response.prototype;
    window.late = {};
    Response.prototype.text = function () {
        return new Promise((read) => {
            late[new URL(this.url).searchParams.get("q")] = () => read(text.call(this));
        });
    };
}"""
"""From now on the words of an answer are read when its function in `late`, by what was asked, is called."""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address_of(claim: Claim) -> str:
    return f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}"


def test_who_begins_to_write_while_the_panel_is_under_way_keeps_caret_and_field(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    address = address_of(claim)
    bench.goto(address)
    bench.locator("#s3").focus()
    panel = HeldBack(bench, f"**{address}")
    make_evidence(claim, by=alice())
    panel.wait()
    bench.locator("#comment").press_sequentially("Half thought")
    for _ in "thought":
        bench.keyboard.press("ArrowLeft")
    panel.let_through()
    show = bench.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible()
    bench.keyboard.type("a ")
    expect(bench.locator("#comment")).to_have_value("Half a thought")
    expect(bench.locator("#panel .evidence")).to_have_count(0)
    show.click()
    expect(bench.locator("#panel .evidence")).to_have_count(1)
    expect(bench.locator("#comment")).to_have_value("Half a thought")


def test_what_is_asked_to_be_shown_while_something_else_is_under_way_is_offered_once_more(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    make_claim(article, "The old bridge was built in 1911.", by=alice())
    bench.goto(address_of(claim))
    bench.locator("#more").click()
    bench.get_by_text("Link to another claim…").click()
    bench.locator("#link-claim [type=search]").focus()
    make_evidence(claim, by=alice())
    show = bench.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible()
    found = HeldBack(bench, "**/link/?q=*")
    bench.keyboard.type("bridge")
    found.wait()
    show.click()
    expect(show).to_be_visible()
    found.let_through()
    expect(bench.locator("#link-claim .choices input")).to_have_count(1)
    show.click()
    expect(bench.locator("#panel .evidence")).to_have_count(1)


def test_who_has_gone_on_to_a_claim_is_at_it_when_what_was_shown_before_comes(
    bench: Page, article: Article
) -> None:
    make_claim(article, "40 ships a day", by=alice())
    bench.reload()
    sentence, claim = HeldBack(bench, "**/articles/*/?sentence=1"), HeldBack(bench, "**/?claim=*")
    Keys(bench).press("j")
    sentence.wait()
    Keys(bench).press("J")
    sentence.let_through()
    expect(bench.locator("#panel [data-panel=sentence]")).to_be_visible()
    Keys(bench).press("J")
    expect(bench.locator("#toasts")).to_have_text("No claim after this one.")
    claim.let_through()
    expect(bench.locator("#panel kept-words[data-claim='1']")).to_be_visible()


def test_of_two_places_the_one_at_which_the_key_was_pressed_is_moved_though_one_went_on(
    bench: Page, article: Article
) -> None:
    claim = make_claim(article, "the new bridge", by=bob())
    version = article.current_version()
    start = version.text.index("The old bridge")
    add_highlight(claim, by=bob(), version=version, start=start, end=start + len("The old bridge"))
    bench.goto(address_of(claim))
    bench.locator("#s5").focus()
    rated = HeldBack(bench, "**/rate/")
    Keys(bench).press("2")
    rated.wait()
    Hand(bench).drag("T|he old", "buil|t in")
    Keys(bench).press("g", "k")
    rated.let_through()
    expect(bench.locator("#toasts")).to_contain_text("now ends at “built”.")
    words = claim.highlights.order_by("start").values_list("exact", flat=True)
    assert list(words) == ["the new bridge", "The old bridge was built"]


def test_offers_for_words_typed_on_do_not_take_away_the_one_chosen_meanwhile(
    bench: Page, article: Article
) -> None:
    offered = make_evidence(make_claim(article, "Nobody was hurt"), by=alice()).source
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    bench.goto(address_of(claim))
    Keys(bench).press("s")
    expect(bench.locator("source-box [role=option]")).to_have_count(1)
    offers = HeldBack(bench, "**/sources/**")
    bench.keyboard.type("Minu")
    offers.wait()
    Keys(bench).press("ArrowDown")
    with bench.expect_request_finished(lambda request: "/sources/" in request.url):
        offers.let_through()
    expect(bench.locator("source-box [role=option][aria-selected=true]")).to_have_count(1)
    Keys(bench).press("Enter")
    expect(bench.locator("#panel .evidence")).to_have_count(1)
    assert claim.evidence.get().source == offered


def test_earlier_claims_that_come_when_another_is_asked_about_are_not_taken_for_that(
    bench: Page, article: Article
) -> None:
    elsewhere = make_article()
    words = ("The council opened the new bridge on 3 May 2024.", "Nobody was hurt during the works.")
    for each in words:
        make_submitted(make_claim(elsewhere, each), "false", by=alice())
    first, second = (make_claim(article, each, by=bob()) for each in words)
    bench.goto(address_of(first))
    matches = HeldBack(bench, "**/matches/")
    Keys(bench).press("=")
    matches.wait()
    Keys(bench).press("Escape", "J", "=", "Enter")
    matches.let_through()
    expect(bench.locator("#toasts")).to_contain_text("Repeats")
    link = ClaimLink.objects.living().get()
    assert (link.from_claim, link.to_claim.text) == (second, words[1])


def test_a_claim_picked_to_be_linked_stays_picked_when_others_are_found_late(
    bench: Page, article: Article
) -> None:
    picked = make_claim(article, "The council opened the new bridge on 3 May 2024.", by=alice())
    make_claim(article, "The old bridge was built in 1911.", by=alice())
    bench.goto(address_of(make_claim(article, "It cost 12 million euros", by=bob())))
    bench.locator("#more").click()
    bench.get_by_text("Link to another claim…").click()
    search = bench.locator("#link-claim [type=search]")
    search.fill("bridge")
    choices = bench.locator("#link-claim .choices input")
    expect(choices).to_have_count(2)
    found = HeldBack(bench, "**/link/?q=*")
    search.press_sequentially(" built")
    found.wait()
    bench.locator(f"#link-claim .choices [value='{picked.uid}']").check()
    with bench.expect_request_finished(lambda request: "/link/?q=" in request.url):
        found.let_through()
    bench.locator(".link-form button", has_text="Link").click()
    expect(bench.locator("#toasts")).to_contain_text("another claim.")
    assert ClaimLink.objects.living().get().to_claim == picked


def test_colleagues_offered_for_fewer_letters_do_not_replace_those_for_more(
    bench: Page, article: Article
) -> None:
    make_person("tilda", name="Tilda Marsh"), make_person("tim", name="Tim Ott")
    bench.goto(address_of(make_claim(article, "It cost 12 million euros", by=bob())))
    bench.locator("#comment").click()
    bench.evaluate(LATE)
    bench.keyboard.type("Ask @ti")
    eventually(bench, lambda: bench.evaluate("'ti' in late"))
    bench.keyboard.type("m")
    eventually(bench, lambda: bench.evaluate("'tim' in late"))
    bench.evaluate("late.tim()")
    offers = bench.locator(".mention-offers [role=option]")
    expect(offers).to_have_text(["Tim Ott@tim"])
    bench.evaluate("late.ti()")
    # What was read late is drawn, if at all, before this is answered.
    bench.evaluate("new Promise((drawn) => setTimeout(drawn))")
    expect(offers).to_have_text(["Tim Ott@tim"])

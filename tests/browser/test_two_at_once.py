"""Two people at one claim, one person in two windows: both texts are seen, and whoever is second chooses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from annotations.actions.claims import describe_claim
from annotations.actions.evidence import describe_evidence
from annotations.actions.verdicts import explain_claim
from annotations.models import Claim, Draft
from tests.browser.hands import HeldBack, intercept
from tests.browser.working import eventually
from tests.make import alice, bob, make_claim, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINE = "It cost 12 million euros, says Bob."
HERS = "It cost 12 million euros, says Alice."


@pytest.fixture
def claim() -> Claim:
    return make_claim()


@pytest.fixture
def panel(page: Page, sign_in: Callable[[Any], None], claim: Claim) -> Page:
    """Bob, with the form for the wording opened."""
    sign_in(bob())
    page.goto(address(claim))
    page.locator("#describe > summary").click()
    return page


def address(claim: Claim) -> str:
    return reverse("article_detail", args=[claim.article.uid]) + f"?claim={claim.uid}"


def hers(claim: Claim, **values: Any) -> None:
    row = Claim.objects.get(pk=claim.pk)
    describe_claim(row, by=alice(), row_version=row.row_version, **values)


def drafts() -> list[str]:
    return list(Draft.objects.values_list("text", flat=True))


def wording(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).text


def test_the_second_is_shown_both_texts_in_the_panel_and_keeps_theirs_by_keyboard(
    panel: Page, claim: Claim
) -> None:
    panel.locator("#claim-text").fill(MINE)
    hers(claim, text=HERS)
    panel.locator("#claim-text").press("Control+Enter")
    both = panel.locator("[data-both]")
    expect(both).to_contain_text("alice changed this while you wrote.")
    expect(both).to_be_focused()
    assert both.locator("ins").all_inner_texts() == ["Alice", "Bob"]
    expect(panel.locator("#claim-text")).to_have_value(MINE)
    assert wording(claim) == HERS
    panel.keyboard.press("Tab")
    expect(both.get_by_role("button", name="Keep mine")).to_be_focused()
    panel.keyboard.press("Enter")
    expect(panel.locator(".claim-wording")).to_have_text(MINE)
    assert wording(claim) == MINE
    expect(panel.locator("[data-both]")).to_have_count(0)
    eventually(panel, lambda: not Draft.objects.exists())


def test_the_second_can_take_what_stands_or_write_one_from_both(panel: Page, claim: Claim) -> None:
    panel.locator("#claim-text").fill(MINE)
    hers(claim, text=HERS)
    panel.locator("#do-describe").click()
    panel.get_by_role("button", name="Write one from both").click()
    expect(panel.locator("#claim-text")).to_be_focused()
    expect(panel.locator("[data-both]")).to_contain_text(HERS)
    panel.locator("#claim-text").fill("Says both.")
    panel.locator("#do-describe").click()
    expect(panel.locator(".claim-wording")).to_have_text("Says both.")
    panel.locator("#describe > summary").click()
    panel.locator("#claim-text").fill(MINE)
    hers(claim, text=HERS)
    panel.locator("#do-describe").click()
    panel.get_by_role("button", name="Take alice’s").click()
    expect(panel.locator("#claim-text")).to_have_value(HERS)
    expect(panel.locator("#claim-text")).to_be_focused()
    eventually(panel, lambda: drafts() == [])


def test_where_each_changed_something_else_both_stand_and_nobody_is_asked(panel: Page, claim: Claim) -> None:
    panel.locator("#claim-text").fill(MINE)
    hers(claim, tags=["harbour"])
    panel.locator("#do-describe").click()
    expect(panel.locator(".claim-wording")).to_have_text(MINE)
    assert wording(claim) == MINE
    assert [str(tag) for tag in claim.tags.all()] == ["harbour"]


def test_words_kept_while_a_colleague_changed_them_are_shown_with_hers_before_they_are_sent(
    panel: Page, claim: Claim
) -> None:
    panel.locator("#claim-text").fill(MINE)
    eventually(panel, lambda: drafts() == [MINE])
    panel.goto("about:blank")
    hers(claim, tags=["harbour"])
    panel.goto(address(claim))
    expect(panel.locator("#claim-text")).to_have_value(MINE)
    expect(panel.get_by_text("Your draft, not saved yet.")).to_be_visible()
    hers(claim, text=HERS)
    panel.goto(address(claim))
    both = panel.locator("[data-both]")
    expect(both).to_contain_text("alice changed this while you wrote.")
    assert both.locator("ins").all_inner_texts() == ["Alice", "Bob"]
    both.get_by_role("button", name="Keep mine").click()
    expect(both).to_have_count(0)
    eventually(panel, lambda: Draft.objects.get().base_text == HERS)


def test_two_windows_of_one_person_show_the_same_words(panel: Page, claim: Claim) -> None:
    other = panel.context.new_page()
    other.goto(address(claim))
    panel.bring_to_front()
    panel.locator("#comment").press_sequentially("Half a thought")
    expect(other.locator("#comment")).to_have_value("Half a thought")
    panel.locator("#s1").focus()
    other.bring_to_front()
    other.locator("#comment").press_sequentially(", and more")
    eventually(other, lambda: drafts() == ["Half a thought, and more"])
    other.locator("#do-comment").click()
    expect(other.locator(".comment")).to_contain_text("Half a thought, and more")
    expect(panel.locator("#comment")).to_have_value("")


@pytest.mark.parametrize(
    ("way", "words"), [("Keep mine", "Here and now"), ("Take the other window’s", "There")]
)
def test_words_of_another_machine_are_not_overwritten_unseen_and_those_chosen_are_kept(
    panel: Page, way: str, words: str
) -> None:
    panel.locator("#comment").press_sequentially("Here")
    eventually(panel, lambda: drafts() == ["Here"])
    Draft.objects.update(text="There", window="elsewhere")
    panel.locator("#comment").press_sequentially(" and now")
    both = panel.locator("[data-both]")
    expect(both).to_contain_text("You have gone on with this in another window.")
    assert Draft.objects.get().text == "There"
    assert "Here and now" in panel.evaluate("Object.values({...localStorage}).join()")
    both.get_by_role("button", name=way).click()
    panel.goto("about:blank")
    eventually(panel, lambda: drafts() == [words])


def test_who_logs_in_next_in_this_browser_sees_and_keeps_nothing_of_it(
    panel: Page, claim: Claim, sign_in: Callable[[Any], None]
) -> None:
    intercept(panel, "**/drafts/", lambda route: route.abort())
    panel.locator("#comment").press_sequentially("Bob’s own thought")
    expect(panel.locator("[data-kept]")).to_contain_text("kept in this browser")
    sign_in(alice())
    panel.unroute("**/drafts/")
    expect(panel.locator("[data-kept]")).to_contain_text("Somebody else is logged in")
    assert not Draft.objects.exists()
    panel.locator("#do-comment").click()
    expect(panel.locator("#problem")).to_contain_text("Somebody else is logged in in this browser now.")
    assert not claim.comments.exists()
    other = panel.context.new_page()
    other.goto(address(claim))
    expect(other.locator("#comment")).to_have_value("")
    sign_in(bob())
    other.goto(address(claim))
    expect(other.locator("#comment")).to_have_value("Bob’s own thought")


def test_a_window_that_was_drawn_before_the_other_ones_words_were_kept_shows_them_all_the_same(
    panel: Page, claim: Claim
) -> None:
    draft = HeldBack(panel, "**/drafts/")
    panel.locator("#comment").press_sequentially("One thought")
    draft.wait()
    other = panel.context.new_page()
    other.goto(reverse("healthz"))

    def late(route: Route) -> None:
        answer = route.fetch()
        draft.let_through()
        eventually(panel, lambda: drafts() == ["One thought"])
        panel.wait_for_function(
            "() => Object.values({...localStorage}).every(value => JSON.parse(value).until)"
        )
        route.fulfill(response=answer)

    intercept(other, "**/articles/*/?claim=*", late)
    other.goto(address(claim))
    expect(other.locator("#comment")).to_have_value("One thought")
    eventually(other, lambda: drafts() == ["One thought"])


def test_a_full_storage_is_said_and_the_page_does_not_go_unasked(panel: Page) -> None:
    panel.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    panel.locator("#comment").press_sequentially("Kept")
    eventually(panel, lambda: drafts() == ["Kept"])
    intercept(panel, "**/drafts/", lambda route: route.abort())
    panel.locator("#comment").press_sequentially(" nowhere")
    expect(panel.locator("[data-kept]")).to_contain_text("on this page alone")
    with panel.expect_event("dialog") as asked:
        panel.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_what_is_written_for_readers_and_of_a_source_is_shown_beside_a_colleagues_too(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    claim = make_submitted()
    row = claim.evidence.get()
    sign_in(bob())
    page.goto(address(claim))
    page.locator("#explain > summary").click()
    page.locator("#explanation").fill("Bob’s words for readers")
    explain_claim(claim, by=alice(), explanation="Alice’s words for readers")
    page.locator("#do-explain").click()
    both = page.locator("[data-both]")
    expect(both).to_contain_text("alice changed this while you wrote.")
    both.get_by_role("button", name="Keep mine").click()
    expect(page.locator("[aria-labelledby=explanation-title] .prose")).to_have_text("Bob’s words for readers")
    page.locator(f"#describe-{row.pk} > summary").click()
    page.locator(f"#note-{row.pk}").fill("Bob’s note")
    page.locator(f"#locator-{row.pk}").fill("p. 9")
    describe_evidence(row, by=alice(), row_version=row.row_version, note="Alice’s note")
    page.locator(f"#do-describe-{row.pk}").click()
    expect(both).to_have_count(1)
    assert both.locator("ins").all_inner_texts() == ["Alice", "Bob"]
    both.get_by_role("button", name="Take alice’s").click()
    expect(page.locator(f"#locator-{row.pk}")).to_have_value("p. 9")
    page.locator(f"#do-describe-{row.pk}").click()
    expect(page.locator("#panel .evidence")).to_contain_text("p. 9")
    row.refresh_from_db()
    assert (row.note, row.locator) == ("Alice’s note", "p. 9")

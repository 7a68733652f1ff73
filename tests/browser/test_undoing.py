"""Undo and redo by key and by mouse, after a reload too, in Chromium."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.evidence import describe_evidence
from annotations.models import Article, Disposition, Event
from annotations.workflow import Stance, State
from tests.browser.working import SOURCE, Keys, at_last, claims, copy, said
from tests.make import alice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUS = "() => document.activeElement.id"


def reloaded(page: Page) -> Page:
    page.reload()
    expect(page.locator("article-text[role=grid]")).to_be_visible()
    return page


def test_undo_takes_back_what_was_just_done_and_redo_does_it_again(bench: Page, article: Article) -> None:
    keys = Keys(bench)
    keys.press("j", "c", "Control+z")
    expect(said(bench)).to_contain_text("Taken back: mark the claim.")
    assert claims(article)[0].state == State.REMOVED
    bench.get_by_role("button", name="Redo").click()
    expect(said(bench)).to_contain_text("Done again: mark the claim.")
    assert claims(article)[0].state == State.SPOTTED
    bench.get_by_role("button", name="Undo Ctrl+Z").click()
    expect(said(bench)).to_contain_text("Taken back")
    assert claims(article)[0].state == State.REMOVED


def test_undo_and_redo_survive_a_reload_and_the_focus_stays_where_it_was(
    bench: Page, article: Article
) -> None:
    keys = Keys(bench)
    keys.press("j", "Shift+ArrowDown", "x")
    expect(said(bench)).to_contain_text("Sentences 1 to 2")
    keys.press("j", "j", "j", "c")
    expect(said(bench)).to_contain_text("Marked")
    reloaded(bench)
    expect(said(bench)).to_be_empty()
    stood = bench.evaluate(FOCUS)
    assert stood.startswith("s")
    keys.press("Control+z")
    expect(said(bench)).to_contain_text("mark the claim")
    expect(bench.locator(f"#{stood}")).to_be_focused()
    keys.press("Control+z")
    expect(said(bench)).to_contain_text("nothing to check (2 times)")
    assert not Disposition.objects.filter(removed_at=None).exists()
    reloaded(bench)
    keys.press("Control+Shift+z")
    expect(said(bench)).to_contain_text("Done again: nothing to check")
    keys.press("Control+y")
    expect(said(bench)).to_contain_text("Done again: mark the claim")
    keys.press("Control+y")
    expect(said(bench)).to_contain_text("There is nothing to redo here.")
    assert Disposition.objects.filter(removed_at=None).count() == 2
    assert claims(article)[0].state == State.SPOTTED


def test_fast_undos_take_one_deed_back_each(bench: Page, article: Article) -> None:
    keys = Keys(bench)
    copy(bench, SOURCE)
    keys.press("j", "c", "s", "Control+v", "Enter", "-", "1", "Control+z", "Control+z", "Control+z")
    at_last(bench, lambda: "Taken back: add the source." in said(bench).inner_text())
    (claim,) = claims(article)
    assert (claim.state, claim.living_evidence()) == (State.SPOTTED, [])
    assert claim.assessments.get().rating is None


def test_the_menu_says_what_would_be_undone_and_a_colleagues_change_is_named(
    bench: Page, article: Article
) -> None:
    keys = Keys(bench)
    copy(bench, SOURCE)
    keys.press("j", "c", "s", "Control+v", "Enter", "-")
    expect(said(bench)).to_contain_text("Refutes")
    row = claims(article)[0].evidence.get()
    describe_evidence(row, by=alice(), row_version=row.row_version, locator="p. 4")
    bench.locator("summary[aria-label='Undo and redo']").click()
    bench.get_by_role("button", name="Undo: describe the source's use").click()
    expect(bench.locator("#problem")).to_contain_text("alice has changed this since. It stays as it is.")
    expect(said(bench)).to_be_empty()
    row.refresh_from_db()
    assert (row.stance, row.locator) == (Stance.REFUTES, "p. 4")


def test_a_page_drawn_before_is_told_so_and_takes_nothing_back_twice(bench: Page, article: Article) -> None:
    keys = Keys(bench)
    keys.press("j", "x", "j", "c")
    expect(said(bench)).to_contain_text("Marked")
    other = bench.context.new_page()
    other.goto(bench.url)
    Keys(other).press("Control+z")
    expect(said(other)).to_contain_text("Taken back: mark the claim")
    keys.press("Control+z")
    expect(said(bench)).to_contain_text("This was taken back already.")
    assert Event.objects.filter(undoes__isnull=False).count() == 1
    keys.press("Control+z")
    expect(said(bench)).to_contain_text("Taken back: nothing to check.")


def test_in_a_field_undo_is_the_browsers(bench: Page, article: Article) -> None:
    keys = Keys(bench)
    keys.press("j", "c", "r")
    expect(bench.locator("#reasons")).to_be_focused()
    bench.keyboard.type("Words")
    keys.press("Control+z")
    bench.wait_for_timeout(200)
    assert claims(article)[0].state == State.SPOTTED

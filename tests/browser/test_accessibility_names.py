"""What is told to somebody who listens: names, roles and places in Chromium's own tree of what can be accessed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.keys import choose_keys
from annotations.models import Article, Highlight
from tests.browser.test_accessibility_states import at, many_places
from tests.browser.working import Keys, said
from tests.make import bob

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Told = tuple[str, str]
"""A role and a name."""


@pytest.fixture
def article() -> Article:
    return many_places()


def told(page: Page) -> list[Told]:
    """Role and name of all that is not passed over, in the order in which it is read."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    kept = (node for node in nodes if not node.get("ignored"))
    return [(node["role"]["value"], str(node.get("name", {}).get("value", ""))) for node in kept]


def of_role(page: Page, role: str) -> list[str]:
    return [name for found, name in told(page) if found == role]


def test_the_text_is_one_grid_with_a_row_a_sentence(bench: Page, article: Article) -> None:
    assert of_role(bench, "grid") == ["Text of the article"]
    rows = of_role(bench, "row")
    assert rows[:4] == [
        "Sentence 1, not looked at yet",
        "Sentence 2, not looked at yet",
        "Sentence 3, claim 1: not rated; claim 2: not rated",
        "Sentence 4, not looked at yet",
    ]
    assert bench.locator(".sentence[tabindex='0']").count() == 1
    bench.keyboard.press("j")
    bench.keyboard.press("j")
    assert bench.locator(".sentence[tabindex='0']").get_attribute("id") == "s2"
    assert bench.locator("article-text :is(a, button)[tabindex='0']").count() == 0


def test_landmarks_headings_and_what_is_said_in_passing(bench: Page, article: Article) -> None:
    Keys(bench).press("J", "J")
    expect(bench.locator("kept-words [data-claim='2'], kept-words[data-claim='2']").first).to_be_attached()
    heard = told(bench)
    landmarks = [
        (role, name) for role, name in heard if role in ("banner", "main", "navigation", "complementary")
    ]
    assert landmarks == [
        ("banner", ""),
        ("navigation", "Outline and filter"),
        ("main", ""),
        ("complementary", "Claim 2"),
    ]
    headings = [name for role, name in heard if role == "heading"]
    assert headings[0] == str(article)
    assert headings[headings.index("Claim 2") + 1 :][:1] == ["Evidence"]
    Keys(bench).press("n", "x")
    expect(said(bench)).to_contain_text("nothing to check")
    assert bench.locator("[role=status]:has-text('nothing to check')").count() == 1
    assert bench.locator("[role=alert]").count() == 1
    Keys(bench).press("n", "Shift+ArrowLeft", "Shift+ArrowLeft")
    expect(bench.get_by_role("status").filter(has_text="Chosen: ")).to_have_text(
        "Chosen: Nobody was hurt during the"
    )
    Keys(bench).press("Escape")
    expect(bench.get_by_role("status").filter(has_text="Chosen: ")).to_have_count(0)


def test_tray_and_dialogs_have_names(bench: Page, article: Article) -> None:
    bench.locator("#waiting a").click()
    expect(bench.locator("[data-panel=tray]")).to_be_visible()
    assert of_role(bench, "complementary") == ["Changes to answer"]
    buttons = of_role(bench, "button")
    for name in ("Still the same claim y", "Edit the span e", "Another claim now w", "Gone g"):
        assert name in buttons
    for opening, name in ((("?",), "Keys"), (("K", "s"), "Add a source")):
        bench.keyboard.press("Escape")
        # Chromium closes a dialog in its own time; keys pressed before are the dialog's.
        expect(bench.locator("dialog[open]")).to_have_count(0)
        expect(bench.locator(".sentence:focus")).to_have_count(1)
        Keys(bench).press(*opening)
        expect(bench.locator("dialog[open]")).to_be_visible()
        assert of_role(bench, "dialog") == [name]
        assert all(name for role, name in told(bench) if role in ("button", "link", "textbox", "combobox"))


def test_the_keys_of_the_tray_are_changed_and_switched_off_like_the_others(
    bench: Page, article: Article
) -> None:
    person = bob()
    person = choose_keys(
        person, by=person, row_version=person.row_version, keys={"answer:same": "a"}, off=False
    )
    bench.goto(at(article, waiting=1))
    assert "Still the same claim a" in of_role(bench, "button")
    Keys(bench).press("?")
    tray = bench.locator("#key-sheet h3:has-text('In the tray of changes') + dl")
    expect(tray).to_contain_text("astill the same claim")
    expect(tray).to_contain_text("1 … 3")
    Keys(bench).press("Escape", "y")
    bench.wait_for_timeout(200)
    assert Highlight.objects.waiting().count() == 1
    choose_keys(person, by=person, row_version=person.row_version, keys={"answer:same": "a"}, off=True)
    bench.goto(at(article, waiting=1))
    expect(bench.locator("#panel kbd:visible, .keys[data-for=tray] kbd:visible")).to_have_count(0)
    Keys(bench).press("a", "y", "g", "w", "1", "j")
    bench.wait_for_timeout(200)
    assert Highlight.objects.waiting().count() == 1
    person.refresh_from_db()
    choose_keys(person, by=person, row_version=person.row_version, keys={"answer:same": "a"}, off=False)
    bench.goto(at(article, waiting=1))
    Keys(bench).press("a")
    expect(bench.locator("#panel")).to_contain_text("Nothing waits for an answer.")
    assert not Highlight.objects.waiting().exists()
    assert reverse("account_keys") in bench.locator("#key-sheet a").get_attribute("href")

"""Texts of many scripts: read from either side, written without spaces, with characters of several code points."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.models import Article, Highlight
from tests.browser.hands import Hand
from tests.browser.working import Keys
from tests.make import alice, bob, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARABIC = """افتتح المجلس الجسر الجديد في 3 مايو 2024. بلغت الكلفة 12.5 مليون يورو.

The council opened the bridge. It cost 12 million euros.

העירייה פתחה את הגשר החדש. הוא עלה 12.5 מיליון אירו לפי Haaretz."""

MIXED = """Price rises in Asia

ราคาสูงขึ้นมากในปีนี้ 東京は大きい街です。大阪も大きい。

The flags 🇺🇦🇵🇱 and 👩‍👩‍👧 cheered 👍🏽 loudly. Z\u0351\u036b\u0343algo ate cre\u0300me in a cafe\u0301.

Es kostet 3\u00a0000\u00a0Euro. Der Rindfleisch\u00adpreis stieg um 5\u202f%.\r
Nächste Zeile hier."""

NASTY = (
    "Word\u200bjoin\u2060er and \u200fmark\u200e said so.\tTabbed. \u2066Isolated\u2069 words.\r\n\r\n"
    "<b>Not & bold</b> &amp; \u2028line said. \ufeffMark.\r\rOld Mac line. \U0001d54f\U0001d54f doubled. "
)


@pytest.fixture
def opened(page: Page, sign_in: Callable[[Any], None]) -> Callable[[str, str], Article]:
    def opened(text: str, language: str) -> Article:
        article = make_article(text, by=alice(), language=language)
        sign_in(bob())
        page.goto(reverse("article_detail", args=[article.uid]))
        expect(page.locator("article-text[role=grid]")).to_be_visible()
        shown = page.evaluate("document.querySelector('article-text').textContent")
        assert shown == article.current_version().text
        return article

    return opened


def marked(page: Page, article: Article) -> str:
    """Marks what is chosen: the words in the database, which stand in the text where it says."""
    number = article.claims.count() + 1
    page.keyboard.press("c")
    expect(page.locator(f"#panel kept-words[data-claim='{number}']")).to_be_visible()
    place = Highlight.objects.filter(claim__article=article).select_related("claim").order_by("-pk")[0]
    assert place.exact == place.claim.quotation
    assert place.exact == article.current_version().text[place.start : place.end]
    return place.exact


def test_arrows_move_an_end_the_way_they_point(page: Page, opened: Callable[[str, str], Article]) -> None:
    """The paragraph says which way that is, as in other editors: of it, not of a name in it."""
    article = opened(ARABIC, "ar")
    for line, shorter, longer, words in (
        (1, "Shift+ArrowRight", "Shift+ArrowLeft", "افتتح المجلس الجسر الجديد في 3"),
        (3, "Shift+ArrowLeft", "Shift+ArrowRight", "The council opened"),
        (6, "Shift+ArrowRight", "Shift+ArrowLeft", "הוא עלה 12.5 מיליון אירו"),
    ):
        page.locator(f"#s{line}").focus()
        Keys(page).press(*[shorter] * 4, longer)
        assert marked(page, article) == words


def test_from_a_paragraph_of_one_direction_into_one_of_the_other_a_choice_only_grows(
    page: Page, opened: Callable[[str, str], Article]
) -> None:
    article = opened(ARABIC, "ar")
    page.locator("#s2").focus()
    Keys(page).press("Shift+ArrowLeft")
    expect_chosen(page, "بلغت الكلفة 12.5 مليون يورو.\n\nThe")
    Keys(page).press("Shift+ArrowRight")
    expect_chosen(page, "بلغت الكلفة 12.5 مليون يورو.\n\nThe council")
    Keys(page).press("Shift+ArrowDown", "Shift+ArrowLeft")
    assert marked(page, article) == "بلغت الكلفة 12.5 مليون يورو.\n\nThe council opened the bridge"


def expect_chosen(page: Page, words: str) -> None:
    text = "document.querySelector('article-text')"
    stretch = f"{text}.stretch"
    assert page.evaluate(f"[...{text}.words].slice({stretch}.start, {stretch}.end).join('')") == words


def test_hands_choose_the_same_words_in_prose_and_one_sentence_a_line(
    page: Page, opened: Callable[[str, str], Article]
) -> None:
    article = opened(ARABIC, "ar")
    hand = Hand(page)
    for layout in ("prose", "rows"):
        expect(page.locator("article-text")).to_have_attribute("data-lines", layout)
        hand.drag("الكل|فة", "مليو|ن")
        assert marked(page, article) == "الكلفة 12.5 مليون"
        hand.drag("Haa|retz", "הח|דש")
        assert marked(page, article) == "החדש. הוא עלה 12.5 מיליון אירו לפי Haaretz"
        hand.drag("2|024", "3 ما|يو")
        assert marked(page, article) == "مايو 2024"
        page.keyboard.press("t")


def test_on_a_telephone_numbers_stand_beside_paragraphs_of_both_directions(
    page: Page, opened: Callable[[str, str], Article]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(ARABIC, "ar")
    places = [place.bounding_box() for place in page.locator(".place a").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in places)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_no_character_is_ever_cut(page: Page, opened: Callable[[str, str], Article]) -> None:
    article = opened(MIXED, "en")
    hand = Hand(page)
    hand.drag("สูงขึ้|นมาก", "ในปี|นี้")
    assert marked(page, article) == "ขึ้นมากในปี"
    hand.drag("大|きい街", "街|です")
    assert marked(page, article) == "大きい街"
    hand.drag("flags 🇺🇦|🇵🇱", "cheered 👍🏽| loudly", "Alt")
    assert marked(page, article) == "🇵🇱 and 👩‍👩‍👧 cheered 👍🏽"
    hand.drag("in a ca|f", "in |a", "Alt")
    assert marked(page, article) == "a ca"
    text = article.current_version().text
    hand.drag("|Z\u0351", "ate cr|", "Alt")
    assert marked(page, article) == text[text.index("Z\u0351") : text.index("me in a caf") - 1]
    hand.drag("3\u00a00|00", "Eu|ro")
    assert marked(page, article) == "000\u00a0Euro"
    hand.drag("um |5", "%|.")
    assert marked(page, article) == "5\u202f%"
    page.locator(".sentence", has_text="flags").focus()
    Keys(page).press(*["Shift+ArrowLeft"] * 2)
    assert marked(page, article) == "The flags 🇺🇦🇵🇱 and 👩‍👩‍👧 cheered 👍🏽"


def test_signs_that_nobody_sees_are_counted_too(page: Page, opened: Callable[[str, str], Article]) -> None:
    article = opened(NASTY, "en")
    version = article.current_version()
    for number, sentence in enumerate(version.sentences.order_by("start"), start=1):
        page.locator(f"#s{number}").focus()
        assert marked(page, article) == version.text[sentence.start : sentence.end]

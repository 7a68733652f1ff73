"""Selectors: made from a place, read from and written to Web Annotation dictionaries."""

import pytest

from annotations.anchoring.selectors import (
    CONTEXT_CHARACTERS,
    MOST_CONTEXT_CHARACTERS,
    Selector,
    TextPosition,
    TextQuote,
    describe,
    from_w3c,
    to_w3c,
)
from annotations.errors import InvalidInput

TEXT = "The council met on Monday. It voted for the bridge, nine to two. The mayor abstained."


def test_a_place_is_described_by_its_words_its_surroundings_and_its_position():
    start = TEXT.index("nine")
    selector = describe(TEXT, start, start + len("nine to two"))
    assert selector.quote == TextQuote(
        "nine to two", TEXT[start - CONTEXT_CHARACTERS : start], ". The mayor abstained."
    )
    assert selector.position == TextPosition(start, start + len("nine to two"))


def test_the_context_grows_until_the_place_is_the_only_one():
    text = "He said the same again. " * 5 + "She did not. " + "He said the same again. " * 5
    start = text.index("same", 30)
    quote = describe(text, start, start + 4).quote
    assert text.count(quote.prefix + quote.exact + quote.suffix) == 1
    assert len(quote.suffix) > CONTEXT_CHARACTERS


def test_the_context_stops_growing_in_text_that_repeats_itself():
    text = "spam " * 2_000
    assert len(describe(text, 5_000, 5_004).quote.suffix) == MOST_CONTEXT_CHARACTERS


@pytest.mark.parametrize(
    ("start", "end", "field"), [(-1, 4, "start"), (4, 4, "end"), (0, 1000, "end"), (3, 4, "exact")]
)
def test_a_place_without_words_cannot_be_described(start, end, field):
    with pytest.raises(InvalidInput) as refusal:
        describe(TEXT, start, end)
    assert refusal.value.field == field


def test_a_selector_survives_the_way_through_web_annotation_dictionaries():
    selector = describe(TEXT, 4, 11)
    assert from_w3c(to_w3c(selector)) == selector


def test_one_dictionary_is_as_good_as_a_list_of_one():
    quote = {"type": "TextQuoteSelector", "exact": "nine"}
    assert from_w3c(quote) == from_w3c([quote]) == Selector(TextQuote("nine"))


def test_selectors_of_other_kinds_are_passed_over():
    selectors = [
        {"type": "RangeSelector", "startSelector": {}},
        {"type": ["TextPositionSelector"], "start": 0, "end": 3},
        {"type": "XPathSelector", "value": "/p[2]"},
    ]
    assert from_w3c(selectors) == Selector(position=TextPosition(0, 3))


def test_a_quotation_is_composed_as_our_texts_are():
    quote = from_w3c({"type": "TextQuoteSelector", "exact": "Cafe\u0301"}).quote
    assert quote.exact == "Café"


@pytest.mark.parametrize(
    ("selector", "field"),
    [
        ([], "selector"),
        ("TextQuoteSelector", "selector"),
        (["TextQuoteSelector"], "selector"),
        (None, "selector"),
        ({"type": "CssSelector", "value": "p"}, "selector"),
        ({"type": 7}, "selector"),
        ({"type": "TextQuoteSelector"}, "exact"),
        ({"type": "TextQuoteSelector", "exact": "  "}, "exact"),
        ({"type": "TextQuoteSelector", "exact": 7}, "exact"),
        ({"type": "TextQuoteSelector", "exact": "a", "prefix": None}, "prefix"),
        ({"type": "TextQuoteSelector", "exact": "a", "refinedBy": {"type": "x"}}, "refinedBy"),
        ({"type": "TextPositionSelector", "start": 0}, "end"),
        ({"type": "TextPositionSelector", "start": True, "end": 4}, "start"),
        ({"type": "TextPositionSelector", "start": -1, "end": 4}, "start"),
        ({"type": "TextPositionSelector", "start": 4, "end": 4}, "end"),
    ],
)
def test_what_is_no_selector_is_refused_by_the_name_of_the_field(selector, field):
    with pytest.raises(InvalidInput) as refusal:
        from_w3c(selector)
    assert refusal.value.field == field


def test_a_selector_says_something():
    with pytest.raises(InvalidInput):
        Selector()

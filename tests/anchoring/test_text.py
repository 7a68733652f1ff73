"""Tokens, code points and UTF-16."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.text import (
    Utf16Offsets,
    codepoints_from_utf16,
    lines,
    shortened,
    tokenize,
    utf16_from_codepoints,
)
from annotations.errors import InvalidInput

# Read by tests/js/anchoring/positions.test.mjs too.
CASES = json.loads((Path(__file__).parent.parent / "cases" / "positions.json").read_text("utf-8"))
NAMES = [case["name"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_both_ways_of_counting_agree_with_the_browser(case):
    offsets = Utf16Offsets(case["text"])
    for codepoints, utf16 in case["offsets"]:
        assert offsets.from_codepoints(codepoints) == utf16
        assert offsets.to_codepoints(utf16) == codepoints


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_quoted_words_stand_at_their_code_points(case):
    quote = case["quote"]
    assert case["text"][quote["start"] : quote["end"]] == quote["exact"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_half_a_character_is_refused(case):
    for utf16 in case["inside_a_character"]:
        with pytest.raises(InvalidInput):
            codepoints_from_utf16(case["text"], utf16)


@given(st.text(), st.data())
def test_every_offset_comes_back(text, data):
    offset = data.draw(st.integers(0, len(text)))
    utf16 = utf16_from_codepoints(text, offset)
    assert codepoints_from_utf16(text, utf16) == offset
    assert utf16 == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_refused(offset):
    with pytest.raises(InvalidInput) as refusal:
        utf16_from_codepoints("abc", offset)
    assert refusal.value.field == "offset"
    with pytest.raises(InvalidInput):
        codepoints_from_utf16("abc", offset)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We’ll go” – he said…", '"We\'ll go" - he said...'),
        ("un\u00adrea\u200bsonable", "unreasonable"),
        ("Cafe\u0301", "Café"),
        ("ﬁne ﬂow", "fine flow"),
        ("12\u00a0seats", "12 seats"),
        ("war — peace", "war -- peace"),
        ("Getting started\n---------", "Getting started\n---"),
    ],
)
def test_what_differs_only_in_type_has_the_same_keys(one, other):
    assert tokenize(one).keys == tokenize(other).keys


def test_digits_are_never_folded_into_one_another():
    assert tokenize("10²").keys != tokenize("102").keys


def test_words_of_scripts_without_spaces_are_cut_by_character():
    assert tokenize("東京は日本の首都").keys == list("東京は日本の首都")
    assert tokenize("เมืองหลวง").keys == ["เ", "มื", "อ", "ง", "ห", "ล", "ว", "ง"]


def test_a_combining_mark_belongs_to_its_letter():
    assert tokenize("हिन्दी भाषा").keys == ["हिन्दी", "भाषा"]


def test_tokens_know_where_lines_begin():
    tokens = tokenize("One two.\n\nThree")
    assert [key for key, begins in zip(tokens.keys, tokens.breaks, strict=False) if begins] == [
        "One",
        "Three",
    ]
    assert tokens.breaks[-1]


def test_the_tokens_that_cover_a_span_share_a_character_with_it():
    tokens = tokenize("One two three")
    assert tokens.covering(5, 9) == (1, 3)
    assert tokens.covering(3, 4) == (1, 1)


@given(st.text())
def test_tokens_cover_every_visible_character_once_and_in_order(text):
    tokens = tokenize(text)
    borders = [border for pair in zip(tokens.starts, tokens.ends, strict=True) for border in pair]
    assert borders == sorted(borders)
    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(tokens.keys)
    covered = {index for span in zip(tokens.starts, tokens.ends, strict=True) for index in range(*span)}
    assert all(not character.isalnum() for index, character in enumerate(text) if index not in covered)


@given(st.text())
def test_lines_hold_all_words_and_no_blanks_at_their_ends(text):
    for start, end in lines(text):
        assert text[start:end] == text[start:end].strip()
    words = "".join(text[start:end] for start, end in lines(text))
    assert "".join(words.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short enough", "Short enough"),
        ("One\n two\t lines", "One two lines"),
        ("Cut between two words, not amid", "Cut between two words, not…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsgese…"),
        ("A Donaudampfschifffahrtsgesellschaft", "A Donaudampfschifffahrtsge…"),
        ("e\u0301" * 20, "e\u0301" * 13 + "…"),
        ("预算增长了百分之四" * 4, ("预算增长了百分之四" * 4)[:26] + "…"),
    ],
)
def test_a_long_text_is_shortened_to_one_line_between_words(text, short):
    assert shortened(text, 27) == short

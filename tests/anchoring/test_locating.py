"""A selector in one text: found, not there, or in two places as good as one another."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.anchoring.locating import Ambiguous, Located, LocatedBy, Missing, NotFound, locate
from annotations.anchoring.selectors import Selector, TextPosition, TextQuote, describe

TEXT = (
    "The council met on Monday. It voted for the bridge, nine to two.\n\n"
    "The mayor abstained. “We need it,” she said, “but not at any price.”\n\n"
    "The council will meet again in May. It voted against the tunnel, six to five."
)
# Astral letters, combining marks, joiners, carriage returns, no-break spaces, soft hyphens, right to left.
UNUSUAL = st.text(
    alphabet=st.sampled_from("ab1 .\n\r\u00a0\u00ad\u0301\u200d\u200f\U0001f642\U0001f468\u0645\u05d0\u6771"),
    max_size=60,
)


def quoted(exact: str, prefix: str = "", suffix: str = "") -> Selector:
    return Selector(TextQuote(exact, prefix, suffix))


def words(found: object, text: str = TEXT) -> str:
    assert isinstance(found, Located), found
    return text[found.start : found.end]


def test_words_that_stand_once_are_found():
    found = locate(TEXT, quoted("nine to two"))
    assert words(found) == "nine to two"
    assert found.method is LocatedBy.EXACT
    assert found.similarity == 1


def test_words_that_stand_twice_are_told_apart_by_what_stands_before():
    found = locate(TEXT, quoted("It voted", prefix="again in May. "))
    assert found.method is LocatedBy.CONTEXT
    assert found.start == TEXT.rindex("It voted")


def test_words_that_stand_twice_are_told_apart_by_a_context_that_changed_a_little():
    found = locate(
        TEXT, quoted("It voted", "The council will meet again in June. ", " against tunnels, six to five.")
    )
    assert found.start == TEXT.rindex("It voted")


def test_two_places_as_good_as_one_another_are_both_named():
    found = locate(TEXT, quoted("The council"))
    assert isinstance(found, Ambiguous)
    assert [place.start for place in found.places] == [0, TEXT.rindex("The council")]


def test_a_context_that_fits_neither_place_decides_nothing():
    assert isinstance(
        locate(TEXT, quoted("The council", suffix=" of elders has never heard of this")), Ambiguous
    )


def test_other_quote_marks_dashes_and_spaces_are_no_difference():
    found = locate(TEXT, quoted('"We need it,"\n she said, "but not'))
    assert words(found) == "“We need it,” she said, “but not"
    assert found.similarity == 1


def test_words_that_changed_a_little_are_found_and_say_how_alike_they_are():
    found = locate(TEXT, quoted("It voted against the long tunnel, six to four."))
    assert words(found) == "It voted against the tunnel, six to five."
    assert found.method is LocatedBy.APPROXIMATE
    assert 0.75 <= found.similarity < 1


def test_words_that_are_not_there_are_not_found():
    assert locate(TEXT, quoted("The minister resigned on Tuesday after the vote.")) == NotFound(
        Missing.ABSENT
    )


def test_lookalikes_are_not_guessed_between():
    text = "Turnout in the north was 41 percent.\n\nTurnout in the south was 43 percent."
    assert not isinstance(locate(text, quoted("Turnout in the west was 42 percent.")), Located)


def test_a_lookalike_in_other_surroundings_is_not_the_quotation():
    selector = quoted(
        "The council meets again.", "Spring has come to the valley at last. ", " Nobody knows why."
    )
    assert isinstance(locate(TEXT, selector), NotFound)


def test_a_position_alone_is_believed():
    found = locate(TEXT, Selector(position=TextPosition(4, 11)))
    assert words(found) == "council"
    assert found.method is LocatedBy.POSITION


def test_a_position_with_its_words_is_found_among_lookalikes():
    start = TEXT.rindex("The council")
    found = locate(TEXT, Selector(TextQuote("The council"), TextPosition(start, start + 11)))
    assert found.start == start


def test_a_position_where_other_words_stand_says_which():
    found = locate(TEXT, Selector(TextQuote("nine to two"), TextPosition(4, 11)))
    assert found == NotFound(Missing.POSITION_DIFFERS, "council")


def test_a_position_outside_the_text_is_said_to_be_outside():
    selector = Selector(TextQuote("council"), TextPosition(4, 11_000))
    assert locate(TEXT, selector) == NotFound(Missing.OUTSIDE)


@pytest.mark.parametrize("text", ["spam " * 40_000, "spam eggs " * 20_000])
def test_text_that_repeats_itself_is_ambiguous_at_once(text):
    found = locate(text, Selector(describe(text, 100_000, 100_400).quote))
    assert isinstance(found, Ambiguous)


@given(UNUSUAL, UNUSUAL, st.data())
def test_what_was_described_is_located(before, words, data):
    text = before + words
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(text[start:end].strip())
    selector = describe(text, start, end)
    found = locate(text, selector)
    assert (found.start, found.end) == (start, end)
    by_words = locate(text, Selector(selector.quote))
    assert not isinstance(by_words, NotFound)
    if isinstance(by_words, Located):
        assert (by_words.start, by_words.end) == (start, end)

"""Whether a text does what was proposed, at the place that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.proposed import Wish, fulfilled, place_beside
from tests.make import TEXT

COST = "12 million euros"
BILL = "It cost 12 million euros, twice as much as planned."
SHIPS = "The harbour handles 40 ships a day."


def answer(words, proposed, old, new):
    at = old.index(words)
    return fulfilled(old, new, [Wish(at, at + len(words), proposed)])[0]


@pytest.mark.parametrize(
    ("words", "proposed", "before", "after"),
    [
        (COST, "13 million euros", "12 million", "13 million"),
        ("12 million", "about 12 million", "12 million", "about 12 million"),
        ("new bridge", "bridge", "new bridge", "bridge"),
        ("twice as much as planned", "", ", twice as much as planned", ""),
        (BILL, "", f" {BILL}", ""),
        (BILL, "The bill was paid by the port.", BILL, "The bill was paid by the port."),
        (SHIPS, "", f" {SHIPS}", ""),
        (SHIPS, "Forty.", SHIPS, "Forty."),
        ("built in 19", "built in 18", "1911", "1811"),
        ("We had no choice", "There was no choice", "“We had no choice,”", '"There was no  choice,"'),
        ("A bridge for the old harbour", "A bridge for the harbour", "the old harbour\n", "the harbour\n"),
    ],
)
def test_the_words_stand_where_the_old_ones_stood(words, proposed, before, after):
    assert before in TEXT
    assert answer(words, proposed, TEXT, TEXT.replace(before, after))
    assert not answer(words, proposed, TEXT, TEXT)


@pytest.mark.parametrize(
    ("words", "proposed", "new"),
    [
        (COST, "13 million euros", TEXT.replace("12 million", "14 million")),
        (COST, "13 million euros", f"{TEXT}\n\nIt may be 13 million euros."),
        (COST, "13 million euros", TEXT.replace("12", "15") + "\n\nIt may be 13 million euros."),
        (COST, "13 million euros", TEXT.replace(COST, f"{COST}, or 13 million euros")),
        ("twice as much as planned", "", TEXT.replace("twice as much", "three times as much")),
        (BILL, "", TEXT.replace(f" {BILL}", "") + f"\n\n{BILL}"),
        (BILL, "The bill was paid by the port.", TEXT.replace(BILL, "The bill was paid by the city.")),
        (SHIPS, "", TEXT.replace(SHIPS, "Forty ships come in.")),
    ],
)
def test_what_stands_elsewhere_or_is_not_gone_fulfils_nothing(words, proposed, new):
    assert not answer(words, proposed, TEXT, new)


def test_of_repeated_words_those_that_were_meant_count():
    old = "It cost 12 million, not 12 million dollars. The road cost 12 million."
    first = Wish(8, 18, "13 million")
    last_at = old.rindex("12 million")
    last = Wish(last_at, last_at + 10, "13 million")
    one_changed = old.replace("12 million, not", "13 million, not")
    assert fulfilled(old, one_changed, [first, last]) == [True, False]
    all_changed = old.replace("12 million", "13 million")
    assert fulfilled(old, all_changed, [first, last]) == [True, True]


def test_of_overlapping_proposals_each_has_its_own_answer():
    at = TEXT.index(BILL)
    short = Wish(at + 8, at + 8 + len(COST), "13 million euros")
    long = Wish(at, at + len(BILL), "It cost 13 million euros, as planned.")
    assert fulfilled(TEXT, TEXT.replace("12 million", "13 million"), [short, long]) == [True, False]
    assert fulfilled(TEXT, TEXT.replace(BILL, long.proposed), [short, long]) == [True, True]


def test_words_are_found_beside_the_claim_whatever_their_quote_marks():
    near = TEXT.index("We had"), TEXT.index("We had") + 6
    start, end = place_beside(TEXT, '"We had  no choice,"', near)
    assert TEXT[start:end] == "“We had no choice,”"
    assert place_beside(TEXT, COST, near) is None
    doubled = "one two one two one"
    assert place_beside(doubled, "one", (12, 15)) == (8, 11)
    assert place_beside(doubled, "two", (12, 15)) == (12, 15)


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]),
    min_size=1,
    max_size=4,
)


@given(WORDS, WORDS, WORDS, st.integers(0, 30))
def test_a_text_fulfils_what_was_done_and_never_what_was_not(old, proposed, other, at):
    """The same place in an otherwise steady text: the proposal's words, other words, or nothing new."""
    frame = [f"word{number}" for number in range(40)]
    before, after = " ".join(frame[:at]), " ".join(frame[at:])

    def with_words(words):
        return " ".join(filter(None, [before, " ".join(words), after]))

    start = len(before) + bool(before)
    wish = Wish(start, start + len(" ".join(old)), " ".join(proposed))
    if old != proposed:
        assert fulfilled(with_words(old), with_words(proposed), [wish]) == [True]
        assert fulfilled(with_words(old), with_words(old), [wish]) == [False]
    if not {*other} & {*old, *proposed}:
        assert fulfilled(with_words(old), with_words(other), [wish]) == [False]

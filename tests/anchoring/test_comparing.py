"""Two versions side by side, sentence by sentence."""

import random
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.anchoring.comparing import Row, RowKind, compare
from annotations.anchoring.wording import differences

BRIDGE = "The council opened the new bridge on 3 May 2024."
COST = "It cost 12 million euros, twice as much as planned."
AGE = "The old bridge was built in 1911, when the harbour was small."
SHIPS = "The harbour handles 40 ships a day."
PARAGRAPHS = [BRIDGE, COST, AGE, SHIPS]


def cut(text: str) -> list[tuple[int, int]]:
    """Sentences for tests: up to a full stop or the end of a line."""
    return [found.span() for found in re.finditer(r"\S[^.\n]*(?:\.+|(?=\n)|$)", text)]


def compared(old: str, new: str) -> list[Row]:
    return compare(old, cut(old), new, cut(new))


def kinds(rows: list[Row]) -> list[str]:
    return [row.kind.value for row in rows]


def struck_and_fresh(old: str, new: str, row: Row) -> tuple[list[str], list[str]]:
    return [old[slice(*span)] for span in row.struck], [new[slice(*span)] for span in row.fresh]


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_what_is_the_same_is_said_to_be_the_same() -> None:
    rows = compared(page(*PARAGRAPHS), page(*PARAGRAPHS))
    assert kinds(rows) == ["same"] * 4
    assert [(list(row.old), list(row.new)) for row in rows] == [([n], [n]) for n in range(4)]


def test_a_changed_sentence_names_the_words_of_both_sides() -> None:
    old, new = page(*PARAGRAPHS), page(BRIDGE, COST.replace("12 million", "14 million"), AGE, SHIPS)
    rows = compared(old, new)
    assert kinds(rows) == ["same", "changed", "same", "same"]
    assert struck_and_fresh(old, new, rows[1]) == (["12"], ["14"])


def test_quote_marks_dashes_and_spaces_alone_are_no_difference() -> None:
    old = page("“We had no choice,” the mayor – a sailor – said.", SHIPS)
    new = page('"We had no choice," the mayor — a sailor — said.', SHIPS.replace("40 ships", "40\u00a0ships"))
    assert kinds(compared(old, new)) == ["same", "same"]


def test_a_sentence_that_went_and_one_that_came_stand_alone() -> None:
    old, new = page(BRIDGE, COST, SHIPS), page(BRIDGE, SHIPS, "Nobody was hurt during the works.")
    rows = compared(old, new)
    assert kinds(rows) == ["same", "removed", "same", "added"]
    assert (list(rows[1].old), list(rows[1].new)) == ([1], [])
    assert (list(rows[3].old), list(rows[3].new)) == ([], [2])


def test_a_moved_sentence_is_shown_twice_and_says_where_its_other_half_is() -> None:
    rows = compared(page(BRIDGE, COST, AGE, SHIPS), page(AGE, BRIDGE, COST, SHIPS))
    assert kinds(rows) == ["moved", "same", "same", "moved", "same"]
    assert [row.other for row in rows if row.kind == RowKind.MOVED] == [3, 0]
    assert (list(rows[0].new), list(rows[3].old)) == ([0], [2])


def test_what_changed_in_a_moved_sentence_is_marked_in_both_halves() -> None:
    old, new = page(BRIDGE, COST, AGE, SHIPS), page(AGE.replace("1911", "1912"), BRIDGE, COST, SHIPS)
    for row in compared(old, new):
        if row.kind == RowKind.MOVED:
            assert struck_and_fresh(old, new, row) == (["1911"], ["1912"])


def test_a_short_sentence_moves_along_with_its_paragraph_and_not_alone() -> None:
    along = compared(page("No. " + AGE, BRIDGE, COST, SHIPS), page(BRIDGE, COST, SHIPS, "No. " + AGE))
    assert kinds(along) == ["moved", "moved", "same", "same", "same", "moved", "moved"]
    alone = compared(page("No.", BRIDGE, COST, SHIPS), page(BRIDGE, COST, SHIPS, "No."))
    assert kinds(alone) == ["removed", "same", "same", "same", "added"]


def test_a_sentence_parted_in_two_stands_beside_both() -> None:
    old = page(BRIDGE, "It cost 12 million euros, and nobody was hurt during the long works.", SHIPS)
    new = page(BRIDGE, "It cost 12 million euros. Nobody was hurt during the long works.", SHIPS)
    rows = compared(old, new)
    assert kinds(rows) == ["same", "changed", "same"]
    assert (list(rows[1].old), list(rows[1].new)) == ([1], [1, 2])
    back = compared(new, old)
    assert (list(back[1].old), list(back[1].new)) == ([1, 2], [1])


def test_another_sentence_in_its_place_is_not_a_changed_one() -> None:
    rows = compared(page(BRIDGE, COST, SHIPS), page(BRIDGE, "Nobody was hurt during the works.", SHIPS))
    assert kinds(rows) == ["same", "removed", "added", "same"]


def test_a_repeated_sentence_is_followed_one_by_one() -> None:
    refrain = "The mayor said nothing."
    old = page(refrain, BRIDGE, refrain, COST, refrain)
    new = page(refrain, BRIDGE, refrain, COST.replace("12", "13"), refrain)
    assert kinds(compared(old, new)) == ["same", "same", "same", "changed", "same"]


def test_an_empty_side_is_all_added_or_all_removed() -> None:
    assert kinds(compared("", page(BRIDGE, COST))) == ["added", "added"]
    assert kinds(compared(page(BRIDGE, COST), "")) == ["removed", "removed"]
    assert compared("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "struck", "fresh"),
    [
        ("in 1911", "in 1921", ["1911"], ["1921"]),
        ("has sought", "has not sought", [], ["not"]),
        ("a Nov. 29 talk", "a Dec. 3 talk", ["Nov. 29"], ["Dec. 3"]),
        ("from 25 in 2013 to 36", "from 24 in 2014 to 38", ["25", "2013", "36"], ["24", "2014", "38"]),
        ("“so”", '"so"', [], []),
        ("the ‘old’ bridge isn’t", 'the "old" bridge isn\'t', [], []),
        ("all", "", ["all"], []),
    ],
)
def test_the_words_that_differ(old: str, new: str, struck: list[str], fresh: list[str]) -> None:
    gone, come = differences(old, new)
    assert ([old[slice(*span)] for span in gone], [new[slice(*span)] for span in come]) == (struck, fresh)


WORDS = ["the", "bridge", "cost", "12", "13", "euros", "mayor", "said", "not", "“no”", "–", "old", "new"]
WORDS += ["1911", ".", "\u200b", "橋", "é", "🌉"]
words = st.sampled_from([*WORDS, "\n\n"])
texts = st.lists(words, max_size=60).map(" ".join)


def hold(old: str, new: str, rows: list[Row]) -> None:
    assert [n for row in rows for n in row.old] == list(range(len(cut(old))))
    assert [n for row in rows for n in row.new] == list(range(len(cut(new))))
    for index, row in enumerate(rows):
        assert bool(row.old) == (
            row.kind != RowKind.ADDED and not (row.kind == RowKind.MOVED and bool(row.new))
        )
        hold_marks(row.struck, old)
        hold_marks(row.fresh, new)
        if row.other is not None:
            other = rows[row.other]
            assert (row.kind, other.kind, other.other) == (RowKind.MOVED, RowKind.MOVED, index)
            assert (row.struck, row.fresh) == (other.struck, other.fresh)
            assert bool(row.old) == bool(other.new) != bool(other.old)
        assert (row.other is None) == (row.kind != RowKind.MOVED)


def hold_marks(marks: tuple[tuple[int, int], ...], text: str) -> None:
    edges = [0, *(edge for span in marks for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in marks)


@given(texts, texts)
@example("\u200b", "the \u200b")
@example("the . \u200b . \u200b", "the . \u200b")
def test_rows_hold_every_sentence_of_both_sides_once_and_in_order(old: str, new: str) -> None:
    hold(old, new, compared(old, new))


@given(texts)
def test_a_text_beside_itself_is_all_the_same(text: str) -> None:
    assert {row.kind for row in compared(text, text)} <= {RowKind.SAME}


@given(texts, texts)
def test_what_is_left_without_the_marks_is_equal_but_for_type(old: str, new: str) -> None:
    gone, come = differences(old, new)
    assert differences(without(old, gone), without(new, come)) == ((), ())


def without(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(marks):
        text = f"{text[:start]} {text[end:]}"
    return text


HOSTILE_WORDS = 6_000


def hostile(kind: str) -> tuple[str, str]:
    random.seed(7)
    if kind == "one word":
        return "spam " * HOSTILE_WORDS, "spam " * (HOSTILE_WORDS - 7)
    if kind == "two sentences again and again":
        return "Yes it is. No it is. " * (HOSTILE_WORDS // 6), "No it is. Yes it is. " * (HOSTILE_WORDS // 6)
    repeats = ["The same sentence comes again.", "So does this other one.", "And a third."] * (
        HOSTILE_WORDS // 12
    )
    shuffled = random.sample(repeats, len(repeats))
    return " ".join(repeats), " ".join(shuffled)


@pytest.mark.parametrize("kind", ["one word", "two sentences again and again", "shuffled repeats"])
def test_hostile_texts_cost_no_more_than_a_few_ordinary_ones(kind: str) -> None:
    vocabulary = [f"word{n}" for n in range(900)]
    ordinary = " ".join(random.Random(3).choices([*vocabulary, "end."], k=HOSTILE_WORDS))
    usual = seconds(ordinary, ordinary.replace("word1 ", "other1 "))
    assert seconds(*hostile(kind)) < 10 * usual + 0.5


def seconds(old: str, new: str) -> float:
    began = time.process_time()
    hold(old, new, compared(old, new))
    return time.process_time() - began

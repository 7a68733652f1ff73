"""Overlapping highlights as flat pieces, each on its line."""

import random

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.segments import Segment, levels, segments

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 8)), max_size=12)


def test_overlapping_highlights_become_pieces_that_never_nest():
    assert segments(0, 20, [(2, 8, "a"), (5, 12, "b")]) == [
        Segment(0, 2, ()),
        Segment(2, 5, ("a",)),
        Segment(5, 8, ("a", "b")),
        Segment(8, 12, ("b",)),
        Segment(12, 20, ()),
    ]


def test_a_text_without_highlights_is_one_piece():
    assert segments(3, 9, []) == [Segment(3, 9, ())]


def test_an_empty_text_has_no_pieces():
    assert segments(0, 0, [(0, 0, "a")]) == []


def test_highlights_may_reach_beyond_the_range():
    assert segments(10, 20, [(0, 12, "a"), (18, 40, "b"), (30, 40, "c")]) == [
        Segment(10, 12, ("a",)),
        Segment(12, 18, ()),
        Segment(18, 20, ("b",)),
    ]


def test_pieces_end_at_the_cuts_too():
    assert segments(0, 9, [(2, 6, "a")], cuts=[0, 4, 4, 9, 30]) == [
        Segment(0, 2, ()),
        Segment(2, 4, ("a",)),
        Segment(4, 6, ("a",)),
        Segment(6, 9, ()),
    ]


def test_a_highlight_keeps_its_line_after_the_one_below_it_ended():
    spans = [(0, 10, "long"), (0, 4, "short"), (6, 8, "later")]
    assert levels(spans) == {"long": 0, "short": 1, "later": 1}
    assert segments(0, 10, [(0, 4, "first"), (2, 10, "second")])[-1].keys == ("second",)
    assert levels([(0, 4, "first"), (2, 10, "second"), (4, 6, "third")]) == {
        "first": 0,
        "second": 1,
        "third": 0,
    }


def test_a_key_with_two_overlapping_spans_is_named_once():
    assert [piece.keys for piece in segments(0, 9, [(1, 5, "a"), (3, 8, "a")])] == [
        (),
        ("a",),
        ("a",),
        ("a",),
        (),
    ]


@given(SPANS, st.lists(st.integers(0, 60), max_size=6))
def test_the_pieces_join_to_the_text_and_know_all_highlights_over_them(spans, cuts):
    pieces = segments(0, 60, spans, cuts)
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    assert pieces[-1].end == 60
    for piece in pieces:
        over = {key for start, end, key in spans if start <= piece.start and piece.end <= end}
        assert set(piece.keys) == over
        assert len(piece.keys) == len(over)


@given(SPANS)
def test_no_two_highlights_share_a_line_anywhere(spans):
    lines = levels(spans)
    for piece in segments(0, 60, spans):
        taken = [lines[key] for key in piece.keys]
        assert taken == sorted(set(taken))


def test_thousands_of_highlights_need_no_patience():
    rng = random.Random(5)
    starts = [rng.randrange(200_000) for _ in range(5_000)]
    spans = [(start, start + rng.randint(20, 300), key) for key, start in enumerate(starts)]
    pieces = segments(0, 200_300, spans)
    assert len(pieces) <= 2 * len(spans) + 1

"""Drawings: numbers in, places out."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.pages.plots import (
    BAR_WIDTH,
    HIGHEST_PILE,
    SCALE_WIDTH,
    SHADES,
    Scale,
    Tick,
    durations,
    grid,
    shade,
    stacked,
    whisker,
    with_room,
)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 50), min_size=1))
def test_the_parts_of_a_bar_stand_side_by_side_and_fill_what_is_theirs(numbers: dict[str, int]) -> None:
    total = sum(numbers.values())
    segments = stacked(numbers, max(total, 1))
    assert [segment.number for segment in segments] == [number for number in numbers.values() if number]
    for left, right in pairwise(segments):
        assert abs(left.x + left.width - right.x) < 0.05
    if total:
        assert abs(segments[-1].x + segments[-1].width - BAR_WIDTH) < 0.05


def test_a_value_beyond_the_axis_is_drawn_at_its_end() -> None:
    scale = Scale(0, 1)
    assert [scale.place(value) for value in (-1, 0, 0.5, 1, 2)] == [
        0,
        0,
        SCALE_WIDTH / 2,
        SCALE_WIDTH,
        SCALE_WIDTH,
    ]
    drawn = whisker(scale, 0.5, -0.2, 0.75)
    assert (drawn.low, drawn.x, drawn.high) == (0, 120, 180)
    assert whisker(scale, 0.5, None, None).low == 120


def test_words_on_an_axis_leave_one_another_room() -> None:
    ticks = with_room([Tick(0, "a"), Tick(10, "b"), Tick(30, "c")], 24)
    assert [(tick.x, tick.label) for tick in ticks] == [(0, "a"), (10, ""), (30, "c")]


def test_the_most_is_darkest_and_one_is_never_as_light_as_none() -> None:
    assert [shade(number, 100) for number in (0, 1, 25, 26, 100)] == [0, 1, 1, 2, SHADES]


def test_a_grid_has_a_square_for_every_pair_and_frames_the_diagonal() -> None:
    cells = grid("xy", {("x", "y"): 3})
    assert [(cell.row, cell.column, cell.number, cell.same) for cell in cells] == [
        ("x", "x", 0, True),
        ("x", "y", 3, False),
        ("y", "x", 0, False),
        ("y", "y", 0, True),
    ]
    assert (cells[1].x, cells[1].y) == (40, 0)


@given(st.lists(st.floats(0, 10**9), min_size=1, max_size=200))
def test_every_duration_is_a_dot_inside_the_drawing(seconds: list[float]) -> None:
    drawn = durations(seconds)
    assert len(drawn.dots) == len(seconds)
    assert all(-3 <= dot.x <= SCALE_WIDTH + 3 and 0 <= dot.y <= drawn.height for dot in drawn.dots)
    assert 24 <= drawn.height <= HIGHEST_PILE + 5
    assert len(drawn.ticks) >= 2
    assert (drawn.ticks[0].x, drawn.ticks[-1].x) == (0, SCALE_WIDTH)

"""The geometry of our drawings: numbers in, places on the drawing out, in the units of its `viewBox`.

Colours and line styles are the style sheets': a shape names its class. Nothing is drawn without the same words or
numbers standing beside it as text.
"""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

BAR_WIDTH = 240
SCALE_WIDTH = 240
CELL = 40
DOT = 3
HIGHEST_PILE = 72


@dataclass(frozen=True)
class Segment:
    """A stretch of a bar."""

    kind: str
    x: float
    width: float
    number: int


def stacked(numbers: Mapping[str, int], most: int) -> list[Segment]:
    """The kinds side by side, in their order; `most` is the number that fills `BAR_WIDTH`. Nothing is left out."""
    segments, x = list[Segment](), 0.0
    for kind, number in numbers.items():
        if number:
            width = BAR_WIDTH * number / most
            segments.append(Segment(kind, round(x, 2), round(width, 2), number))
            x += width
    return segments


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


def with_room(ticks: Sequence[Tick], width: float) -> list[Tick]:
    """The same ticks; one whose words would run into those before it goes without them."""
    kept, free = list[Tick](), -math.inf
    for tick in ticks:
        fits = tick.x - free >= width
        kept.append(tick if fits else Tick(tick.x, ""))
        free = tick.x if fits else free
    return kept


@dataclass(frozen=True)
class Scale:
    """A straight axis from `low` to `high` over `SCALE_WIDTH`."""

    low: float
    high: float

    def place(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return round(SCALE_WIDTH * (inside - self.low) / (self.high - self.low), 2)


@dataclass(frozen=True)
class Whisker:
    """A value with its interval on a scale; the ends are its own place where there is none."""

    x: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return round(self.high - self.low, 2)


def whisker(scale: Scale, value: float, low: float | None, high: float | None) -> Whisker:
    x = scale.place(value)
    ends = (x, x) if low is None or high is None else (scale.place(low), scale.place(high))
    return Whisker(x, *ends)


SHADES = 4


def shade(number: int, most: int) -> int:
    """0 for none, else 1 to `SHADES` by its share of the most."""
    return 0 if not number else max(1, math.ceil(SHADES * number / most))


@dataclass(frozen=True)
class Cell:
    """A square of a grid: its corner, its number and how dark it is; `same` on the diagonal."""

    row: Hashable
    column: Hashable
    x: float
    y: float
    number: int
    shade: int
    same: bool


def grid(names: Sequence[Hashable], numbers: Mapping[Any, int]) -> list[Cell]:
    """Every pair of names, with its number of `numbers`, as a square of `CELL`, rows first, from the origin on."""
    most = max(numbers.values(), default=0)
    return [
        Cell(row, column, CELL * x, CELL * y, found, shade(found, most), row == column)
        for y, row in enumerate(names)
        for x, column in enumerate(names)
        for found in [numbers.get((row, column), 0)]
    ]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class Dots:
    """One dot a value, piled up where they would lie on one another; y counts downwards from the pile's top."""

    dots: list[Dot]
    middle: float
    ticks: list[Tick]
    height: float


DURATIONS = (
    (60, "1 min"),
    (3_600, "1 hour"),
    (86_400, "1 day"),
    (7 * 86_400, "1 week"),
    (30 * 86_400, "1 month"),
    (365 * 86_400, "1 year"),
)
"""Seconds and words: the marks of an axis on which each step is a multiple of the one before."""


def durations(seconds: Sequence[float]) -> Dots:
    """The values on a logarithmic axis that reaches from the mark before the shortest to that after the longest."""
    marks = marks_around(min(seconds), max(seconds))
    axis = Scale(math.log(marks[0][0]), math.log(marks[-1][0]))

    def place(value: float) -> float:
        return axis.place(math.log(max(value, 1)))

    columns = [round(place(value) / (2 * DOT)) for value in seconds]
    levels = piled(columns)
    # A pile of very many dots is pressed together, so that the drawing stays a strip.
    step = min(2 * DOT, HIGHEST_PILE / (max(levels) + 1))
    height = max(24, math.ceil(step * (max(levels) + 1)) + 4)
    dots = [
        Dot(2 * DOT * column, round(height - DOT - 1 - step * level, 2))
        for column, level in zip(columns, levels, strict=True)
    ]
    ticks = with_room([Tick(place(value), label) for value, label in marks], 42)
    return Dots(dots, place(median(seconds)), ticks, height)


def piled(columns: Sequence[int]) -> list[int]:
    """For each dot, how many of the same column lie under it."""
    under = Counter[int]()
    levels = []
    for column in columns:
        levels.append(under[column])
        under[column] += 1
    return levels


def marks_around(shortest: float, longest: float) -> list[tuple[int, str]]:
    first = max((i for i, (value, _) in enumerate(DURATIONS) if value <= shortest), default=0)
    last = min((i for i, (value, _) in enumerate(DURATIONS) if value >= longest), default=len(DURATIONS) - 1)
    last = min(max(last, first + 1), len(DURATIONS) - 1)
    return list(DURATIONS[min(first, last - 1) : last + 1])


COLUMNS_WIDTH = 288
COLUMNS_HEIGHT = 48
COLUMN_GAP = 1


@dataclass(frozen=True)
class Block:
    """A part of a column; y counts downwards."""

    kind: str
    x: float
    y: float
    width: float
    height: float


def columns(numbers: Sequence[Mapping[str, int]]) -> list[Block]:
    """One column for each, from the left, its kinds piled up in their order; the highest fills `COLUMNS_HEIGHT`.

    What there is at all is high enough to be seen.
    """
    most = max((sum(kinds.values()) for kinds in numbers), default=0)
    step = COLUMNS_WIDTH / max(len(numbers), 1)
    blocks = []
    for place, kinds in enumerate(numbers):
        foot = float(COLUMNS_HEIGHT)
        for kind, number in kinds.items():
            if number:
                height = max(2.0, COLUMNS_HEIGHT * number / most)
                foot -= height
                x, y = round(place * step, 2), round(max(foot, 0), 2)
                blocks.append(Block(kind, x, y, round(step - COLUMN_GAP, 2), round(height, 2)))
    return blocks

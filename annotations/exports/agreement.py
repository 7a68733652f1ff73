"""How far readers agree: the figures of a scale, of the desk, of two people, as page and file show them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from annotations.assist.agreement import (
    Figure,
    kappa,
    linear_kappa,
    nominal_alpha,
    ordinal_alpha,
    percent_agreement,
    quadratic_kappa,
)
from annotations.exports.cells import csv_of
from annotations.exports.readings import MarkedTogether, TwiceRead
from annotations.models import ArticleVersion, Person, RatingScale

FEW = 20
"""Below this many claims a figure says more of the claims than of the readers."""


class Agreement:
    """All figures of some readings, all on this scale (its ratings prefetched); each is worked out when asked for.

    An order is one of truth: ratings without a number are off it, and claims in which one was given count in no
    figure of order. So its n may be lower. On a scale without order these figures are None.
    """

    def __init__(self, readings: Sequence[TwiceRead], scale: RatingScale) -> None:
        self.pairs = [row.pair() for row in readings]
        self.units = [row.ratings for row in readings]
        self.order = ordered_ratings(scale)
        on_it = set(self.order)
        self.pairs_in_order = [row.pair() for row in readings if on_it.issuperset(row.ratings)]
        self.units_in_order = [row.ratings for row in readings if on_it.issuperset(row.ratings)]

    @property
    def n(self) -> int:
        return len(self.pairs)

    @property
    def few(self) -> bool:
        return self.n < FEW

    @property
    def same(self) -> int:
        return sum(first == second for first, second in self.pairs)

    @property
    def percent(self) -> Figure:
        return percent_agreement(self.pairs)

    @cached_property
    def kappa(self) -> Figure:
        return kappa(self.pairs)

    @cached_property
    def alpha(self) -> Figure:
        return nominal_alpha(self.units)

    @cached_property
    def linear(self) -> Figure | None:
        return linear_kappa(self.pairs_in_order, self.order) if self.order else None

    @cached_property
    def quadratic(self) -> Figure | None:
        return quadratic_kappa(self.pairs_in_order, self.order) if self.order else None

    @cached_property
    def ordinal(self) -> Figure | None:
        return ordinal_alpha(self.units_in_order, self.order) if self.order else None


def ordered_ratings(scale: RatingScale) -> list[int]:
    """The keys of an ordered scale's ratings that have a number, from the least true up; else none."""
    if not scale.ordered:
        return []
    numbered = [(rating.number, rating.pk) for rating in scale.ratings.all() if rating.number is not None]
    return [key for _, key in sorted(numbered)]


Groups = Sequence[tuple[dict[str, str], Agreement]]

FIGURES: dict[str, Callable[[Agreement], Figure | None]] = {
    "percent": lambda found: found.percent,
    "kappa": lambda found: found.kappa,
    "linear_kappa": lambda found: found.linear,
    "quadratic_kappa": lambda found: found.quadratic,
    "alpha": lambda found: found.alpha,
    "ordinal_alpha": lambda found: found.ordinal,
}


class FigureRow(NamedTuple):
    """One figure; `of` names the scale, how it was read, and the two people, where it is of two."""

    of: dict[str, str]
    name: str
    figure: Figure


FIGURE_COLUMNS: dict[str, Callable[[FigureRow], Any]] = {
    "scale": lambda row: row.of["scale"],
    "second_read": lambda row: row.of["how"],
    "first_person": lambda row: row.of["first"],
    "second_person": lambda row: row.of["second"],
    "figure": lambda row: row.name,
    "n": lambda row: row.figure.n,
    "value": lambda row: row.figure.value,
    "low": lambda row: row.figure.low,
    "high": lambda row: row.figure.high,
    "note": lambda row: row.figure.why,
}


def figures_csv(groups: Groups) -> Iterator[bytes]:
    """One figure a row: of which readings, its name, value, n, interval, and why there is none."""
    rows = (
        FigureRow(of, name, figure)
        for of, found in groups
        for name, read in FIGURES.items()
        if (figure := read(found)) is not None
    )
    return csv_of(FIGURE_COLUMNS, rows)


def readings_csv(
    readings: Sequence[TwiceRead],
    scales: dict[int, RatingScale],
    people: dict[int, Person],
    policies: dict[int, Any],
) -> Iterator[bytes]:
    """One claim and round a row, so that anybody can work the figures out again."""
    names = {rating.pk: rating.name for scale in scales.values() for rating in scale.ratings.all()}
    columns: dict[str, Callable[[TwiceRead], Any]] = {
        "claim": lambda row: row.uid,
        "round": lambda row: row.round,
        "scale": lambda row: scales[row.scale],
        "policy": lambda row: policies[row.policy],
        "second_read": lambda row: row.how,
        "first_reader": lambda row: people[row.readers[0]],
        "first_rating": lambda row: names[row.ratings[0]],
        "second_reader": lambda row: people[row.readers[1]],
        "second_rating": lambda row: names[row.ratings[1]],
        "same": lambda row: row.ratings[0] == row.ratings[1],
        "last_reading_at": lambda row: row.at,
    }
    return csv_of(columns, readings)


def marks_csv(
    rows: Sequence[MarkedTogether], versions: dict[int, ArticleVersion], people: dict[int, Person]
) -> Iterator[bytes]:
    """Two people in one version a row: their marks, the characters of each and of both, and the overlap."""
    columns: dict[str, Callable[[MarkedTogether], Any]] = {
        "article": lambda row: versions[row.version].article.uid,
        "headline": lambda row: versions[row.version].article,
        "version": lambda row: versions[row.version].number,
        "first_person": lambda row: people[row.people[0]],
        "second_person": lambda row: people[row.people[1]],
        "first_marks": lambda row: row.marks[0],
        "second_marks": lambda row: row.marks[1],
        "first_characters": lambda row: row.overlap.first,
        "second_characters": lambda row: row.overlap.second,
        "both_characters": lambda row: row.overlap.both,
        "f1": lambda row: row.overlap.f1().value,
        "jaccard": lambda row: row.overlap.jaccard().value,
    }
    return csv_of(columns, rows)

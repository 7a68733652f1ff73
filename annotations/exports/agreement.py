"""How far readers agree: the figures of a scale, of the desk, of two people, as page and file show them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from annotations.assist.agreement import (
    Figure,
    kappa,
    linear_kappa,
    nominal_alpha,
    ordinal_alpha,
    percent_agreement,
    quadratic_kappa,
)
from annotations.exports.blocks import in_blocks
from annotations.exports.readings import MarkedTogether, TwiceRead
from annotations.exports.table import cell, lines
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


def figures_csv(groups: Groups) -> Iterator[bytes]:
    """One figure a row: of which readings, its name, value, n, interval, and why there is none."""
    head = [
        "scale",
        "second_read",
        "first_person",
        "second_person",
        "figure",
        "n",
        "value",
        "low",
        "high",
        "note",
    ]
    rows = (
        [*map(cell, named.values()), name, *figure_cells(figure)]
        for named, found in groups
        for name, read in FIGURES.items()
        if (figure := read(found)) is not None
    )
    return in_blocks(lines(head, rows))


def figure_cells(figure: Figure) -> list[str]:
    numbers = (figure.value, figure.low, figure.high)
    return [str(figure.n), *("" if number is None else f"{number:.4f}" for number in numbers), figure.why]


def readings_csv(
    readings: Sequence[TwiceRead],
    scales: dict[int, RatingScale],
    people: dict[int, Person],
    policies: dict[int, Any],
) -> Iterator[bytes]:
    """One claim and round a row, so that anybody can work the figures out again."""
    names = {rating.pk: rating.name for scale in scales.values() for rating in scale.ratings.all()}
    head = ["claim", "round", "scale", "policy", "second_read", "first_reader", "first_rating",
            "second_reader", "second_rating", "same", "last_reading_at"]  # fmt: skip
    rows = (
        [
            *map(cell, (row.uid, row.round, scales[row.scale], policies[row.policy], row.how)),
            *map(cell, (people[row.readers[0]], names[row.ratings[0]])),
            *map(cell, (people[row.readers[1]], names[row.ratings[1]])),
            "yes" if row.ratings[0] == row.ratings[1] else "no",
            row.at.isoformat(),
        ]
        for row in readings
    )
    return in_blocks(lines(head, rows))


def marks_csv(
    rows: Sequence[MarkedTogether], versions: dict[int, ArticleVersion], people: dict[int, Person]
) -> Iterator[bytes]:
    """Two people in one version a row: their marks, the characters of each and of both, and the overlap."""
    head = ["article", "headline", "version", "first_person", "second_person", "first_marks", "second_marks",
            "first_characters", "second_characters", "both_characters", "f1", "jaccard"]  # fmt: skip
    cells = (
        [
            *map(cell, (version.article.uid, version.article, version.number)),
            *(cell(people[key]) for key in row.people),
            *map(str, (*row.marks, row.overlap.first, row.overlap.second, row.overlap.both)),
            *(
                "" if figure.value is None else f"{figure.value:.4f}"
                for figure in (row.overlap.f1(), row.overlap.jaccard())
            ),
        ]
        for row in rows
        for version in [versions[row.version]]
    )
    return in_blocks(lines(head, cells))

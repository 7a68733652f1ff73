"""How far readers agree. Plain formulas: no figure without its n, and none where it is not defined.

A *unit* is one claim in one round: the ratings its readers gave, as any hashable values. A *pair* is what the first
and the second reader gave. Sources of the formulas:

- Cohen's κ: J. Cohen (1960), Educational and Psychological Measurement 20, 37–46; weighted: Cohen (1968),
  Psychological Bulletin 70, 213–220.
- Krippendorff's α: K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations
from random import Random
from typing import Any

Unit = Sequence[Hashable]
Pair = tuple[Hashable, Hashable]
Weight = Callable[[int], float]

RESAMPLES = 1_000
SEED = 1
"""The same readings give the same interval in every process and on every day."""
IN_THE_INTERVAL = 0.95
MOST_UNDEFINED = 0.05
"""More resamples than this without an α, and the interval would describe the others only."""

NOTHING = "Nothing has been read twice."
ONE_UNIT = "One claim read twice cannot tell agreement from chance."
ONE_CATEGORY = "All readings are the same rating: there is no chance agreement to compare with."


@dataclass(frozen=True)
class Figure:
    """A value with the number `n` of units it rests on; `value` is None where it is not defined, and `why` says why.

    `low` and `high` are the ends of its interval, where there is one.
    """

    value: float | None
    n: int
    why: str = ""
    low: float | None = None
    high: float | None = None


def too_few(n: int) -> Figure:
    return Figure(None, n, ONE_UNIT if n else NOTHING)


def percent_agreement(pairs: Sequence[Pair]) -> Figure:
    """The share of pairs (0 to 1) that are the same rating."""
    if not pairs:
        return Figure(None, 0, NOTHING)
    return Figure(sum(first == second for first, second in pairs) / len(pairs), len(pairs))


def kappa(pairs: Sequence[Pair]) -> Figure:
    """Cohen's κ: the agreement beyond that which both readers' own habits would give by chance. −1 to 1."""
    return _kappa(pairs, lambda first, second: float(first != second))


def linear_kappa(pairs: Sequence[Pair], order: Sequence[Hashable]) -> Figure:
    """κ in which a difference counts as many times as the ratings are steps apart.

    `order` holds the ratings of an ordered scale from one end to the other; for a scale without order there is no
    such figure. Raises ValueError when a pair holds a rating that `order` does not.
    """
    return _kappa(pairs, _apart(order, lambda steps: float(steps)))


def quadratic_kappa(pairs: Sequence[Pair], order: Sequence[Hashable]) -> Figure:
    """As `linear_kappa`, with the square of the steps: a far miss weighs much more than a near one."""
    return _kappa(pairs, _apart(order, lambda steps: float(steps * steps)))


def _apart(order: Sequence[Hashable], weight: Weight) -> Callable[[Any, Any], float]:
    places = {rating: place for place, rating in enumerate(order)}

    def apart(first: Any, second: Any) -> float:
        if first not in places or second not in places:
            raise ValueError(f"not in the order given: {first}, {second}")
        return weight(abs(places[first] - places[second]))

    return apart


def _kappa(pairs: Sequence[Pair], apart: Callable[[Any, Any], float]) -> Figure:
    """1 − observed ÷ expected disagreement, the expected one from each reader's own shares of the ratings."""
    n = len(pairs)
    if n < 2:
        return too_few(n)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    observed = sum(apart(first, second) for first, second in pairs) / n
    expected = sum(
        apart(first, second) * often * as_often
        for first, often in firsts.items()
        for second, as_often in seconds.items()
    ) / (n * n)
    if not expected:
        return Figure(None, n, ONE_CATEGORY)
    return Figure(1 - observed / expected, n)


def nominal_alpha(units: Iterable[Unit], resamples: int = RESAMPLES) -> Figure:
    """Krippendorff's α for ratings without order: any number of readers a unit; who did not read is left out.

    n counts the units with two readings or more; the others cannot be compared and count nowhere. The interval holds
    `IN_THE_INTERVAL` of the bootstrap samples: as many units drawn with replacement, α of each, the percentiles at
    both ends; without `resamples` there is none. (Krippendorff's own bootstrap draws disagreements, not units;
    drawing units keeps both readings of a claim together.)
    """
    return _alpha(_kinds(units, None), False, resamples)


def ordinal_alpha(units: Iterable[Unit], order: Sequence[Hashable], resamples: int = RESAMPLES) -> Figure:
    """As `nominal_alpha`, for an ordered scale: a difference weighs more the more readings lie between the two.

    `order` holds the ratings from one end to the other. Raises ValueError for a rating it does not hold.
    """
    return _alpha(_kinds(units, order), True, resamples)


Kind = tuple[int, ...]
Kinds = tuple[tuple[Kind, int], ...]


def _kinds(units: Iterable[Unit], order: Sequence[Hashable] | None) -> Kinds:
    """Each combination of ratings, as sorted places in the scale, with how many units have it: α asks no more."""
    comparable = [unit for unit in units if len(unit) > 1]
    if order is None:
        order = sorted({rating for unit in comparable for rating in unit}, key=repr)
    places = {rating: place for place, rating in enumerate(order)}
    if unknown := {rating for unit in comparable for rating in unit} - set(places):
        raise ValueError(f"not in the order given: {sorted(unknown, key=repr)}")
    counts = Counter(tuple(sorted(places[rating] for rating in unit)) for unit in comparable)
    return tuple(sorted(counts.items()))


@lru_cache(maxsize=256)
def _alpha(kinds: Kinds, ordered: bool, resamples: int) -> Figure:
    n = sum(count for _, count in kinds)
    if n < 2:
        return too_few(n)
    value = _alpha_of(kinds, ordered)
    if value is None:
        return Figure(None, n, ONE_CATEGORY)
    low, high = _interval(kinds, ordered, resamples)
    return Figure(value, n, "", low, high)


forget_figures = _alpha.cache_clear
"""Work every interval out anew; for who measures."""


def _alpha_of(kinds: Iterable[tuple[Kind, int]], ordered: bool) -> float | None:
    """1 − observed ÷ expected disagreement over all readings; None when all of them are the same rating."""
    often = defaultdict[int, int](int)
    met = defaultdict[tuple[int, int], float](float)
    for kind, count in kinds:
        for place in kind:
            often[place] += count
        for pair, weight in _differences(kind):
            met[pair] += weight * count
    total = sum(often.values())
    if not ordered:
        # The pairs of different ratings are all pairs but those of equal ones.
        expected = (total * total - sum(number * number for number in often.values())) / 2
        return 1 - (total - 1) * sum(met.values()) / expected if expected else None
    apart = _ordinal_metric(often)
    expected = sum(often[first] * often[second] * weight for (first, second), weight in apart.items())
    if not expected:
        return None
    return 1 - (total - 1) * sum(weight * apart[pair] for pair, weight in met.items()) / expected


@lru_cache(maxsize=4_096)
def _differences(kind: Kind) -> tuple[tuple[tuple[int, int], float], ...]:
    """The pairs of different places in one unit, the lower first, weighed so that a unit counts as its readers do."""
    weights = Counter((first, second) for first, second in permutations(kind, 2) if first < second)
    return tuple((pair, number / (len(kind) - 1)) for pair, number in weights.items())


def _ordinal_metric(often: Mapping[int, int]) -> dict[tuple[int, int], float]:
    """For two ratings, the squared number of readings from the middle of the one to the middle of the other."""
    middles, below = dict[int, float](), 0
    for place in sorted(often):
        middles[place] = below + often[place] / 2
        below += often[place]
    return {pair: (middles[pair[1]] - middles[pair[0]]) ** 2 for pair in combinations(sorted(often), 2)}


def _interval(kinds: Kinds, ordered: bool, resamples: int) -> tuple[float | None, float | None]:
    random = Random(SEED)
    units = [kind for kind, count in kinds for _ in range(count)]
    samples = (Counter(random.choices(units, k=len(units))) for _ in range(resamples))
    values = sorted(value for sample in samples if (value := _alpha_of(sample.items(), ordered)) is not None)
    if len(values) < (1 - MOST_UNDEFINED) * resamples or not values:
        return None, None
    tail = (1 - IN_THE_INTERVAL) / 2
    return _percentile(values, tail), _percentile(values, 1 - tail)


def _percentile(values: Sequence[float], share: float) -> float:
    """Between the two nearest of the sorted values, in proportion."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


Span = tuple[int, int]


@dataclass(frozen=True)
class Overlap:
    """What two people marked in one text, in characters: the first, the second, both. Adds up over texts."""

    first: int
    second: int
    both: int

    def __add__(self, other: "Overlap") -> "Overlap":
        return Overlap(self.first + other.first, self.second + other.second, self.both + other.both)

    def f1(self) -> Figure:
        """Twice the characters both marked ÷ the characters of each; n counts those that anybody marked."""
        return self._figure(2 * self.both, self.first + self.second)

    def jaccard(self) -> Figure:
        """The characters both marked ÷ those that anybody marked (n)."""
        return self._figure(self.both, self.either())

    def either(self) -> int:
        return self.first + self.second - self.both

    def _figure(self, above: int, below: int) -> Figure:
        if not below:
            return Figure(None, 0, "Nobody marked anything.")
        return Figure(above / below, self.either())


def span_overlap(first: Iterable[Span], second: Iterable[Span]) -> Overlap:
    """Of two people's marks in the same text, as half-open ranges in any one unit; a person's own may overlap."""
    one, other = joined(first), joined(second)
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    return Overlap(length(one), length(other), both)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The ranges sorted, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)

"""Agreement, checked against examples that were worked out in print, and for what must hold of any readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.assist.agreement import (
    ONE_CATEGORY,
    ONE_UNIT,
    Figure,
    Overlap,
    Pair,
    forget_figures,
    kappa,
    linear_kappa,
    nominal_alpha,
    ordinal_alpha,
    percent_agreement,
    quadratic_kappa,
    span_overlap,
)

ORDER = "abcde"
FEW = 10
"""Samples enough where the interval is not what is looked at."""


def pairs_of(table: list[list[int]]) -> list[Pair]:
    """The readings behind a table of counts: rows are the first reader's ratings, columns the second's."""
    return [
        (first, second)
        for first, row in enumerate(table)
        for second, count in enumerate(row)
        for _ in range(count)
    ]


# K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units, some
# readings missing; section E gives the values for other metrics.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
KRIPPENDORFF = [
    [value for value in unit if value != "."]
    for unit in zip(*(row.split() for row in OBSERVERS), strict=True)
]


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    nominal, ordinal = nominal_alpha(KRIPPENDORFF), ordinal_alpha(KRIPPENDORFF, "12345")
    assert nominal.value == pytest.approx(0.743, abs=0.0005)
    assert ordinal.value == pytest.approx(0.815, abs=0.0005)
    # The twelfth unit was read once: it has nothing to be compared with.
    assert nominal.n == ordinal.n == 11


def test_kappa_is_that_of_cohens_own_example() -> None:
    """J. Cohen (1960), table 2: 200 judgements in three categories."""
    readings = pairs_of([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert kappa(readings).value == pytest.approx(0.492, abs=0.0005)
    assert percent_agreement(readings).value == pytest.approx(0.70)
    assert kappa(readings).n == 200


def test_kappa_is_that_of_fleiss_textbook_example() -> None:
    """J. L. Fleiss, B. Levin, M. C. Paik (2003), Statistical Methods for Rates and Proportions, table 18.1."""
    assert kappa(pairs_of([[75, 1, 4], [5, 4, 1], [0, 0, 10]])).value == pytest.approx(0.68, abs=0.005)


def test_weighted_kappas_are_those_of_a_published_example() -> None:
    """J. Sim, C. C. Wright (2005), Physical Therapy 85, 257–268: .55 unweighted, .61 linear, .67 quadratic."""
    readings = pairs_of([[15, 3, 1, 1], [4, 18, 3, 2], [4, 5, 16, 4], [1, 2, 4, 17]])
    found = kappa(readings), linear_kappa(readings, range(4)), quadratic_kappa(readings, range(4))
    assert [figure.value for figure in found] == [
        pytest.approx(0.55, abs=0.005),
        pytest.approx(0.61, abs=0.005),
        pytest.approx(0.67, abs=0.005),
    ]


def test_the_interval_is_the_same_every_time_and_holds_the_value() -> None:
    found = nominal_alpha(KRIPPENDORFF)
    forget_figures()
    assert nominal_alpha(reversed(KRIPPENDORFF)) == found
    assert (found.low, found.high) == (pytest.approx(0.417, abs=0.001), 1)


def test_what_is_not_defined_is_no_number_and_says_why() -> None:
    for measure in (kappa, nominal_alpha):
        assert (measure([]).value, measure([]).n) == (None, 0)
        one = measure([("a", "b")])
        assert (one.value, one.n, one.why) == (None, 1, ONE_UNIT)
        alike = measure([("a", "a")] * 5)
        assert (alike.value, alike.n, alike.why) == (None, 5, ONE_CATEGORY)
    assert percent_agreement([]).value is None
    assert percent_agreement([("a", "a")] * 5).value == 1
    nobody = span_overlap([], []).f1()
    assert (nobody.value, nobody.n) == (None, 0)
    assert nobody.why


def test_there_is_no_interval_where_too_many_samples_have_no_alpha() -> None:
    """With one difference in three claims, every third sample or so holds one rating only."""
    found = nominal_alpha([("a", "a"), ("a", "a"), ("a", "b")])
    assert found.value is not None
    assert (found.low, found.high) == (None, None)


def test_a_rating_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the order"):
        ordinal_alpha([("a", "z")], ORDER)
    with pytest.raises(ValueError, match="z"):
        linear_kappa([("a", "z"), ("a", "b")], ORDER)


readings = st.lists(st.tuples(st.sampled_from(ORDER), st.sampled_from(ORDER)), min_size=2, max_size=30)


def ordinal_alpha_of_few(pairs: list[Pair], order: str | list[str]) -> Figure:
    return ordinal_alpha(pairs, order, FEW)


MEASURES_WITHOUT_ORDER = (percent_agreement, kappa, lambda pairs: nominal_alpha(pairs, FEW))
MEASURES = (
    *MEASURES_WITHOUT_ORDER,
    lambda pairs: linear_kappa(pairs, ORDER),
    lambda pairs: quadratic_kappa(pairs, ORDER),
    lambda pairs: ordinal_alpha_of_few(pairs, ORDER),
)


@given(readings)
def test_full_agreement_is_one_and_nothing_is_more(pairs: list[Pair]) -> None:
    for measure in MEASURES:
        found, alike = measure(pairs), measure([(first, first) for first, _ in pairs])
        assert alike.value is None or alike.value == pytest.approx(1)
        assert found.value is None or found.value <= 1 + 1e-9
        assert found.n == len(pairs)


@given(readings)
def test_it_does_not_matter_who_read_first(pairs: list[Pair]) -> None:
    turned = [(second, first) for first, second in pairs]
    for measure in MEASURES:
        assert measure(turned).value == pytest.approx(measure(pairs).value)


@given(readings, st.permutations(ORDER))
def test_the_names_of_the_ratings_do_not_matter(pairs: list[Pair], names: list[str]) -> None:
    renamed = [(names[ORDER.index(first)], names[ORDER.index(second)]) for first, second in pairs]
    for measure in MEASURES_WITHOUT_ORDER:
        assert measure(renamed).value == pytest.approx(measure(pairs).value)
    for weighted in (linear_kappa, quadratic_kappa, ordinal_alpha_of_few):
        assert weighted(renamed, names).value == pytest.approx(weighted(pairs, ORDER).value)


@given(readings)
def test_an_ordered_scale_read_from_its_other_end_agrees_as_much(pairs: list[Pair]) -> None:
    for weighted in (linear_kappa, quadratic_kappa, ordinal_alpha_of_few):
        assert weighted(pairs, ORDER[::-1]).value == pytest.approx(weighted(pairs, ORDER).value)


def test_on_two_ratings_all_kappas_are_one_and_the_same() -> None:
    pairs = pairs_of([[7, 2], [3, 8]])
    plain = kappa(pairs).value
    assert linear_kappa(pairs, (0, 1)).value == pytest.approx(plain)
    assert quadratic_kappa(pairs, (0, 1)).value == pytest.approx(plain)


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda s: (s[0], s[0] + s[1])), max_size=6
)


@given(spans, spans)
def test_overlap_counts_characters_as_sets_do(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    one, other = ({c for start, end in each for c in range(start, end)} for each in (first, second))
    found = span_overlap(first, second)
    assert found == Overlap(len(one), len(other), len(one & other))
    assert span_overlap(second, first).f1() == found.f1()
    if one | other:
        assert found.jaccard().value == pytest.approx(len(one & other) / len(one | other))
        assert found.f1().n == len(one | other)


def test_overlaps_of_several_texts_add_up() -> None:
    a, b = span_overlap([(0, 10)], [(5, 10)]), span_overlap([(0, 4)], [(8, 10)])
    assert (a + b) == Overlap(14, 7, 5)
    assert (a + b).f1().value == pytest.approx(10 / 21)
    assert (a + b).f1().n == 16

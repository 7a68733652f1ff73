"""Suggestions for a lost claim."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.suggesting import suggest
from annotations.errors import InvalidInput

INTRO = "The council met in the old town hall on Monday evening."
CLAIM = "Unemployment in the region fell to six percent in the spring."
NEXT = "Economists had expected a smaller fall after the long winter."
OUTRO = "The next figures are due in the autumn, the agency said."
OLD = f"{INTRO}\n\n{CLAIM}\n\n{NEXT}\n\n{OUTRO}"
SPAN = (OLD.index(CLAIM), OLD.index(CLAIM) + len(CLAIM))


def first(new: str, limit: int = 3) -> str:
    place = suggest(OLD, new, SPAN, limit)[0]
    return new[place.start : place.end]


def test_reworded_text_between_the_old_neighbours_comes_first():
    reworded = "In spring the rate of unemployment fell to about six percent."
    assert first(f"{INTRO}\n\n{reworded}\n\n{NEXT}\n\n{OUTRO}") == reworded


def test_the_place_in_the_old_surroundings_comes_before_a_likelier_one_elsewhere():
    reworded = "Unemployment there fell to six percent in spring."
    elsewhere = "Unemployment in the region fell to nine percent in the spring."
    assert first(f"{INTRO}\n\n{reworded}\n\n{NEXT}\n\n{OUTRO}\n\n{elsewhere}") == reworded


def test_places_are_ranked_and_do_not_overlap():
    new = "\n\n".join(
        [OUTRO, *(CLAIM.replace("six", number) for number in ("seven", "eight", "nine", "ten"))]
    )
    places = suggest(OLD, new, SPAN)
    assert len(places) == 3
    assert all(before.end <= after.start for before, after in pairwise(sorted(places)))
    assert all(0 < place.similarity < 1 for place in places)


def test_as_many_are_named_as_are_wanted():
    new = "\n\n".join(CLAIM.replace("six", number) for number in ("seven", "eight", "nine"))
    assert len(suggest(OLD, new, SPAN, limit=1)) == 1


@pytest.mark.parametrize("new", ["", "12 – 7", "\n\n"])
def test_where_nothing_is_like_it_nothing_is_suggested(new):
    assert suggest(OLD, new, SPAN) == []


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(InvalidInput):
        suggest(OLD, OLD, (0, len(OLD) + 1))


@given(st.text(max_size=80), st.text(max_size=80))
def test_suggestions_lie_in_the_text(old, new):
    for place in suggest(old, new, (0, len(old))) if old else []:
        assert 0 <= place.start < place.end <= len(new)
        assert 0 <= place.similarity <= 1

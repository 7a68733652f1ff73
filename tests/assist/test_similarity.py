"""How alike two claims are, and by what."""

import pytest

from annotations.assist.similarity import LEAST, SURE, likeness, looked_for, ranked

COST = "The new bridge in Ostrava cost 3.2 million euros."


def test_a_text_is_wholly_like_itself_and_not_like_another() -> None:
    assert likeness(COST, COST).score == 1.0
    assert likeness(COST, "Nobody was hurt.").score == 0.0
    assert likeness("", "").score == likeness("the of and", COST).score == 0.0


def test_case_quote_marks_and_endings_make_no_difference() -> None:
    other = "The NEW bridges in “Ostrava” cost 3.2 millions euro"
    assert likeness(COST, other).score >= SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [("12,500 people", "12 500 people"), ("twelve ships", "12 ships"), ("1.250.000 jobs", "1,250,000 jobs")],
)
def test_a_number_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert likeness(one, other).score == 1.0


def test_numbers_and_names_weigh_more_than_words() -> None:
    number, name, word = (
        likeness(COST, text).score for text in ("Paid were 3.2", "Paid was Ostrava", "Paid was bridge")
    )
    assert number > name > word


def test_the_reasons_are_what_both_share_the_weightiest_first() -> None:
    shared = likeness(COST, "Ostrava paid 3.2 million for a bridge").shared
    assert set(shared[:2]) == {"3.2", "million"}
    assert shared[2:] == ("Ostrava", "bridge")


def test_what_every_claim_with_a_figure_says_is_no_reason() -> None:
    assert likeness(
        "7 per cent of the EU's roads, he said", "7 percent of the EU's trains, she said"
    ).shared == (
        "7",
        "EU",
    )


def test_another_number_makes_it_less_alike() -> None:
    same, other = (likeness(COST, COST.replace("3.2", figure)).score for figure in ("3.2", "4.1"))
    assert other < same


def test_the_best_comes_first_of_equals_the_one_given_first_and_the_unlike_not_at_all() -> None:
    printed = "Ostrava cost 3.2 million"
    rows = [("far", ["Nobody was hurt."]), ("near", ["Other words", printed]), ("a", [COST]), ("b", [COST])]
    found = ranked(COST, rows)
    assert [key for key, _ in found] == ["a", "b", "near"]
    assert all(alike.score >= LEAST for _, alike in found)
    assert found == ranked(COST, rows)


def test_a_database_is_asked_for_the_weightiest_pieces_without_endings() -> None:
    assert looked_for(COST, 3) == ["millio", "3.2", "Ostrav"]
    assert looked_for("the of", 3) == []

"""ClaimReview: what search engines are told. The case in tests/cases is one that a person has read."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.exports.claim_review import Publisher, claim_review, data_feed, for_script

CASE = Path(__file__).resolve().parents[1] / "cases" / "claim_review.json"
NEWSROOM = Publisher("The Harbour Post", "https://checks.example")
ADDRESS = "https://checks.example/checks/2024-05-03-a-bridge/6f1c/"


def record(**changed: Any) -> dict[str, Any]:
    return json.loads(CASE.read_text("utf-8"))["record"] | changed


def review(**changed: Any) -> dict[str, Any]:
    return claim_review(record(**changed), ADDRESS, NEWSROOM)


def verdict(**rating: Any) -> dict[str, Any]:
    frozen = record()["verdict"]
    return frozen | {"rating": frozen["rating"] | rating}


def test_a_record_becomes_the_review_that_was_read_by_a_person() -> None:
    assert review() == json.loads(CASE.read_text("utf-8"))["review"]


@pytest.mark.parametrize(
    "numbers",
    [
        {"number": None, "worst": 1.0, "best": 5.0},
        {"number": 1.0, "worst": None, "best": None},
        {"number": 3.0, "worst": 3.0, "best": 3.0},
        {"number": 6.0, "worst": 1.0, "best": 5.0},
    ],
)
def test_the_three_numbers_come_together_or_not_at_all(numbers: dict[str, Any]) -> None:
    rating = review(verdict=verdict(**numbers))["reviewRating"]
    assert not {"ratingValue", "worstRating", "bestRating"} & set(rating)
    assert rating["alternateName"] == "Mostly false"


def test_numbers_that_are_not_whole_stay_as_they_are() -> None:
    rating = review(verdict=verdict(number=2.5))["reviewRating"]
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 2.5, 5)


def test_what_is_not_known_is_left_out() -> None:
    told = review(claimant=None, claim_date=None, appearances=[])["itemReviewed"]
    assert set(told) == {"@type", "appearance"}
    person = {"name": "The mayor", "kind": "person", "role": "mayor", "same_as": ""}
    told = review(claimant=person)["itemReviewed"]["author"]
    assert told == {"@type": "Person", "name": "The mayor", "jobTitle": "mayor"}


def test_no_words_can_end_the_script_element() -> None:
    wording = "</script><script>alert(1)</script><!-- & \u2028"
    content = for_script(review(text=wording))
    assert not set("<>&\u2028") & set(content)
    assert json.loads(content)["claimReviewed"] == wording


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_feed_is_json_with_one_item_a_check(number: int) -> None:
    reviews = [review(text=f"Claim {index}") for index in range(number)]
    feed = json.loads(b"".join(data_feed(reviews, f"{ADDRESS}feed", NEWSROOM, "2024-05-09T10:00:00+00:00")))
    assert feed["@type"] == "DataFeed"
    assert [item["item"] for item in feed["dataFeedElement"]] == [[each] for each in reviews]
    assert {item["dateCreated"] for item in feed["dataFeedElement"]} <= {record()["first_published_at"]}

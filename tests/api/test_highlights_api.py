"""Places of a claim through the API, and the answers about those that wait."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from annotations.models import Claim, Highlight
from tests.api.calling import Caller
from tests.make import TEXT, alice, bob, make_claim, make_person, make_policy

pytestmark = pytest.mark.django_db

CLAIM = "The old bridge was built in 1911"
EDITED = TEXT.replace(CLAIM, "The old bridge was built in 1912")


def quote(exact: str) -> dict[str, Any]:
    return {"target": {"selector": {"type": "TextQuoteSelector", "exact": exact}}}


def waiting_claim(api: Caller) -> tuple[Claim, str]:
    """A claim whose year differs in the newest version, and the address of its place there."""
    claim = make_claim()
    assert api.post(f"articles/{claim.article.uid}/versions/", {"text": EDITED}).status_code == 201
    [row] = api.get(f"articles/{claim.article.uid}/waiting/").json()["results"]
    assert (row["claim"], row["needs_confirmation"], row["version"]) == (str(claim.uid), True, 2)
    return claim, f"claims/{claim.uid}/highlights/{row['uid']}/"


def test_a_claim_is_given_another_place_which_is_moved_and_taken_away() -> None:
    claim = make_claim()
    api, path = Caller(bob()), f"claims/{claim.uid}/highlights/"
    made = api.post(path, quote("It cost 12 million euros"))
    assert (made.status_code, made.json()["exact"]) == (201, "It cost 12 million euros")
    assert api.post(path, quote("It cost 12 million euros")).status_code == 422
    assert [row["exact"] for row in api.pages(path)] == [CLAIM, "It cost 12 million euros"]
    place = made["Location"]
    assert api.get(place)["ETag"] == made["ETag"]
    start = made.json()["start"]
    unnamed = api.change(place, {"start": start, "end": start + 7})
    assert (unnamed.status_code, unnamed.json()["field"]) == (422, "version")
    assert api.change(place, {"start": start, "end": start + 7, "version": 7}).json()["field"] == "version"
    moved = api.change(place, {"start": start, "end": start + 7, "version": 1}).json()
    assert (moved["exact"], moved["method"]) == ("It cost", "selected")
    assert api.change(place, {"removed": False}).status_code == 422
    assert api.change(place, {"removed": True, "start": 1, "end": 2}).status_code == 422
    assert api.change(place, {"removed": True}).json()["removed_at"]
    assert api.change(place, quote(CLAIM)).status_code == 409
    [last] = api.pages(path)
    assert api.change(f"{path}{last['uid']}/", {"removed": True}).status_code == 409


def test_places_are_asked_for_at_once(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    claim = make_claim()
    api, path = Caller(bob()), f"claims/{claim.uid}/highlights/?offsets=utf16"
    api.post(path, quote("It cost 12 million euros"))
    with django_assert_max_num_queries(100) as few:
        assert len(api.pages(path)) == 2
    count = len(few)
    for words in ("Nobody was hurt", "the mayor said", "40 ships a day", "3 May 2024"):
        api.post(path, quote(words))
    with django_assert_max_num_queries(count):
        assert len(api.pages(path)) == 6


def test_positions_of_places_are_counted_as_the_client_counts() -> None:
    make_policy()
    text = "Ships\n\n🚢🚢 came in. The quay was empty."
    api = Caller(bob())
    article = api.post("articles/", {"text": text}).json()["uid"]
    claim = api.post("claims/", {"article": article, **quote("came in")}).json()["uid"]
    made = api.post(f"claims/{claim}/highlights/?offsets=utf16", quote("The quay")).json()
    assert made["start"] == text.index("The quay") + 2
    moved = api.patch(
        f"claims/{claim}/highlights/{made['uid']}/?offsets=utf16",
        {"version": 1, "start": made["start"] + 4, "end": made["end"]},
        If_Match="*",
    )
    assert moved.json()["exact"] == "quay"


@pytest.mark.parametrize(
    ("answer", "waits", "method", "words"),
    [
        ({"answer": "same"}, False, "edited", "The old bridge was built in 1912"),
        ({"answer": "place", **quote("built in 1912")}, False, "selected", "built in 1912"),
        ({"answer": "gone"}, False, "lost", CLAIM),
        ({"answer": "other"}, False, "lost", CLAIM),
    ],
)
def test_a_place_that_waits_is_answered_and_the_answer_taken_back(
    answer: dict[str, Any], waits: bool, method: str, words: str
) -> None:
    api = Caller(bob())
    claim, path = waiting_claim(api)
    etag = api.get(path)["ETag"]
    answered = api.post(f"{path}answer/", answer, If_Match=etag)
    assert answered.status_code == 200, answered.content
    shape = answered.json()
    assert (shape["needs_confirmation"], shape["method"], shape["exact"]) == (waits, method, words)
    assert api.get(f"articles/{claim.article.uid}/waiting/").json()["results"] == []
    others = Claim.objects.exclude(pk=claim.pk).filter(state="spotted")
    assert others.count() == (answer["answer"] == "other")
    assert api.post(f"{path}answer/", {"answer": "gone"}, If_Match=etag).status_code == 412
    assert api.post(f"{path}answer/", {"answer": "reopen"}).json()["needs_confirmation"] is True
    assert not others.exists()


def test_answers_that_say_too_little_or_too_much_are_refused() -> None:
    api = Caller(bob())
    _, path = waiting_claim(api)
    assert api.post(f"{path}answer/", {"answer": "place"}).status_code == 422
    assert api.post(f"{path}answer/", {"answer": "same", **quote("1912")}).json()["field"] == "answer"
    assert api.post(f"{path}answer/", {"answer": "reopen"}).status_code == 409
    readers = Caller(make_person("rita", "reader"))
    assert readers.post(f"{path}answer/", {"answer": "same"}).status_code == 403
    assert Highlight.objects.get(version__number=2).needs_confirmation
    assert Caller(alice(), "read").post(f"{path}answer/", {"answer": "same"}).status_code == 403

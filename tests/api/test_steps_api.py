"""A claim's life through the API."""

import pytest

from annotations.api.views.steps import BODIES, DOORS
from annotations.workflow import DeclineReason, Step
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def test_every_step_has_a_door_but_the_one_that_begins() -> None:
    assert set(DOORS) == set(BODIES) == set(Step) - {Step.MARK}


def test_a_claim_goes_from_marked_to_published_and_is_corrected_and_retracted() -> None:
    claim = make_claim()
    bobs, alices = Caller(bob()), Caller(alice())
    path = f"claims/{claim.uid}/"
    source = bobs.post("sources/", {"title": "Harbour yearbook 2023", "type": "book"}).json()
    bobs.post(f"{path}evidence/", {"source": source["uid"], "stance": "supports", "locator": "12"})
    first = bobs.post(f"{path}assessments/", {"rating": "true", "rationale": "The yearbook says so."})
    assert first.status_code == 201
    assert first.json()["rating"]["name"] == "True"
    assert bobs.post(f"{path}assessments/", {"confidence": "high"}).status_code == 200
    assert bobs.step(claim, "submit").json()["verdict"]["rating"]["key"] == "true"
    bobs.step(claim, "explain", explanation="The **yearbook** gives 1911.", summary="It was 1911.")
    agent = bobs.post("agents/", {"name": "The Courier", "kind": "organisation"}).json()
    bobs.change(path, {"claimant": agent["uid"]})
    assert bobs.step(claim, "publish").status_code == 403
    assert alices.step(claim, "publish").json()["state"] == "published"
    assert Caller().get(f"checks/{claim.uid}/").json()["verdict"]["summary"] == "It was 1911."
    corrected = alices.step(claim, "correct", kind="correction", text="It was 1912.", rating="mixed")
    assert corrected.json()["verdict"]["rating"]["key"] == "mixed"
    record = Caller().get(f"checks/{claim.uid}/").json()
    assert (record["number"], record["corrections"][0]["text"]) == (2, "It was 1912.")
    assert alices.step(claim, "retract", reason="We had the wrong bridge.").json()["state"] == "retracted"
    gone = Caller().get(f"checks/{claim.uid}/")
    assert (gone.status_code, gone.json()["detail"]) == (410, "We had the wrong bridge.")
    numbers = [row["number"] for row in bobs.get(f"{path}publications/").json()["results"]]
    assert numbers == [2, 1]


def test_what_a_step_still_lacks_is_said_before_and_when_it_is_tried() -> None:
    claim = make_claim()
    api = Caller(bob())
    offers = {row["step"]: row for row in api.get(f"claims/{claim.uid}/steps/").json()["steps"]}
    assert set(offers) == {"take", "decline", "submit", "remove"}
    assert [row["guard"] for row in offers["submit"]["missing"]] == ["rated", "enough_evidence"]
    answer = api.step(claim, "submit")
    assert (answer.status_code, answer.json()["code"]) == (409, "step_not_allowed")
    assert answer.json()["missing"] == ["rated", "enough_evidence"]
    elsewhere = Caller(alice()).step(claim, "publish")
    assert "submit" in elsewhere.json()["steps"]


@pytest.mark.parametrize("body", [{}, {"step": "mark"}, {"step": 7}, {"step": ["take"]}, []])
def test_an_unknown_step_is_refused_and_the_known_ones_are_named(body: object) -> None:
    claim = make_claim()
    answer = Caller(bob()).post(f"claims/{claim.uid}/steps/", body)
    assert (answer.status_code, answer.json()["field"]) == (422, "step")


def test_steps_take_what_they_need_and_nothing_else() -> None:
    claim = make_claim()
    api = Caller(alice())
    assert api.step(claim, "take", reason="x").json()["errors"][0]["field"] == "reason"
    assert api.step(claim, "decline").json()["field"] == "reason"
    assert api.step(claim, "decline", reason="boring").status_code == 422
    assigned = api.step(claim, "assign", assignee=str(bob().uid), due="2030-01-31T12:00:00Z").json()
    assert (assigned["assignee"]["username"], assigned["due"]) == ("bob", "2030-01-31T12:00:00Z")
    declined = api.step(claim, "decline", reason=DeclineReason.OPINION).json()
    assert declined["declined_reason"] == "opinion"
    assert api.step(claim, "reopen").json()["round"] == 2


def test_a_step_may_be_tied_to_what_was_read() -> None:
    claim = make_claim()
    api = Caller(bob())
    etag = api.get(f"claims/{claim.uid}/")["ETag"]
    api.post(f"claims/{claim.uid}/comments/", {"body": "Wait."})
    answer = api.post(f"claims/{claim.uid}/steps/", {"step": "take"}, If_Match=etag)
    assert answer.status_code == 412
    assert api.get(f"claims/{claim.uid}/").json()["state"] == "spotted"


def test_a_second_reader_agrees_or_disputes_and_an_editor_decides() -> None:
    policy = make_policy(name="Second pair of eyes", second_read="open", is_default=False)
    claim = make_claim(make_article(policy=policy))
    make_submitted(claim, "true", by=bob())
    dora = Caller(make_person("dora"))
    dora.post(f"claims/{claim.uid}/assessments/", {"rating": "false", "rationale": "It says 1912."})
    assert dora.step(claim, "second").json()["state"] == "disputed"
    alices = Caller(alice())
    decided = alices.step(claim, "adjudicate", rating="true", reasons="The plaque agrees.").json()
    assert (decided["state"], decided["verdict"]["decided_how"]) == ("approved", "adjudication")
    sent_back = alices.step(claim, "send_back", comment="Look again.").json()
    assert (sent_back["state"], sent_back["verdict"]) == ("checking", None)


def test_a_rating_of_another_scale_is_refused_and_the_right_ones_are_named() -> None:
    claim = make_claim()
    answer = Caller(bob()).post(f"claims/{claim.uid}/assessments/", {"rating": "half-true"})
    assert answer.status_code == 422
    assert "mixed" in answer.json()["detail"]


def test_only_publishing_makes_a_check() -> None:
    claim = make_claim()
    make_evidence(claim)
    assert Caller().get(f"checks/{claim.uid}/").status_code == 404
    assert Caller().get("checks/").json()["results"] == []
    published = make_published()
    assert [row["uid"] for row in Caller().pages("checks/")] == [str(published.uid)]

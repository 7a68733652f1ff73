"""Links between claims, withdrawn sources, and the staleness that comes of them, through the API."""

import pytest

from annotations.actions.publications import correct_claim
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.claims import claim_shapes
from annotations.exports.table import COLUMNS
from annotations.models import Claim, Role, Verb
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"


def test_claims_are_linked_and_the_links_taken_away() -> None:
    one, other = make_claim(), make_claim(make_article(), COST)
    api, path = Caller(bob()), f"claims/{one.uid}/links/"
    made = api.post(path, {"to_claim": str(other.uid), "kind": "depends_on"}, Idempotency_Key="a")
    assert made.status_code == 201
    assert made.json()["to_claim"]["text"] == COST
    again = api.post(path, {"to_claim": str(other.uid), "kind": "depends_on"}, Idempotency_Key="a")
    assert again["Idempotent-Replayed"] == "true"
    assert api.post(path, {"to_claim": str(other.uid), "kind": "depends_on"}).status_code == 409
    assert api.post(path, {"to_claim": str(one.uid), "kind": "repeats"}).status_code == 422
    assert api.post(path, {"to_claim": str(other.uid), "kind": "is"}).json()["field"] == "kind"
    for claim in (one, other):
        [link] = api.pages(f"claims/{claim.uid}/links/")
        assert (link["from_claim"]["uid"], link["to_claim"]["uid"]) == (str(one.uid), str(other.uid))
    own = made["Location"]
    assert api.get(own)["ETag"] == made["ETag"]
    reader = Caller(make_person("rita", Role.READER))
    assert reader.delete(own).status_code == 403
    assert Caller(bob(), "read").delete(own).status_code == 403
    assert api.delete(own).status_code == 204
    assert api.delete(own).status_code == 409
    assert api.pages(path) == []
    assert api.get(own).json()["removed_at"]
    assert api.get(f"claims/{make_claim(one.article).uid}/links/{made.json()['uid']}/").status_code == 404


def test_a_source_is_withdrawn_and_stands_again() -> None:
    source = make_source()
    claim = make_claim()
    make_evidence(claim, source=source)
    make_submitted(claim)
    api, path = Caller(bob()), f"sources/{source.uid}/"
    etag = api.get(path)["ETag"]
    assert api.post(f"{path}withdraw/", {}).json()["field"] == "why"
    assert api.post(f"{path}reinstate/", {"why": "It stands."}).status_code == 409
    why = {"why": "Its publisher took it back."}
    withdrawn = api.post(f"{path}withdraw/", why, If_Match=etag)
    assert withdrawn.status_code == 200
    assert withdrawn.json()["withdrawn_why"] == why["why"]
    assert api.post(f"{path}withdraw/", why, If_Match=etag).status_code == 412
    [stale] = api.pages("claims/?stale=true")
    assert stale["uid"] == str(claim.uid)
    assert stale["evidence"][0]["source"]["withdrawn_at"]
    assert [(entry["kind"], entry["source"]) for entry in stale["stale_reasons"]] == [
        ("source_withdrawn", str(source.uid))
    ]
    assert api.get("claims/?stale=perhaps").status_code == 400
    shape = next(claim_shapes(Claim.objects.filter(pk=claim.pk), Recipient(bob())))
    assert COLUMNS["stale_reasons"](shape) == "A source that it rests on was withdrawn."
    told = api.get("events/?verb=claim_went_stale").json()["results"]
    assert [event["claim"] for event in told] == [str(claim.uid)]
    assert api.post(f"{path}reinstate/", {"why": "The wrong volume."}).json()["withdrawn_at"] is None
    assert api.pages("claims/?stale=true") == []
    assert len(api.pages("claims/?stale=false")) == 1


def test_who_may_not_know_a_source_does_not_withdraw_it() -> None:
    source = make_source(title="Jane Roe", terms="background")
    answer = Caller(make_person("dora")).post(f"sources/{source.uid}/withdraw/", {"why": "She did."})
    assert answer.status_code == 403


def test_what_rests_on_a_corrected_check_says_so_and_the_check_can_be_followed() -> None:
    basis = make_published()
    claim = make_submitted(make_claim(make_article(), COST))
    api = Caller(bob())
    api.post(f"claims/{claim.uid}/links/", {"to_claim": str(basis.uid), "kind": "repeats"})
    correct_claim(basis, by=alice(), kind="update", text="A later volume is out.")
    stale = api.get(f"claims/{claim.uid}/").json()
    assert [(entry["kind"], entry["claim"]) for entry in stale["stale_reasons"]] == [
        ("claim_corrected", str(basis.uid))
    ]
    assert Verb.CLAIM_WENT_STALE in [event["verb"] for event in api.pages(f"claims/{claim.uid}/events/")]
    [public] = Caller().get("checks/").json()["results"]
    assert "stale" not in str(public)

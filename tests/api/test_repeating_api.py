"""The same claim met again, and the names a program needs to know, through the API."""

import pytest

from annotations.models import Claim, Role
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_claim,
    make_person,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"


def test_of_one_article_the_earlier_claim_is_the_answer_and_one_undo_brings_back() -> None:
    earlier = make_submitted(make_claim(words=COST))
    claim = make_claim(earlier.article)
    api, path = Caller(bob()), f"claims/{claim.uid}/"
    answer = api.post(f"{path}repeat/", {"to": str(earlier.uid)}, If_Match=api.get(path)["ETag"])
    assert answer.status_code == 200
    told = answer.json()
    assert (told["uid"], len(told["highlights"])) == (str(earlier.uid), 2)
    assert told["repeated"] == {"link": None, "copied": 0, "left_out": 0}
    assert answer["ETag"] == api.get(f"claims/{earlier.uid}/")["ETag"]
    assert api.get(path).json()["merged_into"] == str(earlier.uid)
    assert api.post(f"articles/{claim.article.uid}/undo/", {}).status_code == 200
    assert api.get(path).json()["state"] == "spotted"


def test_of_another_article_it_takes_wording_and_sources_in_one_deed() -> None:
    earlier = make_published()
    claim = make_claim(make_article(), COST)
    api, path = Caller(bob()), f"claims/{claim.uid}/"
    body = {"to": str(earlier.uid)}
    told = api.post(f"{path}repeat/", body, Idempotency_Key="k").json()
    assert (told["uid"], told["text"]) == (str(claim.uid), earlier.text)
    assert (told["repeated"]["copied"], told["verdict"]) == (1, None)
    links = api.get(f"{path}links/").json()["results"]
    assert [link["uid"] for link in links] == [told["repeated"]["link"]]
    assert api.post(f"{path}repeat/", body, Idempotency_Key="k").json() == told
    assert api.post(f"{path}repeat/", body).status_code == 409
    api.post(f"articles/{claim.article.uid}/undo/", {})
    claim = Claim.objects.get(pk=claim.pk)
    assert (claim.text, claim.living_evidence()) == (COST, [])


def test_what_cannot_be_repeated_is_refused_by_name() -> None:
    claim, earlier = make_claim(), make_claim()
    api, path = Caller(bob()), f"claims/{claim.uid}/repeat/"
    for body, field in (
        ({}, "to"),
        ({"to": "7"}, "to"),
        ({"to": str(claim.uid)}, "to"),
        ({"earlier": "7"}, "earlier"),
    ):
        answer = api.post(path, body)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    body = {"to": str(earlier.uid)}
    assert api.post(path, body, If_Match='"other"').status_code == 412
    assert Caller(make_person("rita", Role.READER)).post(path, body).status_code == 403
    assert Caller(carol()).post(path, body).status_code == 404
    assert not earlier.links_in.exists()


def test_colleagues_tags_and_policies_can_be_looked_up() -> None:
    claim = make_claim(tags=["port", "bridge"])
    make_person("bella", name="Dora Berg", is_active=False)
    api = Caller(make_person("rita", Role.READER), "read")
    alice()
    assert [row["username"] for row in api.pages("people/?page_size=2")] == ["alice", "bella", "bob", "rita"]
    assert [row["username"] for row in api.pages("people/?q=b")] == ["bella", "bob"]
    assert [row["role"] for row in api.pages("people/?q=b&is_active=true")] == ["checker"]
    assert api.pages("people/?role=editor")[0]["uid"] == str(alice().uid)
    assert api.pages("tags/") == [{"name": "bridge"}, {"name": "port"}]
    assert [row["uid"] for row in api.pages("policies/")] == [str(claim.policy.uid)]
    for path in ("people/", "tags/", "policies/"):
        assert Caller(carol(), "read").get(path).json()["results"] == []
        assert Caller().get(path).status_code == 401

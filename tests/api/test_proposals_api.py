"""Proposals and clearances through the API."""

import pytest

from annotations.actions.proposals import propose_words
from annotations.actions.sentences import dismiss_sentence
from annotations.models import Scope, SentenceKind
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

BILL = "It cost 12 million euros, twice as much as planned."


def test_words_are_proposed_changed_decided_and_opened_again() -> None:
    claim = make_claim(words=BILL)
    evidence = make_evidence(claim, locator="12")
    bobs, alices = Caller(bob()), Caller(alice())
    path = f"claims/{claim.uid}/proposals/"
    body = {
        "words_now": "12 million euros",
        "words_proposed": "13 million euros",
        "evidence": str(evidence.uid),
    }
    made = bobs.post(path, body)
    assert (made.status_code, made.json()["state"], made.json()["version"]) == (201, "open", 1)
    assert made.json()["evidence"]["source"]["title"] == "Harbour yearbook 2023"
    one = f"{path}{made.json()['uid']}/"
    assert made["Location"].endswith(one)
    assert bobs.change(one, {"why": "The bill.", "evidence": None}).json()["evidence"] is None
    assert bobs.change(one, {"state": "accepted"}).status_code == 403
    assert alices.change(one, {"state": "refused"}).json()["field"] == "why"
    refused = alices.change(one, {"state": "refused", "decided_why": "It was 12."}).json()
    assert (refused["state"], refused["decided_why"], refused["decided_by"]["username"]) == (
        "refused",
        "It was 12.",
        "alice",
    )
    assert alices.change(one, {"state": "open"}).json()["decided_by"] is None
    assert alices.change(one, {"state": "accepted"}).json()["state"] == "accepted"
    assert alices.change(one, {"state": "done"}).json()["done_in"] == 1
    listed = alices.get(f"articles/{claim.article.uid}/proposals/?state=done").json()["results"]
    assert [row["uid"] for row in listed] == [made.json()["uid"]]
    assert alices.get(f"{path}?state=open").json()["results"] == []


def test_who_proposed_takes_it_back_and_nobody_else_may() -> None:
    claim = make_claim(words=BILL)
    path = f"claims/{claim.uid}/proposals/"
    one = f"{path}{Caller(bob()).post(path, {'words_proposed': ''}).json()['uid']}/"
    other = Caller(make_person("dora"))
    assert other.change(one, {"state": "refused"}).status_code == 403
    assert other.change(one, {"why": "Hm."}).status_code == 403
    assert Caller(bob()).change(one, {"state": "refused"}).json()["decided_why"] == "Taken back."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "words_proposed"),
        ({"words_proposed": BILL}, "words_proposed"),
        ({"words_proposed": "x", "words_now": "40 ships"}, "words_now"),
        ({"words_proposed": "x", "state": "done"}, "state"),
    ],
)
def test_what_cannot_be_proposed_is_refused_naming_the_field(body: dict[str, str], field: str) -> None:
    answer = Caller(bob()).post(f"claims/{make_claim(words=BILL).uid}/proposals/", body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_decision_comes_by_itself() -> None:
    claim = make_claim(words=BILL)
    path = f"claims/{claim.uid}/proposals/"
    one = f"{path}{Caller(bob()).post(path, {'words_proposed': ''}).json()['uid']}/"
    for body in ({"state": "accepted", "why": "x"}, {"decided_why": "x"}):
        assert Caller(alice()).change(one, body).status_code == 422


def test_a_blind_reader_finds_no_proposal() -> None:
    claim = make_claim(make_blind_article(), words=BILL)
    path = f"claims/{make_submitted(claim).uid}/proposals/"
    uid = Caller(bob()).post(path, {"words_proposed": ""}).json()["uid"]
    blind = Caller(alice())
    assert blind.get(path).json()["results"] == []
    assert blind.get(f"{path}{uid}/").status_code == 404
    assert blind.get(f"articles/{claim.article.uid}/clearance/").json()["missing"]["proposals"] == 0


def test_the_source_of_a_proposal_is_named_to_who_may_know_it() -> None:
    claim = make_claim(words=BILL)
    secret = make_source(title="Talk with Zacharias Quill", terms="background")
    evidence = make_evidence(claim, source=secret, quotation="I, Quill, was there")
    propose_words(claim, by=bob(), words_proposed="It cost 13 million euros.", evidence=evidence)
    for path in (f"claims/{claim.uid}/proposals/", f"articles/{claim.article.uid}/proposals/"):
        assert "Quill" not in Caller(make_person(f"dora{len(path)}")).get(path).content.decode()
        knowing = Caller(bob(), "write", Scope.CONFIDENTIAL)
        assert "Zacharias Quill" in knowing.get(path).content.decode()


def test_an_article_is_cleared_when_nothing_is_missing_and_the_clearance_taken_back() -> None:
    claim = make_submitted(make_claim(words=BILL))
    version = claim.article.current_version()
    path = f"articles/{claim.article.uid}/clearance/"
    api = Caller(alice())
    refused = api.post(path, {"version": 1})
    assert (refused.status_code, refused.json()["missing"]) == (409, {"sentences": 6})
    for sentence in version.sentences.with_kind().filter(state=SentenceKind.OPEN):  # type: ignore[misc]
        dismiss_sentence(sentence, by=bob())
    assert Caller(bob()).post(path, {"version": 1}).status_code == 403
    assert api.post(path, {"version": 7}).json()["field"] == "version"
    cleared = api.post(path, {"version": 1})
    assert (cleared.status_code, cleared.json()["clearance"]["by"]["username"]) == (201, "alice")
    assert api.get(f"articles/{claim.article.uid}/").json()["status"] == "cleared"
    assert api.post(path, {"version": 1}).status_code == 409
    assert api.delete(path).status_code == 204
    shown = api.get(path).json()
    assert shown["clearance"] is None
    assert [row["void_why"] for row in shown["ended"]] == ["Taken back."]
    assert api.delete(path).status_code == 409

"""Undo and redo through the API."""

import pytest

from annotations.actions.comments import add_comment
from annotations.actions.undoing import past_of
from annotations.models import Scope
from annotations.workflow import State
from tests.api.calling import Caller
from tests.make import alice, bob, carol, make_claim, make_evidence

pytestmark = pytest.mark.django_db


def test_the_last_thing_one_did_is_taken_back_and_done_again() -> None:
    claim = make_claim()
    make_evidence(claim)
    bobs, path = Caller(bob()), f"articles/{claim.article.uid}/"
    undo = past_of(claim.article, bob()).undo
    assert undo is not None
    told = bobs.post(f"{path}undo/", {"deed": undo.deed})
    assert (told.status_code, told.json()["words"], told.json()["left"]) == (200, "add the source", 0)
    (event,) = told.json()["events"]
    assert (event["verb"], event["undoes"]) == ("evidence_removed", undo.deed)
    again = bobs.post(f"{path}undo/", {"deed": undo.deed})
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "This was done already. The next to undo: mark the claim.",
    )
    assert bobs.post(f"{path}redo/", {}).json()["events"][0]["verb"] == "evidence_restored"
    assert bobs.post(f"{path}redo/", {}).status_code == 409


def test_nobody_takes_back_what_is_not_theirs() -> None:
    claim = make_claim()
    add_comment(claim, by=alice(), body="Hm.")
    path = f"articles/{claim.article.uid}/undo/"
    assert Caller(carol()).post(path, {}).status_code == 404
    assert Caller(bob(), Scope.READ).post(path, {}).status_code == 403
    assert "alice has changed this since" in Caller(bob()).post(path, {}).json()["detail"]
    assert Caller(alice()).post(path, {}).json()["words"] == "comment"
    claim.refresh_from_db()
    assert claim.state == State.SPOTTED

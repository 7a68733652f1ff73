"""Giving claims, asking for readings, holding to verdicts, dismissing sentences, and files of an article."""

import pytest
from django.test import Client

from annotations.actions.claims import describe_claim
from annotations.models import Event
from tests.api.calling import BASE, Caller
from tests.make import (
    TEXT,
    alice,
    bob,
    carol,
    make_article,
    make_blind_article,
    make_claim,
    make_person,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def test_an_editor_gives_several_claims_at_once_and_takes_it_back() -> None:
    article = make_article()
    claims = [make_claim(article), make_claim(article, "It cost 12 million euros")]
    body = {"claims": [str(claim.uid) for claim in claims], "assignee": str(bob().uid)}
    assert Caller(bob()).post("claims/assign/", body).status_code == 403
    api = Caller(alice())
    given = api.post("claims/assign/", body, Idempotency_Key="k").json()
    assert set(given["claims"]) == set(body["claims"])
    assert api.post("claims/assign/", body, Idempotency_Key="k").json() == given
    assert api.post("claims/assign/", body).status_code == 409
    assert {row["assignee"]["username"] for row in api.pages("claims/")} == {"bob"}
    unknown = "00000000-0000-4000-8000-000000000000"
    refused = api.post("claims/assign/", body | {"claims": [*body["claims"], unknown]})
    assert (refused.status_code, refused.json()["field"]) == (422, "claims")
    assert unknown in refused.json()["detail"]
    api.post(f"articles/{article.uid}/undo/", {})
    assert Event.objects.filter(verb="claim_unassigned").exists()


def test_a_colleague_is_asked_for_the_second_reading() -> None:
    claim = make_submitted(make_claim(make_blind_article()))
    dora = make_person("dora")
    api, path = Caller(bob()), f"claims/{claim.uid}/ask/"
    assert api.post(path, {"reader": str(bob().uid)}).json()["field"] == "reader"
    assert api.post(path, {"reader": str(dora.uid)}).status_code == 200
    [notice] = Caller(dora).get("notifications/").json()["results"]
    assert notice["verb"] == "reading_asked"
    assert api.post(path, {"reader": str(carol().uid)}).status_code == 422


def test_a_stale_verdict_is_said_to_hold_by_who_checks_it() -> None:
    claim = make_submitted()
    claim = describe_claim(claim, by=bob(), row_version=claim.row_version, text="It was built in 1910.")
    api, path = Caller(bob()), f"claims/{claim.uid}/"
    etag = api.get(path)["ETag"]
    assert Caller(make_person("dora")).post(f"{path}hold/", {"reason": "So."}).status_code == 403
    assert api.post(f"{path}hold/", {"reason": ""}).json()["field"] == "reason"
    assert api.post(f"{path}hold/", {"reason": "A slip."}, If_Match=etag).json()["stale_since"] is None
    assert api.post(f"{path}hold/", {"reason": "A slip."}, If_Match=etag).status_code == 412
    assert api.post(f"{path}hold/", {"reason": "A slip."}).status_code == 409


def test_sentences_are_dismissed_and_opened_again() -> None:
    article = make_article()
    api, path = Caller(bob()), f"articles/{article.uid}/"
    rows = api.get(f"{path}coverage/").json()["open_sentences"]
    body = {"sentences": [row["uid"] for row in rows[:2]]}
    covered = api.post(f"{path}sentences/dismiss/", {**body, "reason": "Greeting."}).json()
    assert (covered["nothing_to_check"], covered["open"]) == (2, len(rows) - 2)
    assert api.post(f"{path}sentences/reopen/", body).json()["open"] == len(rows)
    assert api.post(f"{path}sentences/reopen/", body).status_code == 409
    elsewhere = api.post(f"articles/{make_article().uid}/sentences/dismiss/", body)
    assert (elsewhere.status_code, elsewhere.json()["field"]) == (422, "sentences")
    for wrong in ([], [7], "x", [body["sentences"][0]] * 501):
        answer = api.post(f"{path}sentences/dismiss/", {"sentences": wrong})
        assert (answer.status_code, answer.json()["field"].split(".")[0]) == (422, "sentences")
    readers = Caller(make_person("rita", "reader"))
    assert readers.post(f"{path}sentences/dismiss/", body).status_code == 403


def test_a_dossier_is_one_file_and_that_it_was_taken_is_recorded() -> None:
    claim = make_claim()
    answer = Caller(bob(), "read").get(f"articles/{claim.article.uid}/dossier/")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="dossier-')
    assert claim.text in answer.content.decode()
    assert Event.objects.get(verb="exported").data["format"] == "dossier"
    assert Caller(carol(), "read").get(f"articles/{claim.article.uid}/dossier/").status_code == 404


def test_original_bytes_go_to_a_session_or_an_editors_token() -> None:
    path = f"articles/{make_article().uid}/versions/1/original/"
    answer = Caller(alice(), "read").get(path)
    assert (answer.status_code, answer.content) == (200, TEXT.encode())
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert Caller(bob()).get(path).status_code == 403
    browser = Client()
    browser.force_login(bob())
    assert browser.get(BASE + path).content == TEXT.encode()
    assert Caller().get(path).status_code == 401
    assert Caller(carol()).get(path).status_code == 404

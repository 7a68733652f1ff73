"""If-Match: of two who write at once the second is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from annotations.models import Claim, Person
from tests.api.calling import Caller, openapi
from tests.make import alice, bob, make_claim, make_evidence, make_person, make_published, make_submitted

CORRECT = {"step": "correct", "kind": "update", "text": "A newer edition is out."}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tied", [True, False])
def test_of_two_who_correct_at_once_one_is_told(tied: bool) -> None:
    openapi()
    claim = make_published()
    callers = [Caller(alice()), Caller(make_person("erin", "editor"))]
    headers = {"If_Match": callers[0].get(f"claims/{claim.uid}/")["ETag"]} if tied else {}

    def correct(api: Caller) -> int:
        try:
            return api.post(f"claims/{claim.uid}/steps/", CORRECT, **headers).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(correct, callers)) == [200, 412 if tied else 428]
    assert claim.publications.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_a_claim_at_once_one_is_told() -> None:
    openapi()
    claim = make_claim()
    given = {alice(): bob(), make_person("erin", "editor"): make_person("dora")}
    callers = [(Caller(editor), checker) for editor, checker in given.items()]

    def assign(editor: Caller, checker: Person) -> int:
        try:
            return int(editor.step(claim, "assign", assignee=str(checker.uid)).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(assign, *zip(*callers, strict=True))) == [200, 428]


@pytest.mark.django_db
def test_who_has_a_claim_is_changed_only_by_who_has_read_it() -> None:
    claim, dora = make_claim(), make_person("dora")
    path = f"claims/{claim.uid}/steps/"
    editor, other, checker = Caller(alice()), Caller(make_person("erin", "editor")), Caller(bob())
    to_bob, to_dora = ({"step": "assign", "assignee": str(person.uid)} for person in (bob(), dora))
    assert [editor.post(path, to_dora).status_code, editor.post(path, to_bob).status_code] == [200, 200]
    assert checker.step(claim, "take").json()["code"] == "step_not_allowed"
    for answer in (other.post(path, to_dora), Caller(dora).step(claim, "take")):
        assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")
    etag = other.get(f"claims/{claim.uid}/")["ETag"]
    assert other.post(path, to_dora, If_Match=etag).json()["assignee"]["username"] == "dora"
    assert editor.post(path, to_bob, If_Match=etag).status_code == 412


@pytest.mark.django_db
def test_several_claims_are_given_by_who_has_read_whose_they_are() -> None:
    one, other, free = (
        make_claim(words=words) for words in ("The old bridge", "It cost 12 million euros", "Nobody was hurt")
    )
    dora, editor, second = make_person("dora"), Caller(alice()), Caller(make_person("erin", "editor"))
    both = {"claims": [str(one.uid), str(other.uid)]}
    assert editor.post("claims/assign/", both | {"assignee": str(bob().uid)}).status_code == 200
    assert editor.post("claims/assign/", both | {"assignee": str(alice().uid)}).status_code == 200
    body = {"claims": [*both["claims"], str(free.uid)], "assignee": str(dora.uid)}
    refused = second.post("claims/assign/", body).json()
    assert (refused["code"], refused["field"], refused["claims"]) == (
        "precondition_required",
        "seen",
        sorted(both["claims"]),
    )
    seen = max(row["changed"] for row in second.pages("claims/"))
    editor.post("claims/assign/", {"claims": body["claims"][:1], "assignee": str(bob().uid)})
    late = second.post("claims/assign/", body | {"seen": seen})
    assert (late.status_code, late.json()["claims"]) == (412, both["claims"][:1])
    assert Claim.objects.filter(assignee=dora).count() == 0
    seen = max(row["changed"] for row in second.pages("claims/"))
    assert len(second.post("claims/assign/", body | {"seen": seen}).json()["claims"]) == 3


@pytest.mark.django_db
def test_words_that_a_colleague_wrote_are_replaced_only_by_who_has_read_them() -> None:
    claim = make_submitted()
    path = f"claims/{claim.uid}/steps/"
    bobs, alices = Caller(bob()), Caller(alice())
    words = {"step": "explain", "explanation": "It was 1911."}
    assert [bobs.post(path, words).status_code, bobs.post(path, words).status_code] == [200, 200]
    refused = alices.post(path, words)
    assert (refused.status_code, refused.json()["code"]) == (428, "precondition_required")
    etag = alices.get(f"claims/{claim.uid}/")["ETag"]
    assert alices.post(path, words, If_Match=etag).status_code == 200
    assert alices.post(path, words | {"summary": "A year late."}, If_Match=etag).status_code == 200
    assert bobs.post(path, words, If_Match=etag).status_code == 412


@pytest.mark.django_db
def test_a_change_that_is_sent_again_with_its_key_is_answered_though_the_etag_is_old_by_then() -> None:
    claim = make_claim()
    api, path = Caller(bob()), f"claims/{claim.uid}/"
    headers = {"If_Match": api.get(path)["ETag"], "Idempotency_Key": "k"}
    first, again = (api.patch(path, {"text": "Anew."}, **headers) for _ in range(2))
    assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])
    assert again["Idempotent-Replayed"] == "true"
    assert api.patch(path, {"text": "Other."}, **headers).status_code == 422


@pytest.mark.django_db
def test_what_is_taken_away_may_be_tied_to_what_was_read() -> None:
    one, other = make_claim(), make_claim(words="It cost 12 million euros")
    api = Caller(bob())
    body = {"to_claim": str(other.uid), "kind": "repeats"}
    path = api.post(f"claims/{one.uid}/links/", body)["Location"]
    assert api.call("DELETE", path, If_Match='"other"').status_code == 412
    gone = api.call("DELETE", path, If_Match=api.get(path)["ETag"], Idempotency_Key="k")
    assert (gone.status_code, gone.content) == (204, b"")
    assert api.call("DELETE", path, Idempotency_Key="k")["Idempotent-Replayed"] == "true"
    assert api.call("DELETE", path).status_code == 409
    assert api.get(f"claims/{one.uid}/links/").json()["results"] == []


@pytest.mark.django_db
def test_what_is_compared_is_all_that_is_shown_and_not_the_row_alone() -> None:
    claim = make_claim()
    api, path = Caller(bob()), f"claims/{claim.uid}/"
    etag = api.get(path)["ETag"]
    make_evidence(claim)
    assert api.patch(path, {"text": "Anew."}, If_Match=etag).status_code == 412
    assert api.patch(path, {"text": "Anew."}).status_code == 428

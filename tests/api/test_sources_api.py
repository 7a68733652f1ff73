"""Sources, evidence, comments, agents and ratings through the API."""

import pytest

from annotations.actions.sources import describe_source, store_snapshot
from annotations.models import Scope
from tests.api.calling import Caller
from tests.make import alice, bob, make_claim, make_evidence, make_person, make_source

pytestmark = pytest.mark.django_db


def test_a_source_is_described_as_a_csl_item() -> None:
    api = Caller(bob())
    body = {
        "type": "report",
        "title": "Harbour yearbook",
        "author": [{"family": "Berg", "given": "Ida"}, {"literal": "Harbour Office"}],
        "issued": "2023-05",
        "url": "https://harbour.example/yearbook.pdf",
        "tier": "primary",
    }
    answer = api.post("sources/", body)
    assert answer.status_code == 201
    assert body.items() <= answer.json().items()
    path = f"sources/{answer.json()['uid']}/"
    changed = api.change(path, {"publisher": "Harbour Office", "issued": "2023"})
    assert (changed.json()["publisher"], changed.json()["issued"]) == ("Harbour Office", "2023")
    assert api.get(f"{path}snapshots/").json()["results"] == []
    assert len(api.pages("sources/?type=report&tier=primary&q=yearbook")) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"url": "ftp://harbour.example/"}, "url"),
        ({"title": "x", "type": "poem"}, "type"),
        ({"title": "x", "author": ["Berg"]}, "author.0"),
        ({"title": "x", "author": [{"name": "Berg"}]}, "author.name"),
        ({"title": "x", "confidential": "yes"}, "confidential"),
        ({"title": "x" * 501}, "title"),
        ({"title": "x", "added_by": "x"}, "added_by"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused(body: dict[str, object], field: str) -> None:
    answer = Caller(bob()).post("sources/", body)
    assert answer.status_code == 422
    assert answer.json()["field"].split(".")[0] == field.split(".")[0]


def test_a_title_is_one_line_however_it_comes() -> None:
    source, api = make_source(title="Harbour yearbook"), Caller(bob())
    path = f"sources/{source.uid}/"
    shown = api.get(path)
    same = api.patch(path, {"title": " Harbour\n yearbook "}, If_Match=shown["ETag"])
    assert (same.content, same["ETag"]) == (shown.content, shown["ETag"])
    other = api.patch(path, {"title": "Port \n yearbook"}, If_Match=shown["ETag"])
    assert other.json()["title"] == "Port yearbook"


def test_evidence_is_added_changed_taken_away_and_put_back() -> None:
    claim = make_claim()
    source = make_source()
    api = Caller(bob())
    path = f"claims/{claim.uid}/evidence/"
    answer = api.post(path, {"source": str(source.uid), "stance": "refutes", "note": "See *there*."})
    assert answer.status_code == 201
    assert answer.json()["note_html"] == "<p>See <em>there</em>.</p>"
    one = f"{path}{answer.json()['uid']}/"
    changed = api.change(one, {"stance": "supports", "locator_label": "page", "locator": "12"})
    assert (changed.json()["stance"], changed.json()["locator"]) == ("supports", "12")
    assert api.change(one, {"removed": True}).json()["removed_at"]
    assert api.pages(path) == []
    assert api.change(one, {"removed": False}).json()["removed_at"] is None
    assert api.change(one, {"removed": True, "locator": "1"}).status_code == 422
    assert api.post(path, {"source": "00000000-0000-4000-8000-000000000000"}).status_code == 422
    assert api.post(path, {"source": str(source.uid), "stance": "whatever"}).json()["field"] == "stance"


def test_evidence_names_the_copy_it_rests_on_to_who_may_know_the_source() -> None:
    source = make_source(url="https://port.example/yearbook")
    copy = {"text": "1911", "media_type": "text/plain", "final_url": source.url, "http_status": 200}
    evidence = make_evidence(make_claim(), source=source)
    path, claim = f"claims/{evidence.claim.uid}/evidence/{evidence.uid}/", f"claims/{evidence.claim.uid}/"
    dora = Caller(make_person("dora"), "write", Scope.CONFIDENTIAL)
    first = dora.get(path)
    assert first.json()["snapshot"] is None
    kept = store_snapshot(source, by=bob(), body=b"1911", **copy)
    store_snapshot(source, by=bob(), body=b"1912", **copy)
    shown = dora.get(path)
    assert shown["ETag"] != first["ETag"]
    [listed] = [row for row in dora.pages(f"sources/{source.uid}/snapshots/") if row["uid"] == str(kept.uid)]
    assert shown.json()["snapshot"] == {name: listed[name] for name in ("uid", "retrieved_at", "sha256")}
    assert dora.get(claim).json()["evidence"][0]["snapshot"]["uid"] == str(kept.uid)
    source.refresh_from_db()
    describe_source(source, by=bob(), row_version=source.row_version, confidential=True)
    for api, known in (
        (dora, False),
        (Caller(bob()), False),
        (Caller(bob(), "write", Scope.CONFIDENTIAL), True),
    ):
        for told in (api.get(path).json(), api.get(claim).json()["evidence"][0]):
            assert (told["snapshot"] is not None) is known is told["source"]["identity_shown"]


def test_evidence_of_one_claim_is_not_found_under_another() -> None:
    evidence = make_evidence(make_claim())
    other = make_claim()
    assert Caller(bob()).get(f"claims/{other.uid}/evidence/{evidence.uid}/").status_code == 404


def test_comments_are_on_the_claim_or_on_its_evidence() -> None:
    evidence = make_evidence(make_claim())
    api = Caller(make_person("rita", "reader"))
    path = f"claims/{evidence.claim.uid}/comments/"
    first = api.post(path, {"body": "Is **this** it? <script>alert(1)</script>"}).json()
    assert "<script" not in first["body_html"]
    second = api.post(path, {"body": "Page 12, not 13.", "evidence": str(evidence.uid)}).json()
    assert [row["uid"] for row in api.pages(path)] == [first["uid"], second["uid"]]
    assert api.change(f"{path}{first['uid']}/", {"resolved": True}).status_code == 403
    resolved = Caller(bob()).change(f"{path}{first['uid']}/", {"resolved": True}).json()
    assert resolved["resolved_by"]["username"] == "bob"
    assert Caller(bob()).change(f"{path}{second['uid']}/", {"removed": True}).status_code == 403
    assert api.change(f"{path}{second['uid']}/", {"removed": True}).json()["removed_at"]
    assert [row["uid"] for row in api.pages(path)] == [first["uid"]]
    assert api.change(f"{path}{second['uid']}/", {"removed": False}).json()["removed_at"] is None
    open_again = Caller(bob()).change(f"{path}{first['uid']}/", {"resolved": False})
    assert open_again.json()["resolved_by"] is None
    assert Caller(bob()).change(f"{path}{first['uid']}/", {"resolved": False}).status_code == 409
    other = make_evidence(make_claim())
    assert api.post(path, {"body": "x", "evidence": str(other.uid)}).json()["field"] == "evidence"


@pytest.mark.parametrize("body", [{}, {"resolved": None}, {"resolved": True, "removed": True}, {"body": "x"}])
def test_a_comment_is_only_resolved_or_removed(body: dict[str, object]) -> None:
    claim = make_claim()
    api = Caller(alice())
    comment = api.post(f"claims/{claim.uid}/comments/", {"body": "Hm."}).json()
    assert api.change(f"claims/{claim.uid}/comments/{comment['uid']}/", body).status_code == 422


def test_naming_an_agent_twice_names_the_same() -> None:
    api = Caller(bob())
    first = api.post("agents/", {"name": "The  mayor"})
    again = api.post("agents/", {"name": "The mayor"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["uid"] == again.json()["uid"]
    assert [row["name"] for row in api.pages("agents/?name=mayor&kind=person")] == ["The mayor"]


def test_ratings_come_with_their_scale() -> None:
    claim = make_claim()
    scale = claim.policy.scale
    ratings = Caller(bob()).get(f"ratings/?scale={scale.uid}").json()["results"]
    assert [row["key"] for row in ratings] == ["true", "mixed", "false", "unproven"]
    assert {row["scale"]["name"] for row in ratings} == {"Plain words"}
    assert Caller(bob()).pages("ratings/?kind=line_check") == []

"""Confidential sources through tokens: with the scope that names them, and without.

`tests/test_planted_name.py` walks every door."""

import pytest

from annotations.actions.claims import assign_claim
from annotations.actions.comments import add_comment
from annotations.models import Scope, Source
from annotations.models.sources import Evidence
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    make_claim,
    make_evidence,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db

NAME = "Zacharias Quill"


@pytest.fixture
def secret() -> Evidence:
    """Bob's confidential source on Bob's claim; its name stands wherever a name can stand."""
    source = make_source(
        by=bob(),
        title=f"Talk with {NAME}",
        author=[{"literal": NAME}],
        url="https://quill.example/zacharias",
        note=f"Ring {NAME} before noon",
        publisher=f"{NAME} Ltd",
        container_title=NAME,
        terms="background",
        public_description="A harbour official",
    )
    said = {"quotation": f"I, {NAME}, was there", "note": NAME}
    evidence = make_evidence(make_claim(), by=bob(), source=source, **said)
    add_comment(evidence, by=bob(), body=f"Call {NAME}")
    return evidence


def doors(claim: str, source: str) -> list[str]:
    inside = [f"claims/{claim}/{name}" for name in ("", "evidence/", "comments/", "events/", "publications/")]
    lists = ["claims/", "claims/?since=0", "sources/", "sources/?since=0", "events/", "events/?since=0"]
    files = ["exports/csv/", "exports/jsonl/"]
    searches = [f"sources/?q={NAME.replace(' ', '%20')}", "sources/?q=quill.example", "claims/?q=Zacharias"]
    return [*inside, *lists, *files, *searches, f"sources/{source}/", f"sources/{source}/snapshots/"]


def shown(api: Caller, evidence: Evidence) -> list[str]:
    """The doors through which the name is seen."""
    paths = doors(str(evidence.claim.uid), str(evidence.source.uid))
    return [path for path in paths if "uill" in text_of(api.get(path))]


def text_of(answer: object) -> str:
    return answer.getvalue().decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]


def test_who_added_it_the_assignee_and_editors_may_know_it_but_no_file_names_it(secret: Evidence) -> None:
    dora = make_person("dora")
    assign_claim(secret.claim, by=alice(), assignee=dora)
    for person in (bob(), dora, alice()):
        seen = shown(Caller(person, "read", Scope.CONFIDENTIAL), secret)
        assert f"sources/{secret.source.uid}/" in seen
        assert not [path for path in seen if "exports" in path or "?q=" in path]


def test_a_token_names_confidential_sources_only_with_that_scope(secret: Evidence) -> None:
    api = Caller(alice(), "write")
    assert shown(api, secret) == []
    path = f"sources/{secret.source.uid}/"
    assert api.change(path, {"title": "x"}).status_code == 403
    assert api.change(f"claims/{secret.claim.uid}/evidence/{secret.uid}/", {"note": "x"}).status_code == 403


def test_who_may_not_know_a_source_does_not_overwrite_it(secret: Evidence) -> None:
    api = Caller(make_person("dora"), "write", Scope.CONFIDENTIAL)
    assert api.change(f"sources/{secret.source.uid}/", {"title": "x"}).status_code == 403
    assert Source.objects.get().title == f"Talk with {NAME}"


def test_off_the_record_is_seen_nowhere_outside_and_background_by_its_description(secret: Evidence) -> None:
    claim = secret.claim
    off = make_source(by=bob(), title="Nobody may read this", terms="off_record")
    make_evidence(claim, by=bob(), source=off)
    bobs, alices = Caller(bob()), Caller(alice())
    bobs.post(f"claims/{claim.uid}/assessments/", {"rating": "true", "rationale": "So it is."})
    bobs.step(claim, "submit")
    agent = bobs.post("agents/", {"name": "The mayor"}).json()
    bobs.change(f"claims/{claim.uid}/", {"claimant": agent["uid"]})
    assert alices.step(claim, "publish").status_code == 200
    check = text_of(Caller().get(f"checks/{claim.uid}/"))
    assert "A harbour official" in check
    assert "uill" not in check
    assert "Nobody may read" not in check

"""Claims from a file, through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from annotations.models import Claim, Role
from tests.actions.test_importing_claims import TABLE, bridge
from tests.api.calling import Caller
from tests.make import bob, make_article, make_person

pytestmark = pytest.mark.django_db


def test_a_file_is_tried_then_brought_in_and_sent_again_makes_nothing_twice() -> None:
    bridge()
    api = Caller(bob())
    text = TABLE.decode()
    tried = api.post("claims/import/", {"text": text, "format": "csv", "dry_run": "true"}).json()
    assert tried["counts"] == {"new": 2, "faulty": 1}
    assert (tried["unread"], tried["results"][2]["line"]) == (["Who found it"], 6)
    assert not Claim.objects.exists()
    made = api.post("claims/import/", {"text": text, "format": "csv"}).json()
    assert [row["outcome"] for row in made["results"]] == ["new", "new", "faulty"]
    assert {row["claim"] for row in made["results"][:2]} == {str(claim.uid) for claim in Claim.objects.all()}
    assert api.post("claims/import/", {"text": text}).json()["counts"] == {"there": 2, "faulty": 1}


def test_a_file_may_come_as_one_for_one_article() -> None:
    article = make_article()
    file = SimpleUploadedFile("claims.jsonl", b'{"quotation": "It cost 12 million euros"}\n')
    body = encode_multipart(BOUNDARY, {"file": file, "article": str(article.uid)})
    answer = Caller(bob()).call("POST", "claims/import/", body, Content_Type=MULTIPART_CONTENT)
    assert (answer.status_code, answer.json()["counts"]) == (200, {"new": 1})
    assert article.claims.count() == 1


def test_with_an_idempotency_key_the_first_answer_comes_again() -> None:
    bridge()
    api = Caller(bob())
    first = api.post("claims/import/", {"text": TABLE.decode()}, Idempotency_Key="one")
    again = api.post("claims/import/", {"text": TABLE.decode()}, Idempotency_Key="one")
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"


def test_what_cannot_be_used_is_a_problem_with_a_sentence() -> None:
    api = Caller(bob())
    for body, status in (
        ({}, 422),
        ({"text": "", "format": "csv"}, 422),
        ({"text": "a,b\n1,2"}, 422),
        ({"text": "quotation\na", "format": "xlsx"}, 422),
        ({"text": "quotation\na", "dry_run": True}, 422),
        ({"text": "quotation\na", "article": "7"}, 422),
        ({"text": "quotation\n" + "a\n" * 1_001}, 413),
    ):
        answer = api.post("claims/import/", body)
        assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)
    reader = Caller(make_person("rita", Role.READER))
    assert reader.post("claims/import/", {"text": "quotation\na"}).status_code == 403
    assert Caller().post("claims/import/", {"text": "quotation\na"}).status_code == 401

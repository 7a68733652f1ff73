"""Whatever goes wrong under /api/ is told as problem+json, with the field it is about."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from annotations.api.parsing import MAX_BODY_BYTES
from annotations.errors import TooMany
from tests.api.calling import BASE, Caller
from tests.make import alice, bob, make_claim

pytestmark = pytest.mark.django_db

CLAIM = "claims/{uid}/"
STANDARD = {"type", "title", "status", "code", "detail"}


def hold_problem(answer: Any, status: int, field: str = "") -> None:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= STANDARD
    assert body["status"] == status
    assert body["detail"]
    assert body.get("field", "") == field


@pytest.mark.parametrize(
    "path",
    ["", "v1", "v1/", "v2/claims/", "v1/claims", "v1/claims/1/", "v1/nothing/", "x", "v1/claims/a%0Ab/"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_where_there_is_nothing(path: str, method: str) -> None:
    hold_problem(Client().generic(method, f"/api/{path}"), 404)


def test_a_missing_slash_is_said() -> None:
    assert "slash" in Client().post("/api/v1/claims").json()["detail"]


def test_a_method_that_is_not_there_names_those_that_are() -> None:
    answer = Caller(bob()).call("PUT", "claims/")
    hold_problem(answer, 405)
    assert set(answer["Allow"].split(", ")) >= {"GET", "POST"}
    hold_problem(Caller(bob()).call("TRACE", "claims/?page_size=7"), 405)
    options = Caller(bob()).call("OPTIONS", "claims/")
    assert (options.status_code, options["Allow"]) == (204, answer["Allow"])


def test_only_json_is_answered_and_taken() -> None:
    api = Caller(bob())
    hold_problem(api.get("claims/", Accept="text/html"), 406)
    assert api.get("claims/", Accept="text/html, */*;q=0.1").status_code == 200
    hold_problem(api.post("claims/", b"a=1", Content_Type="application/x-www-form-urlencoded"), 415)
    hold_problem(api.post("claims/", b"<a/>", Content_Type="text/xml"), 415)


def test_too_long_a_body_is_refused_before_it_is_read_to_the_end() -> None:
    hold_problem(Caller(bob()).post("agents/", b'"' + b"x" * MAX_BODY_BYTES + b'"'), 413)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": 1e999}',
        b'{"name": "a", "name": "b"}',
        b'{"\\ud800": 1, "\\ud800": 2}',
        b'{"name": "\\ud800"}',
        b'{"\\udfff": "x"}',
        b'{"name": "a\\u0000b"}',
        b'{"name": "a\x00b"}',
        b'\xef\xbb\xbf{"name": "a"}',
        b'{"name": "\xff"}',
        '{"name": "é"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"name":' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"name": ' + b"9" * 5000 + b"}",
        b"{'name': 1}",
        b'{"name": "a"} x',
    ],
)
def test_json_that_another_program_would_read_otherwise_is_refused(body: bytes) -> None:
    answer = Caller(bob()).post("agents/", body)
    if body == b"":
        hold_problem(answer, 422, "name")
    elif body in (b'{"name": "\\ud800"}', b'{"name": "a\\u0000b"}'):
        hold_problem(answer, 400, "name")
    else:
        hold_problem(answer, 400)


@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], {}, ["a"], {"a": 1}, 10**30])
def test_a_value_of_another_type_is_refused_and_the_field_is_named(value: object) -> None:
    hold_problem(Caller(bob()).post("agents/", {"name": value}), 422, "name")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": 7}, "text"),
        ({"text": ""}, "text"),
        ({"claimant": 12}, "claimant"),
        ({"claimant": "x"}, "claimant"),
        ({"claimant": "00000000-0000-4000-8000-000000000000"}, "claimant"),
        ({"claim_date": "2024-13-01"}, "claim_date"),
        ({"claim_date": 20240101}, "claim_date"),
        ({"due": "soon"}, "due"),
        ({"due": 1700000000}, "due"),
        ({"due": "0001-01-01T00:00:00+14:00"}, "due"),
        ({"materiality": "huge"}, "materiality"),
        ({"materiality": ["detail"]}, "materiality"),
        ({"tags": "bridge"}, "tags"),
        ({"tags": ["bridge", 7]}, "tags.1"),
        ({"tags": ["x" * 61]}, "tags.0"),
        ({"state": "published"}, "state"),
        ({"row_version": 9}, "row_version"),
    ],
)
def test_each_field_of_a_claim_takes_its_own_type(change: dict[str, object], field: str) -> None:
    claim = make_claim()
    hold_problem(Caller(bob()).change(f"claims/{claim.uid}/", change), 422, field)


SAID: list[tuple[str, str, Any, str, str]] = [
    ("POST", "agents/", {}, "name", "This is missing."),
    ("POST", "agents/", {"name": None}, "name", "This cannot be null."),
    ("POST", "agents/", {"name": "x" * 201}, "name", "At most 200 characters fit here."),
    ("POST", "agents/", {"nome": "x"}, "nome", "There is no such field to set."),
    ("POST", "agents/", {"name": ["x"]}, "name", "This has to be text."),
    ("POST", "agents/", {"name": "x", "kind": "god"}, "kind", "This has to be one of: person, "),
    ("POST", "agents/", [], "", "This has to be an object."),
    ("POST", "agents/", "null", "", "Send an object, with each field by its name."),
    ("PATCH", CLAIM, {"claim_date": "1.2.2024"}, "claim_date", "This has to be a day like 2026-01-31."),
    ("PATCH", CLAIM, {"due": "soon"}, "due", "This has to be a time like 2026-01-31T12:00:00Z."),
    ("PATCH", CLAIM, {"claimant": "x"}, "claimant", "This has to be a uid."),
    ("PATCH", CLAIM, {"tags": "x"}, "tags", "This has to be a list."),
    ("PATCH", CLAIM, {"tags": ["x"] * 51}, "tags", "At most 50 items fit here."),
    ("PATCH", CLAIM, {"text": ""}, "text", "This cannot be empty."),
    ("POST", "claims/assign/", {"claims": []}, "claims", "This needs at least 1 item."),
    ("POST", "sources/import/", {"items": []}, "items", "This needs at least 1 item."),
    ("POST", "sources/import/", {"items": [1]}, "items.0", "This has to be an object."),
    ("GET", "claims/?state=x", None, "state", "state is one of: spotted, "),
    ("GET", "claims/?article=7", None, "article", "article is a uid."),
    ("GET", f"claims/?q={'x' * 501}", None, "q", "q has at most 500 characters."),
]
"""Method, address, body; the field that is named, and how what is said of it begins."""


def test_what_is_wrong_is_said_in_sentences_of_ours() -> None:
    claim, api = make_claim(), Caller(alice())
    for method, path, body, field, sentence in SAID:
        told = api.call(method, path.format(uid=claim.uid), body, If_Match="*").json()
        by_field = {
            error["field"]: error["detail"] for error in told.get("errors", [told | {"field": field}])
        }
        assert by_field[field].startswith(sentence), told


def test_all_that_is_wrong_is_said_at_once() -> None:
    claim = make_claim()
    answer = Caller(bob()).change(f"claims/{claim.uid}/", {"text": 7, "due": "soon", "tags": [1]})
    assert {error["field"] for error in answer.json()["errors"]} == {"text", "due", "tags.0"}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("claims/?stat=approved", "stat"),
        ("claims/?state=removed", "state"),
        ("claims/?state=nonsense", "state"),
        ("claims/?article=7", "article"),
        ("claims/?article=", "article"),
        ("claims/?assignee=", "assignee"),
        ("claims/?cursor=", "cursor"),
        ("claims/?page_size=0", "page_size"),
        ("claims/?page_size=501", "page_size"),
        ("claims/?page_size=-1", "page_size"),
        ("claims/?page_size=%D9%A3", "page_size"),
        ("claims/?cursor=non%20sense", "cursor"),
        ("claims/?ordering=text", "ordering"),
        ("claims/?since=yesterday", "since"),
        ("claims/?updated_since=soon", "updated_since"),
        ("events/?verb=sang", "verb"),
        ("exports/csv/?page_size=7", "page_size"),
        ("me/?offsets=utf16", "offsets"),
        ("articles/?kind=poem", "kind"),
    ],
)
def test_a_parameter_that_is_unknown_or_has_a_bad_value_is_named(path: str, field: str) -> None:
    hold_problem(Caller(bob()).get(path), 400, field)


def test_parameters_of_a_list_are_none_of_a_write() -> None:
    hold_problem(Caller(bob()).post("agents/?kind=person", {"name": "x"}), 400, "kind")


def test_a_broken_form_is_a_bad_request() -> None:
    answer = Caller(bob()).call(
        "POST", "articles/", b"nothing", Content_Type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in (400, 422)
    answer = Caller(bob()).call("POST", "articles/", b"--", Content_Type="multipart/form-data")
    hold_problem(answer, 400)
    assert answer.json()["detail"].startswith("The form cannot be read.")


def test_a_bug_is_told_without_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM table")

    monkeypatch.setattr("annotations.api.views.people.myself", broken)
    api = Caller(bob())
    api.client.raise_request_exception = False
    answer = api.client.get(f"{BASE}me/", headers=api.headers)
    hold_problem(answer, 500)
    assert b"secret" not in answer.content


def test_too_many_is_told_with_the_seconds_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise TooMany(extra={"retry_after": 90})

    monkeypatch.setattr("annotations.api.views.people.myself", busy)
    api = Caller(bob())
    answer = api.client.get(f"{BASE}me/", headers=api.headers)
    hold_problem(answer, 429)
    assert answer["Retry-After"] == "90"


def test_a_head_is_a_get_without_its_body() -> None:
    claim = make_claim()
    api = Caller(bob())
    whole, head = (
        api.client.generic(method, f"{BASE}claims/{claim.uid}/", headers=api.headers)
        for method in ("GET", "HEAD")
    )
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.api.views.articles.MAX_DOCUMENT_BYTES", 1000)
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("x.txt", b"word " * 300)})
    hold_problem(Caller(bob()).call("POST", "articles/", body, Content_Type=MULTIPART_CONTENT), 413, "file")


def test_what_is_sent_is_never_repeated_with_half_characters() -> None:
    """orjson could not write them: the error about an error would be a 500."""
    answer = Caller(bob()).post("agents/", json.dumps({"name": "x", "kind\ud800": 1}).encode())
    hold_problem(answer, 400)

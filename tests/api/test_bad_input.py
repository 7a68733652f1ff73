"""Bad input of every kind, sent to every address that takes a body: never 500, and the field is named."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from jsonschema import Draft202012Validator, FormatChecker

from annotations.actions.comments import add_comment
from annotations.actions.links import link_claims
from annotations.actions.proposals import propose_words
from annotations.actions.webhooks import make_webhook, send_test
from annotations.api.parsing import DocumentJSONParser, StrictJSONParser
from annotations.models import Notification
from tests.api.calling import Caller, closed_components, openapi
from tests.make import alice, bob, make_claim, make_evidence

pytestmark = pytest.mark.django_db

VALUES = (
    None,
    7,
    -(10**30),
    1.5,
    True,
    "",
    "x" * 3000,
    "2024-13-01",
    [],
    [7],
    ["x" * 3000],
    {},
    {"a": {"b": 1}},
)
"""Each is no value of some type; sent for every field of which, as the schema has it, it is none."""

UNREADABLE: dict[bytes, tuple[int, ...]] = {
    b'{"a": "\\u0000"}': (400,),
    b'{"a": "\\ud800"}': (400,),
    b'{"\\udfff": 1}': (400,),
    b'{"a": NaN}': (400,),
    b'{"a": -1e999}': (400,),
    b'{"a": ' + b"9" * 5000 + b"}": (400,),
    b'{"a": 1, "a": 2}': (400,),
    b'{"a":' * 40 + b"1" + b"}" * 40: (400,),
    b'{"a": "\xff"}': (400,),
    b"{": (400,),
    b"[]": (422,),
    b'"text"': (422,),
    b'{"a": "' + b"x" * 6000 + b'"}': (413,),
}


NOT_OURS = re.compile(
    r"[Ee]nsure|[Tt]his field|[Ee]xpected a|[Mm]ust be|wrong format|valid (choice|UUID)|[Ii]nvalid"
)
"""Words of the framework, which speaks of its classes and not of what to do."""


class Door(NamedTuple):
    """A write: `bodies` are the schemas of what may be sent, one for each step or way."""

    method: str
    path: str
    bodies: list[dict[str, Any]]


def doors() -> Iterator[Door]:
    for path, methods in openapi()["paths"].items():
        for method in {"post", "patch"} & set(methods):
            content = methods[method].get("requestBody", {}).get("content", {})
            if "application/json" in content:
                yield Door(method.upper(), path, list(alternatives(content["application/json"]["schema"])))


def alternatives(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    while "$ref" in schema:
        schema = openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        for one in schema["oneOf"]:
            yield from alternatives(one)
    else:
        yield dict(schema)


@pytest.fixture
def rows() -> dict[str, Any]:
    """A record for each word of an address."""
    one, other = make_claim(by=alice()), make_claim(words="It cost 12 million euros", by=alice())
    webhook, _ = make_webhook(by=alice(), address="https://tools.example/hook", name="Tools")
    evidence = make_evidence(one, by=alice())
    add_comment(one, by=bob(), body="@alice, look.")
    return {
        "articles": one.article,
        "claims": one,
        "comments": add_comment(one, by=alice(), body="So."),
        "article comments": add_comment(one.article, by=alice(), body="So."),
        "deliveries": send_test(webhook, by=alice()),
        "evidence": evidence,
        "highlights": one.highlights.get(),
        "links": link_claims(one, by=alice(), to_claim=other, kind="repeats"),
        "notifications": Notification.objects.filter(person=alice()).first(),
        "proposals": propose_words(one, by=alice(), words_proposed="It was 1912."),
        "sources": evidence.source,
        "webhooks": webhook,
    }


def filled(path: str, rows: Mapping[str, Any]) -> str:
    """The address with the records in it."""

    def uid(match: re.Match[str]) -> str:
        word = match[1]
        if word == "comments" and path.startswith("/api/v1/articles"):
            word = "article comments"
        return f"{match[1]}/{rows[word].uid}/"

    return re.sub(r"(\w+)/\{\w+\}/", uid, path)


def fits(value: Any, schema: Mapping[str, Any]) -> bool:
    whole = {**schema, "components": closed_components()}
    return Draft202012Validator(whole, format_checker=FormatChecker()).is_valid(value)


def wrong_bodies(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """For each value a body in which it stands in every field of which it is none."""
    fields = schema.get("properties", {})
    fixed = {name: one["enum"][0] for name, one in kinds_of(fields).items() if name == "step"}
    for value in VALUES:
        body = {name: value for name, one in fields.items() if name not in fixed and not fits(value, one)}
        if body:
            yield fixed | body
    yield fixed | {"no_such_field": 1}


def kinds_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with what they refer to in place of the reference."""
    return {name: next(alternatives(one), {}) for name, one in fields.items()}


def test_a_value_that_the_schema_refuses_is_refused_and_each_field_is_named(rows: dict[str, Any]) -> None:
    api = Caller(alice())
    for door in doors():
        address = filled(door.path, rows)
        for schema in door.bodies:
            for body in wrong_bodies(schema):
                answer = api.call(door.method, address, body, If_Match="*")
                what = f"{door.method} {address} {json.dumps(body)[:300]}: {answer.content.decode()[:600]}"
                assert answer.status_code == 422, what
                problem = answer.json()
                named = {one["field"].split(".")[0] for one in problem.get("errors", [problem])}
                assert set(body) - {"step"} <= named, what
                assert not NOT_OURS.search(problem["detail"]), what


def test_a_body_that_cannot_be_read_is_refused_everywhere(
    rows: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for parser in (StrictJSONParser, DocumentJSONParser):
        monkeypatch.setattr(parser, "max_bytes", 5500)
    api = Caller(alice())
    for turn, door in enumerate(doors()):
        address = filled(door.path, rows)
        kinds = list(UNREADABLE.items())
        # One parser reads them all: each door gets three kinds and those of every third turn.
        for body, statuses in [*kinds[:3], *kinds[3 + turn % 3 :: 3]]:
            answer = api.call(door.method, address, body, If_Match="*")
            assert answer.status_code in statuses, f"{door.method} {address} {body[:60]!r} {answer.content!r}"
        text = api.call(door.method, address, b"a=1", If_Match="*", Content_Type="text/plain")
        assert text.status_code == 415, f"{door.method} {address}"


@pytest.mark.parametrize("name", ["headline", "url", "language"])
def test_a_form_that_holds_a_nul_is_refused_as_json_is(name: str) -> None:
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("x.txt", b"It opened."), name: "a\0b"})
    answer = Caller(alice()).call("POST", "articles/", body, Content_Type=MULTIPART_CONTENT)
    assert (answer.status_code, answer.json()["field"]) == (422, name)

"""A client of Web Annotation for tests. What every answer has to have is held here, of errors too."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

from annotations.actions.access import make_token
from annotations.models import Article, Claim, Person, Scope
from tests.api.calling import SCOPES

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
JSON_LD = f'application/ld+json; profile="{CONTEXT}"'
PROTOCOL = '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'


class Annotator:
    """Calls as somebody with a token, or without any."""

    def __init__(self, person: Person | None = None, scope: str = "write") -> None:
        self.client = Client(raise_request_exception=True)
        self.headers: dict[str, str] = {}
        if person is not None:
            _, secret = make_token(person, by=person, scopes=SCOPES.get(scope, [Scope(scope)]))
            self.headers["Authorization"] = f"Bearer {secret}"

    def call(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """`address` may be absolute; headers are named with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = sent.pop("Content-Type", JSON_LD)
        data = body if isinstance(body, (bytes, str)) else b"" if body is None else json.dumps(body)
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = self.client.generic(method, path, data, kind, headers={**self.headers, **sent})
        hold(answer, method)
        return answer

    def get(self, address: str, **headers: str) -> Any:
        return self.call("GET", address, **headers)

    def post(self, address: str, body: Any, **headers: str) -> Any:
        return self.call("POST", address, body, **headers)

    def put(self, address: str, body: Any, **headers: str) -> Any:
        return self.call("PUT", address, body, **headers)

    def change(self, address: str, **keys: Any) -> Any:
        """PUT what a GET gives, with these keys instead."""
        read = self.get(address)
        return self.put(address, {**read.json(), **keys}, If_Match=read["ETag"])

    def delete(self, address: str) -> Any:
        return self.call("DELETE", address, If_Match=self.get(address)["ETag"])


def hold(answer: HttpResponse, method: str) -> None:
    what = f"{method}: {answer.status_code}"
    assert PROTOCOL in answer["Link"], what
    assert 'rel="type"' in answer["Link"], what
    assert {"Accept", "Prefer", "Authorization", "Cookie"} <= set(answer["Vary"].split(", ")), what
    assert "OPTIONS" in answer["Allow"], what
    reading = method in ("GET", "HEAD", "OPTIONS")
    assert answer.get("Access-Control-Allow-Origin") == ("*" if reading else None), what
    assert "Access-Control-Allow-Credentials" not in answer, what
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json", what
        assert not answer.content or json.loads(answer.content)["detail"], what


def container_of(article: Article) -> str:
    return f"/wa/{article.uid}/"


def address_of(claim: Claim) -> str:
    """Of its first life."""
    return f"/wa/{claim.article.uid}/{claim.uid}/"


def page_of(article: Article) -> str:
    return f"http://127.0.0.1:8000/articles/{article.uid}/"


def quoting(article: Article, words: str, **context: str) -> dict[str, Any]:
    """A target."""
    selector = {"type": "TextQuoteSelector", "exact": words, **context}
    return {"type": "SpecificResource", "source": page_of(article), "selector": selector}


def made_by_a_foreigner(article: Article, words: str, **keys: Any) -> dict[str, Any]:
    return {"@context": CONTEXT, "type": "Annotation", "target": quoting(article, words), **keys}

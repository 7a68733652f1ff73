"""A client of the API for tests: every answer it gets is held against the OpenAPI schema, closed.

Closed means that a key which the schema does not name is wrong, too: so shapes and serializers cannot part.
"""

import json
import re
from copy import deepcopy
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from jsonschema import Draft202012Validator, FormatChecker

from annotations.actions.access import make_token
from annotations.models import Person, Scope

BASE = "/api/v1/"
SCOPES = {"read": [Scope.READ], "write": [Scope.READ, Scope.WRITE]}


@cache
def openapi() -> dict[str, Any]:
    made = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(OpenApiJsonRenderer().render(made, renderer_context={}))


@cache
def closed_components() -> dict[str, Any]:
    components = deepcopy(openapi()["components"])
    for name, schema in components["schemas"].items():
        if "properties" in schema and name != "Problem":
            schema["additionalProperties"] = False
    return components


def hold(value: Any, schema: dict[str, Any], what: str) -> None:
    whole = {**schema, "components": closed_components()}
    errors = list(Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value))
    assert not errors, f"{what}: " + "; ".join(f"{error.json_path}: {error.message}" for error in errors[:5])


def operation(path: str, method: str) -> dict[str, Any] | None:
    route = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", resolve(path).route)
    return openapi()["paths"].get(route, {}).get(method.lower())


def hold_answer(response: HttpResponse, path: str, method: str) -> None:
    """The status is declared, the media type, too, and the body is as the schema says."""
    media_type = response.headers.get("Content-Type", "").split(";")[0]
    declared = operation(path, method)
    what = f"{method} {path} → {response.status_code}"
    if declared is None:
        assert response.status_code in (404, 405), what
        hold(response.json(), {"$ref": "#/components/schemas/Problem"}, what)
        return
    assert str(response.status_code) in declared["responses"], f"{what} is not in the schema"
    contents = declared["responses"][str(response.status_code)].get("content")
    if not contents:
        assert not response.content, what
        return
    assert media_type in contents, f"{what} came as {media_type}"
    if media_type.endswith(("/json", "+json")):
        hold(response.json(), contents[media_type]["schema"], what)


class Caller:
    """Calls as somebody with a token, or without any; paths begin after `/api/v1/`."""

    def __init__(self, person: Person | None = None, scope: str = "write", *extra: Scope) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers: dict[str, str] = {}
        if person is not None:
            self.token, secret = make_token(person, by=person, scopes=[*SCOPES.get(scope, [scope]), *extra])
            self.headers["Authorization"] = f"Bearer {secret}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """`body` is sent as JSON unless it is bytes; headers are named with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else BASE + path.removeprefix(f"http://127.0.0.1:8000{BASE}")
        data = body if isinstance(body, (bytes, str)) else b"" if body is None else json.dumps(body)
        kind = sent.pop("Content-Type", "application/json")
        response = self.client.generic(method, address, data, kind, headers={**self.headers, **sent})
        if method != "OPTIONS":
            hold_answer(response, address.split("?")[0], "GET" if method == "HEAD" else method)
        return response

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)

    def change(self, path: str, body: Any) -> Any:
        """PATCH with the ETag that a GET gives."""
        return self.patch(path, body, If_Match=self.get(path)["ETag"])

    def step(self, claim: Any, step: str, **arguments: Any) -> Any:
        return self.post(f"claims/{claim.uid}/steps/", {"step": step, **arguments})

    def pages(self, path: str) -> list[dict[str, Any]]:
        """All results, page after page."""
        found: list[dict[str, Any]] = []
        following: str | None = path
        while following:
            page = self.get(following).json()
            found += page["results"]
            following = page["next"]
        return found

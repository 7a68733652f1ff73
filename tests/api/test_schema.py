"""The OpenAPI schema and its page."""

from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate
from playwright.sync_api import Page

from tests.api.calling import openapi


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in openapi()["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "patch", "put", "delete")
    ]


def test_the_schema_is_valid_openapi_3_1() -> None:
    assert openapi()["openapi"].startswith("3.1")
    validate(openapi())


def test_the_generator_has_nothing_to_warn_of() -> None:
    """It keeps what it has warned of in this process, whoever asked for the schema, and says it once."""
    openapi()
    assert not GENERATOR_STATS


def parameter_of(operation: dict[str, Any], name: str) -> dict[str, Any]:
    return next((one for one in operation.get("parameters", ()) if one["name"] == name), {})


def test_every_change_wants_if_match_and_every_write_takes_a_key() -> None:
    for path, method, operation in operations():
        if method == "patch" and "/notifications/" not in path:
            assert parameter_of(operation, "If-Match")["required"], path
        if method != "get":
            assert parameter_of(operation, "Idempotency-Key"), f"{method} {path}"


def test_every_operation_says_what_it_does_and_what_can_go_wrong() -> None:
    for path, method, operation in operations():
        what = f"{method} {path}"
        assert operation["summary"], what
        assert {"400", "406"} <= set(operation["responses"]), what
        if "/checks/" not in path:
            assert {"401", "403"} <= set(operation["responses"]), what
        if "{" in path:
            assert "404" in operation["responses"], what
        if method == "patch":
            assert {"409", "413", "415", "422"} <= set(operation["responses"]), what
        if {"name": "If-Match", "required": True}.items() <= parameter_of(operation, "If-Match").items():
            assert {"412", "428"} <= set(operation["responses"]), what
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], what


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_the_schema_is_served_to_anybody_in_both_spellings() -> None:
    assert Client().get("/api/schema/").json() == openapi()
    plain = Client().get("/api/schema/", headers={"Accept": "application/json"})
    assert plain["Content-Type"] == "application/json"
    yaml = Client().get("/api/schema/", headers={"Accept": "application/yaml"})
    assert yaml.content.startswith(b"openapi: 3.1")
    for path in ("/api/schema/", "/api/docs/"):
        options = Client().options(path)
        assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
    unknown = Client().get("/api/schema/", headers={"Accept": "image/png"})
    assert (unknown.status_code, unknown["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.django_db
def test_the_page_holds_no_inline_script_or_style() -> None:
    page = Client().get("/api/docs/")
    text = page.content.decode()
    assert "<style" not in text
    assert "style=" not in text
    assert "<script>" not in text
    assert "unsafe" not in page["Content-Security-Policy"]
    script = Client().get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert b"/api/schema/" in script.content


@pytest.mark.browser
def test_the_page_draws_every_operation_within_the_content_security_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/api/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() == len(operations())
    page.locator("#operations-claims-claims_create .opblock-summary-control").click()
    page.locator(".opblock-body").wait_for()
    assert complaints == []

"""Who is let in, how far, and how each door says no."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from annotations.actions.access import make_token, revoke_token
from annotations.models import ApiToken, Article, Event, Scope, Verb
from tests.api.calling import BASE, Caller, openapi
from tests.make import alice, bob, carol, make_article, make_claim, make_person, make_policy, make_published

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"
METHODS = {
    path.replace("{", "<").replace("}", ">"): "GET" if "get" in methods else "POST"
    for path, methods in openapi()["paths"].items()
}
"""By address how to knock at it: some only do something."""

ADDRESSES = sorted(METHODS)


def filled(path: str) -> str:
    path = re.sub("<(number|older|newer)>", "1", path).replace("<format>", "csv")
    path = path.replace("claims/match/", "claims/match/?text=bridge")
    return re.sub("<[a-z]+>", NOWHERE, path)


@pytest.mark.parametrize("path", ADDRESSES)
def test_without_token_and_session_only_checks_answer(path: str) -> None:
    answer = Caller().call(METHODS[path], filled(path), {})
    if path.startswith(f"{BASE}checks/"):
        assert answer.status_code in (200, 404)
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
    else:
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_who_has_no_role_sees_nothing() -> None:
    make_published()
    stranger = Caller(carol())
    inside = [path for path in ADDRESSES if "checks" not in path and "me/" not in path]
    answers = {path: stranger.call(METHODS[path], filled(path), {}) for path in inside}
    assert [
        path
        for path, answer in answers.items()
        if answer.status_code != 404 and answer.json().get("results") != []
    ] == []
    assert len(answers) > 50


def test_a_stranger_finds_no_record_that_is_there() -> None:
    claim = make_published()
    api, editors = Caller(carol()), Caller(alice())
    for path in ("", "steps/", "evidence/", "assessments/", "comments/", "events/", "publications/"):
        assert editors.get(f"claims/{claim.uid}/{path}").status_code == 200
        assert api.get(f"claims/{claim.uid}/{path}").status_code == 404
    assert api.step(claim, "retract", reason="x").status_code == 404
    assert api.post("sources/", {"title": "x"}).status_code == 404
    assert api.get("me/").json()["role"] == "none"


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_token_for_reading_writes_nothing(method: str) -> None:
    claim = make_claim()
    api = Caller(alice(), "read")
    assert api.get(f"claims/{claim.uid}/").status_code == 200
    path = f"claims/{claim.uid}/steps/" if method == "POST" else f"claims/{claim.uid}/"
    answer = api.call(method, path, {"step": "take"})
    assert (answer.status_code, answer.json()["code"]) == (403, "token_scope")


def test_a_token_as_an_outsider_reads_nothing_inside() -> None:
    make_claim()
    assert Caller(alice(), "public").get("claims/").status_code == 403


def test_a_token_never_can_more_than_its_person() -> None:
    claim = make_claim()
    rita = make_person("rita", "reader")
    assert Caller(rita, "write").step(claim, "take").status_code == 403


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer nonsense", "bearer fcw_" + "x" * 43, "Bearer é"]
)
def test_a_wrong_token_is_refused_even_beside_a_session(header: str) -> None:
    client = Client()
    client.force_login(alice())
    answer = client.get(f"{BASE}claims/", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_revoked_token_and_one_of_a_deactivated_person_end_at_once() -> None:
    api, other = Caller(bob()), Caller(make_person("dora"))
    assert api.get("me/").json()["token"]["prefix"] == api.token.prefix
    revoke_token(api.token, by=bob())
    assert api.get("me/").status_code == 401
    other.token.person.is_active = False
    other.token.person.save()
    assert other.get("me/").status_code == 401


def test_a_token_is_never_looked_for_in_the_address() -> None:
    _, secret = make_token(alice(), by=alice(), scopes=[Scope.READ])
    for name in ("token", "access_token", "api_key"):
        assert Client().get(f"{BASE}me/?{name}={secret}").status_code == 401
        named = Caller(bob()).get(f"me/?{name}={secret}")
        assert (named.status_code, named.json()["field"]) == (400, name)


def test_the_use_of_a_token_is_noted_without_an_event() -> None:
    api = Caller(bob())
    before = Event.objects.count()
    api.get("me/")
    assert ApiToken.objects.get().last_used is not None
    assert Event.objects.count() == before


def test_a_session_reads_and_writes_only_with_its_csrf_token() -> None:
    article = make_article()
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob())
    assert client.get(f"{BASE}me/").json()["token"] is None
    body = {"name": "The mayor"}
    refused = client.post(f"{BASE}agents/", body, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    client.get("/accounts/login/")
    client.get("/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    assert token, "the pages set no CSRF cookie"
    taken = client.post(
        f"{BASE}agents/", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert taken.status_code == 201
    assert article.uid


def test_a_file_comes_in_through_a_session_too() -> None:
    """Its CSRF check reads the form before the API does."""
    make_policy()
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob())
    client.get("/")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value, "Idempotency-Key": "k"}
    for _ in range(2):
        file = SimpleUploadedFile("note.txt", b"The quay closed.\n\nIt opened again on Friday.", "text/plain")
        answer = client.post(f"{BASE}articles/", {"file": file}, headers=headers)
        assert answer.status_code == 201
    assert Article.objects.count() == 1


def test_every_address_of_the_api_is_in_the_schema() -> None:
    [root] = [each for each in get_resolver().url_patterns if str(each.pattern) == "api/"]
    [version] = [each for each in root.url_patterns if str(each.pattern) == "v1/"]
    count = sum(len(getattr(each, "url_patterns", [each])) for each in version.url_patterns)
    assert count == len(openapi()["paths"])


def test_exports_are_events_and_readings_are_not() -> None:
    api = Caller(bob(), "read")
    before = Event.objects.filter(verb=Verb.EXPORTED).count()
    api.get("claims/")
    api.get("exports/csv/?state=approved")
    [event] = Event.objects.filter(verb=Verb.EXPORTED)[before:]
    assert event.data == {"format": "csv", "filters": {"state": ["approved"]}}


def test_scripts_of_any_site_read_what_is_published_and_nothing_else() -> None:
    claim = make_published()
    site = {"Origin": "https://elsewhere.example"}
    for path in ("checks/", f"checks/{claim.uid}/", f"checks/{claim.uid}/1/", f"checks/{claim.article.uid}/"):
        answer = Caller().get(path, **site)
        assert answer["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in answer
        asked = Caller().call("OPTIONS", path, Access_Control_Request_Method="GET", **site)
        assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    inside = Caller(bob()).get(f"claims/{claim.uid}/", **site)
    assert "Access-Control-Allow-Origin" not in inside

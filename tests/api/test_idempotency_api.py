"""A request that is sent again, because its answer was not heard, does nothing again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from django.utils import timezone

from annotations.models import Agent, Article, Claim, Event, IdempotencyKey, Source
from tests.api.calling import Caller
from tests.make import alice, bob, make_claim, make_policy

pytestmark = pytest.mark.django_db


def test_the_same_request_with_its_key_is_answered_and_not_done_again() -> None:
    api = Caller(bob())
    first = api.post("sources/", {"title": "Yearbook"}, Idempotency_Key="one")
    events = Event.objects.count()
    again = api.post("sources/", {"title": "Yearbook"}, Idempotency_Key="one")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert all(again[name] == first[name] for name in ("ETag", "Location"))
    assert again["Idempotent-Replayed"] == "true"
    assert (Source.objects.count(), Event.objects.count()) == (1, events)
    assert api.post("sources/", {"title": "Yearbook"}).json()["uid"] != first.json()["uid"]


def test_a_key_belongs_to_one_request_and_one_person() -> None:
    api = Caller(bob())
    api.post("sources/", {"title": "Yearbook"}, Idempotency_Key="one")
    other = api.post("sources/", {"title": "Almanac"}, Idempotency_Key="one")
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
    assert api.post("agents/", {"name": "Yearbook"}, Idempotency_Key="one").status_code == 422
    assert Caller(alice()).post("sources/", {"title": "Almanac"}, Idempotency_Key="one").status_code == 201


def test_what_failed_may_be_tried_again_with_the_same_key() -> None:
    claim = make_claim()
    api = Caller(bob())
    path = f"claims/{claim.uid}/steps/"
    assert api.post(path, {"step": "submit"}, Idempotency_Key="k").status_code == 409
    assert not IdempotencyKey.objects.exists()
    assert api.post(path, {"step": "take"}, Idempotency_Key="k").status_code == 200
    assert api.post(path, {"step": "take"}, Idempotency_Key="k").json()["state"] == "checking"
    assert Claim.objects.get().events.filter(verb="claim_taken").count() == 1


def test_a_step_tied_to_an_etag_is_answered_again_though_the_etag_is_old_by_then() -> None:
    claim = make_claim()
    api = Caller(bob())
    headers = {"If_Match": api.get(f"claims/{claim.uid}/")["ETag"], "Idempotency_Key": "k"}
    first = api.post(f"claims/{claim.uid}/steps/", {"step": "take"}, **headers)
    again = api.post(f"claims/{claim.uid}/steps/", {"step": "take"}, **headers)
    assert (again.status_code, again.content) == (200, first.content)


def test_a_key_is_forgotten_after_a_day() -> None:
    api = Caller(bob())
    api.post("agents/", {"name": "The mayor"}, Idempotency_Key="k")
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        answer = api.post("agents/", {"name": "The minister"}, Idempotency_Key="k")
    assert answer.status_code == 201
    assert Agent.objects.count() == 2
    assert IdempotencyKey.objects.count() == 1


def test_a_file_sent_again_is_the_same_whatever_stands_around_it() -> None:
    make_policy()
    api = Caller(bob())
    answers = []
    for boundary in ("one", "two"):
        file = SimpleUploadedFile("note.txt", b"The quay closed.\n\nIt opened again on Friday.", "text/plain")
        body = encode_multipart(boundary, {"file": file})
        kind = f"multipart/form-data; boundary={boundary}"
        answers.append(api.call("POST", "articles/", body, Content_Type=kind, Idempotency_Key="k"))
    assert answers[0].content == answers[1].content
    assert Article.objects.count() == 1


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 201])
def test_a_key_is_short_and_visible(key: str) -> None:
    answer = Caller(bob()).post("agents/", {"name": "The mayor"}, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")

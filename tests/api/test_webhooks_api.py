"""Webhooks through the API."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.delivering import deliver_due
from annotations.actions.signatures import secret_of
from annotations.models import IdempotencyKey, Role, Webhook
from tests.api.calling import Caller
from tests.make import alice, bob, carol, make_claim, make_person, root
from tests.net.misbehaving import Site
from tests.receiving import receiving, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        yield site


def sent(site: Site, **columns: Any) -> dict[str, Any]:
    return {"address": f"http://localhost:{site.port}/hook", **columns}


def test_a_webhook_is_made_tested_looked_at_and_paused(site: Site) -> None:
    claim = make_claim()
    caller = Caller(make_person("rita", Role.READER))
    asked = sent(site, name="Newsletter", verbs=["claim_described"], article=str(claim.article.uid))
    made = caller.post("webhooks/", asked, Idempotency_Key="one")
    assert made.status_code == 201
    webhook, told = Webhook.objects.get(), made.json()
    assert told["secret"] == secret_of(webhook.salt)
    assert (told["verbs"], told["article"]) == (["claim_described"], str(claim.article.uid))
    assert "whsec_" not in str(list(IdempotencyKey.objects.values_list("answer", flat=True)))
    again = caller.post("webhooks/", asked, Idempotency_Key="one")
    assert (again["Idempotent-Replayed"], again.json()["secret"]) == ("true", None)
    one = f"webhooks/{webhook.uid}/"
    assert made["Location"].endswith(one)
    assert made["ETag"] == caller.get(one)["ETag"]
    tested = caller.post(f"{one}test/", Idempotency_Key="two")
    assert (tested.status_code, tested.json()["state"]) == (201, "waiting")
    deliver_due()
    [delivery] = caller.pages(f"{one}deliveries/?state=delivered")
    assert (delivery["answer"], delivery["verb"]) == ("thanks", "webhook_tested")
    assert delivery["body"] == site.requests[0].partition("\r\n\r\n")[2]
    assert caller.post(f"{one}deliveries/{delivery['uid']}/repeat/").json()["state"] == "waiting"
    deliver_due()
    assert caller.get(f"{one}deliveries/{delivery['uid']}/").json()["attempts"] == 1
    assert verbs_of(site) == ["webhook_tested"] * 2
    assert caller.change(one, {"active": False}).json()["paused_why"] == "You paused it."
    assert caller.post(f"{one}test/").status_code == 409
    assert caller.post(f"{one}deliveries/{delivery['uid']}/repeat/").status_code == 409
    assert caller.change(one, {"active": True}).json()["active"] is True
    renewed = caller.post(f"{one}secret/").json()
    assert renewed["secret"] not in (None, told["secret"])
    assert renewed["former_secret_until"]


def test_a_webhook_is_removed_against_what_was_seen_and_restored_with_a_new_secret(site: Site) -> None:
    caller = Caller(alice())
    made = caller.post("webhooks/", sent(site)).json()
    one = f"webhooks/{made['uid']}/"
    caller.post(f"{one}test/")
    assert caller.call("DELETE", one, If_Match='"other"').status_code == 412
    gone = caller.call("DELETE", one, If_Match=caller.get(one)["ETag"], Idempotency_Key="one")
    assert (gone.status_code, gone.content) == (204, b"")
    assert caller.call("DELETE", one, Idempotency_Key="one")["Idempotent-Replayed"] == "true"
    assert caller.delete(one).status_code == 409
    assert caller.pages("webhooks/") == caller.pages("webhooks/?removed=false") == []
    [removed] = caller.pages("webhooks/?removed=true")
    assert removed == caller.get(one).json()
    assert (removed["active"], bool(removed["removed_at"])) == (False, True)
    assert caller.change(one, {"active": True}).status_code == 409
    [delivery] = caller.pages(f"{one}deliveries/")
    assert (delivery["state"], delivery["fault"]) == ("given_up", "The webhook was removed.")
    restored = caller.post(f"{one}restore/", Idempotency_Key="two").json()
    assert restored["secret"] == secret_of(Webhook.objects.get().salt) != made["secret"]
    assert (restored["active"], restored["removed_at"]) == (False, None)
    assert caller.post(f"{one}restore/", Idempotency_Key="two").json()["secret"] is None
    assert caller.post(f"{one}restore/").status_code == 409
    assert caller.change(one, {"active": True}).json()["active"] is True
    Webhook.objects.update(removed_at=timezone.now(), active=False, address="")
    assert caller.get(one).status_code == 404


def test_what_cannot_be_is_refused_with_the_field_named(site: Site) -> None:
    caller = Caller(alice())
    refused = {
        "address": [
            "ftp://example.org/",
            "http://example.org/hook",
            "https://10.0.0.8/",
            "https://example.org:25/",
            "https://name:word@example.org/",
            "no address",
        ],
        "verbs": [["signed_in"], "claim_marked"],
        "states": [["done"]],
        "article": ["0" * 8],
        "tag": [7],
        "colour": ["blue"],
    }
    for field, values in refused.items():
        for value in values:
            answer = caller.post("webhooks/", {**sent(site), field: value})
            assert answer.status_code == 422, value
            assert field in str(answer.json()), value
    caller.post("webhooks/", sent(site))
    one = f"webhooks/{Webhook.objects.get().uid}/"
    assert caller.patch(one, {"name": "x"}).status_code == 428
    assert caller.patch(one, {"name": "x"}, If_Match='"old"').status_code == 412
    assert caller.change(one, {"name": "x", "active": False}).status_code == 422
    assert caller.change(one, {"tag": " Harbour  works "}).json()["tag"] == "harbour works"


def test_a_webhook_is_its_owners_alone(site: Site) -> None:
    caller = Caller(alice())
    uid = caller.post("webhooks/", sent(site)).json()["uid"]
    delivery = caller.post(f"webhooks/{uid}/test/").json()["uid"]
    for person in (bob(), carol(), root()):
        other = Caller(person)
        assert other.get("webhooks/").json()["results"] == []
        for place in (f"webhooks/{uid}/", f"webhooks/{uid}/deliveries/{delivery}/"):
            assert other.get(place).status_code == 404
        for place in ("secret/", "test/", "restore/", f"deliveries/{delivery}/repeat/"):
            assert other.post(f"webhooks/{uid}/{place}").status_code == 404
        assert other.delete(f"webhooks/{uid}/").status_code == 404
    assert Caller(carol()).post("webhooks/", sent(site)).status_code == 404
    assert Caller(alice(), "read").post("webhooks/", sent(site)).status_code == 403
    assert Caller().get("webhooks/").status_code == 401
    for _ in range(19):
        caller.post("webhooks/", sent(site))
    assert caller.post("webhooks/", sent(site)).status_code == 409

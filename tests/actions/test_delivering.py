"""Sending to webhooks: what goes out, to whom, how often, and what becomes of it. The receivers are real servers."""

import base64
import hashlib
import hmac
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from annotations.actions import delivering
from annotations.actions.access import change_person
from annotations.actions.announcing import SENDER
from annotations.actions.claims import describe_claim
from annotations.actions.delivering import PAUSES, deliver_due, retry_after
from annotations.actions.webhooks import (
    KEPT_DAYS,
    pause_webhook,
    renew_secret,
    repeat_delivery,
    resume_webhook,
    send_test,
)
from annotations.models import Delivery, Person, Role, Verb, Webhook
from annotations.models.events import ADMINISTRATIVE_VERBS, PRIVATE_VERBS
from annotations.models.webhooks import KINDS
from tests.make import alice, bob, make_article, make_claim, make_person, make_published, root
from tests.net.misbehaving import Site, answer, made_certificate, raw, redirect
from tests.receiving import body_of, headers_of, receiving, verbs_of, webhook_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        yield site


def states(webhook: Webhook) -> list[str]:
    return list(webhook.deliveries.order_by("pk").values_list("state", flat=True))


def test_an_event_is_sent_as_the_api_shows_it_and_signed(site: Site) -> None:
    claim = make_claim()
    webhook = webhook_at(site, by=alice())
    secret = renew_secret(webhook, by=alice())
    describe_claim(claim, by=bob(), row_version=claim.row_version, text="It was built in 1911.")
    assert deliver_due() == "1 sent"
    [request], [delivery] = site.requests, webhook.deliveries.all()
    told, headers = body_of(request), headers_of(request)
    assert (told["verb"], told["claim"], told["by"]["username"]) == ("claim_described", str(claim.uid), "bob")
    assert told["data"]["after"]["text"] == "It was built in 1911."
    assert headers["webhook-id"] == str(delivery.uid)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    body = request.partition("\r\n\r\n")[2]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    ours = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    new, former = headers["webhook-signature"].split()
    assert new == f"v1,{ours}"
    assert former.startswith("v1,"), "for a day the secret before signs, too"
    assert (delivery.state, delivery.status, delivery.answer, delivery.body) == (
        "delivered",
        200,
        "thanks",
        body,
    )


def test_a_former_secret_signs_for_a_day_and_no_longer(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    renew_secret(webhook, by=alice())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        send_test(webhook, by=alice())
        deliver_due()
    assert len(headers_of(site.requests[0])["webhook-signature"].split()) == 1


def test_only_what_is_asked_for_is_queued(site: Site) -> None:
    tagged, other = make_claim(), make_claim()
    tagged = describe_claim(tagged, by=bob(), row_version=tagged.row_version, tags=["harbour"])
    asked: dict[str, dict[str, Any]] = {
        "all": {},
        "verbs": {"verbs": ["claim_published"]},
        "article": {"article": other.article},
        "tag": {"tag": " Harbour "},
        "states": {"states": ["approved", "published"]},
    }
    hooks = {name: webhook_at(site, by=alice(), name=name, **columns) for name, columns in asked.items()}
    describe_claim(other, by=bob(), row_version=other.row_version, text="Other.")
    make_published(tagged)
    found = {name: [row.event.verb for row in hook.deliveries.order_by("pk")] for name, hook in hooks.items()}
    assert found["verbs"] == ["claim_published"]
    assert found["article"] == ["claim_described"]
    assert found["states"] == ["claim_submitted", "claim_described", "claim_explained", "claim_published"]
    assert {"evidence_added", "claim_submitted", "claim_published"} <= set(found["tag"])
    assert "claimant_named" not in found["tag"]
    assert "claim_rated" not in found["all"], "a private draft never goes out"
    assert len(found["all"]) == len(found["tag"]) + 3


def test_every_kind_of_event_can_be_asked_for_but_what_is_private_or_administration() -> None:
    listed = [verb for verbs in KINDS.values() for verb in verbs]
    never = {*PRIVATE_VERBS, *ADMINISTRATIVE_VERBS}
    assert sorted(listed) == sorted({*Verb} - never)


def statements_of_an_edit() -> int:
    claim = make_claim()
    with CaptureQueriesContext(connection) as asked:
        describe_claim(claim, by=bob(), row_version=claim.row_version, text="Other.")
    return len(asked)


def test_an_action_costs_no_statement_more_while_nobody_listens_and_four_for_any_number(site: Site) -> None:
    before = statements_of_an_edit()
    hooks = [webhook_at(site, by=alice()) for _ in range(5)]
    for hook in hooks[:-1]:
        pause_webhook(hook, by=alice())
    with_one = statements_of_an_edit()
    assert with_one == before + 3
    for hook in hooks[:-1]:
        resume_webhook(hook, by=alice())
    assert statements_of_an_edit() == with_one
    for hook in hooks:
        pause_webhook(hook, by=alice())
    assert statements_of_an_edit() == before
    Webhook.objects.update(active=True, tag="harbour", states=["spotted"])
    assert statements_of_an_edit() <= with_one + 2


def test_nothing_of_what_its_owner_may_not_see_is_sent_or_counted(site: Site) -> None:
    person = make_person("rita", Role.READER)
    webhook = webhook_at(site, by=person)
    admin = webhook_at(site, "/admin", by=Person.objects.get(pk=alice().pk), says=answer())
    Person.objects.filter(pk=alice().pk).update(is_superuser=True)
    make_claim()
    Webhook.objects.filter(pk=webhook.pk).update(person=root())
    while deliver_due() != "nothing to send":
        pass
    webhook.refresh_from_db()
    assert not webhook.active
    assert webhook.paused_why == "Its owner is not in the newsroom any more."
    assert verbs_of(site) == ["article_imported", "claim_marked"]
    assert states(admin) == ["delivered", "delivered"], "of administration nothing goes out"


def test_whoever_leaves_is_sent_nothing_more(site: Site) -> None:
    person = make_person("rita", Role.READER)
    webhook = webhook_at(site, by=person)
    make_claim()
    change_person(person, by=root(), row_version=person.row_version, is_active=False)
    webhook.refresh_from_db()
    assert (webhook.active, webhook.paused_why) == (False, "Its owner is not in the newsroom any more.")
    assert deliver_due() == "nothing to send"
    assert site.requests == []


BAD_ANSWERS = {
    "error": (answer(status="500 Oh no", body=b"\x00\xffoops"), "answered with an error (500)"),
    "redirect": (redirect("/hook"), "leads on to another address (302), which is not followed"),
    "rubbish": (raw(b"\x00\x01 nonsense\r\n\r\n"), "sent something that is no answer"),
    "a chunk of less than nothing": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"-5\r\nabc"),
        "sent something that is no answer",
    ),
    "hangs up": (raw(), "could not be reached, or hung up"),
    "endless headers": (raw(b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"y" * 900 + b"\r\n"] * 60), "no answer"),
}


def test_a_receiver_that_misbehaves_is_tried_again_and_what_it_did_is_said(site: Site) -> None:
    hooks = {
        name: webhook_at(site, f"/{name.replace(' ', '-')}", by=alice(), says=says, name=name)
        for name, (says, _) in BAD_ANSWERS.items()
    }
    endless = raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"a" * 65_536] * 20)
    fine = webhook_at(site, "/endless", by=alice(), says=endless)
    make_article()
    deliver_due()
    for name, hook in hooks.items():
        delivery = hook.deliveries.get()
        assert (delivery.state, delivery.attempts) == ("waiting", 1), name
        assert BAD_ANSWERS[name][1] in delivery.fault, name
        assert timedelta(seconds=3) < delivery.next_at - timezone.now() < timedelta(seconds=6)
    assert fine.deliveries.get().state == "delivered"
    assert fine.deliveries.get().answer == "a" * 1_000
    error = hooks["error"].deliveries.get()
    assert (error.status, error.answer) == (500, "\ufffd\ufffdoops")
    assert "/hook" not in str(site.requests)


def test_a_receiver_whose_certificate_nobody_vouches_for_is_sent_nothing(site: Site, tmp_path: Path) -> None:
    site.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    site.context.load_cert_chain(made_certificate(tmp_path))
    webhook = webhook_at(site, by=alice())
    Webhook.objects.update(address=webhook.address.replace("http:", "https:"))
    make_article()
    deliver_due()
    assert webhook.deliveries.get().fault == "The receiver could not prove its name (bad certificate)."
    assert site.requests == []


def test_receivers_that_hang_keep_nobody_waiting(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = delivering.LIMITS
    slower = {"total_seconds": 1.6, "connect_seconds": 1.0}
    monkeypatch.setattr(delivering, "LIMITS", type(limits)(**(fields_of(limits) | slower)))
    monkeypatch.setattr(delivering, "ROUND_SECONDS", 1.5)
    dripping = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n", *[b"x"] * 30, pause=0.2)
    hanging = [webhook_at(site, f"/hang{n}", by=alice(), says=dripping) for n in range(3)]
    good = webhook_at(site, by=bob())
    for _ in range(4):
        make_article()
    began = time.monotonic()
    deliver_due()
    assert time.monotonic() - began < 3
    assert states(good) == ["delivered"] * 4
    for hook in hanging:
        assert states(hook) == ["waiting"] * 4
        assert hook.deliveries.filter(fault="The receiver did not answer in time.").count() == 1


def fields_of(limits: Any) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in limits.__slots__}


def test_a_message_is_tried_again_over_a_day_and_then_given_up(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="503 Busy"))
    make_article()
    [delivery] = webhook.deliveries.all()
    pauses = []
    with time_machine.travel(timezone.now()) as clock:
        while delivery.state == "waiting":
            begun = timezone.now()
            DBTaskResult.objects.all().delete()
            assert deliver_due() == "1 sent"
            delivery.refresh_from_db()
            webhook.refresh_from_db()
            if delivery.next_at:
                pauses.append(delivery.next_at - begun)
                assert waits_for(max(delivery.next_at, webhook.rests_until or begun))
                clock.move_to(max(delivery.next_at, webhook.rests_until or begun) + timedelta(seconds=1))
    assert (delivery.state, delivery.attempts) == ("given_up", len(PAUSES) + 1)
    for pause, meant in zip(pauses, PAUSES, strict=True):
        assert abs(pause - meant) < meant * 0.11 + timedelta(seconds=2)
    assert len({headers_of(request)["webhook-id"] for request in site.requests}) == 1
    assert len({headers_of(request)["webhook-signature"] for request in site.requests}) == len(PAUSES) + 1


def waits_for(moment: datetime) -> bool:
    """Whether a task is there that looks again by then."""
    return DBTaskResult.objects.filter(task_path=SENDER, run_after__lte=moment).exists()


def test_after_failures_in_a_row_the_whole_webhook_rests_and_one_success_ends_it(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="500 Oh"))
    for _ in range(6):
        make_article()
    deliver_due()
    webhook.refresh_from_db()
    assert (webhook.failures, len(site.requests)) == (3, 3)
    assert webhook.is_resting()
    assert deliver_due() == "nothing to send"
    site.pages["/hook"] = answer()
    with time_machine.travel(webhook.rests_until + timedelta(seconds=1)):
        assert deliver_due() == "6 sent"
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.rests_until) == (0, None)
    assert states(webhook) == ["delivered"] * 6


def test_what_was_never_delivered_within_a_day_is_given_up_untried(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="500 Oh"))
    for _ in range(5):
        make_article()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        deliver_due()
    assert states(webhook) == ["given_up"] * 5
    assert webhook.deliveries.last().fault == "Not delivered within a day."


def test_a_receiver_that_asks_to_wait_is_left_in_peace(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer("Retry-After: 900", status="429 Slow down"))
    make_article()
    make_article()
    assert deliver_due() == "1 sent"
    webhook.refresh_from_db()
    assert timedelta(seconds=890) < webhook.rests_until - timezone.now() <= timedelta(seconds=900)
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert retry_after("Thu, 26 Nov 2026 12:02:00 GMT", now) == timedelta(minutes=2)
    assert retry_after("Thu, 26 Nov 2020 12:02:00 GMT", now) == timedelta()
    assert retry_after("99999999", now) == timedelta(days=1)
    never = "Mon, 01 Jan 99999999999 00:00:00 GMT"
    assert [retry_after(value, now) for value in ("", "-5", "soon", "9" * 80, never)] == [None] * 5


def test_a_receiver_that_is_gone_switches_the_webhook_off(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="410 Gone"))
    make_article()
    deliver_due()
    webhook.refresh_from_db()
    assert not webhook.active
    assert webhook.paused_why == "The receiver answered 410 Gone: it wants nothing more."
    make_article()
    assert webhook.deliveries.count() == 1
    resume_webhook(webhook, by=alice())
    site.pages["/hook"] = answer()
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        assert deliver_due() == "1 sent"


def test_a_delivery_is_sent_again_by_hand_under_the_same_id(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    send_test(webhook, by=alice())
    deliver_due()
    [delivery] = webhook.deliveries.all()
    repeat_delivery(delivery, by=alice())
    deliver_due()
    first, second = (headers_of(request) for request in site.requests)
    assert first["webhook-id"] == second["webhook-id"]
    assert verbs_of(site) == ["webhook_tested"] * 2
    assert states(webhook) == ["delivered"]


def test_private_addresses_are_refused_when_the_name_is_looked_up(site: Site, settings: Any) -> None:
    webhook = webhook_at(site, by=alice())
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    make_article()
    deliver_due()
    delivery = webhook.deliveries.get()
    assert "private or reserved network" in delivery.fault
    assert site.requests == []


def test_a_webhook_that_another_worker_is_sending_to_is_left_to_it(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    make_article()
    later = timezone.now() + timedelta(seconds=20)
    Webhook.objects.filter(pk=webhook.pk).update(busy_until=later)
    assert deliver_due() == "nothing to send"
    with time_machine.travel(later + timedelta(seconds=1)):
        assert deliver_due() == "1 sent", "a worker that was killed keeps nothing"


def test_a_worker_that_is_killed_leaves_a_task_that_looks_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = webhook_at(site, by=alice())
    make_article()
    DBTaskResult.objects.all().delete()

    def killed(ending: float) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(delivering, "send_round", killed)
    with pytest.raises(KeyboardInterrupt):
        deliver_due()
    assert waits_for(timezone.now() + timedelta(minutes=1))
    assert states(webhook) == ["waiting"]


def test_what_ended_a_month_ago_is_forgotten(site: Site) -> None:
    webhook, left = webhook_at(site, by=alice()), webhook_at(site, by=bob())
    make_article()
    pause_webhook(left, by=bob())
    deliver_due()
    assert states(left) == ["waiting"]
    with time_machine.travel(timezone.now() + timedelta(days=KEPT_DAYS + 1)):
        make_article()
        deliver_due()
        assert Delivery.objects.count() == 1
        assert states(webhook) == ["delivered"]

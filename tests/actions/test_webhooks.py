"""Webhooks that are removed and restored, and who is told when one stands still."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from annotations.actions import delivering
from annotations.actions.access import change_person
from annotations.actions.delivering import MOST_FAILING, Outcome, deliver_due, letters, note_outcome
from annotations.actions.mailing import send_notices
from annotations.actions.notifying import see_notices
from annotations.actions.signatures import secret_of
from annotations.actions.webhooks import (
    KEPT_DAYS,
    change_webhook,
    pause_webhook,
    remove_webhook,
    renew_secret,
    restore_webhook,
    resume_webhook,
    send_test,
)
from annotations.errors import Conflict, Forbidden, StaleEdit
from annotations.models import Event, Notification, Person, Role, Verb, Webhook
from tests.make import alice, bob, deputy, make_article, make_person, root
from tests.net.misbehaving import Site, answer
from tests.receiving import receiving, webhook_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        yield site


def told_to(person: Person) -> list[tuple[str, str]]:
    """What this person is newly told, the oldest first: what happened, and of what."""
    rows = Notification.objects.visible_to(person).unseen().order_by("event__number")
    return [(row.event.verb, row.about()) for row in rows]


def fails_all_day(webhook: Webhook, begin: datetime) -> None:
    """Something happens, and is tried until it is given up."""
    with time_machine.travel(begin, tick=False):
        send_test(webhook, by=alice())
        deliver_due()
    with time_machine.travel(begin + timedelta(hours=25), tick=False):
        deliver_due()


def test_its_owner_is_told_once_in_a_run_of_failures_and_when_days_of_it_end_in_a_pause(
    site: Site, settings: Any
) -> None:
    settings.NOTICES_BY_MAIL = True
    webhook = webhook_at(site, by=alice(), name="Post", says=answer(status="500 Oh"))
    begin = timezone.now()
    failed = ("webhook_failed", "Post: The receiver answered with an error (500).")
    for day in (0, 2):
        fails_all_day(webhook, begin + timedelta(days=day))
        assert told_to(alice()) == [failed]
    [notice] = Notification.objects.all()
    assert notice.sentence() == (
        "The workbench gave up sending something to a webhook: it concerns a webhook of yours."
    )
    Person.objects.filter(pk=alice().pk).update(email="alice@example.org")
    assert send_notices([str(notice.uid)]) == "mailed 1"
    assert "Post: The receiver answered with an error (500)." in mail.outbox[0].body
    fails_all_day(webhook, begin + MOST_FAILING)
    webhook.refresh_from_db()
    assert (webhook.active, webhook.paused_why) == (False, "Its receiver has failed for 5 days.")
    assert told_to(alice()) == [failed, ("webhook_paused", "Post: Its receiver has failed for 5 days.")]
    resume_webhook(webhook, by=alice())
    assert told_to(alice()) == [], "what it asks for is done"
    assert webhook.failing_since is None
    fails_all_day(webhook, begin + MOST_FAILING + timedelta(days=2))
    assert told_to(alice()) == [failed], "another run is told of again"
    assert told_to(bob()) == []


def test_another_address_is_another_receiver_that_has_not_failed(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="500 Oh"))
    begin = timezone.now()
    fails_all_day(webhook, begin)
    webhook.refresh_from_db()
    assert webhook.failing_since
    change_webhook(webhook, by=alice(), row_version=webhook.row_version, name="Post")
    assert webhook.failing_since, "it leads where it led"
    site.pages["/hook?new"] = answer(status="500 Oh")
    change_webhook(webhook, by=alice(), row_version=webhook.row_version, address=f"{webhook.address}?new")
    assert (webhook.failures, webhook.failing_since, webhook.rests_until) == (0, None, None)
    fails_all_day(webhook, begin + MOST_FAILING)
    webhook.refresh_from_db()
    assert webhook.active, "it has failed for a day"


def test_a_receiver_that_wants_nothing_more_is_told_of_with_its_reason(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="410 Gone"))
    send_test(webhook, by=alice())
    deliver_due()
    gone = f"{webhook.site()}: The receiver answered 410 Gone: it wants nothing more."
    assert told_to(alice()) == [("webhook_paused", gone)]
    see_notices(Notification.objects.all())
    webhook.refresh_from_db()
    resume_webhook(webhook, by=alice())
    pause_webhook(webhook, by=alice())
    assert told_to(alice()) == [], "nobody is told of what they did themselves"


def test_of_the_webhook_of_who_left_the_administrators_are_told(site: Site) -> None:
    rita, administrator = make_person("rita", Role.READER), deputy()
    webhook_at(site, by=rita, name="Post")
    change_person(rita, by=root(), row_version=rita.row_version, role=Role.NONE)
    left = [("webhook_paused", "Post: Its owner is not in the newsroom any more.")]
    assert told_to(administrator) == left
    assert told_to(bob()) == []
    assert Notification.objects.get().why == "overseen"
    Person.objects.filter(pk=deputy().pk).update(is_superuser=False)
    assert told_to(Person.objects.get(pk=deputy().pk)) == [], "it is for administrators to know"


def test_what_is_removed_sends_nothing_more_and_its_secret_is_gone(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    renew_secret(webhook, by=alice())
    make_article()
    with pytest.raises(Forbidden):
        remove_webhook(webhook, by=bob())
    remove_webhook(webhook, by=alice())
    make_article()
    assert deliver_due() == "nothing to send"
    assert site.requests == []
    assert (webhook.salt, webhook.former_salt, webhook.former_until) == ("", "", None)
    [delivery] = webhook.deliveries.all()
    assert (delivery.state, delivery.fault) == ("given_up", "The webhook was removed.")
    for act in (pause_webhook, remove_webhook, resume_webhook, renew_secret, send_test):
        with pytest.raises(Conflict, match="is removed"):
            act(webhook, by=alice())
    with pytest.raises(Forbidden):
        restore_webhook(webhook, by=deputy())
    webhook, secret = restore_webhook(webhook, by=alice())
    assert secret == secret_of(webhook.salt)
    assert (webhook.active, webhook.removed_at) == (False, None)
    assert "new secret" in webhook.paused_why
    with pytest.raises(Conflict, match="there already"):
        restore_webhook(webhook, by=alice())
    resume_webhook(webhook, by=alice())
    make_article()
    assert deliver_due() == "1 sent"
    verbs = Event.objects.filter(object_uid=webhook.uid).order_by("number").values_list("verb", flat=True)
    assert list(verbs)[2:5] == [Verb.WEBHOOK_REMOVED, Verb.WEBHOOK_RESTORED, Verb.WEBHOOK_RESUMED]


def test_what_an_administrator_removes_its_owner_is_told_of(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), name="Post")
    remove_webhook(webhook, by=deputy())
    assert told_to(alice()) == [("webhook_removed", f"Post: {deputy()} removed it.")]


def test_a_message_under_way_while_its_webhook_is_removed_is_not_tried_again(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    send_test(webhook, by=alice())
    [letter] = letters(1)
    remove_webhook(webhook, by=alice())
    note_outcome(letter, Outcome(500, "", delivering.fault_of(500)))
    webhook.refresh_from_db()
    assert (webhook.deliveries.get().state, webhook.failures) == ("given_up", 0)


def test_a_month_later_nobody_knows_where_it_led(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), name="Post")
    send_test(webhook, by=alice())
    remove_webhook(webhook, by=alice())
    seen_before = Webhook.objects.restorable().get()
    assert seen_before == webhook
    with time_machine.travel(timezone.now() + timedelta(days=KEPT_DAYS, minutes=2)):
        deliver_due()
    webhook.refresh_from_db()
    assert (webhook.name, webhook.address, webhook.deliveries.count()) == ("", "", 0)
    assert str(webhook) == "a webhook that is gone"
    with pytest.raises(Conflict, match="more than 30 days ago"):
        restore_webhook(webhook, by=alice())
    with pytest.raises(StaleEdit):
        restore_webhook(seen_before, by=alice())

"""Notices by mail: what goes out, what is kept, and what a mail never says."""

from typing import Any

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from annotations.actions.claims import assign_claim
from annotations.actions.comments import add_comment
from annotations.actions.mailing import send_notices
from annotations.actions.notifying import see_notices
from annotations.actions.verdicts import second_claim
from annotations.models import Claim, Notification, Person, Role
from tests.make import (
    alice,
    bob,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

SECRET = "Zacharias Quill"


@pytest.fixture(autouse=True)
def _mail_is_configured(settings: Any) -> None:
    settings.NOTICES_BY_MAIL = True
    settings.BASE_URL = "https://desk.example.org"


def queued() -> list[list[str]]:
    """The notices of each mail that is waiting to be sent, the oldest first."""
    rows = DBTaskResult.objects.filter(task_path="annotations.tasks.mail_notices").order_by("enqueued_at")
    return [row.args_kwargs["args"][0] for row in rows]


def send_all() -> list[str]:
    return [send_notices(uids) for uids in queued()]


def addressed(username: str, role: Role = Role.CHECKER) -> Person:
    return make_person(username, role, email=f"{username}@example.org")


def test_a_mail_says_who_did_what_and_where_to_read_it_and_quotes_nothing() -> None:
    dora = addressed("dora", Role.EDITOR)
    evidence = make_evidence(make_claim(), source=make_source(title=SECRET, terms="background"))
    add_comment(evidence, by=alice(), body=f"@dora, ask {SECRET}.")
    assert send_all() == ["mailed 1", "wants no mail"]  # Bob, whose claim it is, has no address
    [sent] = mail.outbox
    notice = dora.notifications.get()
    assert sent.to == ["dora@example.org"]
    assert sent.subject == "[Fact checks] alice commented: it mentions you."
    assert "The old bridge was built in 1911" in sent.body
    assert f"https://desk.example.org/notices/{notice.uid}/" in sent.body
    assert SECRET not in sent.subject + sent.body
    assert notice.mailed_at is not None
    assert send_all()[0] == "nothing to tell"


def test_many_notices_of_one_change_are_one_mail() -> None:
    dora = addressed("dora")
    for words in ("It cost 12 million euros", "40 ships"):
        assign_claim(make_claim(words=words), by=alice(), assignee=dora)
    [first], [second] = queued()
    assert send_notices([first, second]) == "mailed 2"
    assert mail.outbox[0].subject == "[Fact checks] 2 things that concern you"
    assert mail.outbox[0].body.count("it is yours now.") == 2


def test_what_was_seen_or_is_not_wanted_is_not_mailed() -> None:
    dora, eve = addressed("dora"), addressed("eve")
    Person.objects.filter(pk=eve.pk).update(notices_by_mail=False)
    add_comment(make_claim(by=dora), by=alice(), body="@eve")
    see_notices(Notification.objects.visible_to(dora))
    assert sorted(send_all()) == ["nothing to tell", "wants no mail"]
    Person.objects.filter(pk=dora.pk).update(is_active=False)
    add_comment(make_claim(by=bob()), by=alice(), body="@dora")
    assert not mail.outbox


def test_nothing_of_a_blind_first_reading_is_mailed_until_ones_own_is_in() -> None:
    dora = addressed("dora")
    claim = make_submitted(make_claim(make_blind_article()))
    add_comment(claim, by=bob(), body="It is false, @dora.")
    assert send_all() == ["nothing to tell"]
    make_assessment(claim, "true", by=dora)
    assert send_all() == ["nothing to tell"]
    second_claim(claim, by=dora)
    assert "mailed 1" in send_all()
    assert [sent.to for sent in mail.outbox] == [["dora@example.org"]]


def test_a_name_with_a_line_end_in_it_makes_no_header() -> None:
    addressed("dora")
    eve = make_person("eve", name="Eve\nBcc: all@example.org")
    add_comment(make_claim(), by=eve, body="@dora")
    send_all()
    assert mail.outbox[0].subject == "[Fact checks] Eve Bcc: all@example.org commented: it mentions you."


def test_without_a_mail_server_nothing_is_queued(settings: Any) -> None:
    settings.NOTICES_BY_MAIL = False
    addressed("dora")
    add_comment(make_claim(), by=alice(), body="@dora")
    assert Claim.objects.exists()
    assert Notification.objects.count() == 2
    assert queued() == []

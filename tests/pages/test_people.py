"""Colleagues: who they are, inviting them, changing and deactivating them."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from annotations.actions.access import make_token, token_of
from annotations.actions.claims import assign_claim
from annotations.models import Event, Person, Role, Scope, Session, Verb
from tests.make import alice, bob, carol, make_claim, make_evidence, make_person, root
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = pytest.mark.django_db

NEW = "a long one of my own"
DAVE = {"name": "Dave Ebel", "username": "dave", "email": "dave@news.example", "role": "checker"}


def link_in(answer: Any) -> str:
    [link] = re.findall(r'value="http://[^/"]+(/invitation/[^"]+)"', words_of(answer))
    return link


def accept(link: str, password: str = NEW, browser: Client | None = None) -> Any:
    return (browser or Client()).post(link, {"new": password, "again": password})


def test_colleagues_see_who_is_who_and_no_address() -> None:
    make_person("edith", email="edith@news.example", name="Edith Kern", is_active=False)
    page = words_of(get(bob(), "person_list"))
    assert "Edith Kern" in page
    assert "Deactivated" in page
    for kept in ("news.example", "Last log-in", reverse("person_invite")):
        assert kept not in page
    assert get(carol(), "person_list").status_code == 404
    assert get(None, "person_list").status_code == 302


def test_only_administrators_manage_people() -> None:
    person = bob()
    for name in ("person_change", "person_invite_again", "person_deactivate", "person_reactivate",
                 "person_log_out", "person_hand_on"):  # fmt: skip
        assert post(alice(), name, person.uid, row_version=1).status_code == 404, name
    assert get(alice(), "person_detail", person.uid).status_code == 404
    assert post(alice(), "person_invite", **DAVE).status_code == 404
    assert not Person.objects.filter(username="dave").exists()


def test_who_is_invited_chooses_a_password_and_is_in() -> None:
    answer = post(root(), "person_invite", **DAVE)
    assert answer.status_code == 201
    assert "no-store" in answer.headers["Cache-Control"]
    link = link_in(answer)
    dave = Person.objects.get(username="dave")
    assert (dave.name, dave.role, dave.has_usable_password()) == ("Dave Ebel", Role.CHECKER, False)
    assert "/invitation/" not in words_of(get(root(), "person_detail", dave.uid))
    browser = Client(headers={"User-Agent": "Firefox/140.0 Linux"})
    for _ in range(2):
        assert "Welcome, Dave Ebel" in words_of(browser.get(link))
    assert accept(link, browser=browser).url == reverse("desk")
    assert "Firefox on Linux" in words_of(browser.get(reverse("account_detail")))
    verbs = Event.objects.filter(object_uid=dave.uid).order_by("number").values_list("verb", "by__username")
    assert list(verbs) == [
        (Verb.PERSON_ADDED, "root"),
        (Verb.PERSON_INVITED, "root"),
        (Verb.PERSON_CHANGED, "dave"),
        (Verb.SIGNED_IN, "dave"),
    ]
    again = Client().get(link)
    assert again.status_code == 410
    assert "This invitation was used" in words_of(again)
    assert accept(link, "another one that is long").status_code == 410


def test_a_link_ends_by_time_by_a_newer_one_and_with_the_account() -> None:
    first = link_in(post(root(), "person_invite", **DAVE))
    dave = Person.objects.get(username="dave")
    second = link_in(post(root(), "person_invite_again", dave.uid))
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=3, minutes=1), tick=False):
        assert Client().get(second).status_code == 410
    post(root(), "person_deactivate", dave.uid, row_version=dave.row_version)
    assert Client().get(second).status_code == 410
    assert post(root(), "person_invite_again", dave.uid).status_code == 409
    dave.refresh_from_db()
    post(root(), "person_reactivate", dave.uid, row_version=dave.row_version)
    assert Client().get(second).status_code == 410
    for wrong in (second[:-3] + "/", reverse("invitation", args=[bob().uid, "x-y"])):
        assert Client().get(wrong).status_code == 410


def test_the_link_is_mailed_where_mail_is_configured(settings: Any, mailoutbox: list[Any]) -> None:
    post(root(), "person_invite", **DAVE)
    assert mailoutbox == []
    settings.NOTICES_BY_MAIL = True
    answer = post(root(), "person_invite_again", Person.objects.get(username="dave").uid)
    assert "It was also mailed to dave@news.example." in words_of(answer)
    [mail] = mailoutbox
    assert mail.to == ["dave@news.example"]
    assert link_in(answer) in mail.body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = post(root(), "person_invite_again", Person.objects.get(username="dave").uid)
    assert (answer.status_code, "could not be mailed" in words_of(answer)) == (201, True)


def test_a_link_lets_somebody_with_a_password_choose_another() -> None:
    elsewhere = browser_of(bob())
    link = link_in(post(root(), "person_invite_again", bob().uid))
    assert Client().login(username="bob", password="long enough to pass")
    link = link_in(post(root(), "person_invite_again", bob().uid))
    accept(link)
    assert Client().login(username="bob", password=NEW)
    assert elsewhere.get(reverse("desk")).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"new": "12345678", "again": "12345678"}, "too common"),
        ({"new": NEW, "again": "different"}, "The two passwords differ."),
        ({"new": "dave@news.example", "again": "dave@news.example"}, "too similar"),
        ({}, "Choose a password."),
    ],
)
def test_a_first_password_that_will_not_do_is_told_why_and_the_link_is_not_logged(
    sent: dict[str, str], sentence: str, caplog: Any
) -> None:
    link = link_in(post(root(), "person_invite", **DAVE))
    answer = Client().post(link, sent)
    assert sentence in words_of(answer)
    assert link not in caplog.text
    assert NEW not in words_of(answer)
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"username": "bob"}, "Somebody has this user name already."),
        ({"username": "two words"}, "Enter a valid username"),
        ({"email": "nowhere"}, "This is not an e-mail address."),
        ({"role": "owner"}, "Select a valid choice"),
        ({"name": ""}, "Write the name colleagues see."),
    ],
)
def test_an_invitation_that_cannot_go_out_is_told_why(sent: dict[str, str], sentence: str) -> None:
    bob()
    answer = post(root(), "person_invite", **{**DAVE, **sent})
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert not Person.objects.filter(username="dave").exists()


def test_a_role_is_changed_and_two_changes_at_once_are_told() -> None:
    person = bob()
    sent = {"row_version": person.row_version, "name": "Bob", "role": "editor"}
    assert post(root(), "person_change", person.uid, **sent).status_code == 302
    assert Person.objects.get(username="bob").role == Role.EDITOR
    event = Event.objects.get(verb=Verb.PERSON_CHANGED)
    assert event.data["after"] == {"name": "Bob", "role": "editor"}
    assert post(root(), "person_change", person.uid, **{**sent, "role": "reader"}).status_code == 409


def test_the_last_administrator_stays() -> None:
    person = root()
    sent = {"row_version": person.row_version, "name": "Root", "role": "none"}
    answer = post(person, "person_change", person.uid, **sent)
    assert "This is the last administrator." in words_of(answer)
    assert post(person, "person_deactivate", person.uid, row_version=person.row_version).status_code == 409
    make_person("second", Role.NONE, is_superuser=True)
    assert post(person, "person_change", person.uid, **sent).url == reverse("desk")


def test_who_is_deactivated_is_out_at_once_and_the_work_stays() -> None:
    claim = make_claim()
    make_evidence(claim)
    assign_claim(claim, by=alice(), assignee=bob())
    there = browser_of(bob())
    token, secret = make_token(bob(), by=bob(), scopes=[Scope.READ])
    assert post(root(), "person_deactivate", bob().uid, row_version=bob().row_version).status_code == 302
    assert there.get(reverse("desk")).status_code == 302
    assert not Session.objects.filter(person=bob()).exists()
    assert token_of(secret) is None
    assert not Client().login(username="bob", password="long enough to pass")
    claim.refresh_from_db()
    assert (claim.assignee, claim.created_by, claim.evidence.count()) == (bob(), bob(), 1)
    assert "bob" in words_of(get(alice(), "claim_detail", claim.uid))
    post(root(), "person_reactivate", bob().uid, row_version=bob().row_version)
    assert Client().login(username="bob", password="long enough to pass")
    assert token_of(secret) is None
    assert Event.objects.filter(verb=Verb.TOKEN_REVOKED, object_uid=token.uid, by=root()).exists()


def test_what_somebody_has_in_hand_is_handed_on_by_who_may_assign() -> None:
    claims = [make_claim(words=words) for words in ("40 ships a day", "12 million euros")]
    for claim in claims:
        assign_claim(claim, by=alice(), assignee=bob())
    edith = make_person("edith", Role.EDITOR, is_superuser=True)
    deputy = make_person("deputy", Role.CHECKER, is_superuser=True, name="Dee Deputy")
    assert "Assign 2 claims" in words_of(get(edith, "person_detail", bob().uid))
    checking = words_of(get(deputy, "person_detail", bob().uid))
    assert "Only an editor can assign them" in checking
    assert "alice" in checking
    assert "40 ships a day" in checking
    without_role = words_of(get(root(), "person_detail", bob().uid))
    assert "40 ships" not in without_role
    assert "alice" in without_role
    assert post(deputy, "person_hand_on", bob().uid, assignee=deputy.pk).status_code == 403
    assert post(edith, "person_hand_on", bob().uid, assignee=root().pk).status_code == 422
    assert post(edith, "person_hand_on", bob().uid, assignee=deputy.pk).status_code == 302
    for claim in claims:
        claim.refresh_from_db()
        assert claim.assignee == deputy
    assert Event.objects.filter(verb=Verb.CLAIM_ASSIGNED, by=edith).count() == 2


def test_an_administrator_logs_somebody_out_everywhere() -> None:
    there = browser_of(bob())
    post(root(), "person_log_out", bob().uid)
    assert there.get(reverse("desk")).status_code == 302
    assert Event.objects.get(verb=Verb.SESSION_ENDED).by == root()


def test_the_list_asks_the_same_number_of_questions_however_many_there_are() -> None:
    deputy = make_person("deputy", Role.EDITOR, is_superuser=True)
    few = queries_of(deputy, "person_list")
    for number in range(8):
        make_person(f"person{number}")
    assert queries_of(deputy, "person_list") == few <= 6

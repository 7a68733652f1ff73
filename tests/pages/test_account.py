"""One's own page: name, password, tokens, log-ins."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions.access import make_token, token_of
from annotations.models import ApiToken, Event, Role, Scope, Verb
from tests.make import alice, bob, carol, make_person
from tests.pages.visiting import browser_of, get, post, words_of

pytestmark = pytest.mark.django_db

OLD, NEW = "long enough to pass", "another long one to pass"


def test_one_changes_ones_own_name() -> None:
    person = bob()
    post(person, "account_rename", row_version=person.row_version, name="Bob  Marten")
    person.refresh_from_db()
    assert person.name == "Bob Marten"
    assert Event.objects.filter(verb=Verb.PERSON_CHANGED, by=person).exists()


def test_two_changes_of_the_name_at_once_are_told() -> None:
    person = bob()
    post(person, "account_rename", row_version=person.row_version, name="Bob Marten")
    answer = post(person, "account_rename", row_version=person.row_version, name="B. Marten")
    assert answer.status_code == 409
    assert "B. Marten" in words_of(answer)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    here, elsewhere = browser_of(bob()), browser_of(bob())
    answer = here.post(reverse("account_password"), {"old": OLD, "new": NEW, "again": NEW})
    assert answer.status_code == 302
    assert here.get(reverse("account_detail")).status_code == 200
    assert elsewhere.get(reverse("account_detail")).status_code == 302
    assert Client().login(username="bob", password=NEW) is True


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"old": "wrong", "new": NEW, "again": NEW}, "This is not your present password."),
        ({"old": OLD, "new": NEW, "again": "different"}, "The two passwords differ."),
        ({"old": OLD, "new": "12345678", "again": "12345678"}, "too common"),
        ({"old": "", "new": "", "again": ""}, "Write the present password."),
    ],
)
def test_a_password_that_cannot_be_changed_is_told_why(sent: dict[str, str], sentence: str) -> None:
    answer = post(bob(), "account_password", **sent)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert bob().check_password(OLD)


def test_guessing_the_present_password_is_slowed_down() -> None:
    browser = browser_of(bob())
    sent = {"old": "wrong", "new": NEW, "again": NEW}
    statuses = [browser.post(reverse("account_password"), sent).status_code for _ in range(7)]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_typed_passwords_never_come_back() -> None:
    page = words_of(post(bob(), "account_password", old="Nightingale1", new=NEW, again=NEW))
    assert "Nightingale1" not in page
    assert NEW not in page


def test_the_secret_of_a_token_is_shown_once() -> None:
    answer = post(bob(), "token_make", name="Newsletter", scopes=["read", "write"], lifetime="30")
    assert answer.status_code == 201
    assert "no-store" in answer.headers["Cache-Control"]
    [secret] = re.findall(r'value="(fcw_[^"]+)"', words_of(answer))
    token = token_of(secret)
    assert token is not None
    assert (token.person, token.scopes) == (bob(), ["read", "write"])
    assert token.expires_at is not None
    page = words_of(get(bob(), "account_detail"))
    assert secret not in page
    assert token.prefix in page


@pytest.mark.parametrize("sent", [{"name": ""}, {"name": "x", "scopes": ["everything"]}, {"name": "x"}])
def test_a_token_needs_a_purpose_and_a_scope(sent: dict[str, object]) -> None:
    assert post(bob(), "token_make", **sent).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_person() -> None:
    token, secret = make_token(bob(), by=bob(), scopes=[Scope.READ])
    assert post(bob(), "token_revoke", token.uid).status_code == 302
    assert token_of(secret) is None
    assert post(bob(), "token_revoke", token.uid).status_code == 409


def test_other_peoples_tokens_are_not_there() -> None:
    token, _ = make_token(bob(), by=bob(), scopes=[Scope.READ], name="Newsletter")
    for person in (alice(), make_person("greta", is_superuser=True)):
        assert post(person, "token_revoke", token.uid).status_code == 404
        assert "Newsletter" not in words_of(get(person, "account_detail"))


def test_one_sees_when_somebody_signed_in_to_ones_account() -> None:
    bob()
    browser = Client()
    browser.post(reverse("login"), {"username": "bob", "password": "wrong"})
    browser.post(reverse("login"), {"username": "bob", "password": OLD})
    page = words_of(browser.get(reverse("account_detail")))
    assert "A wrong password was tried" in page
    assert "Logged in" in page


@pytest.mark.parametrize("role", [Role.READER, Role.NONE])
def test_everybody_who_can_log_in_has_an_account(role: Role) -> None:
    person = carol() if role == Role.NONE else make_person("rafi", role=role)
    assert get(person, "account_detail").status_code == 200

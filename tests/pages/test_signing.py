"""Logging in and out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Event, Role, Verb
from tests.make import alice, bob, make_person
from tests.pages.visiting import browser_of, words_of

pytestmark = pytest.mark.django_db

PASSWORD = "long enough to pass"


def log_in(browser: Client, username: str = "bob", password: str = PASSWORD, **more: Any) -> Any:
    return browser.post(reverse("login"), {"username": username, "password": password, **more})


def test_who_logs_in_comes_to_the_desk_and_it_is_recorded() -> None:
    person = bob()
    answer = log_in(Client())
    assert answer.url == reverse("desk")
    assert Event.objects.filter(verb=Verb.SIGNED_IN, by=person).count() == 1


def test_who_was_on_the_way_somewhere_gets_there() -> None:
    bob()
    assert log_in(Client(), next="/articles/?q=x").url == "/articles/?q=x"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_nobody_is_sent_to_another_site(elsewhere: str) -> None:
    bob()
    assert log_in(Client(), next=elsewhere).url == reverse("desk")


@pytest.mark.parametrize("username", ["bob", "nobody"])
def test_unknown_names_and_wrong_passwords_get_the_same_answer(username: str) -> None:
    bob()
    answer = log_in(Client(), username, "wrong")
    assert answer.status_code == 200
    assert "Name and password do not fit together." in words_of(answer)
    assert 'id="id_password_error"' in words_of(answer)


def test_an_account_that_is_switched_off_gets_the_same_answer_too() -> None:
    make_person("old", is_active=False)
    assert "Name and password do not fit together." in words_of(log_in(Client(), "old"))


def test_guessing_is_slowed_down_with_a_sentence() -> None:
    bob()
    browser = Client()
    answers = [log_in(browser, password="wrong") for _ in range(6)]
    assert answers[-1].status_code == 429
    assert "Retry-After" in answers[-1].headers
    assert "Wait a quarter of an hour" in words_of(answers[-1])


def test_a_session_ends_with_the_browser_unless_asked_otherwise() -> None:
    bob()
    browser = Client()
    log_in(browser)
    assert browser.session.get_expire_at_browser_close()
    log_in(other := Client(), stay="on")
    assert not other.session.get_expire_at_browser_close()


def test_logging_out_ends_the_session_and_is_recorded() -> None:
    browser = browser_of(bob())
    answer = browser.post(reverse("logout"), follow=True)
    assert "You are logged out." in words_of(answer)
    assert browser.get(reverse("desk")).status_code == 302
    assert Event.objects.filter(verb=Verb.SIGNED_OUT, by=bob()).count() == 1


def test_a_link_cannot_log_anybody_out() -> None:
    browser = browser_of(bob())
    assert browser.get(reverse("logout")).status_code == 405
    assert browser.get(reverse("desk")).status_code == 200


def test_the_administration_has_no_log_in_of_its_own() -> None:
    answer = Client().get("/admin/login/?next=/admin/")
    assert answer.url == f"{reverse('login')}?next=/admin/"


def test_who_may_not_into_the_administration_is_told_and_not_sent_in_circles() -> None:
    browser = browser_of(bob())
    assert browser.get("/admin/login/?next=/admin/").status_code == 403
    assert browser_of(alice()).get("/admin/login/").url == "/admin/"


def test_who_is_logged_in_is_not_asked_again() -> None:
    assert browser_of(bob()).get(reverse("login")).url == reverse("desk")


def test_who_was_logged_out_meanwhile_is_told_so() -> None:
    browser = browser_of(bob())
    browser.cookies["sessionid"] = "ended"
    assert "You were logged out." in words_of(browser.get(f"{reverse('login')}?next=/articles/"))
    assert "You were logged out." not in words_of(Client().get(f"{reverse('login')}?next=/articles/"))


def test_a_form_without_its_token_is_refused() -> None:
    bob()
    browser = Client(enforce_csrf_checks=True)
    assert log_in(browser).status_code == 403


def test_a_reader_can_log_in() -> None:
    make_person("rafi", role=Role.READER)
    assert log_in(Client(), "rafi").status_code == 302

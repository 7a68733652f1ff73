"""The commands that make the first person and set a password, with their events."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from annotations.models import Event, Person, Role, Verb
from tests.make import bob
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db

NEW = "another long one to pass"


def test_the_first_person_is_an_editor_and_administrator_and_it_is_recorded(monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    call_command("createsuperuser", "--no-input", "--username", "ada", "--email", "ada@news.example")
    ada = Person.objects.get(username="ada")
    assert (ada.role, ada.is_superuser, ada.check_password(NEW)) == (Role.EDITOR, True, True)
    event = Event.objects.get(verb=Verb.PERSON_ADDED)
    assert (event.by, event.object_uid) == (None, ada.uid)
    assert NEW not in str(event.data)


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [
        ("bob", NEW, "user name already"),
        ("two words", NEW, "valid username"),
        ("ada", "123", "too short"),
        ("", NEW, "--username"),
    ],
)
def test_a_first_person_that_cannot_be_made_is_told_why(
    username: str, password: str, sentence: str, monkeypatch: Any
) -> None:
    bob()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError, match=sentence):
        call_command("createsuperuser", "--no-input", "--username", username)
    assert Person.objects.count() == 1


def test_a_password_is_set_from_standard_input_and_ends_the_sessions(monkeypatch: Any) -> None:
    there = browser_of(bob())
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW}\n"))
    call_command("changepassword", "bob")
    assert Client().login(username="bob", password=NEW)
    assert there.get("/").status_code == 302
    event = Event.objects.get(verb=Verb.PERSON_CHANGED)
    assert (event.by, event.object_uid) == (None, bob().uid)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="too short"):
        call_command("changepassword", "bob")
    with pytest.raises(CommandError, match="nobody"):
        call_command("changepassword", "nobody")

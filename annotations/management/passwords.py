"""Passwords for commands: asked twice at a terminal, else the first line of standard input."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from annotations.models import Person


def asked_password(person: Person) -> str:
    """A password that will do for this person. Raises CommandError with why the given one will not."""
    password = typed_twice() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return checked(password, person)


def typed_twice() -> str:
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise CommandError("The two passwords differ. Nothing was changed.")
    return password


def checked(password: str, person: Person) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password

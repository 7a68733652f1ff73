"""`manage.py createsuperuser`: the first person of a newsroom. In place of Django's, which leaves no event."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from annotations.actions.access import add_person
from annotations.errors import WorkbenchError
from annotations.management.passwords import asked_password, checked
from annotations.models import Person, Role


class Command(BaseCommand):
    help = (
        "Make an editor who is administrator: the one-person desk. With --no-input the password is taken from "
        "DJANGO_SUPERUSER_PASSWORD, and what is not given as an option from DJANGO_SUPERUSER_USERNAME and _EMAIL."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default=os.environ.get("DJANGO_SUPERUSER_USERNAME", ""))
        parser.add_argument("--email", default=os.environ.get("DJANGO_SUPERUSER_EMAIL", ""))
        parser.add_argument("--name", default="", help="the name colleagues see")
        parser.add_argument("--no-input", "--noinput", action="store_true", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> str:
        username = options["username"] or self.asked_name(options)
        person = Person(username=Person.normalize_username(username), email=options["email"])
        refuse_bad_values(person)
        password = self.password(person, options)
        columns = {"email": person.email, "name": options["name"], "role": Role.EDITOR, "is_superuser": True}
        try:
            add_person(by=None, username=person.username, password=password, **columns)
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        return f"{person.username} is an editor and administrator."

    def asked_name(self, options: dict[str, Any]) -> str:
        if options["no_input"] or not sys.stdin.isatty():
            raise CommandError("Give --username.")
        return input("User name: ").strip()

    def password(self, person: Person, options: dict[str, Any]) -> str | None:
        """None, as with Django's own, where nobody was there to give one: it is set with changepassword."""
        if not options["no_input"]:
            return asked_password(person)
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        return checked(given, person) if given else None


def refuse_bad_values(person: Person) -> None:
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error

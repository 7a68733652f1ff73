"""`manage.py changepassword`: for who can log in nowhere any more. In place of Django's, which leaves no event."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.access import set_password
from annotations.management.passwords import asked_password
from annotations.models import Person


class Command(BaseCommand):
    help = "Set somebody's password; it is asked for, or read from standard input. Ends their sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USER")

    def handle(self, *args: Any, **options: Any) -> str:
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name “{options['username']}”.")
        set_password(person, by=None, password=asked_password(person))
        return f"The password of {person.username} is changed, and every session of theirs ended."

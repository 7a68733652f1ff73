"""`manage.py create_token`: a key for a program."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from annotations.actions.access import make_token
from annotations.models import Person, Scope

SCOPES: dict[str, list[Scope]] = {
    "read": [Scope.READ],
    "write": [Scope.READ, Scope.WRITE],
}


class Command(BaseCommand):
    help = "Make an API token for somebody and print it, this once, alone on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USER")
        parser.add_argument("--scope", choices=SCOPES, required=True, help="write includes read")
        parser.add_argument(
            "--confidential",
            action="store_true",
            help="name confidential sources that the person may know; without it the token never does",
        )
        parser.add_argument("--name", default="", help="what it is for")
        parser.add_argument("--days", type=days, help="how long it is valid (for good)")

    def handle(self, *args: Any, **options: Any) -> str:
        person = Person.objects.filter(username=options["username"], is_active=True).first()
        if person is None:
            raise CommandError(f"There is no active person “{options['username']}”.")
        _, secret = make_token(
            person,
            by=person,
            scopes=SCOPES[options["scope"]] + [Scope.CONFIDENTIAL] * options["confidential"],
            name=options["name"],
            expires_at=timezone.now() + timedelta(days=options["days"]) if options["days"] else None,
        )
        return secret


def days(words: str) -> int:
    """One or more: a token that has run out already would only puzzle its owner."""
    count = int(words)
    if count < 1:
        raise ArgumentTypeError("give 1 or more")
    return count

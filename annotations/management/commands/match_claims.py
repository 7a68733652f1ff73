"""`manage.py match_claims`: earlier claims like a text."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from annotations.exports.matches import Match, claims_like
from annotations.management.people import person_named


class Command(BaseCommand):
    help = "Find earlier claims like TEXT: score, state, wording, and what both say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", metavar="TEXT")
        parser.add_argument("--by", default="", metavar="USER", help="as whom (the first editor)")

    def handle(self, *args: Any, **options: Any) -> None:
        matches = claims_like(options["text"], person=person_named(options["by"]), limit=20)
        for match in matches:
            self.stdout.write(line_of(match))
        if not matches:
            self.stderr.write("No earlier claim is like this.")


def line_of(match: Match) -> str:
    claim, verdict = match.claim, match.claim.current_verdict()
    judged = f", {verdict.rating}" if verdict else ""
    state = f"{claim.get_state_display().lower()}{judged}"
    return (
        f"{match.likeness.score:.2f}  {claim.text} ({state}; {', '.join(match.likeness.shared)})  {claim.uid}"
    )

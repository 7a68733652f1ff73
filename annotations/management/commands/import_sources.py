"""`manage.py import_sources`: sources from a CSL-JSON file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.importing_sources import Fate, import_sources, plan_sources, read_sources
from annotations.errors import WorkbenchError
from annotations.management.files import bytes_of, harmless
from annotations.management.people import person_named


class Command(BaseCommand):
    help = (
        "Add the sources of a CSL-JSON file, as Zotero exports it. What is here already is not added again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="or - for standard input")
        parser.add_argument("--by", default="", metavar="USER", help="as whom (the first editor)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_named(options["by"])
        act = plan_sources if options["dry_run"] else import_sources
        try:
            plans = act(read_sources(bytes_of(options["file"])), by=person)
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        for plan in plans:
            line = (
                f"{plan.item.number}: {plan.item.title or 'untitled'} – {Fate(plan.fate).label}. {plan.why}"
            )
            self.stdout.write(harmless(line.strip()))

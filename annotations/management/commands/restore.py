"""`manage.py restore`: an archive into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from annotations.actions.archives import restore_archive
from annotations.errors import WorkbenchError


class Command(BaseCommand):
    help = "Restore an archive (backup, export archive) into an empty database that has been migrated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_old_tables()
        try:
            written = restore_archive(options["file"], tell=self.tell)
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        self.tell("", 0, 0)
        self.stdout.write(
            f"Restored: {written['person']:,} people, {written['article']:,} articles, "
            f"{written['claim']:,} claims, {written['event']:,} events.\n"
            "Passwords and API tokens are in no archive. Let people in again with `changepassword USER`."
        )

    def tell(self, what: str, done: int, total: int) -> None:
        """One line that is written over, where somebody looks on."""
        if self.stderr.isatty():
            share = f" {done:,} of {total:,}" if total else ""
            self.stderr.write(f"\r\x1b[K{what}{share}", ending="")
            self.stderr.flush()


def refuse_old_tables() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("This database has not the tables of this release. Run `migrate` first.")

"""`manage.py doctor`: what an operator runs when something seems wrong."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from annotations.actions.mending import drop_outlived, take_up_again
from annotations.management.health import kept, machine, work
from annotations.management.health.findings import Finding, Level, Question, counted

MOST_TOLD = 20
"""Of what one question finds; with --json all of it."""

FIRST = (
    Question("settings", "The settings fit.", machine.settings_doubtful),
    Question("directory", "DATA_DIR can be written.", machine.directory_unwritable),
    Question("disk", "There is room on the disk.", machine.disk_full),
    Question("files", "Style sheets and scripts are collected.", machine.files_not_collected),
    Question("cache", "The cache answers.", machine.cache_deaf),
)
"""What needs no database."""

BENEATH = (
    Question("database", "The database answers.", machine.database_away),
    Question("migrations", "The database has the tables of this release.", machine.migrations_waiting),
)
"""Without these the rest cannot be asked."""

THEN = (
    Question("worker", "No task waits longer than it should.", work.tasks_waiting),
    Question("stuck tasks", "No task was left by a killed worker.", work.tasks_stuck),
    Question("failed tasks", "No task has failed lately.", work.tasks_failed),
    Question("mail", "No mail was refused lately.", work.mail_refused),
    Question("webhooks", "No webhook missed an event.", work.webhooks_given_up),
    Question("kept for a time", "Nothing is kept longer than it should be.", work.times_over),
    Question("texts", "Every text and its original are as they were stored.", kept.texts_changed),
    Question("copies", "Every copy of a source is as it was stored.", kept.copies_changed),
    Question("highlights", "Every highlight stands where it says.", kept.highlights_displaced),
    Question("log", "The log is whole and fits what it tells of.", kept.log_doubtful),
)


class Command(BaseCommand):
    help = (
        "Look at the machine, the settings, the work that waits and all that is kept: a line a thing, with what "
        "to do. Changes nothing without --mend. Exit status 1 when there is an error."
    )
    # What they find is among what is told.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--mend",
            action="store_true",
            help="put a killed worker's tasks back into the queue, delete what is kept longer than it should be",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [question.about for question in FIRST if self.ask(question, options)]
        for question in BENEATH:
            if self.ask(question, options):
                sys.exit(1)
        if options["mend"]:
            self.mend(options)
        broken += [question.about for question in THEN if self.ask(question, options)]
        if broken:
            sys.exit(1)

    def ask(self, question: Question, options: dict[str, Any]) -> bool:
        """Say what was found; returns whether there was an error."""
        self.show_progress(question.about)
        count, worst = 0, False
        for count, finding in enumerate(question.ask(), start=1):
            worst = worst or finding.level == Level.ERROR
            if count <= MOST_TOLD or options["json"]:
                self.tell(question.about, finding, options)
        if not count:
            self.tell(question.about, Finding(Level.OK, question.fine), options)
        elif count > MOST_TOLD and not options["json"]:
            self.stdout.write(f"         and {count - MOST_TOLD:,} more")
        return worst

    def tell(self, about: str, finding: Finding, options: dict[str, Any]) -> None:
        self.show_progress("")
        if options["json"]:
            row = {"about": about, "level": finding.level, "sentence": finding.sentence, "todo": finding.todo}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
            return
        self.stdout.write(f"{finding.level:<8} {finding.sentence}")
        if finding.todo:
            self.stdout.write(f"         → {finding.todo}")

    def mend(self, options: dict[str, Any]) -> None:
        for finding in mended():
            self.tell("mended", finding, options)

    def show_progress(self, about: str) -> None:
        """One line that is written over, where somebody looks on."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{about}", ending="")
            self.stderr.flush()


def mended() -> Iterator[Finding]:
    if tasks := take_up_again():
        yield Finding(Level.OK, f"Put {counted(tasks, 'task')} of a killed worker back into the queue.")
    if rows := drop_outlived():
        yield Finding(Level.OK, f"Deleted {counted(rows, 'row')} of what was kept longer than it should be.")

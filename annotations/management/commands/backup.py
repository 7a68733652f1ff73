"""`manage.py backup`: an archive of today beside those of the days before."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from annotations.actions.exporting import note_export
from annotations.errors import WorkbenchError
from annotations.exports.archive.writing import archive
from annotations.management.people import person_named
from annotations.management.writing import ONLY_ITS_OWNER, keep


class Command(BaseCommand):
    help = "Keep an archive of everything, while people go on working. It names confidential sources: keep it safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-d", "--directory", type=Path, help="where to (backups/ in DATA_DIR)")
        parser.add_argument("--by", default="", metavar="USER", help="as whom (the first editor)")

    def handle(self, *args: Any, **options: Any) -> None:
        directory = options["directory"] or Path(settings.DATA_DIR) / "backups"
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{directory} cannot be made: {error.strerror}.") from error
        path = directory / f"workbench-{timezone.localtime():%Y-%m-%d-%H%M%S}.zip"
        try:
            event = note_export(by=person_named(options["by"]), format="archive", filters={})
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        written = keep(archive(event), path, mode=ONLY_ITS_OWNER)
        self.stdout.write(f"{path} ({written:,} bytes). Restore it with: manage.py restore {path}")

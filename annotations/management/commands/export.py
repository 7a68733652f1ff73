"""`manage.py export`: the claims as a file, or the dossier of one article."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from annotations.actions.exporting import note_export
from annotations.errors import WorkbenchError
from annotations.exports import FORMATS
from annotations.exports.dossier import dossier_file
from annotations.exports.recipients import Recipient
from annotations.exports.selection import ClaimFilter, chosen
from annotations.models import Article, Claim, Person, Role

DOSSIER = "dossier"


class Command(BaseCommand):
    help = "Write the claims that fit the filters, as one person sees them. Confidential sources are never named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=[*FORMATS, DOSSIER], help="the dossier takes one --article")
        parser.add_argument("-o", "--output", metavar="FILE", help="instead of standard output")
        parser.add_argument("--by", default="", metavar="USER", help="as whom (the first editor)")
        for name, filter in ClaimFilter.base_filters.items():
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                action="append",
                default=[],
                metavar="VALUE",
                help=str(filter.extra["help_text"]),
            )

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_named(options["by"])
        asked = {name: options[name] for name in ClaimFilter.base_filters if options[name]}
        if options["format"] == DOSSIER:
            write(iter([dossier_of(person, asked)]), options["output"])
            return
        try:
            claims = chosen(ClaimFilter(query(asked), Claim.objects.visible_to(person).living()))
            note_export(by=person, format=options["format"], filters=asked)
        except WorkbenchError as error:
            raise CommandError(
                f"--{error.field}: {error.sentence}" if error.field else error.sentence
            ) from error
        form = FORMATS[options["format"]]
        write(
            form.write(claims.order_by("created", "pk"), Recipient(person, identities=False)),
            options["output"],
        )


def dossier_of(person: Person, asked: dict[str, list[str]]) -> bytes:
    """The file of the one article asked for."""
    if list(asked) != ["article"] or len(asked["article"]) != 1:
        raise CommandError("Say whose dossier: --article UID, and nothing else.")
    try:
        article = Article.objects.visible_to(person).get(uid=asked["article"][0])
    except (Article.DoesNotExist, ValidationError) as error:
        raise CommandError(f"There is no article {asked['article'][0]}.") from error
    note_export(by=person, format=DOSSIER, filters=asked)
    return dossier_file(article, person)


def query(asked: dict[str, list[str]]) -> QueryDict:
    """The options as the parameters of a list."""
    parameters = QueryDict(mutable=True)
    for name, values in asked.items():
        parameters.setlist(name, values)
    return parameters


def person_named(username: str) -> Person:
    people = Person.objects.filter(is_active=True).order_by("pk")
    person = (people.filter(username=username) if username else people.filter(role=Role.EDITOR)).first()
    if person is None:
        raise CommandError(
            f"There is no active person “{username}”." if username else "There is no editor yet."
        )
    return person


def write(blocks: Iterator[bytes], path: str | None) -> None:
    if path is None:
        pour(blocks, sys.stdout.buffer)
        return
    try:
        with Path(path).open("wb") as file:
            pour(blocks, file)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def pour(blocks: Iterator[bytes], file: BinaryIO) -> None:
    for block in blocks:
        file.write(block)

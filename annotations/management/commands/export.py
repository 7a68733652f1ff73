"""`manage.py export`: the claims as a file, the dossier of one article, or the archive of everything."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from annotations.actions.exporting import note_export
from annotations.errors import WorkbenchError
from annotations.exports import FORMATS
from annotations.exports.archive.writing import archive
from annotations.exports.dossier import dossier_file
from annotations.exports.recipients import Recipient
from annotations.exports.selection import ClaimFilter, chosen
from annotations.management.people import person_named
from annotations.management.writing import ONLY_ITS_OWNER, write_to
from annotations.models import Article, Claim, Person

DOSSIER = "dossier"
ARCHIVE = "archive"


class Command(BaseCommand):
    help = (
        "Write the claims that fit the filters, as one person sees them. Confidential sources are never named, "
        "but in the archive: it holds everything, and `restore` puts it into an empty database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "format",
            choices=[*FORMATS, DOSSIER, ARCHIVE],
            help="the dossier takes one --article, the archive no filter",
        )
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
            write_to(options["output"], [dossier_of(person, asked)])
            return
        if options["format"] == ARCHIVE:
            write_archive(person, asked, options["output"])
            return
        try:
            claims = chosen(ClaimFilter(query(asked), Claim.objects.visible_to(person).living()))
            note_export(by=person, format=options["format"], filters=asked)
        except WorkbenchError as error:
            raise CommandError(
                f"--{error.field}: {error.sentence}" if error.field else error.sentence
            ) from error
        form = FORMATS[options["format"]]
        blocks = form.write(claims.order_by("created", "pk"), Recipient(person, identities=False))
        write_to(options["output"], blocks)


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


def write_archive(person: Person, asked: dict[str, list[str]], path: str | None) -> None:
    if asked:
        raise CommandError("An archive holds everything: it takes no filter.")
    try:
        blocks = archive(note_export(by=person, format=ARCHIVE, filters={}))
    except WorkbenchError as error:
        raise CommandError(error.sentence) from error
    write_to(path, blocks, mode=ONLY_ITS_OWNER)


def query(asked: dict[str, list[str]]) -> QueryDict:
    """The options as the parameters of a list."""
    parameters = QueryDict(mutable=True)
    for name, values in asked.items():
        parameters.setlist(name, values)
    return parameters

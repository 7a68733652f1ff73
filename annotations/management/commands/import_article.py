"""`manage.py import_article`: articles from files, addresses or standard input."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from annotations.actions.articles import Imported, Outcome, import_address, import_article, import_version
from annotations.actions.fetching import fetch
from annotations.errors import WorkbenchError
from annotations.intake import chosen_language, read
from annotations.intake.report import as_json
from annotations.management.files import bytes_of, harmless
from annotations.models import Article, ArticleKind, Person, Role

SAID = {
    Outcome.NEW_ARTICLE: "imported as a new article",
    Outcome.NEW_VERSION: "brought in as version {number}",
    Outcome.SAME_TEXT: "the same text is there already as version {number}; nothing was made",
}


class Command(BaseCommand):
    help = "Import articles. With --dry-run nothing is written; with --json one line an input tells what came out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inputs", nargs="+", metavar="PATH|URL|-")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--headline", default="")
        parser.add_argument("--language", default="", help="a tag as en or pt-BR, when the page does not say")
        parser.add_argument("--url", default="", help="the address a saved page or text came from")
        parser.add_argument("--kind", default="", choices=ArticleKind.values)
        parser.add_argument("--article", default="", metavar="UID", help="bring in as its next version")
        parser.add_argument("--by", default="", metavar="USER", help="who imports (the first editor)")
        parser.add_argument("--dry-run", action="store_true", help="read only; write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        answer: Callable[[str, dict[str, Any]], dict[str, Any]] = dry_run if options["dry_run"] else wet_run
        failed = False
        for name in options["inputs"]:
            try:
                row = {"path": name, **answer(name, options)}
            except WorkbenchError as error:
                row = {"path": name, "error": error.sentence}
                failed = True
            self.tell(row, as_line=options["json"])
        if failed:
            sys.exit(1)

    def tell(self, row: dict[str, Any], *, as_line: bool) -> None:
        if as_line:
            self.stdout.write(json.dumps(row, ensure_ascii=False, default=str))
        elif "error" in row:
            self.stderr.write(f"{row['path']}: {row['error']}")
        else:
            words = row.get("said") or f"{len(row['blocks'])} blocks, {len(row['sentences'])} sentences"
            self.stdout.write(harmless(f"{row['path']}: {row['headline'] or 'no headline'} – {words}"))


def dry_run(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """What would come out; the database is not asked."""
    language = chosen_language(options["language"])
    if is_address(name):
        page = fetch(name)
        document = read(page.body, content_type=page.content_type, url=name, language=language)
    else:
        document = read(bytes_of(name), url=options["url"], language=language)
    return as_json(document)


def wet_run(name: str, options: dict[str, Any]) -> dict[str, Any]:
    return told(imported(name, options, importer(options["by"])))


def imported(name: str, options: dict[str, Any], by: Person) -> Imported:
    details = {key: options[key] for key in ("publisher", "headline", "kind", "language")}
    if options["article"]:
        return import_version(article_named(options["article"]), input_bytes(name), by=by)
    if is_address(name):
        return import_address(name, by=by, **details)
    return import_article(bytes_of(name), by=by, url=options["url"], **details)


def told(result: Imported) -> dict[str, Any]:
    said = SAID[result.outcome].format(number=result.version.number)
    return {
        "article": str(result.article.uid),
        "headline": result.article.headline,
        "version": result.version.number,
        "outcome": str(result.outcome),
        "said": f"{said}. {result.completion.told()}" if result.completion.told() else said,
        **({"report": result.report.counts()} if result.report else {}),
    }


def is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def input_bytes(name: str) -> bytes:
    return fetch(name).body if is_address(name) else bytes_of(name)


def importer(username: str) -> Person:
    people = Person.objects.filter(is_active=True)
    person = people.filter(username=username) if username else people.filter(role=Role.EDITOR).order_by("pk")
    found = person.first()
    if found is None:
        raise CommandError(
            f"There is no active person “{username}”."
            if username
            else "There is no editor yet: createsuperuser."
        )
    return found


def article_named(uid: str) -> Article:
    try:
        return Article.objects.get(uid=uid)
    except (Article.DoesNotExist, ValidationError) as error:
        raise CommandError(f"There is no article {uid}.") from error

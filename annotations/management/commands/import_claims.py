"""`manage.py import_claims`: claims from a file."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from annotations.actions.importing_claims import (
    LABELS,
    Fate,
    PlannedClaim,
    import_claims,
    plan_claims,
    read_file,
)
from annotations.errors import WorkbenchError
from annotations.management.files import bytes_of, harmless
from annotations.management.people import person_named
from annotations.models import Article


class Command(BaseCommand):
    help = (
        "Mark the claims of a file in articles that are here. Each row is made whole or not at all; what is here "
        "already is left alone. With --dry-run nothing is written; exit status 1 when a row could not be taken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="or - for standard input")
        parser.add_argument(
            "--format", choices=[*LABELS], default="", help="else by the file's name or content"
        )
        parser.add_argument(
            "--article", default="", metavar="UID", help="of rows that name no article we have"
        )
        parser.add_argument("--by", default="", metavar="USER", help="as whom (the first editor)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each row")
        parser.add_argument("--json", action="store_true", help="one JSON object a row")

    def handle(self, *args: Any, **options: Any) -> None:
        by = person_named(options["by"])
        act = plan_claims if options["dry_run"] else import_claims
        counts: Counter[str] = Counter()
        try:
            article = article_named(options["article"])
            file = read_file(bytes_of(options["file"]), name=options["file"], format=options["format"])
            for plan in act(file.rows, by=by, article=article):
                counts[plan.fate] += 1
                self.tell(plan, sum(counts.values()), as_line=options["json"])
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        self.end(counts, file.unread)
        if set(counts) - {Fate.NEW, Fate.THERE}:
            sys.exit(1)

    def tell(self, plan: PlannedClaim, done: int, *, as_line: bool) -> None:
        if as_line:
            self.stdout.write(json.dumps(told(plan), ensure_ascii=False))
        elif plan.fate not in (Fate.NEW, Fate.THERE) or plan.why:
            self.stdout.write(harmless(f"Line {plan.row.number}: {plan.fate.label}. {plan.why}".strip()))
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{done:,}", ending="")
            self.stderr.flush()

    def end(self, counts: Counter[str], unread: tuple[str, ...]) -> None:
        self.stderr.write(
            ", ".join(f"{fate.label}: {counts[fate]:,}" for fate in Fate if counts[fate]) or "No rows."
        )
        if unread:
            self.stderr.write(f"Not read: {', '.join(unread)}.")


def told(plan: PlannedClaim) -> dict[str, Any]:
    return {
        "line": plan.row.number,
        "outcome": str(plan.fate),
        "why": plan.why,
        "article": str(plan.article.uid) if plan.article else None,
        "claim": str(plan.claim.uid) if plan.claim else None,
        "text": plan.row.words,
    }


def article_named(uid: str) -> Article | None:
    if not uid:
        return None
    try:
        return Article.objects.get(uid=uid)
    except (Article.DoesNotExist, ValidationError) as error:
        raise CommandError(f"There is no article {uid}.") from error

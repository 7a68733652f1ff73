"""`manage.py compare_versions`: two versions of an article beside one another."""

import json
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.exports.fates import Outcome
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.exports.shapes.comparisons import comparison_shape
from annotations.management.people import person_named
from annotations.models import Article, ArticleVersion, Person

SIGNS = {"removed": "- ", "added": "+ ", "changed": "~ ", "moved": "> "}


class Command(BaseCommand):
    help = "Say what changed from version M to version N of an article, and what became of the claims."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", metavar="ARTICLE", help="its uid")
        parser.add_argument("first", metavar="M", type=int)
        parser.add_argument("second", metavar="N", type=int)
        parser.add_argument("--json", action="store_true", help="one JSON object, as the API gives it")
        parser.add_argument("--by", default="", metavar="USER", help="as whom (the first editor)")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_named(options["by"])
        numbers = sorted((options["first"], options["second"]))
        old, new = (version_of(options["article"], number, person) for number in numbers)
        shape = comparison_shape(old, new, Recipient(person, identities=False))
        if options["json"]:
            self.stdout.write(json.dumps(shape, ensure_ascii=False))
        else:
            for line in told(shape, old.text, new.text):
                self.stdout.write(line)


def version_of(article: str, number: int, person: Person) -> ArticleVersion:
    found = Article.objects.visible_to(person).filter(uid=article).first() if is_uid(article) else None
    if found is None:
        raise CommandError(f"There is no article {article}.")
    version = found.versions.filter(number=number).select_related("article").first()
    if version is None:
        numbers = ", ".join(str(row.number) for row in found.versions.order_by("number"))
        raise CommandError(f"The article has no version {number}. It has: {numbers}.")
    return version


def is_uid(words: str) -> bool:
    try:
        uuid.UUID(words)
    except ValueError:
        return False
    return True


def told(shape: Shape, old_text: str, new_text: str) -> list[str]:
    """A line a sentence that differs, then one a claim whose words did."""
    lines = []
    for row in shape["rows"]:
        if sign := SIGNS.get(row["kind"]):
            sides = ((row["old"], old_text), (row["new"], new_text))
            words = (" ".join(text[place["start"] : place["end"]] for place in side) for side, text in sides)
            lines.append(sign + " → ".join(filter(None, words)))
    kept = (Outcome.SAME, Outcome.MOVED)
    for claim in shape["claims"]:
        if claim["outcome"] not in kept:
            place = claim["old"] or claim["new"]
            kinds = f" ({', '.join(claim['changes'])})" if claim["changes"] else ""
            lines.append(f"claim {claim['outcome']}{kinds}: {place['exact']}")
    return lines

"""One correction of an article with many claims: what bringing in the new version costs, in all.

    python -m benchmarks corrections [--claims 2000]

Uses an SQLite database of its own in a temporary directory, or DATABASE_URL: an empty database. Half of the claims
are judged, so that they become stale. The bare figure beside it is `carry` alone, which the rest cannot undercut. CPU
time counts, since a machine that does other things makes the clock say anything; both are shown.
"""

import argparse
import os
import tempfile
import time
from typing import Any

LIMIT_SECONDS = 2.0
FOR_CLAIMS = 2_000
CASES = {
    "nothing changed but a word elsewhere": lambda number: False,
    "one claim in ten changed": lambda number: number % 10 == 0,
    "every claim changed, half of them stale": lambda number: True,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks corrections", description=__doc__)
    parser.add_argument(
        "--claims", type=int, default=FOR_CLAIMS, help=f"claims in the article ({FOR_CLAIMS})"
    )
    count = parser.parse_args(arguments).claims
    with tempfile.TemporaryDirectory() as directory:
        set_up(directory)
        seconds = [measure(name, count) for name in CASES]
    return int(count == FOR_CLAIMS and max(seconds) >= LIMIT_SECONDS)


def set_up(directory: str) -> None:
    os.environ["DATA_DIR"] = directory
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measure(name: str, count: int) -> float:
    """Print and return the seconds one import took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from annotations.actions.articles import import_version
    from annotations.anchoring.carrying import carry

    article, editor = marked_article(count)
    new_text = text_of(count, changed=CASES[name], closing="So ends the list.")
    old = article.current_version()
    spans = list(old.highlights.values_list("start", "end"))
    bare = Stopwatch()
    carry(old.text, new_text, spans)
    bare.stop()
    with CaptureQueriesContext(connection) as queries:
        whole = Stopwatch()
        imported = import_version(article, new_text.encode(), by=editor, content_type="text/plain")
        whole.stop()
    counts = imported.report.counts() if imported.report else {}
    print(f"{name:40} {whole}   carry alone {bare}   {len(queries):4} statements   {counts}")
    return whole.cpu


class Stopwatch:
    """Seconds of this process and of the clock, from when it is made until it is stopped."""

    def __init__(self) -> None:
        self.cpu, self.clock = time.process_time(), time.perf_counter()

    def stop(self) -> None:
        self.cpu, self.clock = time.process_time() - self.cpu, time.perf_counter() - self.clock

    def __str__(self) -> str:
        return f"{self.cpu:5.2f} s (clock {self.clock:5.2f})"


def text_of(count: int, changed: Any = lambda number: False, closing: str = "The list ends here.") -> str:
    """A sentence a claim, four a paragraph, each different from all others."""
    sentences = [
        f"In district {number} the council spent {100 + number + changed(number)} thousand euros "
        f"on {WORKS[number % len(WORKS)]} near house {number * 7}."
        for number in range(count)
    ]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, count, 4)]
    return "\n\n".join(["What the districts spent", *paragraphs, closing])


WORKS = ("a bridge", "new lamps", "two schools", "the old market", "a pool", "its roads", "trees")


def marked_article(count: int) -> tuple[Any, Any]:
    """An article with `count` claims of which every other one carries a submitted assessment."""
    from django.utils import timezone

    from annotations.actions.articles import import_article
    from annotations.actions.highlights import standing
    from annotations.models import Assessment, Claim, Highlight
    from annotations.workflow import State

    policy, editor = rules()
    article = import_article(
        text_of(count).encode(), by=editor, content_type="text/plain", policy=policy, anyway=True
    ).article
    version = article.current_version()
    places = version.sentences.order_by("ordinal")[1 : count + 1].values_list("start", "end")
    claims = Claim.objects.bulk_create(
        Claim(
            article=article,
            policy=policy,
            created_by=editor,
            text=version.text[start:end],
            state=State.IN_REVIEW if index % 2 else State.SPOTTED,
        )
        for index, (start, end) in enumerate(places)
    )
    Highlight.objects.bulk_create(
        Highlight(claim=claim, version=version, **standing(version, start, end))
        for claim, (start, end) in zip(claims, places, strict=True)
    )
    rating = policy.scale.ratings.get(key="true")
    Assessment.objects.bulk_create(
        Assessment(claim=claim, person=editor, rating=rating, submitted_at=timezone.now())
        for claim in claims[1::2]
    )
    return article, editor


def rules() -> tuple[Any, Any]:
    from annotations.actions.access import add_person
    from annotations.actions.policies import add_policy, add_scale
    from annotations.models import CheckPolicy, Person

    if known := CheckPolicy.objects.first():
        return known, Person.objects.get(username="editor")
    editor = add_person(
        by=None, username="editor", name="Editor", role="editor", password="only for measuring"
    )
    admin = add_person(
        by=None, username="admin", name="Admin", role="editor", is_superuser=True, password="x" * 20
    )
    points = [
        {"key": key, "name": key.title(), "truth_class": truth_class, "definition": "As measured."}
        for key, truth_class in (("true", "supported"), ("false", "contradicted"))
    ]
    scale = add_scale(by=admin, name="Two points", kind="public", ordered=False, points=points)
    return add_policy(by=admin, name="For measuring", scale=scale, second_read="open"), editor

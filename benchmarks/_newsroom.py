"""A database of its own with as many claims as asked for, written as rows: for measuring how they are read."""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

CLAIMS_PER_ARTICLE = 100
EVIDENCE_PER_CLAIM = 3
BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = (
    "harbour",
    "bridge",
    "council",
    "mayor",
    "cost",
    "opened",
    "million",
    "euros",
    "ships",
    "ferry",
    "works",
)


@contextmanager
def newsroom(claims: int) -> Iterator[Any]:
    """An editor of a newsroom with this many claims, all of them judged. SQLite in a temporary directory, or
    DATABASE_URL: an empty database."""
    with tempfile.TemporaryDirectory() as directory:
        os.environ.setdefault("DATA_DIR", directory)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        editor = filled(claims)
        learn_the_tables()
        yield editor


def learn_the_tables() -> None:
    """What PostgreSQL does by itself a minute after so many rows were written."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def filled(claims: int) -> Any:
    from annotations.models import CheckPolicy, Person, RatingScale, Role

    editor = Person.objects.create_user("editor", role=Role.EDITOR)
    scale = RatingScale.objects.create(name="Plain words")
    for position, truth_class in enumerate(("supported", "qualified", "contradicted"), start=1):
        scale.ratings.create(
            position=position, key=truth_class, name=truth_class, truth_class=truth_class, definition="-"
        )
    policy = CheckPolicy.objects.create(name="Desk of one", scale=scale, is_default=True)
    chance = random.Random(7)
    for number in range(0, claims, CLAIMS_PER_ARTICLE):
        write_article(number, min(CLAIMS_PER_ARTICLE, claims - number), editor, policy, chance)
    return editor


def write_article(first: int, count: int, editor: Any, policy: Any, chance: random.Random) -> None:
    from annotations.models import Article, ArticleVersion, Claim, Evidence, Highlight, Source, Verdict

    sentences = [" ".join(chance.choices(WORDS, k=15)).capitalize() + "." for _ in range(count)]
    text = " ".join(sentences)
    article = Article.objects.create(headline=sentences[0][:80], policy=policy, created_by=editor)
    version = ArticleVersion.objects.create(
        article=article,
        number=1,
        retrieved_at=BEGINNING,
        imported_by=editor,
        original=b"",
        text=text,
        blocks=[],
    )
    source = Source.objects.create(title=f"Report no. {first}", added_by=editor)
    ratings = list(policy.scale.ratings.all())
    claims = Claim.objects.bulk_create(
        Claim(
            article=article,
            text=sentence,
            quotation=sentence,
            policy=policy,
            created_by=editor,
            changed=first + position + 1,
            state="approved",
        )
        for position, sentence in enumerate(sentences)
    )
    starts = [text.index(sentence) for sentence in sentences]
    Highlight.objects.bulk_create(
        Highlight(claim=claim, version=version, start=start, end=start + len(claim.text), exact=claim.text)
        for claim, start in zip(claims, starts, strict=True)
    )
    Evidence.objects.bulk_create(
        Evidence(claim=claim, source=source, stance="supports", quotation=claim.text, added_by=editor)
        for claim in claims
        for _ in range(EVIDENCE_PER_CLAIM)
    )
    Verdict.objects.bulk_create(
        Verdict(
            claim=claim,
            rating=chance.choice(ratings),
            explanation=claim.text,
            decided_how="single",
            decided_by=editor,
            decided_at=BEGINNING + timedelta(minutes=first),
        )
        for claim in claims
    )

"""Versions: writing one, and carrying an article's claims into it."""

import hashlib
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.carrying import Crossing, Report, cross, reported, tell_of_changes, write_crossing
from annotations.actions.proposals import finish_proposals
from annotations.actions.recording import record
from annotations.actions.rows import change, hold_article
from annotations.anchoring.text import shortened
from annotations.intake.document import Document
from annotations.intake.sentences import sentences
from annotations.models import OPENING_CHARACTERS, Article, ArticleVersion, Claim, Sentence, Verb
from annotations.models.articles import HEADLINE_CHARACTERS

TRIES_OUTSIDE_THE_LOCK = 3


def digest(text: str) -> str:
    """Lone surrogates cannot come this far, so UTF-8 always works."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_version(
    article: Article, number: int, data: bytes, document: Document, *, by: Any
) -> ArticleVersion:
    """The row of a version and those of its sentences; the article begins as it does."""
    article.opening = shortened(document.text, OPENING_CHARACTERS)
    Article.objects.filter(pk=article.pk).update(opening=article.opening)
    version = ArticleVersion.objects.create(
        article=article,
        number=number,
        retrieved_at=timezone.now(),
        imported_by=by,
        original=data,
        media_type=document.media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        text=document.text,
        text_sha256=digest(document.text),
        blocks=[{k: v for k, v in asdict(block).items() if v is not None} for block in document.blocks],
        links=[asdict(link) for link in document.links],
        extractor=document.extractor,
        extractor_version=document.extractor_version,
    )
    spans = sentences(document.text, document.blocks, document.language)
    Sentence.objects.bulk_create(
        Sentence(version=version, ordinal=ordinal, start=start, end=end)
        for ordinal, (start, end) in enumerate(spans, start=1)
    )
    return version


def bring_in(
    article: Article, data: bytes, document: Document, *, by: Any
) -> tuple[ArticleVersion, Report | None]:
    """Make the next version and carry the claims, or return the current one and None when the text is the same.

    Where each claim went is computed before the article is held; when somebody changed the article meanwhile it
    is computed anew, the last time while holding it.
    """
    for _ in range(TRIES_OUTSIDE_THE_LOCK):
        seen = Article.objects.get(pk=article.pk)
        crossing = cross(seen.current_version(), document.text)
        with transaction.atomic():
            held = hold_article(article.pk)
            if held.changed == seen.changed:
                return store(held, crossing, data, document, by=by)
    with transaction.atomic():
        held = hold_article(article.pk)
        return store(held, cross(held.current_version(), document.text), data, document, by=by)


def store(
    article: Article, crossing: Crossing, data: bytes, document: Document, *, by: Any
) -> tuple[ArticleVersion, Report | None]:
    """Write version, highlights, dispositions and events. The article is held."""
    if crossing.old.text_sha256 == digest(document.text):
        return crossing.old, None
    version = write_version(article, crossing.old.number + 1, data, document, by=by)
    renamed = follow_headline(article, document)
    placed = write_crossing(crossing, version)
    report = reported(placed)
    event = record(
        Verb.VERSION_IMPORTED,
        by=by,
        row=version,
        article=article,
        data={"after": {"number": version.number, "sha256": version.sha256}, "report": asdict(report)},
    )
    claims = article.claims.all() if renamed else Claim.objects.filter(highlights__version=version)
    claims.update(changed=event.number)
    tell_of_changes(placed, version, by=by)
    finish_proposals(version, by=by)
    return version, report


def follow_headline(article: Article, document: Document) -> bool:
    """The article is called what its newest version is called. Whether that is another name, which stands with all
    its claims."""
    headline = shortened(document.headline, HEADLINE_CHARACTERS)
    if not headline or headline == article.headline:
        return False
    change(article, article.row_version, headline=headline, standfirst=document.standfirst)
    return True

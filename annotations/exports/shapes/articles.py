"""Articles, their versions, and how much of a version is accounted for."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Max, QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, chunks, plain, under
from annotations.exports.shapes.positions import Positions
from annotations.models import Article, ArticleVersion, SentenceKind

ARTICLE: Columns = {
    "uid": "uid",
    "url": "url",
    "kind": "kind",
    "headline": "headline",
    "standfirst": "standfirst",
    "byline": "byline",
    "publisher": "publisher",
    "published_at": "published_at",
    "language": "language",
    "direction": "direction",
    "status": "status",
    "embargo_until": "embargo_until",
    "due": "due",
    "policy": {"uid": "policy__uid", "name": "policy__name", "version": "policy__version"},
    "public_text": "public_text",
    "slug": "slug",
    "created_by": under("created_by", PERSON),
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
    "changed": "changed",
}

VERSION: Columns = {
    "number": "number",
    "article": "article__uid",
    "retrieved_at": "retrieved_at",
    "imported_by": under("imported_by", PERSON),
    "media_type": "media_type",
    "sha256": "sha256",
    "text_sha256": "text_sha256",
    "extractor": "extractor",
    "extractor_version": "extractor_version",
}

SENTENCE: Columns = {
    "uid": "uid",
    "ordinal": "ordinal",
    "start": "start",
    "end": "end",
    "check_worthiness": "check_worthiness",
}


def article_shapes(articles: QuerySet[Article]) -> Iterator[Shape]:
    """The articles, each with the number of its current version."""
    for chunk in chunks(articles, ARTICLE):
        newest = dict(
            ArticleVersion.objects.filter(article__in=list(chunk))
            .order_by()
            .values_list("article_id")
            .annotate(Max("number"))
        )
        yield from (article | {"current_version": newest[pk]} for pk, article in chunk.items())


def version_shapes(versions: QuerySet[ArticleVersion]) -> Iterator[Shape]:
    """The versions, without their text."""
    return plain(versions, VERSION)


def version_in_full(version: ArticleVersion, recipient: Recipient) -> Shape:
    """One version with its text, blocks, links and sentences. It never changes."""
    shape = next(version_shapes(ArticleVersion.objects.filter(pk=version.pk)))
    parts = {
        "blocks": [{"level": None, **block} for block in version.blocks],
        "links": [dict(link) for link in version.links],
        "sentences": list(plain(version.sentences.order_by("ordinal"), SENTENCE)),
    }
    positions = Positions([version.pk], recipient)
    for rows in parts.values():
        for row in rows:
            positions.turn(version.pk, row)
    return {**shape, "text": version.text, **parts}


def coverage_shape(version: ArticleVersion, recipient: Recipient) -> Shape:
    """How many sentences are accounted for, and those that are not, with their words."""
    sentences = list(plain(version.sentences.with_kind().order_by("ordinal"), {**SENTENCE, "kind": "state"}))
    kinds = Counter(row["kind"] for row in sentences)
    still_open = [
        row | {"text": version.text[row["start"] : row["end"]]}
        for row in sentences
        if row.pop("kind") == SentenceKind.OPEN
    ]
    positions = Positions([version.pk], recipient)
    for row in still_open:
        positions.turn(version.pk, row)
    counts = {kind.value: kinds[kind] for kind in SentenceKind}
    return {
        "version": version.number,
        "sentences": len(sentences),
        **counts,
        "open_sentences": still_open,
    }

"""Claims with their verdict, evidence, highlights and tags."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from annotations.exports.prepared import LINES_AT_ONCE, chunks_of, prepared
from annotations.exports.recipients import Recipient, Units
from annotations.exports.seams import named
from annotations.exports.shapes.columns import Columns, Shape
from annotations.exports.shapes.evidence import evidence_as_object
from annotations.exports.shapes.positions import Positions
from annotations.exports.shapes.shared import with_shared
from annotations.exports.shapes.verdicts import verdict_as_object
from annotations.exports.written import (
    AsText,
    Joined,
    as_list,
    as_object,
    as_one,
)
from annotations.models import ArticleVersion, Claim, Evidence, Highlight, Tag, Verdict


def uid_of(column: str) -> AsText:
    """The uid of the claim whose key stands there: looked up, for to join them PostgreSQL reads all claims."""
    return AsText(Subquery(Claim.objects.filter(pk=OuterRef(column)).order_by().values("uid")))


CLAIM: Mapping[str, Any] = {
    "uid": "uid",
    "article": "article__uid",
    "article_headline": "article__headline",
    "article_url": "article__url",
    "text": "text",
    "quotation": "quotation",
    "claimant": named("agent", "claimant_id"),
    "claim_date": "claim_date",
    "assertion_type": "assertion_type",
    "materiality": "materiality",
    "state": "state",
    "round": "round",
    "policy": named("policy", "policy_id"),
    "assignee": named("person", "assignee_id"),
    "due": "due",
    "declined_reason": "declined_reason",
    "merged_into": uid_of("merged_into_id"),
    "stale_since": "stale_since",
    "stale_reasons": "stale_reasons",
    "created_by": named("person", "created_by_id"),
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
    "changed": "changed",
}

HIGHLIGHT: Columns = {
    "uid": "uid",
    "version": "version__number",
    "start": "start",
    "end": "end",
    "exact": "exact",
    "prefix": "prefix",
    "suffix": "suffix",
    "method": "method",
    "similarity": "similarity",
    "changes": "changes",
    "needs_confirmation": "needs_confirmation",
    "confirmed_at": "confirmed_at",
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
}

NOTHING_ELSE: Columns = {}


def claim_lines(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[str]:
    """The claims as JSON texts: each is the shape of `claim_shapes`."""
    if recipient.units == Units.CODE_POINTS:
        return written(claims, recipient, HIGHLIGHT)
    return (orjson.dumps(shape).decode() for shape in claim_shapes(claims, recipient))


def claim_shapes(
    claims: QuerySet[Claim], recipient: Recipient, also: Columns = NOTHING_ELSE
) -> Iterator[Shape]:
    """The claims, with `also` these columns of theirs. Highlights are those in the current version of the article;
    lost ones have no positions."""
    if recipient.units == Units.CODE_POINTS:
        return map(orjson.loads, written(claims, recipient, HIGHLIGHT, also))
    keyed = written(claims, recipient, {**HIGHLIGHT, "version_key": "version_id"}, also)
    return counted(map(orjson.loads, keyed), recipient)


def written(
    claims: QuerySet[Claim], recipient: Recipient, highlight: Columns, also: Columns = NOTHING_ELSE
) -> Iterator[str]:
    """The claims as JSON texts, with these columns of a highlight. Positions are code points, as they are stored."""
    key = ("claim", recipient.kind(), *highlight, *also)
    statement = prepared(key, Claim, lambda: claim_as_object(recipient, highlight, also))
    return with_shared(chunks_of(claims, statement), recipient)


def claim_as_object(recipient: Recipient, highlight: Columns, also: Columns = NOTHING_ELSE) -> Joined:
    """A claim as JSON with its tags, its places in the current version, the verdict that stands and its evidence."""
    return as_object(
        {**CLAIM, **also},
        {
            "tags": as_list(Tag.objects.filter(claims=OuterRef("pk")).order_by("name"), AsText(F("name"))),
            "highlights": as_list(current_highlights(), as_object(highlight)),
            "verdict": as_one(
                Verdict.objects.current().filter(claim=OuterRef("pk")).order_by(), verdict_as_object()
            ),
            "evidence": as_list(
                Evidence.objects.living().filter(claim=OuterRef("pk")).order_by("pk"),
                evidence_as_object(recipient, claim=OuterRef("uid")),
            ),
        },
    )


def current_highlights() -> QuerySet[Highlight]:
    """Where the outer claim stands in its article's current version, in the order of the text."""
    newer = ArticleVersion.objects.filter(
        article=OuterRef("version__article"), number__gt=OuterRef("version__number")
    )
    rows = Highlight.objects.filter(~Exists(newer.order_by()), claim=OuterRef("pk"), removed_at=None)
    return rows.order_by("start", "pk")


def counted(claims: Iterator[Shape], recipient: Recipient) -> Iterator[Shape]:
    """The claims with positions in the recipient's units; texts are read for a chunk of them at once."""
    while chunk := list(islice(claims, LINES_AT_ONCE)):
        places = [place for claim in chunk for place in claim["highlights"]]
        positions = Positions((place["version_key"] for place in places), recipient)
        for place in places:
            positions.turn(place.pop("version_key"), place)
        yield from chunk

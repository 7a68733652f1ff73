"""Claims with their verdict, evidence, highlights and tags."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, chunks, plain, under
from annotations.exports.shapes.positions import Positions
from annotations.exports.shapes.sources import evidence_of
from annotations.exports.shapes.verdicts import VERDICT
from annotations.models import ArticleVersion, Claim, Highlight, Verdict

AGENT: Columns = {"uid": "uid", "name": "name", "kind": "kind", "role": "role", "same_as": "same_as"}

CLAIM: Columns = {
    "uid": "uid",
    "article": "article__uid",
    "article_headline": "article__headline",
    "article_url": "article__url",
    "text": "text",
    "quotation": "quotation",
    "claimant": under("claimant", AGENT),
    "claim_date": "claim_date",
    "assertion_type": "assertion_type",
    "materiality": "materiality",
    "state": "state",
    "round": "round",
    "policy": {
        "uid": "policy__uid",
        "name": "policy__name",
        "version": "policy__version",
        "second_read": "policy__second_read",
        "scale": "policy__scale__uid",
    },
    "assignee": under("assignee", PERSON),
    "due": "due",
    "declined_reason": "declined_reason",
    "merged_into": "merged_into__uid",
    "stale_since": "stale_since",
    "stale_reasons": "stale_reasons",
    "created_by": under("created_by", PERSON),
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


def claim_shapes(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[Shape]:
    """The claims. Highlights are those in the current version of the article; lost ones have no positions."""
    for chunk in chunks(claims, CLAIM):
        tags, highlights = tags_of(chunk), highlights_of(chunk, recipient)
        verdicts, evidence = verdicts_of(chunk), evidence_of(chunk, recipient)
        for pk, claim in chunk.items():
            claim["tags"] = tags.get(pk, [])
            claim["highlights"] = highlights.get(pk, [])
            claim["verdict"] = verdicts.get(pk)
            claim["evidence"] = evidence.get(pk, [])
            yield claim


def tags_of(claims: Iterable[int]) -> dict[int, list[str]]:
    """By claim (key), in alphabetical order."""
    rows = Claim.tags.through.objects.filter(claim__in=list(claims))
    found: dict[int, list[str]] = {}
    for claim, name in rows.order_by("tag__name").values_list("claim_id", "tag__name"):
        found.setdefault(claim, []).append(name)
    return found


def highlights_of(claims: Iterable[int], recipient: Recipient) -> dict[int, list[Shape]]:
    """By claim (key): where it stands in the article's current version, in the order of the text."""
    newer = ArticleVersion.objects.filter(
        article=OuterRef("version__article"), number__gt=OuterRef("version__number")
    )
    rows = Highlight.objects.filter(~Exists(newer.order_by()), claim__in=list(claims), removed_at=None)
    columns = {**HIGHLIGHT, "claim_key": "claim_id", "version_key": "version_id"}
    shapes = list(plain(rows.order_by("start", "pk"), columns))
    positions = Positions((row["version_key"] for row in shapes), recipient)
    found: dict[int, list[Shape]] = {}
    for row in shapes:
        positions.turn(row.pop("version_key"), row)
        found.setdefault(row.pop("claim_key"), []).append(row)
    return found


def verdicts_of(claims: Iterable[int]) -> dict[int, Shape]:
    """By claim (key): the verdict that stands. There is none while a first reading is kept from anybody."""
    rows = Verdict.objects.current().filter(claim__in=list(claims)).order_by()
    return {row.pop("claim_key"): row for row in plain(rows, {**VERDICT, "claim_key": "claim_id"})}

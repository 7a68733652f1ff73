"""CSV: one claim a row, for spreadsheets."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from annotations.exports.cells import csv_of
from annotations.exports.citations import place_in
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.claims import claim_shapes
from annotations.exports.shapes.columns import Shape
from annotations.models import Claim
from annotations.models.staleness import reason_in_words
from annotations.workflow import Stance


def first(claim: Shape, key: str) -> Any:
    """Of the claim's first place in the text."""
    return next((row[key] for row in claim["highlights"]), None)


def rating(claim: Shape, key: str) -> Any:
    return claim["verdict"] and claim["verdict"]["rating"][key]


def verdict(claim: Shape, key: str) -> Any:
    return claim["verdict"] and claim["verdict"][key]


def name_of(row: Shape | None) -> str:
    return (row["name"] or row["username"]) if row else ""


def cited(evidence: Shape) -> str:
    """One line: stance, source, place, address."""
    source = evidence["source"]
    parts = [source["title"], place_in(evidence), source["url"]]
    stance = f"{Stance(evidence['stance']).label}: " if evidence["stance"] else ""
    return stance + ", ".join(part for part in parts if part)


COLUMNS: dict[str, Callable[[Shape], Any]] = {
    "uid": lambda claim: claim["uid"],
    "article": lambda claim: claim["article"],
    "headline": lambda claim: claim["article_headline"],
    "article_url": lambda claim: claim["article_url"],
    "text": lambda claim: claim["text"],
    "quotation": lambda claim: claim["quotation"],
    "claimant": lambda claim: claim["claimant"] and claim["claimant"]["name"],
    "claim_date": lambda claim: claim["claim_date"],
    "state": lambda claim: claim["state"],
    "rating": lambda claim: rating(claim, "name"),
    "truth_class": lambda claim: rating(claim, "truth_class"),
    "summary": lambda claim: verdict(claim, "summary"),
    "explanation": lambda claim: verdict(claim, "explanation"),
    "decided_at": lambda claim: verdict(claim, "decided_at"),
    "evidence": lambda claim: "\n".join(map(cited, claim["evidence"])),
    "version": lambda claim: first(claim, "version"),
    "start": lambda claim: first(claim, "start"),
    "end": lambda claim: first(claim, "end"),
    "materiality": lambda claim: claim["materiality"],
    "tags": lambda claim: "; ".join(claim["tags"]),
    "assignee": lambda claim: name_of(claim["assignee"]),
    "due": lambda claim: claim["due"],
    "declined_reason": lambda claim: claim["declined_reason"],
    "stale_since": lambda claim: claim["stale_since"],
    "stale_reasons": lambda claim: " ".join(map(reason_in_words, claim["stale_reasons"])),
    "created": lambda claim: claim["created"],
    "modified": lambda claim: claim["modified"],
}


def csv_table(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """Several values of one cell stand on lines of their own (evidence) or behind semicolons (tags)."""
    return csv_of(COLUMNS, claim_shapes(claims, recipient))

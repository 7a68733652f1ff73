"""A frozen public record as the readers' pages show it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from annotations.exports.citations import place_in
from annotations.models import CorrectionKind, DecidedHow, Publication, SourceType, Tier
from annotations.pages.record_changes import Record, changes_between
from annotations.workflow import Stance

DECIDED = {
    DecidedHow.SINGLE: "By one reader",
    DecidedHow.AGREEMENT: "By two readers who agree",
    DecidedHow.ADJUDICATION: "By an editor, after two readers disagreed",
}
"""How a verdict came about, for readers: that there was dissent is said, and nobody's reasons are."""


class Place(NamedTuple):
    """Where a check stands in the article, by key of its publication. `start` is in code points."""

    key: int
    start: int | None
    truth_class: str
    rating: str
    checked_by: list[str] | None


class Excerpt(NamedTuple):
    """The words around a claim, the claim's own, and those after."""

    before: str
    words: str
    after: str


class Rating(NamedTuple):
    """What the `verdict` tag draws."""

    name: str
    truth_class: str
    definition: str


@dataclass(frozen=True)
class Check:
    """One published check. Everything is from `Publication.record`; times are aware."""

    uid: str
    address: str
    article: dict[str, Any]
    article_address: str
    article_published: datetime | None
    number: int
    text: str
    quotation: str
    claimant: dict[str, Any] | None
    claim_date: date | None
    appearances: list[dict[str, Any]]
    rating: Rating
    scale: str
    summary: str
    explanation_html: str
    decided: str
    checked_by: list[str]
    first_published: datetime | None
    published: datetime | None
    excerpts: list[Excerpt]
    version: int | None
    evidence: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    tags: list[str]


def check_of(publication: Publication) -> Check:
    record = publication.record
    article, verdict = record["article"], record["verdict"]
    rating = verdict["rating"]
    places = record["highlights"]
    return Check(
        uid=record["uid"],
        address=reverse("check_detail", args=[article["slug"], record["uid"]]),
        article=article,
        article_address=reverse("check_article", args=[article["slug"]]),
        article_published=moment_of(article["published_at"]),
        number=record["number"],
        text=record["text"],
        quotation=record["quotation"],
        claimant=record["claimant"],
        claim_date=date.fromisoformat(record["claim_date"]) if record["claim_date"] else None,
        appearances=record["appearances"],
        rating=Rating(rating["name"], rating["truth_class"], rating["definition"]),
        scale=rating["scale"],
        summary=verdict["summary"],
        explanation_html=verdict["explanation_html"],
        decided=DECIDED[verdict["decided_how"]],
        checked_by=record["checked_by"],
        first_published=moment_of(record["first_published_at"]),
        published=moment_of(record["published_at"]),
        excerpts=[excerpt_of(place) for place in places if place.get("excerpt")],
        version=places[0]["version"] if places else None,
        evidence=[evidence_of(row) for row in record["evidence"]],
        corrections=corrections_of(record),
        tags=record["tags"],
    )


def moment_of(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


def excerpt_of(place: dict[str, Any]) -> Excerpt:
    """Cut at the ends of the claim (code points of the version's text); a new paragraph is a new line."""
    text, start = place["excerpt"], place["excerpt_start"]
    first, last = place["start"] - start, place["end"] - start
    parts = (text[:first], text[first:last], text[last:])
    return Excerpt(*(part.replace("\n\n", "\n") for part in parts))


def evidence_of(row: dict[str, Any]) -> dict[str, Any]:
    """A source as it may be shown; of one that is not named there is a description alone."""
    source = row["source"]
    kind = SourceType(source["type"]).label if "type" in source else ""
    facts = [kind, source.get("container_title"), source.get("publisher"), source.get("issued")]
    tier = Tier(source["tier"]).label.lower() if "tier" in source else ""
    return {
        **row,
        "stance_label": Stance(row["stance"]).label,
        "named": "uid" in source,
        "facts": [fact for fact in (*dict.fromkeys(facts), tier) if fact],
        "stored_at": moment_of((source.get("stored_copy") or {}).get("retrieved_at")),
        "place": place_in(row),
        "accessed_on": date.fromisoformat(row["accessed_on"]) if row.get("accessed_on") else None,
    }


def corrections_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Newest first. Each made the next record: `record_before` is the address of the one it replaced."""
    return [
        {
            **row,
            "label": CorrectionKind(row["kind"]).label,
            "at": moment_of(row["at"]),
            "record_before": record_address(record, record["number"] - index - 1),
            "changes": [],
        }
        for index, row in enumerate(record["corrections"])
    ]


def record_address(record: dict[str, Any], number: int) -> str:
    return reverse("check_record", args=[record["article"]["slug"], record["uid"], number])


def with_changes(check: Check, records: list[Record]) -> Check:
    """Each correction says what it changed, word for word. `records`: the check's own, then those before it."""
    changed = [
        {**correction, "changes": changes_between(old, new)}
        for correction, new, old in zip(check.corrections, records, records[1:], strict=False)
    ]
    return replace(check, corrections=changed)


def without_names(check: Check, unnamed: dict[str, str]) -> Check:
    """Sources that may no longer be named are there by the words chosen for them, as in the records since."""
    return replace(check, evidence=[shown_now(row, unnamed) for row in check.evidence])


def shown_now(row: dict[str, Any], unnamed: dict[str, str]) -> dict[str, Any]:
    uid = row["source"].get("uid")
    if uid not in unnamed:
        return row
    return evidence_of({"stance": row["stance"], "source": {"title": unnamed[uid]}})

"""The public record of a claim: everything outsiders are ever shown, frozen when it is published."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from annotations.models import (
    Claim,
    Evidence,
    Highlight,
    Method,
    PublicText,
    Sentence,
    Source,
    Terms,
    Verdict,
)

FORMAT = 1


def canonical(record: dict[str, Any]) -> bytes:
    """The bytes that are hashed: UTF-8 JSON without spaces, keys in order of their code points."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)


def content_hash(record: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(canonical(record)).hexdigest()


def not_named_any_more(*records: dict[str, Any]) -> dict[str, str]:
    """Sources by uid that the records name and that may no longer be named outside, with the words for them now.

    What was said on the record when they were frozen may have gone to background since, in a correction that says so.
    """
    rows = (row for record in records for row in record["evidence"])
    named = {row["source"]["uid"] for row in rows if "uid" in row["source"]}
    sources = Source.objects.filter(uid__in=named) if named else ()
    return {
        str(row.uid): row.shown_title(False)
        for row in sources
        if row.forgotten_at or not row.may_be_named_outside()
    }


def named_as_now(record: dict[str, Any], unnamed: Mapping[str, str]) -> dict[str, Any]:
    """The record as it would be frozen now that these sources are not named: they are there by other words."""
    evidence = [
        {"stance": row["stance"], "source": {"title": unnamed[row["source"]["uid"]]}}
        if row["source"].get("uid") in unnamed
        else row
        for row in record["evidence"]
    ]
    return {**record, "evidence": evidence}


def public_record(
    claim: Claim, *, number: int, at: datetime, correction: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The record as JSON values. Reads the claim as it now is; times are ISO 8601 in UTC."""
    return {
        "format": FORMAT,
        "number": number,
        "published_at": at.isoformat(),
        "first_published_at": first_published_at(claim, at),
        "uid": str(claim.uid),
        "article": article_part(claim),
        "text": claim.text,
        "quotation": claim.quotation,
        "claimant": claimant_part(claim),
        "claim_date": claim.claim_date.isoformat() if claim.claim_date else None,
        "appearances": [
            {
                "url": row.url,
                "description": row.description,
                "first_known": row.first_known,
                "published_at": row.published_at.isoformat() if row.published_at else None,
            }
            for row in claim.appearances.all()
        ],
        "verdict": verdict_part(claim.verdicts.select_related("rating__scale").get(superseded_at=None)),
        "evidence": [evidence_part(row) for row in shown_evidence(claim)],
        "highlights": highlight_parts(claim),
        "checked_by": checked_by(claim),
        "tags": sorted(tag.name for tag in claim.tags.all()),
        "corrections": corrections(claim, correction),
    }


def first_published_at(claim: Claim, at: datetime) -> str:
    first = claim.publications.order_by("number").first()
    return (first.at if first else at).isoformat()


def article_part(claim: Claim) -> dict[str, Any]:
    article = claim.article
    return {
        "uid": str(article.uid),
        "slug": article.slug,
        "headline": article.headline,
        "url": article.url,
        "publisher": article.publisher,
        "byline": article.byline,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "direction": article.direction,
        "kind": article.kind,
        "public_text": article.public_text,
    }


def claimant_part(claim: Claim) -> dict[str, Any] | None:
    agent = claim.claimant
    if agent is None:
        return None
    return {"name": agent.name, "kind": agent.kind, "role": agent.role, "same_as": agent.same_as}


def verdict_part(verdict: Verdict) -> dict[str, Any]:
    rating, scale = verdict.rating, verdict.rating.scale
    numbers = [n for n in scale.ratings.values_list("number", flat=True) if n is not None]
    return {
        "rating": {
            "key": rating.key,
            "name": rating.name,
            "truth_class": rating.truth_class,
            "definition": rating.definition,
            "number": rating.number,
            "worst": min(numbers, default=None),
            "best": max(numbers, default=None),
            "scale": scale.name,
            "scale_version": scale.version,
        },
        "summary": verdict.summary,
        "explanation": verdict.explanation,
        "explanation_html": verdict.explanation_html,
        "decided_how": verdict.decided_how,
        "decided_at": verdict.decided_at.isoformat(),
    }


def shown_evidence(claim: Claim) -> list[Evidence]:
    """Living evidence but for what was said off the record, which appears nowhere outside."""
    rows = claim.evidence.living().select_related("source")
    return list(rows.exclude(source__terms=Terms.OFF_RECORD))


def evidence_part(evidence: Evidence) -> dict[str, Any]:
    """Background sources appear by their public description alone; passage and note could give them away."""
    source = evidence.source
    if not source.may_be_named_outside():
        return {"stance": evidence.stance, "source": {"title": source.shown_title(False)}}
    return {
        "stance": evidence.stance,
        "locator_label": evidence.locator_label,
        "locator": evidence.locator,
        "quotation": evidence.quotation,
        "note": evidence.note,
        "note_html": evidence.note_html,
        "accessed_on": evidence.accessed_on.isoformat() if evidence.accessed_on else None,
        "source": {
            "uid": str(source.uid),
            "type": source.type,
            "title": source.shown_title(True),
            "author": source.author,
            "container_title": source.container_title,
            "publisher": source.publisher,
            "issued": source.issued,
            "url": source.url,
            "doi": source.doi,
            "archived_url": source.archived_url,
            "tier": source.tier,
            "stored_copy": stored_copy(source),
        },
    }


def stored_copy(source: Source) -> dict[str, Any] | None:
    """When our newest good copy was made, and its SHA-256: the copy itself is not ours to show."""
    copies = source.snapshots.filter(http_status=200).exclude(sha256="").order_by("-retrieved_at", "-pk")
    copy = copies.values("retrieved_at", "sha256").first()
    return copy and {"retrieved_at": copy["retrieved_at"].isoformat(), "sha256": copy["sha256"]}


def highlight_parts(claim: Claim) -> list[dict[str, Any]]:
    """Where the claim stands in the newest version, with the sentences around it as far as they may be shown."""
    version = claim.article.current_version()
    rows = claim.highlights.living().filter(version=version).exclude(method=Method.LOST)
    sentences = list(version.sentences.all())
    return [
        {
            "version": version.number,
            "start": row.start,
            "end": row.end,
            "exact": row.exact,
            **surroundings(claim, row),
            **excerpt(claim, version.text, sentences, row.start or 0, row.end or 0),
        }
        for row in rows
    ]


def surroundings(claim: Claim, row: Highlight) -> dict[str, str]:
    """The words by which the place is found again: of a text that is not shown there are none."""
    shown = claim.article.public_text != PublicText.NONE
    return {"prefix": row.prefix if shown else "", "suffix": row.suffix if shown else ""}


def excerpt(claim: Claim, text: str, sentences: list[Sentence], start: int, end: int) -> dict[str, Any]:
    """The claim's sentences and one on either side: what may be quoted of somebody else's article."""
    if claim.article.public_text == PublicText.NONE:
        return {}
    touched = [i for i, row in enumerate(sentences) if row.start < end and row.end > start]
    if not touched:
        return {}
    first, last = max(0, touched[0] - 1), min(len(sentences) - 1, touched[-1] + 1)
    begin = sentences[first].start
    return {"excerpt": text[begin : sentences[last].end], "excerpt_start": begin}


def checked_by(claim: Claim) -> list[str]:
    """The names of who assessed it in the deciding round, first reader first."""
    return [str(row.person) for row in claim.assessments_of_round()]


def corrections(claim: Claim, newest: dict[str, Any] | None) -> list[dict[str, Any]]:
    """All public corrections, newest first."""
    rows = [
        {
            "kind": row.kind,
            "text": row.text,
            "before": row.before,
            "after": row.after,
            "at": row.created.isoformat(),
        }
        for publication in claim.publications.prefetch_related("corrections")
        for row in publication.corrections.all()
    ]
    return ([newest] if newest else []) + sorted(rows, key=lambda row: row["at"], reverse=True)

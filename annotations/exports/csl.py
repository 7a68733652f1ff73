"""CSL-JSON: sources for Zotero and other bibliography programs (https://citeproc-js.readthedocs.io/en/latest/csl-json/)."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from annotations.exports.blocks import in_blocks, list_by_lines
from annotations.exports.recipients import Recipient
from annotations.models import Claim, Evidence, Snapshot, Source

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
ROWS_AT_ONCE = 500
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

TEXTS = {
    "title": "title",
    "container-title": "container_title",
    "publisher": "publisher",
    "URL": "url",
    "DOI": "doi",
    "note": "note",
}
"""Field → column."""


def csl_of_claims(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """The sources that the claims rest on, each once."""
    used = Evidence.objects.living().filter(source=OuterRef("pk"), claim__in=claims.values("pk"))
    return csl_list(Source.objects.filter(Exists(used.order_by())), recipient)


def csl_list(sources: QuerySet[Source], recipient: Recipient) -> Iterator[bytes]:
    """One JSON list, an item a line, the oldest source first. Without those that the recipient may not know."""
    known = sources.filter(recipient.knows()).order_by("created", "pk")
    return in_blocks(list_by_lines([orjson.dumps(item)] for item in items_of(known)))


def items_of(sources: QuerySet[Source]) -> Iterator[dict[str, Any]]:
    copies = Snapshot.objects.filter(source=OuterRef("pk"), http_status=200).order_by("-retrieved_at", "-pk")
    rows = sources.annotate(copied=Subquery(copies.annotate(day=TruncDate("retrieved_at")).values("day")[:1]))
    return (item_of(row, row.copied) for row in rows.defer("seal_key").iterator(chunk_size=ROWS_AT_ONCE))


def item_of(source: Source, copied: Any = None) -> dict[str, Any]:
    """A source as a CSL item. Fields it came with, and for which there is no column, are as they were.

    `copied` is the day of our newest copy: `accessed`, where nothing else is known.
    """
    kept, said = source.foreign.get("csl", {}), source.foreign.get("said", {})
    item: dict[str, Any] = {"id": str(source.uid), "type": source.type}
    item |= {name: getattr(source, column) for name, column in TEXTS.items() if getattr(source, column)}
    if source.author:
        item["author"] = source.author
    if source.issued:
        item["issued"] = dated(source.issued)
    if copied:
        item["accessed"] = dated(copied.isoformat())
    item |= {name: value for name, value in kept.items() if name != "custom"}
    columns = {"type": source.type, "issued": source.issued, "DOI": source.doi}
    item |= {name: words for name, (column, words) in said.items() if columns[name] == column}
    return item | {"custom": custom_of(source, kept.get("custom"))}


def custom_of(source: Source, kept: Any) -> dict[str, Any]:
    """What CSL has no field for: how near the source is, and where it is archived."""
    archived = {"archived_url": source.archived_url} if source.archived_url else {}
    return {**(kept if isinstance(kept, dict) else {}), "tier": source.tier, **archived}


def dated(day: str) -> dict[str, Any]:
    """A CSL date from year, year and month, or a full date; anything else as it was written."""
    if DAY.fullmatch(day):
        return {"date-parts": [[int(part) for part in day.split("-")]]}
    return {"raw": day}

"""Sources used as evidence of a claim."""

from collections.abc import Iterator, Set
from itertools import islice

import orjson
from django.db.models import F, QuerySet, Value

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, under
from annotations.exports.shapes.sources import sources_statement
from annotations.exports.written import LINES_AT_ONCE, Joined, as_object, lines_of, prepared, veiled
from annotations.models import Evidence
from annotations.models.sources import read_by

SEAM = "\x1e"
"""Around the key of a source in the JSON of evidence. A control character never stands in JSON by itself."""

MOST_KEPT = 2_000
"""So many sources are kept as written, for the claims that follow."""

GIVES_AWAY: Shape = {"locator_label": "", "locator": "", "quotation": "", "note": "", "note_html": ""}
"""What stands in the columns of evidence from such a source: passage and note could name it."""

LEANS: Shape = {"stance": None, "note": "", "note_html": ""}
"""What stands in the columns of evidence that tell how a first reader sees it, for a second who reads blind."""

EVIDENCE: Columns = {
    "uid": "uid",
    "claim": "claim__uid",
    "source": "source",
    "stance": "stance",
    "locator_label": "locator_label",
    "locator": "locator",
    "quotation": "quotation",
    "note": "note",
    "note_html": "note_html",
    "accessed_on": "accessed_on",
    "added_by": under("added_by", PERSON),
    "removed_at": "removed_at",
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
}


def evidence_shapes(evidence: QuerySet[Evidence], recipient: Recipient) -> Iterator[Shape]:
    """Evidence with its source."""
    key = ("evidence", recipient.kind())
    statement = prepared(key, Evidence, lambda: evidence_as_object(recipient))
    return map(orjson.loads, with_sources(lines_of(evidence, statement), recipient))


def evidence_as_object(recipient: Recipient) -> Joined:
    """A piece of evidence as JSON, without what may not be seen of it; `with_sources` puts in the source."""
    known, read = recipient.knows("source__"), read_by(recipient.person)
    hidden = veiled(EVIDENCE, (known, GIVES_AWAY), (read, LEANS))
    return as_object(EVIDENCE, {**hidden, "source": Joined(Value(f"{SEAM}%s{SEAM}"), F("source_id"))})


def with_sources(lines: Iterator[str], recipient: Recipient) -> Iterator[str]:
    """The lines with each source's JSON in place of its key: a source that many cite is written once."""
    kept: dict[str, str] = {}
    while chunk := [line.split(SEAM) for line in islice(lines, LINES_AT_ONCE)]:
        if len(kept) > MOST_KEPT:
            kept.clear()
        missing = {key for parts in chunk for key in parts[1::2]} - kept.keys()
        kept |= sources_by_key(missing, recipient)
        for parts in chunk:
            parts[1::2] = [kept[key] for key in parts[1::2]]
            yield "".join(parts)


def sources_by_key(keys: Set[str], recipient: Recipient) -> dict[str, str]:
    """Key, as text, → the source as JSON."""
    written = sources_statement(recipient).read([int(key) for key in keys]) if keys else {}
    return {str(key): text for key, text in written.items()}

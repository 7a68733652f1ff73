"""Sources, our copies of them, and their use as evidence."""

from collections.abc import Iterator, Set
from itertools import islice

import orjson
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.exports.written import (
    LINES_AT_ONCE,
    AsText,
    Joined,
    Prepared,
    as_object,
    constant,
    lines_of,
    prepared,
    truth,
    veiled,
)
from annotations.models import Evidence, Snapshot, Source
from annotations.models.sources import read_by

SEAM = "\x1e"
"""Around the key of a source in the JSON of evidence. A control character never stands in JSON by itself."""

MOST_KEPT = 2_000
"""So many sources are kept as written, for the claims that follow."""

UNNAMED: Shape = {
    "title": "",
    "author": [],
    "container_title": "",
    "publisher": "",
    "issued": "",
    "url": "",
    "doi": "",
    "archived_url": "",
    "note": "",
    "withdrawn_why": "",
}
"""What stands in the columns that tell who a source is, for who may not know. The title becomes the words chosen
for the outside."""

GIVES_AWAY: Shape = {"locator_label": "", "locator": "", "quotation": "", "note": "", "note_html": ""}
"""What stands in the columns of evidence from such a source: passage and note could name it."""

LEANS: Shape = {"stance": None, "note": "", "note_html": ""}
"""What stands in the columns of evidence that tell how a first reader sees it, for a second who reads blind."""

SOURCE: Columns = {
    "uid": "uid",
    "type": "type",
    "title": "title",
    "author": "author",
    "container_title": "container_title",
    "publisher": "publisher",
    "issued": "issued",
    "url": "url",
    "doi": "doi",
    "tier": "tier",
    "terms": "terms",
    "confidential": "confidential",
    "identity_shown": "identity_shown",
    "public_description": "public_description",
    "archived_url": "archived_url",
    "note": "note",
    "withdrawn_at": "withdrawn_at",
    "withdrawn_why": "withdrawn_why",
    "forgotten_at": "forgotten_at",
    "added_by": under("added_by", PERSON),
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
    "changed": "changed",
}

SNAPSHOT: Columns = {
    "uid": "uid",
    "retrieved_at": "retrieved_at",
    "final_url": "final_url",
    "http_status": "http_status",
    "media_type": "media_type",
    "sha256": "sha256",
}

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


def source_shapes(sources: QuerySet[Source], recipient: Recipient) -> Iterator[Shape]:
    """The sources; of those whose identity the recipient may not know, only that they are there."""
    return map(orjson.loads, lines_of(sources, sources_statement(recipient)))


def sources_statement(recipient: Recipient) -> Prepared:
    return prepared(("source", recipient.kind()), Source, lambda: source_as_object(recipient))


def source_as_object(recipient: Recipient) -> Joined:
    """A source as JSON, as the recipient may know it."""
    known = recipient.knows()
    title = Case(
        When(known, then=AsText(F("title"))),
        When(~Q(public_description=""), then=AsText(F("public_description"))),
        default=constant(Source().shown_title(False)),
        output_field=TextField(),
    )
    veil = veiled(SOURCE, (known, UNNAMED))
    return as_object(SOURCE, {**veil, "title": title, "identity_shown": truth(known)})


def snapshot_shapes(snapshots: QuerySet[Snapshot], recipient: Recipient) -> Iterator[Shape]:
    """Our copies of sources whose identity the recipient may know, without their bytes."""
    return plain(snapshots.filter(source__in=recipient.known_sources()), SNAPSHOT)


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

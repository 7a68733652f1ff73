"""Sources used as evidence of a claim."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from annotations.exports.prepared import chunks_of, prepared
from annotations.exports.recipients import Recipient
from annotations.exports.seams import named
from annotations.exports.shapes.columns import Columns, Shape
from annotations.exports.shapes.shared import with_shared
from annotations.exports.written import AsText, Joined, as_object, as_one, veiled
from annotations.models import Evidence, Snapshot
from annotations.models.sources import read_by

GIVES_AWAY: Shape = {"locator_label": "", "locator": "", "quotation": "", "note": "", "note_html": ""}
"""What stands in the columns of evidence from such a source: passage and note could name it."""

NO_COPY: Shape = {"snapshot": None}
"""And instead of our copy of it."""

LEANS: Shape = {"stance": None, "note": "", "note_html": ""}
"""What stands in the columns of evidence that tell how a first reader sees it, for a second who reads blind."""

COPY: Columns = {"uid": "uid", "retrieved_at": "retrieved_at", "sha256": "sha256"}


def copy_rested_on() -> Coalesce:
    """Which of our copies of the source it rests on; null where there was none. Looked up, for to join a few hundred
    PostgreSQL reads all of them for every claim.
    """
    return as_one(Snapshot.objects.filter(pk=OuterRef("snapshot_id")).order_by(), as_object(COPY))


EVIDENCE: Mapping[str, Any] = {
    "uid": "uid",
    "claim": "claim__uid",
    "source": named("source", "source_id"),
    "snapshot": copy_rested_on(),
    "stance": "stance",
    "locator_label": "locator_label",
    "locator": "locator",
    "quotation": "quotation",
    "note": "note",
    "note_html": "note_html",
    "accessed_on": "accessed_on",
    "added_by": named("person", "added_by_id"),
    "removed_at": "removed_at",
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
}


def evidence_shapes(evidence: QuerySet[Evidence], recipient: Recipient) -> Iterator[Shape]:
    """Evidence with its source."""
    key = ("evidence", recipient.kind())
    statement = prepared(key, Evidence, lambda: evidence_as_object(recipient, claim=F("claim__uid")))
    return map(orjson.loads, with_shared(chunks_of(evidence, statement), recipient))


def evidence_as_object(recipient: Recipient, claim: F) -> Joined:
    """A piece of evidence as JSON, without what may not be seen of it; `with_shared` puts in source and person."""
    known, read = recipient.knows_source(), read_by(recipient.person)
    hidden = veiled(EVIDENCE, (known, GIVES_AWAY | NO_COPY), (read, LEANS))
    return as_object(EVIDENCE, {**hidden, "claim": AsText(claim)})

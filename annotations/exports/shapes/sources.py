"""Sources, and our copies of them."""

from collections.abc import Iterator

import orjson
from django.db.models import Case, F, Q, QuerySet, TextField, When

from annotations.exports.prepared import Prepared, lines_of, prepared
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.exports.written import (
    AsText,
    Joined,
    as_object,
    constant,
    truth,
    veiled,
)
from annotations.models import Snapshot, Source

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

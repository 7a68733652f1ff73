"""Sources, our copies of them, and their use as evidence."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, chunks, plain, under
from annotations.models import Evidence, Snapshot, Source

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
    "source": "source_id",
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


EVIDENCE_WITH_CLAIM = {**EVIDENCE, "claim_key": "claim_id"}


def source_shapes(sources: QuerySet[Source], recipient: Recipient) -> Iterator[Shape]:
    """The sources; of those whose identity the recipient may not know, only that they are there."""
    for chunk in chunks(sources, {"pk": "pk"}):
        shown = identified(chunk, recipient)
        yield from (shown[pk] for pk in chunk if pk in shown)


def identified(sources: Iterable[int], recipient: Recipient) -> dict[int, Shape]:
    """Key → shape of these sources (keys), as the recipient may know them."""
    rows = recipient.sources().filter(pk__in=list(sources)).order_by()
    return {pk: known(shape) for chunk in chunks(rows, SOURCE) for pk, shape in chunk.items()}


def known(source: Shape) -> Shape:
    if source["identity_shown"]:
        return source
    words = Source(public_description=source["public_description"]).shown_title(False)
    return source | UNNAMED | {"title": words}


def snapshot_shapes(snapshots: QuerySet[Snapshot], recipient: Recipient) -> Iterator[Shape]:
    """Our copies of sources whose identity the recipient may know, without their bytes."""
    return plain(snapshots.filter(source__in=recipient.known_sources()), SNAPSHOT)


def evidence_shapes(evidence: QuerySet[Evidence], recipient: Recipient) -> Iterator[Shape]:
    """Evidence with its source."""
    for chunk in chunks(evidence, EVIDENCE_WITH_CLAIM):
        yield from (shape for _, shape in with_sources(list(chunk.values()), recipient))


def evidence_of(claims: Iterable[int], recipient: Recipient) -> dict[int, list[Shape]]:
    """The living evidence of these claims (keys), by claim, in the order in which it was added."""
    rows = Evidence.objects.living().filter(claim__in=list(claims)).order_by("created", "pk")
    found: dict[int, list[Shape]] = {}
    for claim, shape in with_sources(list(plain(rows, EVIDENCE_WITH_CLAIM)), recipient):
        found.setdefault(claim, []).append(shape)
    return found


def with_sources(rows: list[Shape], recipient: Recipient) -> Iterator[tuple[int, Shape]]:
    """The claim's key and the row: with the source in place of its key, without what may not be seen of it."""
    if not rows:
        return
    sources = identified({row["source"] for row in rows}, recipient)
    blind = recipient.reads_blind({row["claim_key"] for row in rows})
    for row in rows:
        claim, source = row.pop("claim_key"), sources[row["source"]]
        hidden = {} if source["identity_shown"] else GIVES_AWAY
        if claim in blind and row["added_by"]["uid"] != recipient.person.uid:
            hidden = hidden | LEANS
        yield claim, row | hidden | {"source": source}

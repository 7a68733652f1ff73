"""Comments, events and publications: what was said and done about a record."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.records import named_as_now, not_named_any_more
from annotations.exports.shapes.columns import PERSON, Columns, Shape, chunks, plain, under
from annotations.exports.shapes.evidence import GIVES_AWAY, LEANS
from annotations.exports.shapes.sources import UNNAMED
from annotations.models import Comment, Correction, Event, Evidence, Publication, Source, Verb

COMMENT: Columns = {
    "uid": "uid",
    "article": "article__uid",
    "claim": "claim__uid",
    "evidence": "evidence__uid",
    "body": "body",
    "body_html": "body_html",
    "by": under("by", PERSON),
    "resolved_at": "resolved_at",
    "resolved_by": under("resolved_by", PERSON),
    "removed_at": "removed_at",
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
}

EVENT: Columns = {
    "number": "number",
    "uid": "uid",
    "at": "at",
    "by": under("by", PERSON),
    "verb": "verb",
    "article": "article__uid",
    "claim": "claim__uid",
    "object_kind": "object_kind",
    "object_uid": "object_uid",
    "data": "data",
    "undoes": "undoes__number",
}

PUBLICATION: Columns = {
    "number": "number",
    "at": "at",
    "by": under("by", PERSON),
    "content_hash": "content_hash",
    "record": "record",
}

CORRECTION: Columns = {
    "uid": "uid",
    "kind": "kind",
    "text": "text",
    "before": "before",
    "after": "after",
    "by": under("by", PERSON),
    "created": "created",
}


def comment_shapes(comments: QuerySet[Comment]) -> Iterator[Shape]:
    return plain(comments, COMMENT)


def publication_shapes(publications: QuerySet[Publication], recipient: Recipient) -> Iterator[Shape]:
    """The frozen records, each with the corrections that it brought.

    Who has gone to background since is named to those alone who may know; the hash stays that of what was frozen.
    """
    for chunk in chunks(publications, PUBLICATION):
        rows = Correction.objects.filter(publication__in=list(chunk)).order_by("created", "pk")
        corrections: dict[int, list[Shape]] = {}
        for row in plain(rows, {**CORRECTION, "publication_key": "publication_id"}):
            corrections.setdefault(row.pop("publication_key"), []).append(row)
        unnamed = not_named_to(recipient, [shape["record"] for shape in chunk.values()])
        for pk, shape in chunk.items():
            record = named_as_now(shape["record"], unnamed)
            yield shape | {"record": record, "corrections": corrections.get(pk, [])}


def not_named_to(recipient: Recipient, records: list[Shape]) -> dict[str, str]:
    """Sources by uid that these records name and that are kept from the recipient now, with the words for them."""
    unnamed = not_named_any_more(*records)
    known = recipient.known_sources().filter(uid__in=unnamed) if unnamed else ()
    for source in known:
        unnamed.pop(str(source.uid))
    return unnamed


def event_shapes(events: QuerySet[Event], recipient: Recipient) -> Iterator[Shape]:
    """Events in words and data. Positions in their data are code points.

    What the recipient may not see of the record as it is today is not in the data either, even where it was
    no secret when the event was written.
    """
    for chunk in chunks(events, EVENT):
        told = list(chunk.values())
        hidden = hidden_of_sources(told, recipient) | hidden_of_evidence(told, recipient)
        for event in told:
            event["said"] = Verb(event["verb"]).label
            event["data"] = without(event["data"], hidden.get(event["object_uid"], {}))
            yield event


def without(data: Shape, hidden: Shape) -> Shape:
    """The data with nothing in these fields, before or after; the fields' names stay."""
    return {
        when: {name: hidden.get(name, value) for name, value in values.items()}
        if isinstance(values, dict)
        else values
        for when, values in data.items()
    }


def hidden_of_sources(events: list[Shape], recipient: Recipient) -> dict[Any, Shape]:
    """Of the sources these events are about: uid → what stands in the fields the recipient may not see."""
    uids = objects_of(events, Source)
    known = set(recipient.known_sources().filter(uid__in=uids).values_list("uid", flat=True))
    return dict.fromkeys(uids - known, UNNAMED)


def hidden_of_evidence(events: list[Shape], recipient: Recipient) -> dict[Any, Shape]:
    """The same of the evidence these events are about."""
    rows = list(
        Evidence.objects.filter(uid__in=objects_of(events, Evidence)).values_list(
            "uid", "claim_id", "source_id", "added_by_id"
        )
    )
    blind = recipient.reads_blind({claim for _, claim, _, _ in rows})
    sources = {source for _, _, source, _ in rows}
    known = set(recipient.known_sources().filter(pk__in=sources).values_list("pk", flat=True))
    return {
        uid: (GIVES_AWAY if source not in known else {})
        | (LEANS if claim in blind and adder != recipient.person.pk else {})
        for uid, claim, source, adder in rows
    }


def objects_of(events: list[Shape], model: Any) -> set[Any]:
    """The uids of the records of this kind that the events are about."""
    return {event["object_uid"] for event in events if event["object_kind"] == model._meta.model_name}

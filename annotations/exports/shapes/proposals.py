"""Proposals and clearances: what we ask for in a text, and that it is cleared."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, chunks, plain, under
from annotations.exports.shapes.evidence import evidence_shapes
from annotations.models import Clearance, Evidence

PROPOSAL: Columns = {
    "uid": "uid",
    "claim": "claim__uid",
    "version": "version__number",
    "words_now": "words_now",
    "words_proposed": "words_proposed",
    "why": "why",
    "evidence": "evidence__uid",
    "state": "state",
    "by": under("by", PERSON),
    "decided_by": under("decided_by", PERSON),
    "decided_at": "decided_at",
    "decided_why": "decided_why",
    "done_in": "done_in__number",
    "created": "created",
    "modified": "modified",
    "row_version": "row_version",
}

CLEARANCE: Columns = {
    "uid": "uid",
    "version": "version__number",
    "text_sha256": "version__text_sha256",
    "by": under("by", PERSON),
    "at": "at",
    "figures": "figures",
    "void_at": "void_at",
    "void_why": "void_why",
}


def proposal_shapes(proposals: QuerySet[Any], recipient: Recipient) -> Iterator[Shape]:
    """The proposals that the recipient may see, each with the evidence it rests on, or None."""
    rows: Any = proposals
    for chunk in chunks(rows.visible_to(recipient.person), PROPOSAL):
        used = {shape["evidence"] for shape in chunk.values() if shape["evidence"]}
        resting = Evidence.objects.filter(uid__in=used)
        evidence = {row["uid"]: row for row in evidence_shapes(resting, recipient)} if used else {}
        yield from (shape | {"evidence": evidence.get(str(shape["evidence"]))} for shape in chunk.values())


def clearance_shapes(clearances: QuerySet[Clearance]) -> Iterator[Shape]:
    return plain(clearances, CLEARANCE)

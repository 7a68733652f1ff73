"""JSON Lines: one claim a line, with verdict, evidence and highlights."""

from collections.abc import Iterator

from django.db.models import QuerySet

from annotations.exports.blocks import in_blocks
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.claims import claim_lines
from annotations.models import Claim


def json_lines(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """UTF-8; each line is the claim as `GET claims/{uid}/` shows it, but for `annotation_url`."""
    return in_blocks(f"{line}\n".encode() for line in claim_lines(claims, recipient))

"""JSON Lines: one claim a line, with verdict, evidence and highlights."""

from collections.abc import Iterator

import orjson
from django.db.models import QuerySet

from annotations.exports.blocks import in_blocks
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.claims import claim_shapes
from annotations.models import Claim

WRITTEN = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


def json_lines(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """UTF-8; each line is the claim as `GET claims/{uid}/` shows it."""
    return in_blocks(orjson.dumps(shape, option=WRITTEN) for shape in claim_shapes(claims, recipient))

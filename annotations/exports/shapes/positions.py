"""Positions in the units in which a recipient counts."""

from collections.abc import Iterable, MutableMapping
from typing import Any

from annotations.anchoring.text import Utf16Offsets
from annotations.exports.recipients import Recipient, Units
from annotations.models import ArticleVersion


class Positions:
    """Turns `start` and `end` of rows from code points, as they are stored, to the recipient's units, in place.

    Texts are read only for a recipient who counts otherwise, once for all rows of a chunk.
    """

    def __init__(self, versions: Iterable[int], recipient: Recipient) -> None:
        self._offsets: dict[int, Utf16Offsets] = {}
        if recipient.units == Units.UTF16:
            texts = ArticleVersion.objects.filter(pk__in=set(versions)).values_list("pk", "text")
            self._offsets = {pk: Utf16Offsets(text) for pk, text in texts}

    def turn(self, version: int, row: MutableMapping[str, Any]) -> None:
        offsets = self._offsets.get(version)
        if offsets is None or row["start"] is None:
            return
        for name in ("start", "end"):
            row[name] = offsets.from_codepoints(row[name])

"""The places where a claim stands in a version, and those that were removed and can be restored."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from annotations.models import Claim, Highlight
from annotations.pages.prose import Line
from annotations.pages.reading import Reading


class Place(NamedTuple):
    """`line` is the number of the sentence in which it begins."""

    row: Highlight
    line: int


class Places(NamedTuple):
    """`highlights` are all that live, those that are lost included; `removed` names each place once."""

    highlights: list[Highlight]
    standing: list[Place]
    removed: list[Place]


def places_of(claim: Claim, reading: Reading) -> Places:
    rows = Highlight.objects.visible_to(reading.person).filter(claim=claim, version=reading.version)
    living: list[Highlight] = []
    removed: dict[tuple[int | None, int | None], Highlight] = {}
    for row in rows.order_by("start", "pk"):
        if row.removed_at is None:
            living.append(row)
        else:
            removed[row.start, row.end] = row
    for row in living:
        removed.pop((row.start, row.end), None)
    return Places(living, placed(living, reading.lines), placed(list(removed.values()), reading.lines))


def placed(rows: Sequence[Highlight], lines: Sequence[Line]) -> list[Place]:
    starts = [line.start for line in lines]
    return [Place(row, bisect_right(starts, row.start)) for row in rows if row.start is not None]

"""Overlapping highlights as flat pieces of text that never nest, and the line each highlight is drawn on."""

import heapq
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Segment(NamedTuple, Generic[Key]):
    """`text[start:end]` (code points) and the keys of all highlights over it, lowest level first."""

    start: int
    end: int
    keys: tuple[Key, ...]


def segments(
    start: int, end: int, spans: Sequence[tuple[int, int, Key]], cuts: Iterable[int] = ()
) -> list[Segment[Key]]:
    """Cut `start:end` wherever a span `(start, end, key)` begins or ends, and at the `cuts` (blocks, links).

    The pieces join to the whole range; one without highlights has no keys; spans may reach beyond the
    range. Time grows with the pieces and the keys over them: ask once for a whole text, with the ends of
    its sentences as `cuts`, not once a sentence.
    """
    order = levels(spans)
    begins: dict[int, list[Key]] = {}
    ends: dict[int, list[Key]] = {}
    for first, last, key in spans:
        first, last = max(first, start), min(last, end)
        if first < last:
            begins.setdefault(first, []).append(key)
            ends.setdefault(last, []).append(key)
    inner = {cut for cut in cuts if start < cut < end}
    borders = sorted({start, end} | inner | begins.keys() | ends.keys())
    return _sweep(borders, begins, ends, order)


def _sweep(
    borders: list[int], begins: dict[int, list[Key]], ends: dict[int, list[Key]], order: dict[Key, int]
) -> list[Segment[Key]]:
    pieces: list[Segment[Key]] = []
    # A key is counted, not only held: two spans of one highlight may overlap.
    open_spans: dict[Key, int] = {}
    keys: tuple[Key, ...] = ()
    for border, following in pairwise(borders):
        for key in ends.get(border, ()):
            open_spans[key] -= 1
            if not open_spans[key]:
                del open_spans[key]
        for key in begins.get(border, ()):
            open_spans[key] = open_spans.get(key, 0) + 1
        if border in ends or border in begins:
            keys = tuple(sorted(open_spans, key=order.__getitem__))
        pieces.append(Segment(border, following, keys))
    return pieces


def levels(spans: Iterable[tuple[int, int, Key]]) -> dict[Key, int]:
    """The level (0 is nearest to the words) on which each key's line runs over all its pieces.

    Each key, from left to right, takes the lowest level that is free from its first character to its last; of
    two that begin together the longer goes first and so lies nearer to the words. A key with several spans
    holds its level between them too.
    """
    hulls: dict[Key, tuple[int, int]] = {}
    for start, end, key in spans:
        if start < end:
            first, last = hulls.get(key, (start, end))
            hulls[key] = min(first, start), max(last, end)
    taken: dict[Key, int] = {}
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    for key, (start, end) in sorted(hulls.items(), key=lambda item: (item[1][0], -item[1][1])):
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        level = heapq.heappop(free) if free else len(busy)
        taken[key] = level
        heapq.heappush(busy, (end, level))
    return taken

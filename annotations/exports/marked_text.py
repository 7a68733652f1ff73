"""The text of a version as HTML, with the claims marked and numbered: for files, without script or address.

Plain functions from values to markup. Each piece under claims is a `<mark>` with a line a claim; where a claim ends,
its number leads to what is said of it (`#claim-7`).
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from annotations.anchoring.segments import Segment, levels, segments

LINES_DRAWN = 3
ELEMENTS = {"headline": "h3", "heading": "h4", "quote": "blockquote"}


class Span(NamedTuple):
    """`text[start:end]`, code points, belongs to the claim of this number."""

    start: int
    end: int
    number: int


def marked_text(
    text: str, blocks: Sequence[Mapping[str, Any]], spans: Sequence[Span], classes: Mapping[int, str]
) -> SafeString:
    """`blocks` are a version's, in order; `classes` maps numbers to truth classes, or "open"."""
    cuts = {edge for block in blocks for edge in (block["start"], block["end"])}
    pieces = iter(segments(0, len(text), spans, cuts))
    level, ends = levels(spans), ends_of(spans)
    piece = next(pieces, None)
    parts: list[str] = []
    for block in blocks:
        element = ELEMENTS.get(block["kind"], "p")
        parts.append(f'<{element} dir="auto" data-kind="{escape(block["kind"])}">')
        while piece and piece.start < block["end"]:
            if piece.start >= block["start"]:
                parts.append(piece_html(text, piece, level, classes))
                parts += map(number_html, ends.get(piece.end, ()))
            piece = next(pieces, None)
        parts.append(f"</{element}>\n")
    return SafeString("".join(parts))


def ends_of(spans: Iterable[Span]) -> dict[int, list[int]]:
    """Where spans end → the numbers of their claims."""
    found: dict[int, list[int]] = {}
    for span in spans:
        found.setdefault(span.end, []).append(span.number)
    return found


def piece_html(text: str, piece: Segment[int], level: Mapping[int, int], classes: Mapping[int, str]) -> str:
    words = escape(text[piece.start : piece.end])
    if not piece.keys:
        return words
    for number in piece.keys:
        if level[number] < LINES_DRAWN:
            words = f'<u data-class="{classes[number]}" data-level="{level[number] + 1}">{words}</u>'
    return f"<mark>{words}</mark>"


def number_html(number: int) -> str:
    return f'<sup><a href="#claim-{number}" aria-label="claim {number}">{number}</a></sup>'

"""The article as HTML: blocks of prose, sentences in them, and flat marks over them.

Plain functions from values to markup. The text of what they return is the canonical text, character for
character: numbers, glyphs and counts are links without text, attributes and generated content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from annotations.anchoring.segments import Segment, levels, segments
from annotations.pages.addresses import panel_address

LINES_DRAWN = 3
COUNT_SHOWN_FROM = 3
LINE_CODE_POINTS = 72
"""No line of the text is longer, on whatever screen and on paper."""
CAPTION_CODE_POINTS = 88
"""The same, in smaller letters."""
SIGNS_IN_A_ROW = 2
REASON_CODE_POINTS = 12
SIGN_LINES = 6 / 7
"""How much of a line a row of signs takes beside it, at most."""
OPEN = "open"

HEADINGS = {"headline": 2, "heading": 3}
"""Blocks that are headings, with their level below the page's own."""

SPOKEN_KINDS = {"nothing_to_check": "nothing to check", "open": "not looked at yet", "claim": ""}


@dataclass(frozen=True)
class Face:
    """What the text shows of a claim. `truth_class` is "open" while this reader knows of no rating."""

    number: int
    address: str
    text: str
    truth_class: str = OPEN
    rating: str = ""
    state: str = ""
    stale: bool = False
    mine: bool = False
    proposed: bool = False

    def said(self) -> str:
        more = f"{', stale' if self.stale else ''}{', other words proposed' if self.proposed else ''}"
        return f"claim {self.number}: {(self.rating or 'not rated').lower()}{more}"


@dataclass(frozen=True)
class Line:
    """A sentence of the text: `text[start:end]`, code points; `kind` is a `SentenceKind`."""

    number: int
    start: int
    end: int
    kind: str
    reason: str = ""


class Span(NamedTuple):
    """A highlight: `text[start:end]` belongs to the claim of this number."""

    start: int
    end: int
    key: int
    claim: int
    waits: bool = False


@dataclass(frozen=True)
class Prose:
    """One version's text with everything drawn on it. Blocks are `{kind, start, end, level?}`, in order."""

    text: str
    blocks: Sequence[Mapping[str, Any]]
    lines: Sequence[Line]
    spans: Sequence[Span]
    faces: Mapping[int, Face]
    icons: str
    current_line: int = 0
    current_claim: int = 0


def article_html(prose: Prose) -> SafeString:
    """All blocks, with the text between them: the element that holds this has `prose.text` as its text."""
    drawn = block_htmls(prose)
    parts: list[str] = []
    at = 0
    for block, markup in zip(prose.blocks, drawn, strict=True):
        parts += [escape(prose.text[at : block["start"]]), markup]
        at = block["end"]
    parts.append(escape(prose.text[at:]))
    return SafeString("".join(parts))


def block_htmls(prose: Prose, only: set[int] | None = None, swap: bool = False) -> list[SafeString]:
    """The markup of each block, or of those whose index is in `only`; `swap` is htmx's out-of-band swap."""
    cuts = {edge for line in prose.lines for edge in (line.start, line.end)}
    cuts |= {edge for block in prose.blocks for edge in (block["start"], block["end"])}
    pieces = segments(0, len(prose.text), [span[:3] for span in prose.spans], cuts)
    pen = _Pen(prose, pieces, levels(span[:3] for span in prose.spans))
    chosen = range(len(prose.blocks)) if only is None else sorted(only)
    return [SafeString(pen.block(index, swap)) for index in chosen]


def blocks_around(prose: Prose, claims: set[int], lines: set[int]) -> set[int]:
    """Indexes of the blocks to draw again when these claims or sentences changed.

    A change of one highlight can move the underlines of those it overlaps, and of those they overlap.
    """
    touched = [(line.start, line.end) for line in prose.lines if line.number in lines]
    touched += [(span.start, span.end) for span in prose.spans if span.claim in claims]
    for start, end in _groups(prose.spans):
        if any(start < last and first < end for first, last in touched):
            touched.append((start, end))
    return {
        index
        for index, block in enumerate(prose.blocks)
        if any(start < block["end"] and block["start"] < end for start, end in touched)
    }


def _groups(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Stretches of text whose highlights overlap one another, directly or through others."""
    groups: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if groups and start < groups[-1][1]:
            groups[-1] = groups[-1][0], max(groups[-1][1], end)
        else:
            groups.append((start, end))
    return groups


class _Pen:
    """Draws blocks one after the other, walking lines and pieces once."""

    def __init__(self, prose: Prose, pieces: Sequence[Segment[int]], level: Mapping[int, int]) -> None:
        self.prose = prose
        self.level = level
        self.span_of = {span.key: span for span in prose.spans}
        self.piece_at = {piece.start: index for index, piece in enumerate(pieces)}
        self.piece_at[len(prose.text)] = len(pieces)
        self.pieces = pieces
        self.lines_at = _first_lines(prose)
        self.following: set[int] = set()

    def block(self, index: int, swap: bool) -> str:
        block = self.prose.blocks[index]
        element = "div" if block["kind"] in HEADINGS else "p"
        oob = ' hx-swap-oob="true"' if swap else ""
        return (
            f'<{element} class="block" id="b{index}" data-kind="{escape(block["kind"])}" dir="auto"{oob}>'
            f"{self._lines(index, block)}</{element}>"
        )

    def _lines(self, index: int, block: Mapping[str, Any]) -> str:
        text, at, parts = self.prose.text, block["start"], []
        lines = self.prose.lines[slice(*self.lines_at[index : index + 2])]
        longest = CAPTION_CODE_POINTS if block["kind"] == "caption" else LINE_CODE_POINTS
        rows = [_rows_of_signs(line, self._faces(self._pieces(line))) for line in lines]
        self.following = _following(lines, rows, longest)
        for line in lines:
            parts += [escape(text[at : line.start]), self._line(line, HEADINGS.get(block["kind"], 0))]
            at = line.end
        parts.append(escape(text[at : block["end"]]))
        return "".join(parts)

    def _line(self, line: Line, heading: int) -> str:
        pieces = self._pieces(line)
        faces = self._faces(pieces)
        spoken = escape(_spoken(line, faces))
        role = f' role="heading" aria-level="{heading}"' if heading else ""
        return (
            f'<span class="sentence" id="s{line.number}" tabindex="-1" data-sentence="{line.number}"'
            f' data-start="{line.start}" data-end="{line.end}"'
            f' data-disposition="{line.kind}"{self._flags(line, pieces, faces)}>'
            f'<span class="place"><a href="{panel_address(sentence=line.number)}" data-number="{line.number}"'
            f' aria-label="{spoken}"></a></span>{self._signs(line, faces)}'
            f'<span class="words" id="w{line.number}"{role}>{"".join(map(self._piece, pieces))}</span></span>'
        )

    def _flags(self, line: Line, pieces: Sequence[Segment[int]], faces: Sequence[Face]) -> str:
        holds = (
            (" data-stale", any(face.stale for face in faces)),
            (" data-mine", any(face.mine for face in faces)),
            (" data-follows", line.number in self.following),
            (" data-overlap", any(len(piece.keys) > 1 for piece in pieces)),
            (' aria-current="true"', line.number == self.prose.current_line),
        )
        return "".join(flag for flag, present in holds if present)

    def _pieces(self, line: Line) -> Sequence[Segment[int]]:
        return self.pieces[self.piece_at[line.start] : self.piece_at[line.end]]

    def _faces(self, pieces: Sequence[Segment[int]]) -> list[Face]:
        """The claims over these pieces, in the order in which they begin."""
        numbers = dict.fromkeys(self.span_of[key].claim for piece in pieces for key in piece.keys)
        return [self.prose.faces[number] for number in numbers]

    def _signs(self, line: Line, faces: Sequence[Face]) -> str:
        if line.kind == "nothing_to_check":
            return f'<span class="signs" data-reason="{escape(line.reason)}"></span>' if line.reason else ""
        return f'<span class="signs">{"".join(map(self._sign, faces))}</span>' if faces else ""

    def _sign(self, face: Face) -> str:
        current = ' aria-current="true"' if face.number == self.prose.current_claim else ""
        flags = f"{' data-stale' if face.stale else ''}{' data-proposed' if face.proposed else ''}"
        return (
            f'<a class="sign" href="{escape(face.address)}" data-claim="{face.number}"'
            f' data-number="{face.number}" data-class="{face.truth_class}" data-wording="{escape(face.text)}"'
            f' aria-label="{escape(face.said().capitalize())}"{flags}{current}>'
            f'<svg class="icon" data-class="{face.truth_class}" aria-hidden="true">'
            f'<use href="{self.prose.icons}#{face.truth_class}"/></svg></a>'
        )

    def _piece(self, piece: Segment[int]) -> str:
        words = escape(self.prose.text[piece.start : piece.end])
        if not piece.keys:
            return words
        spans = [self.span_of[key] for key in piece.keys]
        for span in reversed([span for span in spans if self.level[span.key] < LINES_DRAWN]):
            words = self._underlined(words, span)
        return f"<mark{self._mark_attributes(spans)}>{words}</mark>"

    def _underlined(self, words: str, span: Span) -> str:
        current = " data-current" if span.claim == self.prose.current_claim else ""
        truth_class = self.prose.faces[span.claim].truth_class
        which = f'data-claim="{span.claim}" data-level="{self.level[span.key] + 1}"{current}'
        return f'<u data-class="{truth_class}" {which}>{words}</u>'

    def _mark_attributes(self, spans: Sequence[Span]) -> str:
        numbers = list(dict.fromkeys(span.claim for span in spans))
        faces = [self.prose.faces[number] for number in numbers]
        holds = (
            (f' data-claims="{" ".join(map(str, numbers))}"', True),
            (" data-open", all(face.truth_class == OPEN for face in faces)),
            (f' data-count="{len(numbers)}"', len(numbers) >= COUNT_SHOWN_FROM),
            (" data-waits", any(span.waits for span in spans)),
            (' aria-current="true"', self.prose.current_claim in numbers),
        )
        return "".join(attribute for attribute, present in holds if present)


def _first_lines(prose: Prose) -> list[int]:
    """For each block the index of its first line, and behind the last block the number of lines."""
    firsts, at = [], 0
    for block in prose.blocks:
        while at < len(prose.lines) and prose.lines[at].start < block["start"]:
            at += 1
        firsts.append(at)
    return [*firsts, len(prose.lines)]


def _following(lines: Sequence[Line], rows: Sequence[int], longest: int) -> set[int]:
    """Numbers of those in a block whose number would not stand beside the line where they begin: they may begin on
    the line beside which another's stands, or beside signs that pile up.

    No float stands higher than one before it. `rows` are the rows of signs of each, `longest` a line in code points.
    """
    found = set()
    beside = signed = lines[0].start if lines else 0
    # Where the last signs begin and end, in lines below the one on which their sentence begins.
    top = bottom = 0.0
    for line, height in zip(lines, rows, strict=True):
        passed = (line.start - signed) // longest
        if line is lines[0] or (line.start - beside >= longest and top <= passed):
            beside = line.start
        else:
            found.add(line.number)
        if height:
            top = max(0.0, bottom - passed)
            bottom = top + height * SIGN_LINES
            signed = line.start
    return found


def _rows_of_signs(line: Line, faces: Sequence[Face]) -> int:
    if not faces:
        return -(-len(line.reason) // REASON_CODE_POINTS)
    wide = any(face.stale or face.proposed or face.number > 99 for face in faces)
    return len(faces) if wide else -(-len(faces) // SIGNS_IN_A_ROW)


def _spoken(line: Line, faces: Sequence[Face]) -> str:
    """What a screen reader says of a sentence before its words."""
    if faces:
        return f"Sentence {line.number}, {'; '.join(face.said() for face in faces)}"
    reason = f": {line.reason}" if line.reason else ""
    return f"Sentence {line.number}, {SPOKEN_KINDS[line.kind]}{reason}"

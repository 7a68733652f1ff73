"""From the passages a reader found to one Document: canonical words, and every range moved along with them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from annotations.intake.document import (
    BLOCK_SEPARATOR,
    NO_BREAK_SPACES,
    Block,
    BlockKind,
    Document,
    Link,
    Mark,
    MarkKind,
    canonical,
)

_BLANK_LINE = re.compile("\n{2,}")


@dataclass(frozen=True, slots=True)
class Run:
    """Words alike in link and emphasis."""

    text: str
    href: str = ""
    mark: MarkKind | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block before it has a place."""

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int | None = None

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says about itself beside its text. The dates are aware; `language` may be unknown, ""."""

    byline: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    publisher: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found, and which reader it was. Another version may find something else in the same bytes."""

    passages: tuple[Passage, ...]
    facts: Facts
    media_type: str
    extractor: str
    extractor_version: str


def passage(kind: BlockKind, words: str, level: int | None = None) -> Passage:
    return Passage(kind, (Run(words),), level)


def assemble(reading: Reading, *, language: str, direction: str) -> Document:
    """Give the passages their places, in order; those without a word are left out."""
    desk = _Desk()
    for each in reading.passages:
        desk.place(each)
    facts = reading.facts
    return Document(
        text=BLOCK_SEPARATOR.join(desk.pieces),
        blocks=tuple(desk.blocks),
        byline=tuple(name for name in map(canonical, facts.byline) if name),
        published_at=facts.published_at,
        modified_at=facts.modified_at,
        publisher=canonical(facts.publisher),
        language=language,
        direction=direction,
        links=tuple(desk.links),
        marks=tuple(desk.marks),
        media_type=reading.media_type,
        extractor=reading.extractor,
        extractor_version=reading.extractor_version,
    )


class _Desk:
    """What has a place so far."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.marks: list[Mark] = []
        self._length = 0

    def place(self, each: Passage) -> None:
        words = one_block(each.words)
        if not words:
            return
        start = self._length + (len(BLOCK_SEPARATOR) if self.pieces else 0)
        self.pieces.append(words)
        self._length = start + len(words)
        self.blocks.append(Block(each.kind, start, self._length, each.level))
        self._place_ranges(each.runs, words, start)

    def _place_ranges(self, runs: Sequence[Run], words: str, start: int) -> None:
        pieces, ranges = _measured(runs)
        if "".join(pieces).rstrip() != words:
            # Signs of two runs melted into one (a letter and its accent): rather no ranges than wrong ones.
            return
        for run, begin, end in ranges:
            if run.href:
                self._extend(self.links, Link(start + begin, start + end, run.href))
            if run.mark:
                self.marks.append(Mark(run.mark, start + begin, start + end))

    @staticmethod
    def _extend(links: list[Link], link: Link) -> None:
        """A link with emphasis inside comes as several runs, perhaps with a space between, and is one link."""
        if links and links[-1].end + 1 >= link.start and links[-1].href == link.href:
            link = Link(links.pop().start, link.end, link.href)
        links.append(link)


def one_block(raw: str) -> str:
    """Canonical words without a blank line, which would be read as two blocks."""
    return _BLANK_LINE.sub("\n", canonical(raw))


def _measured(runs: Iterable[Run]) -> tuple[list[str], list[tuple[Run, int, int]]]:
    """The canonical words of each run, and where they stand in the block without the spaces at their ends."""
    pieces: list[str] = []
    ranges: list[tuple[Run, int, int]] = []
    length, last = 0, "\n"
    for run in runs:
        before, core, after = _parts(run.text)
        if last.isspace():
            before = ""
        if core:
            ranges.append((run, length + len(before), length + len(before) + len(core)))
        piece = before + core + (after if core else "")
        pieces.append(piece)
        length += len(piece)
        last = piece[-1:] or last
    return pieces, ranges


def _parts(raw: str) -> tuple[str, str, str]:
    """The space before, the words, the space after; all canonical."""
    core = one_block(raw)
    stripped = raw.strip()
    if not core:
        return _one_space(raw), "", ""
    before, _, after = raw.partition(stripped)
    return _one_space(before), core, _one_space(after)


def _one_space(raw: str) -> str:
    for sign in "\n\t":
        if sign in raw:
            return sign
    if raw and raw in NO_BREAK_SPACES:
        return raw
    return " " if raw else ""

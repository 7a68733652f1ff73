"""A comparison laid out for the eye: rows of two cells, long stretches without a difference folded away.

Plain functions from values to values and markup.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from annotations.anchoring.comparing import Row, RowKind
from annotations.anchoring.text import shortened

Span = tuple[int, int]
Notes = Mapping[int, Sequence[Any]]

SNIPPET_CHARACTERS = 40


@dataclass(frozen=True)
class Text:
    """One version: its canonical text, its sentences, and its blocks (`{kind, start, end}`), in order."""

    text: str
    sentences: Sequence[Span]
    blocks: Sequence[Mapping[str, Any]]

    def block_at(self, offset: int) -> int:
        """The index of the block in which, or after which, this character stands."""
        return max(bisect_right(self.blocks, offset, key=lambda block: block["start"]) - 1, 0)

    def block_of(self, sentences: range) -> int | None:
        return self.block_at(self.sentences[sentences.start][0]) if sentences else None

    def kind_of(self, sentences: range) -> str:
        """The kind of block that these stand in; "" for none."""
        block = self.block_of(sentences)
        return "" if block is None else self.blocks[block]["kind"]

    def stretch(self, sentences: range) -> Span:
        return self.sentences[sentences.start][0], self.sentences[sentences.stop - 1][1]


@dataclass(frozen=True)
class Beside:
    """Two cells side by side. `number` counts the differences from 1; 0 is shown for what stands around one.

    Of what moved, `other` is the number of the other half, and `moved` says which way it went: "up" or "down".
    `block` is the kind of block it stands in; `joined` says that the part before is of the same paragraph.
    """

    kind: RowKind
    number: int
    old: SafeString
    new: SafeString
    block: str
    notes: Sequence[Any] = ()
    other: int = 0
    moved: str = ""
    joined: bool = False


@dataclass(frozen=True)
class Fold:
    """Sentences in which nothing changed, in paragraphs, with the words they begin with."""

    sentences: int
    paragraphs: Sequence[SafeString]
    opening: str
    notes: Sequence[Any] = ()


Part = Beside | Fold


def laid_out(
    rows: Sequence[Row], old: Text, new: Text, notes: Notes, unfolded: Iterable[int] = ()
) -> list[Part]:
    """The parts of the page in order. `notes` stand beside rows, by index; rows in `unfolded` are shown anyway.

    An unchanged sentence is shown where its paragraph has a difference.
    """
    return _Layout(rows, old, new, notes, set(unfolded)).parts()


class _Layout:
    """Says which rows are shown and which belong together, and draws them."""

    def __init__(self, rows: Sequence[Row], old: Text, new: Text, notes: Notes, unfolded: set[int]) -> None:
        self.rows, self.old, self.new, self.notes = rows, old, new, notes
        self.blocks = [(old.block_of(row.old), new.block_of(row.new)) for row in rows]
        differing = [index for index, row in enumerate(rows) if row.kind != RowKind.SAME or index in unfolded]
        self.old_blocks = {self.blocks[index][0] for index in differing} - {None}
        self.new_blocks = {self.blocks[index][1] for index in differing} - {None}
        self.groups = [list(group) for _, group in groupby(range(len(rows)), self._key)]
        differences = [group for group in self.groups if rows[group[0]].kind != RowKind.SAME]
        self.numbers = {index: number for number, group in enumerate(differences, 1) for index in group}

    def parts(self) -> list[Part]:
        return [self._beside(group) if self._shows(group[0]) else self._fold(group) for group in self.groups]

    def _shows(self, index: int) -> bool:
        old_block, new_block = self.blocks[index]
        return old_block in self.old_blocks or new_block in self.new_blocks

    def _key(self, index: int) -> tuple[Any, ...]:
        """Neighbours with the same key are one part: of one paragraph, or moved together, or folded away."""
        row = self.rows[index]
        if not self._shows(index):
            return ("folded",)
        if row.kind == RowKind.CHANGED:
            return row.kind, index
        way = None if row.other is None else row.other - index
        return row.kind, way, *self.blocks[index]

    def _sentences(self, group: Sequence[int]) -> tuple[range, range]:
        first, last = self.rows[group[0]], self.rows[group[-1]]
        return range(first.old.start, last.old.stop), range(first.new.start, last.new.stop)

    def _notes_of(self, group: Sequence[int]) -> list[Any]:
        return [note for index in group for note in self.notes.get(index, ())]

    def _fold(self, group: Sequence[int]) -> Fold:
        _, news = self._sentences(group)
        return Fold(len(news), _paragraphs(self.new, news), _opening(self.new, news), self._notes_of(group))

    def _beside(self, group: Sequence[int]) -> Beside:
        row = self.rows[group[0]]
        olds, news = self._sentences(group)
        struck = [span for index in group for span in self.rows[index].struck]
        fresh = [span for index in group for span in self.rows[index].fresh]
        return Beside(
            kind=row.kind,
            number=self.numbers.get(group[0], 0),
            old=marked_html(self.old, olds, None if row.kind == RowKind.REMOVED else struck, "del"),
            new=marked_html(self.new, news, None if row.kind == RowKind.ADDED else fresh, "ins"),
            block=self.new.kind_of(news) or self.old.kind_of(olds),
            notes=self._notes_of(group),
            other=0 if row.other is None else self.numbers[row.other],
            moved=_way(row, group[0]),
            joined=self._is_joined(group[0]),
        )

    def _is_joined(self, index: int) -> bool:
        if not index or not self._shows(index - 1):
            return False
        pairs = zip(self.blocks[index - 1], self.blocks[index], strict=True)
        return any(before == here for before, here in pairs if here is not None)


def _way(row: Row, index: int) -> str:
    """Which way a moved one went, told from either half."""
    if row.other is None:
        return ""
    left, came = (index, row.other) if row.old else (row.other, index)
    return "up" if came < left else "down"


def marked_html(text: Text, sentences: range, marks: Iterable[Span] | None, element: str) -> SafeString:
    """The words of these sentences with the marks drawn; no marks (None) mean that all of it is marked."""
    if not sentences:
        return SafeString("")
    start, end = text.stretch(sentences)
    return drawn(text.text, start, end, [(start, end)] if marks is None else marks, element)


def drawn(text: str, start: int, end: int, marks: Iterable[Span], element: str) -> SafeString:
    """`text[start:end]` with these ranges of it in elements of this name; what lies outside is cut off."""
    parts, at = [], start
    for first, last in marks:
        first, last = max(first, at), min(last, end)
        if first < last:
            parts += [escape(text[at:first]), f"<{element}>{escape(text[first:last])}</{element}>"]
            at = last
    return SafeString("".join([*parts, escape(text[at:end])]))


def _paragraphs(text: Text, sentences: range) -> list[SafeString]:
    found = []
    for _, group in groupby(sentences, lambda index: text.block_at(text.sentences[index][0])):
        indexes = list(group)
        start, end = text.stretch(range(indexes[0], indexes[-1] + 1))
        found.append(SafeString(escape(text.text[start:end])))
    return found


def _opening(text: Text, sentences: range) -> str:
    start, end = text.stretch(sentences)
    return shortened(text.text[start : min(end, start + 4 * SNIPPET_CHARACTERS)], SNIPPET_CHARACTERS)

"""Two versions side by side: which sentence became which, and what changed in it."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from annotations.anchoring.alignment import align
from annotations.anchoring.chains import heaviest_chain
from annotations.anchoring.kinship import Group, Side, one, related
from annotations.anchoring.links import Links
from annotations.anchoring.subsequences import common_pairs
from annotations.anchoring.wording import marked, words_of

Span = tuple[int, int]

# A short sentence ("No.") found elsewhere says nothing about where it went. In letters, of a whole stretch
# that moved together.
LEAST_MOVED_LETTERS = 16
# What moved has no neighbours to vouch for it, so it must be more like itself than what stayed.
LEAST_MOVED_LIKENESS = 0.6

# A longest common subsequence costs the product of the lengths: above this many sentences in one gap, none.
MOST_REPEATED = 12_000


class RowKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Row(NamedTuple):
    """One line of the comparison.

    `old` and `new` are ranges of sentences, by index; one of them is empty for added, removed and moved
    ones. Most hold one sentence; more where sentences were joined or parted. What moved has two rows, one
    where it was and one where it is, each naming the other's index as `other`. `struck` and `fresh` are the
    words (code points of the old and of the new text) that only one side has.
    """

    kind: RowKind
    old: range
    new: range
    struck: tuple[Span, ...] = ()
    fresh: tuple[Span, ...] = ()
    other: int | None = None


NOTHING = range(0)


class _Piece(NamedTuple):
    """A row in the making, in units; `group` is that of a pair, or of a half of what moved."""

    old: range
    new: range
    group: Group | None = None


def compare(
    old_text: str, old_sentences: Sequence[Span], new_text: str, new_sentences: Sequence[Span]
) -> list[Row]:
    """Rows that hold each sentence of either text once, and in order.

    Sentences are half-open ranges of code points, in order, apart from one another, and cover all that is not
    white space. Quote marks, dashes and spaces alone are no difference. Takes the time of one `align`.
    """
    links = align(words_of(old_text), words_of(new_text))
    old, new = Side(links.old, old_sentences), Side(links.new, new_sentences)
    groups = related(links, old, new)
    chain = set(heaviest_chain([(group.old.start, group.new.start, group.weight) for group in groups]))
    kept = [group for index, group in enumerate(groups) if index in chain]
    moved = _worth_telling([group for index, group in enumerate(groups) if index not in chain])
    kept = _with_repeated(kept, moved, old, new)
    return _rows(list(_pieces(kept, moved, len(old), len(new))), links, old, new)


def _worth_telling(groups: Sequence[Group]) -> list[Group]:
    """Those out of order that certainly moved: alike, and long together with those that moved along with them."""
    stretches: list[list[Group]] = []
    for group in groups:
        if group.likeness < LEAST_MOVED_LIKENESS:
            continue
        before = stretches[-1][-1] if stretches else None
        if before and (before.old.stop, before.new.stop) == (group.old.start, group.new.start):
            stretches[-1].append(group)
        else:
            stretches.append([group])
    long = [s for s in stretches if sum(group.weight for group in s) >= LEAST_MOVED_LETTERS]
    return [group for stretch in long for group in stretch]


def _with_repeated(kept: Sequence[Group], moved: Sequence[Group], old: Side, new: Side) -> list[Group]:
    """The pairs, and between them the equal sentences that no word says belong together, because all come again."""
    gone = {unit for group in moved for unit in group.old}
    come = {unit for group in moved for unit in group.new}
    found = list(kept)
    ends = Group(range(len(old), len(old)), range(len(new), len(new)), 0, 1.0)
    old_at = new_at = 0
    for group in [*kept, ends]:
        olds = [unit for unit in range(old_at, group.old.start) if unit not in gone]
        news = [unit for unit in range(new_at, group.new.start) if unit not in come]
        if max(len(olds), len(news)) <= MOST_REPEATED:
            pairs = common_pairs([old.key_of(unit) for unit in olds], [new.key_of(unit) for unit in news])
            found += [Group(one(olds[here]), one(news[there]), 0, 1.0) for here, there in pairs]
        old_at, new_at = group.old.stop, group.new.stop
    return sorted(found, key=lambda group: group.old.start)


def _pieces(kept: Sequence[Group], moved: Sequence[Group], olds: int, news: int) -> Iterator[_Piece]:
    """The pairs in order, and before each what went and what came since the pair before."""
    leaving = {group.old.start: group for group in moved}
    arriving = {group.new.start: group for group in moved}
    old_at = new_at = 0
    for group in kept:
        yield from _gone(range(old_at, group.old.start), leaving)
        yield from _come(range(new_at, group.new.start), arriving)
        yield _Piece(group.old, group.new, group)
        old_at, new_at = group.old.stop, group.new.stop
    yield from _gone(range(old_at, olds), leaving)
    yield from _come(range(new_at, news), arriving)


def _gone(units: range, leaving: Mapping[int, Group]) -> Iterator[_Piece]:
    at = units.start
    while at < units.stop:
        group = leaving.get(at)
        yield _Piece(group.old if group else one(at), NOTHING, group)
        at = group.old.stop if group else at + 1


def _come(units: range, arriving: Mapping[int, Group]) -> Iterator[_Piece]:
    at = units.start
    while at < units.stop:
        group = arriving.get(at)
        yield _Piece(NOTHING, group.new if group else one(at), group)
        at = group.new.stop if group else at + 1


def _rows(pieces: Sequence[_Piece], links: Links, old: Side, new: Side) -> list[Row]:
    halves = {(piece.group, bool(piece.old)): index for index, piece in enumerate(pieces) if _is_half(piece)}
    rows = []
    for piece in pieces:
        sides = _sentences(old, piece.old), _sentences(new, piece.new)
        if piece.group is None:
            rows.append(Row(RowKind.REMOVED if piece.old else RowKind.ADDED, *sides))
            continue
        struck, fresh = marked(links, old.tokens_of(piece.group.old), new.tokens_of(piece.group.new))
        if _is_half(piece):
            other = halves[piece.group, not piece.old]
            rows.append(Row(RowKind.MOVED, *sides, struck, fresh, other))
        else:
            rows.append(Row(RowKind.CHANGED if struck or fresh else RowKind.SAME, *sides, struck, fresh))
    return rows


def _is_half(piece: _Piece) -> bool:
    return piece.group is not None and not (piece.old and piece.new)


def _sentences(side: Side, units: range) -> range:
    return side.sentences_of(units) if units else NOTHING

"""What needs no thought: lines that stand unchanged, once, in both versions and in order.

They settle the claims in them by a shift, and most of the text between changes need not be looked at any
more.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotations.anchoring.chains import heaviest_chain
from annotations.anchoring.links import Block
from annotations.anchoring.text import Tokens, lines, tokenize

# A shorter line ("Read more", "He agreed.") may stand for another of its kind.
SHORTEST_LINE_CHARACTERS = 30

Span = tuple[int, int]


class SettledLines:
    """The lines of two versions and which of them are settled, as pairs old to new."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self._old_text, self._new_text = old_text, new_text
        self.old, self.new = lines(old_text), lines(new_text)
        self._starts = [start for start, _ in self.old]
        self._pairs = self._unchanged_in_order()

    def _unchanged_in_order(self) -> dict[int, int]:
        places = _standing_once(self._new_text, self.new)
        matches = [
            (index, places[words], len(words))
            for words, index in _standing_once(self._old_text, self.old).items()
            if words in places
        ]
        return dict(matches[index][:2] for index in heaviest_chain(matches))

    def shift(self, start: int, end: int) -> int | None:
        """By how many code points the span moved; None when it is not within one settled line."""
        index = bisect_right(self._starts, start) - 1
        if index not in self._pairs or end > self.old[index][1]:
            return None
        return self.new[self._pairs[index]][0] - self.old[index][0]

    def expected(self, start: int, end: int) -> Span:
        """Where in the new text the span would be: between the settled lines before and after it."""
        before = max((index for index in self._pairs if self.old[index][1] <= start), default=None)
        after = min((index for index in self._pairs if self.old[index][0] >= end), default=None)
        return (
            0 if before is None else self.new[self._pairs[before]][1],
            len(self._new_text) if after is None else self.new[self._pairs[after]][0],
        )

    def open_tokens(self, spans: Iterable[Span]) -> tuple[Tokens, Tokens, list[Block]]:
        """Old and new tokens of the lines that are not settled, that border one, or that `spans` touch; and the
        blocks of those among them that are settled.
        """
        open_old = {index for index in range(len(self.old)) if index not in self._pairs}
        for start, end in spans:
            open_old.update(self._touched(start, end))
        settled_new = set(self._pairs.values())
        near_old = _with_neighbours(open_old, len(self.old))
        near_new = _with_neighbours((j for j in range(len(self.new)) if j not in settled_new), len(self.new))
        bordering = [pair for pair in self._pairs.items() if pair[0] in near_old or pair[1] in near_new]
        near_old.update(old for old, _ in bordering)
        near_new.update(new for _, new in bordering)
        old_tokens = tokenize(self._old_text, [self.old[index] for index in sorted(near_old)])
        new_tokens = tokenize(self._new_text, [self.new[index] for index in sorted(near_new)])
        return old_tokens, new_tokens, list(self._blocks(bordering, old_tokens, new_tokens))

    def _touched(self, start: int, end: int) -> Iterable[int]:
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.old) and self.old[index][0] < end:
            yield index
            index += 1

    def _blocks(self, pairs: Sequence[tuple[int, int]], old: Tokens, new: Tokens) -> Iterable[Block]:
        for old_line, new_line in pairs:
            start, end = old.covering(*self.old[old_line])
            yield Block(start, new.covering(*self.new[new_line])[0], end - start)


def _standing_once(text: str, spans: Sequence[Span]) -> dict[str, int]:
    """Long lines that stand once, and their index."""
    places: dict[str, int] = {}
    for index, (start, end) in enumerate(spans):
        words = text[start:end]
        places[words] = -1 if words in places else index
    return {
        words: index
        for words, index in places.items()
        if index >= 0 and len(words) >= SHORTEST_LINE_CHARACTERS
    }


def _with_neighbours(indexes: Iterable[int], size: int) -> set[int]:
    near = {index + step for index in indexes for step in (-1, 0, 1)}
    return {index for index in near if 0 <= index < size}

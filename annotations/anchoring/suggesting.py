"""Places for one lost claim, ranked for a person who looks. Nothing is ever attached on such a guess."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from annotations.anchoring.places import Place, best_places, without_overlaps
from annotations.anchoring.settling import SettledLines, Span
from annotations.anchoring.subsequences import likeness
from annotations.anchoring.text import Tokens, tokenize
from annotations.errors import InvalidInput

# So much of the surroundings is compared, on either side.
CONTEXT_TOKENS = 16
# The words themselves count most; a full context outweighs three changed words in ten, and standing where the
# unchanged lines around it leave room, one or two.
CONTEXT_WEIGHT = 0.35
EXPECTED_WEIGHT = 0.15
# Looked at: the likest places anywhere, those in the expected part, and those in the likest surroundings.
ANYWHERE_PLACES = 10
EXPECTED_PLACES = 3
LIKE_SURROUNDINGS = 3
# A claim that began its line does so still when no more than these tokens stand before it, and one more for
# every second word of its own; likewise at its end.
EDGE_TOKENS = 3


def suggest(old_text: str, new_text: str, span: Span, limit: int = 3) -> list[Place]:
    """Up to `limit` places in `new_text` for the span (code points) of `old_text`, the likeliest first.

    They do not overlap. Takes time linear in the length of the texts. Raises InvalidInput for a span
    outside the old text.
    """
    if not 0 <= span[0] < span[1] <= len(old_text):
        raise InvalidInput(f"There are no words from {span[0]} to {span[1]} in the old text.", field="span")
    old = tokenize(old_text)
    claim = range(*old.covering(*span))
    if not claim:
        return []
    seeker = _Seeker(old, claim, tokenize(new_text), SettledLines(old_text, new_text).expected(*span))
    ranked = sorted(set(seeker.places()), key=seeker.score, reverse=True)
    return without_overlaps(ranked)[:limit]


class _Seeker:
    """Looks for the words of one claim (a range of old tokens) in new tokens."""

    def __init__(self, old: Tokens, claim: range, new: Tokens, expected: Span) -> None:
        self._new = new
        self._expected = expected
        self._words = old.keys[claim.start : claim.stop]
        self._edge = EDGE_TOKENS + len(self._words) // 2
        self._before = old.keys[max(0, claim.start - CONTEXT_TOKENS) : claim.start]
        self._after = old.keys[claim.stop : claim.stop + CONTEXT_TOKENS]
        self._begins_line, self._ends_line = bool(old.breaks[claim.start]), bool(old.breaks[claim.stop])
        self._is_one_line = not any(old.breaks[claim.start + 1 : claim.stop])

    def places(self) -> Iterable[Place]:
        found = best_places(self._words, self._new, ANYWHERE_PLACES)
        found += self._places_in(*self._expected, EXPECTED_PLACES)
        for wide in best_places([*self._before, *self._words, *self._after], self._new, LIKE_SURROUNDINGS):
            found += self._places_in(wide.start, wide.end, 1)
        return map(self._with_edges, found)

    def _places_in(self, start: int, end: int, limit: int) -> list[Place]:
        first, last = self._new.covering(start, end)
        return best_places(self._words, self._new.part(first, last), limit)

    def score(self, place: Place) -> float:
        first, last = self._new.covering(place.start, place.end)
        before = self._new.keys[max(0, first - CONTEXT_TOKENS) : first]
        after = self._new.keys[last : last + CONTEXT_TOKENS]
        shared = LCSseq.similarity(self._before, before) + LCSseq.similarity(self._after, after)
        context = shared / max(1, len(self._before) + len(self._after))
        expected = self._expected[0] <= place.start and place.end <= self._expected[1]
        return place.similarity + CONTEXT_WEIGHT * context + EXPECTED_WEIGHT * expected

    def _with_edges(self, place: Place) -> Place:
        """The place with the edges of the lines the claim had: a whole line for a whole line."""
        first, last = self._new.covering(place.start, place.end)
        if self._is_one_line:
            first, last = self._likest_line(first, last)
        first = self._line_start(first) if self._begins_line else first
        last = self._line_end(last) if self._ends_line else last
        similarity = likeness(self._words, self._new.keys[first:last])
        return Place(self._new.starts[first], self._new.ends[last - 1], similarity)

    def _likest_line(self, first: int, last: int) -> tuple[int, int]:
        inner = [index for index in range(first + 1, last) if self._new.breaks[index]]
        cuts: Sequence[int] = [first, *inner, last]
        pieces = list(pairwise(cuts))
        return max(pieces, key=lambda piece: likeness(self._words, self._new.keys[piece[0] : piece[1]]))

    def _line_start(self, first: int) -> int:
        near = range(first, max(-1, first - self._edge - 1), -1)
        return next((index for index in near if self._new.breaks[index]), first)

    def _line_end(self, last: int) -> int:
        near = range(last, min(len(self._new.keys), last + self._edge) + 1)
        return next((index for index in near if self._new.breaks[index]), last)

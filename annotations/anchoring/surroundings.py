"""What speaks for a window: did the neighbours of the claim come along, and did it keep its order?"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from annotations.anchoring.links import Block, Links

# Touching: words among the nearest tokens are linked to within twice that of the window, with at least these
# letters. One "the" is no neighbour.
NEAR_TOKENS = 4
NEAR_LETTERS = 4
# Context: the share of the letters of more words that is linked beside the window.
CONTEXT_TOKENS = 12


class Support(NamedTuple):
    """For left and right: `touching`, does the nearest word touch the window; `context`, the share (0 to 1) of
    the surroundings that came along. `same_edges`: claim and window begin and end alike, at a line's edge
    or not; `whole_lines`: both do at edges. `in_order`: the text that kept its order has them between the
    same neighbours.
    """

    touching: tuple[bool, bool]
    context: tuple[float, float]
    same_edges: bool
    whole_lines: bool
    in_order: bool


class Surroundings:
    """Answers about claims and windows (ranges of old and new tokens) from the links around them."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._kept, _ = links.in_order()
        self._kept_starts = [block.old for block in self._kept]

    def support(self, claim: range, window: range) -> Support:
        """All that is known about `window` as the place of `claim`."""
        old, new = self._links.old.breaks, self._links.new.breaks
        claim_edges = old[claim.start], old[claim.stop]
        window_edges = new[window.start], new[window.stop]
        same_edges = claim_edges == window_edges
        return Support(
            self.touching(claim, window),
            self._context(claim, window),
            same_edges,
            same_edges and all(claim_edges),
            self.is_in_order(claim, window),
        )

    def touching(self, claim: range, window: range) -> tuple[bool, bool]:
        """Is a word next to the claim, left and right, linked next to the window? The text's own ends count."""
        forward, backward = self._links.forward, self._links.backward
        (left, _), (right, _) = self._letters_beside(claim, window, NEAR_TOKENS)
        starts_both = claim.start == window.start == 0
        ends_both = claim.stop == len(forward) and window.stop == len(backward)
        return starts_both or left >= NEAR_LETTERS, ends_both or right >= NEAR_LETTERS

    def _context(self, claim: range, window: range) -> tuple[float, float]:
        (left, all_left), (right, all_right) = self._letters_beside(claim, window, CONTEXT_TOKENS)
        return left / max(1, all_left), right / max(1, all_right)

    def _letters_beside(
        self, claim: range, window: range, reach: int
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Letters of the words within `reach` of the claim that are linked beside the window, and of all of them."""
        before = range(max(0, claim.start - reach), claim.start)
        after = range(claim.stop, min(len(self._links.forward), claim.stop + reach))
        left = self._letters_linked(before, window.start - 2 * reach, window.start)
        return left, self._letters_linked(after, window.stop, window.stop + 2 * reach)

    def _letters_linked(self, old: range, start: int, end: int) -> tuple[int, int]:
        linked = total = 0
        keys, forward = self._links.old.keys[old.start : old.stop], self._links.forward[old.start : old.stop]
        for key, new in zip(keys, forward, strict=True):
            if key[0].isalnum():
                total += len(key)
                if start <= new < end:
                    linked += len(key)
        return linked, total

    def is_in_order(self, claim: range, window: range) -> bool:
        """Does the text that kept its order have claim and window between the same neighbours?"""
        return self._kept_before(claim.start) < window.start and window.stop <= self._kept_after(claim.stop)

    def _kept_before(self, old: int) -> int:
        """The link of the last token before `old` that kept its order."""
        index = bisect_left(self._kept_starts, old) - 1
        if index < 0:
            return -1
        block = self._kept[index]
        return block.new + min(old - block.old, block.length) - 1

    def _kept_after(self, old: int) -> int:
        """The link of the first token from `old` on that kept its order."""
        index = bisect_left(self._kept_starts, old)
        if index and old < self._kept[index - 1].old_end:
            return self._kept[index - 1].new + old - self._kept[index - 1].old
        return self._first_new(self._kept[index:][:1])

    def _first_new(self, blocks: Sequence[Block]) -> int:
        return blocks[0].new if blocks else len(self._links.backward)

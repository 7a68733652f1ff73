"""Text that seems to have moved, although something about as good stands in its old place.

A verbatim copy elsewhere shares more n-grams with the old text than the edited original does, so seeds
prefer the copy. Here such links are taken back; what nothing in place claims afterwards is seeded again.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.anchoring.links import FREE, Block, Links
from annotations.anchoring.subsequences import Pairs, common_pairs, heaviest_stretch, likeness

# Text at least this like a block in its old place is the block itself, edited: under it, other words as
# often.
IN_PLACE_SIMILARITY = 0.6
# Shorter blocks than this say too little; between neighbours that both stayed they are taken to have stayed.
SHORT_BLOCK_TOKENS = 8
# How far from a short block its neighbours are looked for.
NEIGHBOUR_REACH_TOKENS = 4
# Neighbours of a block that seems to have jumped out between them lie no farther apart than this now.
# Without a bound, every paragraph of a shuffled text would be looked for in a third of it.
OUTLIER_STRETCH = 4
OUTLIER_SLACK_TOKENS = 200


class Gap(NamedTuple):
    """Old and new tokens between two blocks that are in order."""

    old: range
    new: range


def stay_where_possible(links: Links) -> None:
    """Unlink each block whose old place, between text that stayed, holds something like it."""
    kept, moved = links.in_order()
    taken = {new for block in moved for new in range(block.new, block.new_end)}
    for gap, strays in _gaps_with_strays(links, kept, moved):
        _unlink_replaced(links, gap, strays, taken)
    for gap, stray in _outliers(links.blocks()):
        _unlink_replaced(links, gap, [stray], set())


def _gaps_with_strays(
    links: Links, kept: Sequence[Block], moved: Sequence[Block]
) -> Iterator[tuple[Gap, list[Block]]]:
    """Each gap of the main order with the blocks that left it."""
    before = Block(0, 0, 0)
    position = 0
    for after in [*kept, Block(len(links.forward), len(links.backward), 0)]:
        strays: list[Block] = []
        while position < len(moved) and moved[position].old < after.old:
            strays.append(moved[position])
            position += 1
        if strays:
            yield Gap(range(before.old_end, after.old), range(before.new_end, after.new)), strays
        before = after


def _outliers(blocks: Sequence[Block]) -> Iterator[tuple[Gap, Block]]:
    """Blocks that lie apart from neighbours which are in order themselves.

    A long copy can outweigh two short paragraphs and take the main order with it; then the paragraphs seem to
    have moved and the copy to have stayed.
    """
    for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        gap = Gap(range(before.old_end, after.old), range(before.new_end, after.new))
        if gap.new and block.new not in gap.new and len(gap.new) <= _most_in_place(len(gap.old)):
            yield gap, block


def _most_in_place(tokens: int) -> int:
    return OUTLIER_STRETCH * tokens + OUTLIER_SLACK_TOKENS


def _unlink_replaced(links: Links, gap: Gap, strays: Sequence[Block], taken: set[int]) -> None:
    """Unlink the strays that stayed after all. Tokens `taken` by other strays may be theirs."""
    candidates = [new for new in gap.new if links.backward[new] == FREE or new in taken]
    if not candidates:
        return
    # A heading that was set in capitals is the same heading.
    old_keys = [links.old.keys[old].lower() for old in gap.old]
    new_keys = [links.new.keys[new].lower() for new in candidates]
    pairs = common_pairs(old_keys, new_keys)
    replaced = [
        stray
        for stray in strays
        if _is_flanked(links, gap, stray)
        or _similarity_in_place(stray, gap, pairs, old_keys, new_keys) >= IN_PLACE_SIMILARITY
    ]
    for stray in replaced:
        links.unlink(stray)


def _similarity_in_place(
    stray: Block, gap: Gap, pairs: Pairs, old_keys: Sequence[str], new_keys: Sequence[str]
) -> float:
    start = stray.old - gap.old.start
    own = [pair for pair in pairs if start <= pair[0] < start + stray.length]
    stretch = heaviest_stretch(own, old_keys, new_keys)
    if not stretch:
        return 0.0
    return likeness(old_keys[start : start + stray.length], new_keys[stretch[0][1] : stretch[-1][1] + 1])


def _is_flanked(links: Links, gap: Gap, stray: Block) -> bool:
    if stray.length >= SHORT_BLOCK_TOKENS:
        return False
    before = range(stray.old - 1, stray.old - 1 - NEIGHBOUR_REACH_TOKENS, -1)
    after = range(stray.old_end, stray.old_end + NEIGHBOUR_REACH_TOKENS)
    return _stayed(links, gap, before) and _stayed(links, gap, after)


def _stayed(links: Links, gap: Gap, neighbours: range) -> bool:
    """Is the first linked neighbour linked into the gap, or to its rim?"""
    for old in neighbours:
        if not 0 <= old < len(links.forward):
            return False
        if links.forward[old] != FREE:
            return gap.new.start - 1 <= links.forward[old] <= gap.new.stop
    return False

"""Links in the gaps between links: what two stretches of text between, or beside, the same neighbours share."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from annotations.anchoring.links import FREE, Block, Links
from annotations.anchoring.subsequences import (
    MOST_COMMON_TOKENS,
    Pairs,
    common_pairs,
    heaviest_beginning,
    likeness,
)

# In a gap this large no n-gram was unique, so it is repetitive text or another text. Then only those links
# count that are the same read forwards and backwards.
LARGE_GAP_TOKENS = 200
# A text has this much in common with another read backwards by chance alone; an edited one has more in
# common than that by at least this share of what is left. (Shuffled sentences of a few words reach .16, a
# quarter of all words replaced leaves .5.)
MORE_THAN_CHANCE = 0.3
# The rests of two lines are one text, edited, when they are this alike...
REST_SIMILARITY = 0.6
# ...and otherwise share a beginning when it weighs more than a stray word or two, in letters.
REST_LETTERS = 8


def fill_gaps(links: Links) -> None:
    """Link what free stretches of the old text share with the free text between, or beside, their neighbours."""
    for old in list(_free_runs(links.forward)):
        before = links.forward[old.start - 1] if old.start else FREE
        after = links.forward[old.stop] if old.stop < len(links.forward) else len(links.backward)
        new = range(before + 1, after)
        if before < after and all(links.backward[index] == FREE for index in new):
            _fill_between(links, old, new)
        else:
            _fill_line_after(links, old.start, before + 1)
            _fill_line_before(links, old.stop, after)


def _free_runs(linked: Sequence[int]) -> Iterator[range]:
    start = 0
    for index, link in enumerate(linked):
        if link != FREE:
            if start < index:
                yield range(start, index)
            start = index + 1
    if start < len(linked):
        yield range(start, len(linked))


def _fill_between(links: Links, old: range, new: range) -> None:
    """Link the common ends of a gap, then what the rest has in common."""
    head = _common_start(links, old, new)
    links.link(Block(old.start, new.start, head))
    old, new = old[head:], new[head:]
    tail = _common_start(links, old[::-1], new[::-1])
    links.link(Block(old.stop - tail, new.stop - tail, tail))
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    if old and new:
        old_keys, new_keys = links.old.keys[old.start : old.stop], links.new.keys[new.start : new.stop]
        _link_pairs(links, old, new, _shared(old_keys, new_keys))


def _common_start(links: Links, old: range, new: range) -> int:
    count = 0
    for here, there in zip(old, new, strict=False):
        if links.old.keys[here] != links.new.keys[there]:
            break
        count += 1
    return count


def _link_pairs(links: Links, old: range, new: range, pairs: Pairs) -> None:
    for here, there in pairs:
        links.link(Block(old[here], new[there], 1))


def _shared(old_keys: Sequence[str], new_keys: Sequence[str]) -> Pairs:
    if LARGE_GAP_TOKENS < max(len(old_keys), len(new_keys)) <= MOST_COMMON_TOKENS:
        return _certain_pairs(old_keys, new_keys) if _is_more_than_chance(old_keys, new_keys) else []
    return common_pairs(old_keys, new_keys)


def _is_more_than_chance(old_keys: Sequence[str], new_keys: Sequence[str]) -> bool:
    by_chance = LCSseq.similarity(old_keys, new_keys[::-1])
    rest = min(len(old_keys), len(new_keys)) - by_chance
    return LCSseq.similarity(old_keys, new_keys) - by_chance >= MORE_THAN_CHANCE * max(1, rest)


def _certain_pairs(old_keys: Sequence[str], new_keys: Sequence[str]) -> Pairs:
    """The pairs that are the same read backwards: between like words the two readings choose apart."""
    last_old, last_new = len(old_keys) - 1, len(new_keys) - 1
    backwards = common_pairs(old_keys[::-1], new_keys[::-1])
    agreed = {(last_old - here, last_new - there) for here, there in backwards}
    return [pair for pair in common_pairs(old_keys, new_keys) if pair in agreed]


def _fill_line_after(links: Links, old: int, new: int) -> None:
    """The rest of the line after a link, wherever that went. A new line begins a new thought: no further."""
    if old:
        old_rest = range(old, _free_line_end(links.forward, links.old.breaks, old))
        new_rest = range(new, _free_line_end(links.backward, links.new.breaks, new))
        _fill_rest(links, old_rest, new_rest)


def _fill_line_before(links: Links, old: int, new: int) -> None:
    """The free beginning of the line before a link, read backwards."""
    if old < len(links.forward):
        old_rest = range(old - 1, _free_line_start(links.forward, links.old.breaks, old) - 1, -1)
        new_rest = range(new - 1, _free_line_start(links.backward, links.new.breaks, new) - 1, -1)
        _fill_rest(links, old_rest, new_rest)


def _free_line_end(linked: Sequence[int], breaks: bytearray, start: int) -> int:
    while not breaks[start] and linked[start] == FREE:
        start += 1
    return start


def _free_line_start(linked: Sequence[int], breaks: bytearray, end: int) -> int:
    while not breaks[end] and linked[end - 1] == FREE:
        end -= 1
    return end


def _fill_rest(links: Links, old: range, new: range) -> None:
    """Link what the rests of two lines share, read away from where they are known to belong together."""
    if not old or not new:
        return
    old_keys = [links.old.keys[index] for index in old]
    new_keys = [links.new.keys[index] for index in new]
    pairs: Pairs = common_pairs(old_keys, new_keys)
    if likeness(old_keys, new_keys) < REST_SIMILARITY:
        pairs, weight = heaviest_beginning(pairs, old_keys, new_keys)
        if weight < REST_LETTERS:
            return
    _link_pairs(links, old, new, pairs)

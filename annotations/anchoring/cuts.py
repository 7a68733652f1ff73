"""Where exactly words were cut or put in, and which links are a guess because of it.

Of "again and again", one "and again" goes: the first or the second? Where text repeats across a cut, the
cut may lie earlier or later without any difference in the new text.
"""

from collections.abc import Iterator
from itertools import pairwise

from annotations.anchoring.links import Block, Links
from annotations.anchoring.text import Tokens

# A cut slides further than this only in text that repeats itself; nothing is gained from placing it there.
MOST_SLIDE_TOKENS = 20
SENTENCE_ENDS = frozenset(".?!")
# People cut whole paragraphs rather than whole sentences, and sentences rather than from amid one to amid
# another.
PARAGRAPH_EDGE = 4
SENTENCE_EDGE = 1


def place_cuts(links: Links) -> None:
    """Slide each cut and each insertion to where a person is likeliest to have made it."""
    for before, after in _neighbours(links):
        lost, gained = after.old - before.old_end, after.new - before.new_end
        if gained < 0 or bool(lost) == bool(gained):
            continue
        # Half of a block at most: the other half is for the cut on its other side.
        earlier = _slide_back(links, after.old, after.new, min(MOST_SLIDE_TOKENS, before.length // 2))
        later = _slide_on(links, before.old_end, before.new_end, min(MOST_SLIDE_TOKENS, after.length // 2))
        if earlier or later:
            text, start = (links.old, before.old_end) if lost else (links.new, before.new_end)
            _slide(links, before, after, _best_slide(text, start, lost or gained, range(-earlier, later + 1)))


def _neighbours(links: Links) -> Iterator[tuple[Block, Block]]:
    """Each block with the next; the beginning and the end of the texts are blocks without words."""
    end = Block(len(links.forward), len(links.backward), 0)
    return pairwise([Block(0, 0, 0), *links.blocks(), end])


def _best_slide(text: Tokens, start: int, length: int, slides: range) -> int:
    """The slide (tokens) that gives the cut `start:start + length` the best edges; the shortest of the best."""

    def score(slide: int) -> tuple[int, int]:
        first = start + slide
        paragraphs = text.breaks[first] + text.breaks[first + length]
        sentence = first > 0 and text.keys[first - 1] in SENTENCE_ENDS
        return PARAGRAPH_EDGE * paragraphs + SENTENCE_EDGE * sentence, -abs(slide)

    return max(slides, key=score)


def _slide(links: Links, before: Block, after: Block, slide: int) -> None:
    if slide < 0:
        links.unlink(Block(before.old_end + slide, before.new_end + slide, -slide))
        links.link(Block(after.old + slide, after.new + slide, -slide))
    elif slide > 0:
        links.unlink(Block(after.old, after.new, slide))
        links.link(Block(before.old_end, before.new_end, slide))


def doubtful(links: Links) -> bytearray:
    """1 for each old token whose link is as good as another, because a cut beside it can slide over it."""
    doubts = bytearray(len(links.forward))
    for before, after in _neighbours(links):
        lost, gained = after.old - before.old_end, after.new - before.new_end
        if gained < 0 or lost == gained:
            continue
        # Replaced words go along with the cut to either side.
        replaced = min(lost, gained)
        earlier = _slide_back(links, after.old - replaced, after.new - replaced, before.length)
        later = _slide_on(links, before.old_end + replaced, before.new_end + replaced, after.length)
        doubts[before.old_end - earlier : before.old_end] = b"\1" * earlier
        doubts[after.old : after.old + later] = b"\1" * later
    return doubts


def _slide_back(links: Links, old: int, new: int, most: int) -> int:
    """How many tokens before these two places are equal, `most` at most."""
    old_keys, new_keys = links.old.keys, links.new.keys
    most = min(most, old, new)
    count = 0
    while count < most and old_keys[old - count - 1] == new_keys[new - count - 1]:
        count += 1
    return count


def _slide_on(links: Links, old: int, new: int, most: int) -> int:
    """How many tokens from these two places on are equal, `most` at most."""
    old_keys, new_keys = links.old.keys, links.new.keys
    most = min(most, len(old_keys) - old, len(new_keys) - new)
    count = 0
    while count < most and old_keys[old + count] == new_keys[new + count]:
        count += 1
    return count

"""What changed between two wordings: the words that only one of them has."""

from collections.abc import Sequence
from itertools import groupby

from annotations.anchoring.alignment import align
from annotations.anchoring.chains import heaviest_chain
from annotations.anchoring.links import FREE, Links
from annotations.anchoring.text import Tokens, tokenize

Span = tuple[int, int]
Marks = tuple[Span, ...]
Pair = tuple[int, int]

SINGLE, DOUBLE = "'", '"'

# "Nov. 29" became "Dec. 3": that the full stop stayed helps nobody. A few common letters between words that
# were replaced are shown as replaced too, when they are outweighed this many times on both sides.
OUTWEIGHED = 4


def words_of(text: str) -> Tokens:
    """The tokens of a text in which all quote marks are one."""
    tokens = tokenize(text)
    return tokens._replace(keys=[DOUBLE if key == SINGLE else key for key in tokens.keys])


def differences(old_words: str, new_words: str) -> tuple[Marks, Marks]:
    """The ranges (code points) of the old words that went, and of the new ones that came.

    Quote marks, dashes and spaces alone are no difference.
    """
    links = align(words_of(old_words), words_of(new_words))
    return marked(links, range(len(links.forward)), range(len(links.backward)))


def marked(links: Links, old: range, new: range) -> tuple[Marks, Marks]:
    """As `differences`, of a range of tokens of either text; words linked elsewhere count as gone, or come."""
    pairs = _legible(links, _common(links, old, new), old, new)
    struck = _spans(links.old, old, {here for here, _ in pairs})
    fresh = _spans(links.new, new, {there for _, there in pairs})
    return struck, fresh


def _common(links: Links, old: range, new: range) -> list[Pair]:
    """The tokens both ranges have, in order: equal ends first, since what is equal was never replaced."""
    head = _equal(links, old, new)
    tail = _equal(links, old[head:][::-1], new[head:][::-1])
    inner = old[head : len(old) - tail]
    within = range(new.start + head, new.stop - tail)
    matches = [
        (here, links.forward[here], len(links.old.keys[here]))
        for here in inner
        if links.forward[here] != FREE and links.forward[here] in within
    ]
    pairs = list(zip(old[:head], new[:head], strict=True))
    pairs += [matches[index][:2] for index in heaviest_chain(matches)]
    return pairs + list(zip(old[len(old) - tail :], new[len(new) - tail :], strict=True))


def _equal(links: Links, old: Sequence[int], new: Sequence[int]) -> int:
    count = 0
    for here, there in zip(old, new, strict=False):
        if links.old.keys[here] != links.new.keys[there]:
            break
        count += 1
    return count


def _legible(links: Links, pairs: list[Pair], old: range, new: range) -> list[Pair]:
    """The pairs without the islands that are outweighed by what was replaced before and after them."""
    islands = _islands(pairs)
    kept: list[Pair] = []
    for index, island in enumerate(islands):
        before = kept[-1] if kept else (old.start - 1, new.start - 1)
        after = islands[index + 1][0] if index + 1 < len(islands) else (old.stop, new.stop)
        least = min(_replaced(links, before, island[0]), _replaced(links, island[-1], after))
        letters = sum(len(key) for here, _ in island if (key := links.old.keys[here])[0].isalnum())
        if letters * OUTWEIGHED >= least:
            kept += island
    return kept


def _islands(pairs: list[Pair]) -> list[list[Pair]]:
    """Runs of pairs without a step aside."""
    islands: list[list[Pair]] = []
    for here, there in pairs:
        if islands and islands[-1][-1] == (here - 1, there - 1):
            islands[-1].append((here, there))
        else:
            islands.append([(here, there)])
    return islands


def _replaced(links: Links, before: Pair, after: Pair) -> int:
    """Letters between two pairs that went and came; none where something only went, or only came."""
    went = sum(map(len, links.old.keys[before[0] + 1 : after[0]]))
    came = sum(map(len, links.new.keys[before[1] + 1 : after[1]]))
    return min(went, came)


def _spans(tokens: Tokens, within: range, common: set[int]) -> Marks:
    """The stretches of tokens in this range that are not common, in code points."""
    alone = (index for index in within if index not in common)
    runs = [
        [index for _, index in run] for _, run in groupby(enumerate(alone), lambda pair: pair[1] - pair[0])
    ]
    return tuple((tokens.starts[run[0]], tokens.ends[run[-1]]) for run in runs)

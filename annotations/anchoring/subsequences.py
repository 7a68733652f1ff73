"""What two runs of tokens have in common, in order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel, Levenshtein

from annotations.anchoring.chains import heaviest_chain

# A skipped letter costs half of what a found one earns, so that a stray "the" far off is not worth the way.
SKIPPED_LETTER = 0.5
# Ends of more words than this are not weighed letter by letter, which costs the cube of their number.
MOST_COMPARED_TOKENS = 40
# Two pages of text on either side; beyond, letters would cost the square of their number.
MOST_TOKENS_BY_LETTER = 2_000
# Above this many tokens on a side there is no longest common subsequence: it costs the product of the
# lengths.
MOST_COMMON_TOKENS = 4_000

Pairs = Sequence[tuple[int, int]]


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Share of letters two runs of token keys have in common, in order: Indel similarity, 0 to 1.

    Of very long runs it is the share of words, in any order.
    """
    if left == right:
        return 1.0
    if len(left) + len(right) > MOST_TOKENS_BY_LETTER:
        return 2 * (Counter(left) & Counter(right)).total() / (len(left) + len(right))
    return Indel.normalized_similarity(" ".join(left), " ".join(right))


def common_pairs(left: Sequence[str], right: Sequence[str]) -> Pairs:
    """Indexes of a longest common subsequence, as pairs (left, right).

    Of very long runs only words that stand once in both are paired, as far as they are in order: a patience
    diff without its rest.
    """
    if max(len(left), len(right)) > MOST_COMMON_TOKENS:
        return _unique_pairs(left, right)
    return [
        (block.a + step, block.b + step)
        for block in Indel.opcodes(left, right).as_matching_blocks()
        for step in range(block.size)
    ]


def differing_stretches(
    left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """What stands between the common words, left and right; one of the two may be empty."""
    ends = [(-1, -1), *common_pairs(left, right), (len(left), len(right))]
    for before, after in pairwise(ends):
        stretch = left[before[0] + 1 : after[0]], right[before[1] + 1 : after[1]]
        if any(stretch):
            yield stretch


def _unique_pairs(left: Sequence[str], right: Sequence[str]) -> Pairs:
    places = _unique_places(right)
    matches = [(here, places[key], len(key)) for key, here in _unique_places(left).items() if key in places]
    return [matches[index][:2] for index in heaviest_chain(matches)]


def _unique_places(keys: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, key in enumerate(keys):
        places[key] = -1 if key in places else index
    return {key: index for key, index in places.items() if index >= 0}


def heaviest_stretch(pairs: Pairs, left: Sequence[str], right: Sequence[str]) -> Pairs:
    """The run of matched `pairs` whose letters most outweigh those skipped between them."""
    best, best_range, score, begin = 0.0, (0, 0), 0.0, 0
    for index, pair in enumerate(pairs):
        if index:
            score -= SKIPPED_LETTER * _skipped(pairs[index - 1], pair, left, right)
        if score <= 0:
            score, begin = 0.0, index
        score += len(left[pair[0]])
        if score > best:
            best, best_range = score, (begin, index + 1)
    return pairs[slice(*best_range)]


def heaviest_beginning(pairs: Pairs, left: Sequence[str], right: Sequence[str]) -> tuple[Pairs, float]:
    """The pairs from the first on that are worth the letters skipped from the start, and what they weigh."""
    best, count, score = 0.0, 0, 0.0
    before = (-1, -1)
    for index, pair in enumerate(pairs, start=1):
        score += len(left[pair[0]]) - SKIPPED_LETTER * _skipped(before, pair, left, right)
        before = pair
        if score > best:
            best, count = score, index
    return pairs[:count], best


def closest_length(lost: Sequence[str], near: Sequence[str]) -> int:
    """How many of the words `near` stand for the `lost` ones, both read away from what was found."""
    if not lost:
        return 0
    if len(lost) > MOST_COMPARED_TOKENS:
        pairs = common_pairs(lost, near)
        return pairs[-1][1] + 1 if pairs else 0
    goal = " ".join(lost)
    return min(range(len(near) + 1), key=lambda count: Levenshtein.distance(goal, " ".join(near[:count])))


def _skipped(
    before: tuple[int, int], pair: tuple[int, int], left: Sequence[str], right: Sequence[str]
) -> int:
    """Letters between two pairs on the longer way: a replaced word is one step aside, not two."""
    skipped_left = sum(map(len, left[before[0] + 1 : pair[0]]))
    skipped_right = sum(map(len, right[before[1] + 1 : pair[1]]))
    return max(skipped_left, skipped_right)

"""What two runs of tokens have in common, in order."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel, Levenshtein

# A skipped letter costs half of what a found one earns, so that a stray "the" far off is not worth the way.
SKIPPED_LETTER = 0.5

Pairs = Sequence[tuple[int, int]]


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Share of letters two runs of token keys have in common, in order: Indel similarity, 0 to 1."""
    return Indel.normalized_similarity(" ".join(left), " ".join(right))


def common_pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Indexes of a longest common subsequence, as pairs (left, right)."""
    return [
        (block.a + step, block.b + step)
        for block in Indel.opcodes(left, right).as_matching_blocks()
        for step in range(block.size)
    ]


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
    goal = " ".join(lost)
    return min(range(len(near) + 1), key=lambda count: Levenshtein.distance(goal, " ".join(near[:count])))


def _skipped(
    before: tuple[int, int], pair: tuple[int, int], left: Sequence[str], right: Sequence[str]
) -> int:
    """Letters between two pairs on the longer way: a replaced word is one step aside, not two."""
    skipped_left = sum(map(len, left[before[0] + 1 : pair[0]]))
    skipped_right = sum(map(len, right[before[1] + 1 : pair[1]]))
    return max(skipped_left, skipped_right)

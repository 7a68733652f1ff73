"""The heaviest part of a sequence of matches that is in order in both texts."""

from collections.abc import Sequence


def heaviest_chain(matches: Sequence[tuple[int, int, int]]) -> list[int]:
    """Indexes of the matches `(old, new, weight)` that rise in both texts and weigh most together.

    `matches` are sorted by `old`, without overlaps. A Fenwick tree of best chains by new position:
    n log n for n matches.
    """
    if not matches:
        return []
    by_new = sorted(range(len(matches)), key=lambda index: matches[index][1])
    rank = {index: place for place, index in enumerate(by_new, start=1)}
    best_until: list[tuple[int, int]] = [(0, -1)] * (len(matches) + 1)
    total = [0] * len(matches)
    before = [-1] * len(matches)
    for index, (_, _, weight) in enumerate(matches):
        heaviest, before[index] = _best(best_until, rank[index] - 1)
        total[index] = heaviest + weight
        _raise(best_until, rank[index], (total[index], index))
    return _walk_back(before, max(range(len(matches)), key=total.__getitem__))


def _best(tree: list[tuple[int, int]], place: int) -> tuple[int, int]:
    best = (0, -1)
    while place > 0:
        best = max(best, tree[place])
        place -= place & -place
    return best


def _raise(tree: list[tuple[int, int]], place: int, value: tuple[int, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], value)
        place += place & -place


def _walk_back(before: list[int], index: int) -> list[int]:
    chain: list[int] = []
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]

"""Which sentences of two versions belong together, told from the words they share."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from annotations.anchoring.links import FREE, Links
from annotations.anchoring.text import Tokens

Span = tuple[int, int]
Edges = Mapping[tuple[int, int], int]

# Below this share of common letters a sentence did not become the other: it went, and the other came.
LEAST_LIKENESS = 0.4
# Where sentences were joined or parted, the one that has lost its partner goes with the neighbour that has
# this much of it.
LEAST_SHARE = 0.5


class Side:
    """The sentences of one text in units, each with words: a sentence without any goes with the one before it."""

    def __init__(self, tokens: Tokens, sentences: Sequence[Span]) -> None:
        firsts = [bisect_left(tokens.starts, start) for start, _ in sentences[1:]]
        edges = [0, *firsts, len(tokens.keys)]
        worded = [index for index, (first, after) in enumerate(pairwise(edges)) if first < after]
        begins = [0, *worded[1:]] if sentences else []
        self._sentences = [*begins, len(sentences)]
        self._tokens = [*(edges[begin] for begin in begins), len(tokens.keys)]
        self._keys = tokens.keys
        self._letters = [0, *accumulate(map(len, tokens.keys))]

    def __len__(self) -> int:
        return len(self._sentences) - 1

    def sentences_of(self, units: range) -> range:
        """Sentences by index."""
        return range(self._sentences[units.start], self._sentences[units.stop])

    def tokens_of(self, units: range) -> range:
        return range(self._tokens[units.start], self._tokens[units.stop])

    def key_of(self, unit: int) -> str:
        """Its words as they are compared."""
        return " ".join(self._keys[index] for index in self.tokens_of(one(unit)))

    def letters_of(self, units: range) -> int:
        tokens = self.tokens_of(units)
        return self._letters[tokens.stop] - self._letters[tokens.start]

    def unit_of_each_token(self) -> list[int]:
        return [unit for unit in range(len(self)) for _ in self.tokens_of(one(unit))]


class Group(NamedTuple):
    """Units of the old text that became units of the new one. `likeness` is their share of common letters, 0 to 1."""

    old: range
    new: range
    weight: int
    likeness: float


def one(unit: int) -> range:
    return range(unit, unit + 1)


def related(links: Links, old: Side, new: Side) -> list[Group]:
    """The groups, apart from one another, in the order of the old text."""
    edges = _edges(links, old, new)
    back = {(there, here): weight for (here, there), weight in edges.items()}
    pairs = _pairs(edges, back, old, new)
    olds, news = [one(here) for here, _ in pairs], [one(there) for _, there in pairs]
    _grow(olds, _followers(edges, old, pairs))
    _grow(news, _followers(back, new, [(there, here) for here, there in pairs]))
    weights = _weights(edges, olds, news)
    return [_group(*found, old, new) for found in zip(olds, news, weights, strict=True)]


def _edges(links: Links, old: Side, new: Side) -> Edges:
    """For pairs of an old and a new unit the letters of the words linked between them."""
    edges: dict[tuple[int, int], int] = defaultdict(int)
    old_units, new_units = old.unit_of_each_token(), new.unit_of_each_token()
    for here, there in enumerate(links.forward):
        if there != FREE:
            edges[old_units[here], new_units[there]] += len(links.old.keys[here])
    return edges


def _pairs(edges: Edges, back: Edges, old: Side, new: Side) -> list[tuple[int, int]]:
    """Units that have more in common with one another than with any other."""
    favourite, favoured = _favourites(edges), _favourites(back)
    return [
        (here, there)
        for here, there in sorted(favourite.items())
        if favoured[there] == here
        and _group(one(here), one(there), edges[here, there], old, new).likeness >= LEAST_LIKENESS
    ]


def _favourites(edges: Edges) -> dict[int, int]:
    """For each unit that one with which it shares most."""
    best: dict[int, tuple[int, int]] = {}
    for (here, there), weight in edges.items():
        if weight > best.get(here, (0, 0))[0]:
            best[here] = weight, there
    return {here: there for here, (_, there) in best.items()}


def _followers(edges: Edges, side: Side, pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Units of this side without a partner → the pair that has most of them, by index."""
    paired = {here for here, _ in pairs}
    pair_of = {there: index for index, (_, there) in enumerate(pairs)}
    return {
        here: pair_of[there]
        for here, there in sorted(_favourites(edges).items())
        if here not in paired
        and there in pair_of
        and edges[here, there] >= LEAST_SHARE * side.letters_of(one(here))
    }


def _grow(ranges: list[range], followers: Mapping[int, int]) -> None:
    """Let followers join where they stand beside: there, and back for those that stand before."""
    for unit in chain(followers, reversed(list(followers))):
        units = ranges[followers[unit]]
        if unit in (units.start - 1, units.stop):
            ranges[followers[unit]] = range(min(unit, units.start), max(unit + 1, units.stop))


def _weights(edges: Edges, olds: Sequence[range], news: Sequence[range]) -> list[int]:
    """For each pair of ranges the letters they share."""
    group_of_old = {unit: index for index, units in enumerate(olds) for unit in units}
    group_of_new = {unit: index for index, units in enumerate(news) for unit in units}
    weights = [0] * len(olds)
    for (here, there), weight in edges.items():
        index = group_of_old.get(here)
        if index is not None and index == group_of_new.get(there):
            weights[index] += weight
    return weights


def _group(olds: range, news: range, weight: int, old: Side, new: Side) -> Group:
    return Group(olds, news, weight, 2 * weight / (old.letters_of(olds) + new.letters_of(news)))

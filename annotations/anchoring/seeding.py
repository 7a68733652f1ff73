"""First links: runs of words that stand once in the free part of either text can only belong together."""

from collections.abc import Iterator

from annotations.anchoring.links import FREE, Block, Links
from annotations.anchoring.text import Tokens

# Four tokens: three are too often a phrase ("of the United"), five are too often broken by an edit.
SEED_TOKENS = 4


def seed(links: Links) -> None:
    """Link every n-gram that is unique among the free tokens of both texts, and its equal neighbours."""
    old_places = _unique_ngrams(links.old, links.forward)
    new_places = _unique_ngrams(links.new, links.backward)
    for ngram, old in old_places.items():
        new = new_places.get(ngram, FREE)
        if old != FREE and new != FREE and _all_free(links, old, new):
            links.link(_grow(links, old, new))


def _unique_ngrams(tokens: Tokens, linked: list[int]) -> dict[tuple[str, ...], int]:
    """Where each n-gram of free tokens begins; FREE for one that comes again. None crosses a line break."""
    places: dict[tuple[str, ...], int] = {}
    keys = tokens.keys
    for start, end in _free_runs(tokens, linked):
        run = keys[start:end]
        ngrams = zip(*(run[shift:] for shift in range(SEED_TOKENS)), strict=False)
        for place, ngram in enumerate(ngrams, start):
            places[ngram] = FREE if ngram in places else place
    return places


def _free_runs(tokens: Tokens, linked: list[int]) -> Iterator[tuple[int, int]]:
    """Ranges of free tokens of one line, long enough for an n-gram."""
    start = 0
    breaks = tokens.breaks
    for index, link in enumerate(linked):
        if breaks[index]:
            if index - start >= SEED_TOKENS:
                yield start, index
            start = index
        if link != FREE:
            if index - start >= SEED_TOKENS:
                yield start, index
            start = index + 1
    if len(linked) - start >= SEED_TOKENS:
        yield start, len(linked)


def _all_free(links: Links, old: int, new: int) -> bool:
    """Still free: an earlier seed may have grown over it."""
    taken = links.forward[old : old + SEED_TOKENS] + links.backward[new : new + SEED_TOKENS]
    return taken == [FREE] * 2 * SEED_TOKENS


def _grow(links: Links, old: int, new: int) -> Block:
    """The seed with the equal free tokens before and after it on the same line."""
    first_old, first_new = old, new
    while not _line_begins(links, first_old, first_new) and _joins(links, first_old - 1, first_new - 1):
        first_old, first_new = first_old - 1, first_new - 1
    last_old, last_new = old + SEED_TOKENS, new + SEED_TOKENS
    while not _line_begins(links, last_old, last_new) and _joins(links, last_old, last_new):
        last_old, last_new = last_old + 1, last_new + 1
    return Block(first_old, first_new, last_old - first_old)


def _joins(links: Links, old: int, new: int) -> bool:
    free = links.forward[old] == links.backward[new] == FREE
    return free and links.old.keys[old] == links.new.keys[new]


def _line_begins(links: Links, old: int, new: int) -> bool:
    # The first and the last entry of `breaks` are always set, so this guards the indexes of `_joins` too.
    return bool(links.old.breaks[old] or links.new.breaks[new])

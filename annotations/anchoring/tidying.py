"""Single links put where they belong: a longest common subsequence does not care which of two full stops it takes."""

from collections.abc import Iterator

from annotations.anchoring.links import FREE, Block, Links


def join_neighbours(links: Links) -> None:
    """Give each lone link to equal tokens, one of them free, that stand beside linked neighbours on their line."""
    for block in links.blocks():
        for old in {block.old, block.old + block.length - 1}:
            new = links.forward[old]
            if not _is_joined(links, old, new):
                _join(links, old, new)


def _is_joined(links: Links, old: int, new: int) -> bool:
    before = old and links.forward[old - 1] == new - 1 and _is_inside(links, old, new)
    after = links.forward[old + 1 : old + 2] == [new + 1] and _is_inside(links, old + 1, new + 1)
    return bool(before or after)


def _is_inside(links: Links, old: int, new: int) -> bool:
    return not (links.old.breaks[old] or links.new.breaks[new])


def _join(links: Links, old: int, new: int) -> None:
    for other_old, other_new in _places_beside(links, old, new):
        free = links.backward[other_new] if other_old == old else links.forward[other_old]
        if free == FREE and links.old.keys[other_old] == links.new.keys[other_new]:
            links.unlink(Block(old, new, 1))
            links.link(Block(other_old, other_new, 1))
            return


def _places_beside(links: Links, old: int, new: int) -> Iterator[tuple[int, int]]:
    """The same old token with the new one beside its neighbour's, then the same new token likewise."""
    old_breaks, new_breaks = links.old.breaks, links.new.breaks
    if not old_breaks[old]:
        before = links.forward[old - 1]
        if before != FREE and not new_breaks[before + 1]:
            yield old, before + 1
    if not old_breaks[old + 1]:
        after = links.forward[old + 1]
        if after != FREE and not new_breaks[after]:
            yield old, after - 1
    if not new_breaks[new]:
        before = links.backward[new - 1]
        if before != FREE and not old_breaks[before + 1]:
            yield before + 1, new
    if not new_breaks[new + 1]:
        after = links.backward[new + 1]
        if after != FREE and not old_breaks[after]:
            yield after - 1, new

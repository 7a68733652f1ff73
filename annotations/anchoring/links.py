"""What an alignment is made of: links between tokens of an old and a new text, one to one."""

from typing import NamedTuple

from annotations.anchoring.chains import heaviest_chain
from annotations.anchoring.text import Tokens

FREE = -1


class Block(NamedTuple):
    """`length` tokens from `old` on in the old text, linked one after the other to those from `new` on."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length


class Links:
    """`forward[i]` is the new token linked to old token i, `backward` the other way; `FREE` where none is."""

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self.old, self.new = old, new
        self.forward = [FREE] * len(old.keys)
        self.backward = [FREE] * len(new.keys)

    def link(self, block: Block) -> None:
        old, new, length = block
        self.forward[old : old + length] = range(new, new + length)
        self.backward[new : new + length] = range(old, old + length)

    def unlink(self, block: Block) -> None:
        old, new, length = block
        self.forward[old : old + length] = [FREE] * length
        self.backward[new : new + length] = [FREE] * length

    def is_empty(self) -> bool:
        return self.forward.count(FREE) == len(self.forward)

    def blocks(self) -> list[Block]:
        """The longest runs of links without a step aside, in the order of the old text."""
        found: list[Block] = []
        start = expected = FREE
        for old, new in enumerate(self.forward):
            if new == expected != FREE:
                expected += 1
                continue
            if start != FREE:
                found.append(Block(start, self.forward[start], old - start))
            start, expected = (old, new + 1) if new != FREE else (FREE, FREE)
        if start != FREE:
            found.append(Block(start, self.forward[start], len(self.forward) - start))
        return found

    def in_order(self) -> tuple[list[Block], list[Block]]:
        """The blocks that kept their order, and the others: those that moved."""
        blocks = self.blocks()
        chain = set(heaviest_chain(blocks))
        kept = [block for index, block in enumerate(blocks) if index in chain]
        moved = [block for index, block in enumerate(blocks) if index not in chain]
        return kept, moved

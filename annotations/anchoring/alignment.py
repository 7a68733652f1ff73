"""One version against the next: which word became which, one to one, moves allowed."""

from collections.abc import Sequence

from annotations.anchoring.cuts import place_cuts
from annotations.anchoring.gaps import fill_gaps
from annotations.anchoring.links import Block, Links
from annotations.anchoring.moves import stay_where_possible
from annotations.anchoring.seeding import seed
from annotations.anchoring.text import Tokens
from annotations.anchoring.tidying import join_neighbours


def align(old: Tokens, new: Tokens, pinned: Sequence[Block] = ()) -> Links:
    """Link the tokens of two versions, beginning with the `pinned` blocks, which are known to belong together.

    Time grows with the length of the texts, but for gaps in which nothing is unique: those cost the product
    of their lengths (in machine words of 64 tokens) up to `subsequences.MOST_COMMON_TOKENS`, and nothing
    beyond.
    """
    links = Links(old, new)
    for block in pinned:
        links.link(block)
    seed(links)
    stay_where_possible(links)
    fill_gaps(links)
    if links.is_empty():
        return links
    # What was taken back and not found in place, and what became unique as its lookalikes were linked.
    seed(links)
    fill_gaps(links)
    join_neighbours(links)
    place_cuts(links)
    return links

"""Whether a passage that was quoted still stands in a text, however it is set there."""

from collections.abc import Iterator, Sequence

from annotations.anchoring.changes import QUOTE
from annotations.anchoring.text import tokenize

ELLIPSIS = "..."
AROUND_AN_ELLIPSIS = {"[", "]", "(", ")"}
BETWEEN = "\n"
"""Stands in no token."""


class Passages:
    """One text, asked for many passages: it is cut into tokens once."""

    def __init__(self, text: str) -> None:
        self._words = joined(plain(tokenize(text).keys))

    def hold(self, passage: str) -> bool:
        """Whether its words stand here as they are quoted; a passage without a word stands everywhere.

        Spaces, line breaks, the look of quote marks and dashes make no difference, nor do quote marks around it all.
        What an ellipsis leaves out may be anything; what stands around it keeps its order.
        """
        at = 0
        for piece in pieces(plain(tokenize(passage).keys)):
            found = self._words.find(joined(piece), at)
            if found < 0:
                return False
            at = found + len(joined(piece)) - len(BETWEEN)
        return True


def plain(keys: Sequence[str]) -> list[str]:
    return [QUOTE if key == "'" else key for key in keys]


def joined(keys: Sequence[str]) -> str:
    return BETWEEN + "".join(f"{key}{BETWEEN}" for key in keys)


def pieces(keys: Sequence[str]) -> Iterator[list[str]]:
    """What stands between the ellipses, without the brackets they stand in and the quote marks at either end."""
    piece: list[str] = []
    for key in [*keys, ELLIPSIS]:
        if key != ELLIPSIS:
            piece.append(key)
            continue
        if bare := trimmed(piece):
            yield bare
        piece = []


def trimmed(piece: Sequence[str]) -> list[str]:
    loose = {QUOTE, *AROUND_AN_ELLIPSIS}
    words = [index for index, key in enumerate(piece) if key not in loose]
    return list(piece[words[0] : words[-1] + 1]) if words else []

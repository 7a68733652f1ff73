"""How alike two claims are: the numbers, names and words they share, and which those are.

Plain search, for as long as nothing remembers claims by their meaning: what is said in other words is not found.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from annotations.anchoring.text import tokenize
from annotations.anchoring.vocabulary import NUMBER_WORDS, SENTENCE_OPENERS

T = TypeVar("T")

# What a claim says is in its figures and names; two sentences share other words by chance.
NUMBER_WEIGHT = 3.0
NAME_WEIGHT = 2.0
WORD_WEIGHT = 1.0

# Words of every other claim with a figure in it.
FILLERS = frozenset(["per", "cent", "percent", "said", "says"])

# Half the claims of a newsroom are about this year.
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_WEIGHT = 1.5

# Endings make no difference: "million" and "millions", "spent" and "spend" but for one letter.
STEM_CHARACTERS = 6

LEAST = 0.3
"""Below this score two claims share what any two sentences of a newsroom share."""
SURE = 0.75
"""From this score on most of what both say is the same."""

NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,'\u2019\u00a0\u202f]\d+)*")
BETWEEN_GROUPS = re.compile(r"[.,' \u2019\u00a0\u202f](?=\d{3}(?!\d))")


class Mark(NamedTuple):
    """What a text can be known by: its weight, and how it stands there."""

    weight: float
    words: str


@dataclass(frozen=True)
class Likeness:
    """`score` is 0 … 1; `shared` are the numbers, names and words in common, the weightiest first."""

    score: float
    shared: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE


def marks_of(text: str) -> dict[str, Mark]:
    """What `text` can be known by, by its folded form. Words that any sentence holds are left out."""
    marks: dict[str, Mark] = {}
    for found in NUMBER.finditer(text):
        weight = YEAR_WEIGHT if YEAR.fullmatch(found[0]) else NUMBER_WEIGHT
        marks.setdefault(BETWEEN_GROUPS.sub("", found[0]), Mark(weight, found[0]))
    rest = NUMBER.sub(" ", text)
    tokens = tokenize(rest)
    for key, start, end in zip(tokens.keys, tokens.starts, tokens.ends, strict=True):
        folded = key.casefold()
        if is_telling(folded):
            marks.setdefault(*mark_of(folded, rest[start:end]))
    return marks


def is_telling(word: str) -> bool:
    """Not a sign, nor a word of any sentence, nor a letter that an apostrophe left over."""
    letter = len(word) == 1 and word.isascii() and not word.isdigit()
    return word[:1].isalnum() and not letter and word not in SENTENCE_OPENERS and word not in FILLERS


def mark_of(folded: str, word: str) -> tuple[str, Mark]:
    if folded in NUMBER_WORDS:
        return NUMBER_WORDS[folded][:STEM_CHARACTERS], Mark(NUMBER_WEIGHT, word)
    return folded[:STEM_CHARACTERS], Mark(NAME_WEIGHT if word[:1].isupper() else WORD_WEIGHT, word)


def likeness(one: str, other: str) -> Likeness:
    """Twice the weight of what both share, divided by the weight of both (Dice's coefficient)."""
    return compare(marks_of(one), marks_of(other))


def compare(own: dict[str, Mark], others: dict[str, Mark]) -> Likeness:
    weights = {key: min(own[key].weight, others[key].weight) for key in own if key in others}
    both = sum(mark.weight for mark in (*own.values(), *others.values()))
    heaviest = sorted(weights, key=lambda key: -weights[key])
    return Likeness(
        score=round(2 * sum(weights.values()) / both, 4) if both else 0.0,
        shared=tuple(own[key].words for key in heaviest),
    )


def ranked(text: str, candidates: Iterable[tuple[T, Iterable[str]]]) -> list[tuple[T, Likeness]]:
    """Those like `text`, best first; of equals the one given first.

    Each comes with the texts it can be known by (its wording, the words as printed): the one most alike counts.
    """
    own = marks_of(text)
    found = [
        (row, max((compare(own, marks_of(each)) for each in texts), key=lambda alike: alike.score))
        for row, texts in candidates
    ]
    return sorted((pair for pair in found if pair[1].score >= LEAST), key=lambda pair: -pair[1].score)


def looked_for(text: str, limit: int) -> list[str]:
    """The pieces to look for in a database: the weightiest and longest first, words without their ending."""
    marks = marks_of(text).values()
    heaviest = sorted(marks, key=lambda mark: (-mark.weight, -len(mark.words)))
    pieces = (mark.words if mark.words[:1].isdigit() else mark.words[:STEM_CHARACTERS] for mark in heaviest)
    return list(dict.fromkeys(pieces))[:limit]

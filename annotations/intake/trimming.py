"""Passages of a page without the furniture that the extraction left among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from annotations.intake.assembly import Passage
from annotations.intake.captions import is_credit
from annotations.intake.furniture import begins_afterwards, is_chrome, is_clock, is_share_line
from annotations.intake.people import is_biography, is_role
from annotations.intake.signs import Sign, names_alone, sign_in

# Passages before the first paragraph of prose, and after the last, that may be furniture.
HEAD_PASSAGES = 8
TAIL_PASSAGES = 14

# So many bare links one after the other are no part of an article.
BOX_LINKS = 3

_PROSE = 100
_MAX_LOOSE = 200
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_CONTACT = re.compile(
    r"(?:reached|contact|e-?mail|write to|follow|tips?|twitter|tweet)\b.*(?:@\w|[\w.]+@[\w.]+)|@\w+\b.*follow",
    re.IGNORECASE | re.DOTALL,
)
_MAX_CONTACT = 300


@dataclass(frozen=True, slots=True)
class Trimmed:
    passages: tuple[Passage, ...]
    signs: tuple[Sign, ...]


def trimmed(passages: Sequence[Passage], names: Sequence[str]) -> Trimmed:
    """`names` are the known authors: their biographies go. `signs` are the bylines and dates found on top."""
    known = frozenset(names)
    kept = _without_boxes([each for each in passages if not is_chrome(each.words.strip())])
    signs = [sign for each in kept[:HEAD_PASSAGES] if (sign := sign_in(each.words.strip()))]
    body = _without_head(kept, known)
    return Trimmed(tuple(body[: _before_tail(body, known)]) or tuple(kept), tuple(signs))


def _without_head(passages: Sequence[Passage], names: frozenset[str]) -> list[Passage]:
    """Bylines, dates and buttons above the first paragraph of prose are left out, a caption among them is not."""
    prose = (index for index, each in enumerate(passages[:HEAD_PASSAGES]) if _is_prose(each.words.strip()))
    begin = next(prose, HEAD_PASSAGES)
    top = [
        each for each in passages[:begin] if each.kind == "caption" or not _is_head(each.words.strip(), names)
    ]
    return [*top, *passages[begin:]]


def _is_head(words: str, names: frozenset[str]) -> bool:
    return (
        bool(sign_in(words))
        or is_share_line(words)
        or is_clock(words)
        or is_credit(words)
        or _are_names(words, names)
    )


def _are_names(words: str, names: frozenset[str]) -> bool:
    return any(name in names for name in names_alone(words))


def _before_tail(passages: Sequence[Passage], names: frozenset[str]) -> int:
    """One past the last passage of the article. Loose lines go with the furniture above them, not without it."""
    end = len(passages)
    for index in range(len(passages) - 1, max(0, len(passages) - TAIL_PASSAGES), -1):
        each, words = passages[index], passages[index].words.strip()
        if _is_certain_tail(each, words, names) or (index == end - 1 and _may_be_tail(each, words, names)):
            end = index
        elif _is_prose(words) or len(words) > _MAX_LOOSE or _STOP.search(words):
            break
    return end


def _is_certain_tail(each: Passage, words: str, names: frozenset[str]) -> bool:
    if begins_afterwards(words) or is_biography(words, names):
        return True
    return len(words) <= _MAX_CONTACT and bool(_CONTACT.search(words))


def _may_be_tail(each: Passage, words: str, names: frozenset[str]) -> bool:
    """An article ends with no heading, no name and no bare link."""
    return each.kind == "heading" or _is_head(words, names) or is_role(words) or _is_link_alone(each)


def _without_boxes(passages: Sequence[Passage]) -> list[Passage]:
    """Several bare links one after the other, near either end, are a box of other articles."""
    linked = [_is_link_alone(each) for each in passages]
    dropped: set[int] = set()
    for bare, run in groupby(range(len(passages)), key=linked.__getitem__):
        indices = list(run)
        near_an_end = indices[0] < HEAD_PASSAGES or indices[-1] >= len(passages) - TAIL_PASSAGES // 2
        if bare and near_an_end and BOX_LINKS <= len(indices) < len(passages) / 2:
            dropped.update(indices)
    return [each for index, each in enumerate(passages) if index not in dropped]


def _is_link_alone(each: Passage) -> bool:
    """A line that is one link and no sentence: it leads to another article."""
    if _STOP.search(each.words.strip()) or len(each.words) > _MAX_LOOSE:
        return False
    return all(run.href for run in each.runs if run.text.strip(" •|·–—-,"))


def _is_prose(words: str) -> bool:
    return len(words) >= _PROSE and bool(_STOP.search(words))

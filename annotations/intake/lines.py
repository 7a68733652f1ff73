"""Plain text to lines with words in them, each a paragraph or less."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotations.errors import TooLarge
from annotations.intake.document import canonical
from annotations.intake.furniture import is_chrome
from annotations.intake.signs import sign_in

MAX_LINES = 200_000

LIST_SIGN = re.compile(r"(?:[•‣▪◦●·*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
QUOTE_SIGN = re.compile(r"(?:>\s?)+")

_PROSE = 60
_PROSE_WITHOUT_STOP = 140
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]*$")
_NO_WORDS = re.compile(r"[-–—_*=~•·.\s]*")
_DASH = re.compile(r"[–—]")
# What a reader of screens says after a link; it is no word of the text.
_OPENS_ELSEWHERE = re.compile(r",? \(?opens (?:in )?(?:a )?new (?:tab|window)\)?", re.IGNORECASE)
# Between these two a reader of screens may skip an advertisement for letters.
_SKIPPED_FROM = re.compile(r"skip past (?P<what>.{3,60})", re.IGNORECASE)
_MAX_SKIPPED = 15
# The place, or the house, that a report begins with, when its dash came out in a line of its own.
_MAX_DATELINE = 40

_NARROWEST_WRAP, _WIDEST_WRAP = 50, 100
_FULL_SHARE = 0.7
_LEAST_BROKEN = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the paste; `apart` when a blank line stands before it."""

    words: str
    apart: bool

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a paragraph of sentences."""
        if len(self.words) >= _PROSE_WITHOUT_STOP:
            return True
        return len(self.words) >= _PROSE and bool(_ENDS_SENTENCE.search(self.words))


def lines_of(text: str) -> list[Line]:
    """Lines that were broken to a width are put together again; lines of dashes and the like are left out.

    Raises TooLarge for more lines than any text has that is checked sentence by sentence.
    """
    if text.count("\n") > MAX_LINES:
        raise TooLarge(f"This text is too long. At most {MAX_LINES:,} lines are read.")
    groups = [group.split("\n") for group in canonical(_OPENS_ELSEWHERE.sub("", text)).split("\n\n") if group]
    if _is_wrapped(groups):
        groups = [list(_unwrapped(group)) for group in groups]
    lines = [Line(words, apart=index == 0) for group in groups for index, words in enumerate(group)]
    worded = [line for line in _with_datelines(lines) if not _NO_WORDS.fullmatch(line.words)]
    # A text of nothing but dots and dashes is still what somebody sent.
    return list(_without_skipped(worded)) or lines


def _is_wrapped(groups: Iterable[Sequence[str]]) -> bool:
    """Whether no line is longer than a page of mail is wide, and full lines break off inside sentences."""
    pairs = [(line, after) for group in groups for line, after in pairwise(group)]
    width = max((len(line) for group in groups for line in group), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = [(line, after) for line, after in pairs if len(line) >= _FULL_SHARE * width]
    broken = [after for line, after in full if not _ENDS_SENTENCE.search(line) and not after[0].isupper()]
    return len(broken) >= _LEAST_BROKEN and 2 * len(broken) >= len(full)


def _unwrapped(group: Sequence[str]) -> Iterator[str]:
    """Lines joined to paragraphs; furniture, a short line and the sign of a list or quotation begin a new one."""
    joined = ""
    for line in group:
        quoted = QUOTE_SIGN.match(line)
        words = line[quoted.end() :] if quoted and joined.startswith(">") else line
        if joined and not (quoted and words is line) and not _begins_anew(joined, line):
            joined = f"{joined} {words}"
            continue
        if joined:
            yield joined
        joined = line
    yield joined


def _begins_anew(before: str, line: str) -> bool:
    last_is_short = len(before) < _NARROWEST_WRAP * _FULL_SHARE
    furniture = is_chrome(line) or sign_in(line) is not None or sign_in(before) is not None
    return last_is_short or furniture or bool(LIST_SIGN.match(line))


def _with_datelines(lines: Sequence[Line]) -> Iterator[Line]:
    """ "PARIS", "—" and the first paragraph, each in a line of its own, are one paragraph."""
    index = 0
    while index < len(lines):
        parts = [line.words for line in lines[index : index + 3]]
        if len(parts) == 3 and len(parts[0]) <= _MAX_DATELINE and _DASH.fullmatch(parts[1]):
            yield Line(" ".join(parts), lines[index].apart)
            index += 3
        else:
            yield lines[index]
            index += 1


def _without_skipped(lines: Sequence[Line]) -> Iterator[Line]:
    index = 0
    while index < len(lines):
        after = _after_skipped(lines, index)
        if after == index:
            yield lines[index]
            after += 1
        index = after


def _after_skipped(lines: Sequence[Line], index: int) -> int:
    """One past "after X" or "end of X" where this line says "skip past X"; else the index itself."""
    begins = _SKIPPED_FROM.fullmatch(lines[index].words)
    ends = {f"{word} {begins['what']}".lower() for word in ("after", "end of")} if begins else set()
    for later in range(index + 1, min(len(lines), index + _MAX_SKIPPED) if begins else 0):
        if lines[later].words.lower() in ends:
            return later + 1
    return index

"""The tokens of a text, and its offsets in code points and in UTF-16 units."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from annotations.errors import InvalidInput

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Turns offsets of one text from code points to UTF-16 units and back.

    Made once for many offsets: the characters above U+FFFF are found once, each question is a binary search.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = [found.start() for found in _ASTRAL.finditer(text)]
        self._astral_in_utf16 = [position + before for before, position in enumerate(self._astral)]

    def from_codepoints(self, offset: int) -> int:
        """UTF-16 units before `offset` (code points). Raises InvalidInput outside the text."""
        if not 0 <= offset <= self._length:
            raise InvalidInput(
                f"Offset {offset} lies outside the text of {self._length} characters.", field="offset"
            )
        return offset + bisect_left(self._astral, offset)

    def to_codepoints(self, offset: int) -> int:
        """Code points before `offset` (UTF-16). Raises InvalidInput outside the text, within a character."""
        before = bisect_left(self._astral_in_utf16, offset)
        if not 0 <= offset <= self._length + len(self._astral):
            raise InvalidInput(f"Offset {offset} (UTF-16) lies outside the text.", field="offset")
        if before and self._astral_in_utf16[before - 1] == offset - 1:
            raise InvalidInput(f"Offset {offset} (UTF-16) lies inside a character.", field="offset")
        return offset - before


def utf16_from_codepoints(text: str, offset: int) -> int:
    """One offset of `text` in UTF-16 units; for many, make one `Utf16Offsets`."""
    return Utf16Offsets(text).from_codepoints(offset)


def codepoints_from_utf16(text: str, offset: int) -> int:
    """One offset of `text` in code points; for many, make one `Utf16Offsets`."""
    return Utf16Offsets(text).to_codepoints(offset)


def shortened(text: str, characters: int) -> str:
    """The text as one line of at most `characters` (code points), an ellipsis where it goes on.

    Cut between words, where a gap is near; no letter loses its accent.
    """
    line = " ".join(text.split())
    if len(line) <= characters:
        return line
    end = characters - 1
    gap = line.rfind(" ", characters // 2, end + 1)
    while gap < 0 and end and unicodedata.combining(line[end]):
        end -= 1
    return f"{line[: gap if gap >= 0 else end]}…"


# Characters without a look of their own: soft hyphen, zero-width space and joiners, marks of direction, word
# joiner, variation selectors, byte order mark. They come and go when text is copied, so no key holds them.
_INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"

# Scripts written without spaces between words: a character is a token, or a whole clause would be one "word".
# Thai, Lao, Tibetan, Myanmar, Khmer; kana, Han, compatibility Han, half-width kana.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f"
)

_LOOKALIKES = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u2039\u203a`\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "...": "\u2026",
}
_SAME_LOOK = {ord(other): plain for plain, others in _LOOKALIKES.items() for other in others}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_LINE = re.compile("[^\n\r\u2028\u2029]+")

# Combining marks belong to their letter, which `\w` alone would tear apart. Only those up to U+FFFF: a
# class with characters above that is five times slower, since `re` then tries one range after the other.
_MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c))[0] == "M")

_LETTERS = rf"[^\W{_UNSPACED}]"
_TAIL = f"[{_MARKS}{_INVISIBLE}]"
# A run of one mark is one token: an ellipsis, a typewriter's dash, a rule of dashes under a heading. Nothing
# else is joined: 1,000 is three tokens, so a changed group of digits shows as one changed token.
_TOKEN = re.compile(
    rf"{_LETTERS}+(?:{_TAIL}+{_LETTERS}*)*|[{_UNSPACED}]{_TAIL}*"
    rf"|([^\w\s{_INVISIBLE}])\1\1+|--|[^\w\s{_INVISIBLE}]{_TAIL}*"
)
_RUN = re.compile(r"([^\w\s])\1{3}|--")


class Tokens(NamedTuple):
    """The words and marks of one text, in four lists that run side by side.

    `keys` are the words as they are compared: quote marks, dashes, ellipses, ligatures, invisible
    characters and NFC or NFD make no difference, white space is no token. `starts` and `ends` are code
    points of the text as given. `breaks[i]` is 1 when a line begins with token i; one entry more than the
    others, for the end.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    breaks: bytearray

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of tokens that share a character with `start:end`; empty when none does."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def part(self, first: int, last: int) -> "Tokens":
        """The tokens `first:last` alone; their starts and ends stay those of the whole text."""
        breaks = self.breaks[first : last + 1]
        return Tokens(self.keys[first:last], self.starts[first:last], self.ends[first:last], breaks)


def tokenize(text: str, parts: Sequence[tuple[int, int]] | None = None) -> Tokens:
    """Cut `text` into tokens, or only the `parts` (some of its `lines`). Takes time linear in the length."""
    spans: list[tuple[int, int]] = []
    first_in_line: list[int] = []
    for start, end in lines(text) if parts is None else parts:
        first_in_line.append(len(spans))
        spans += [found.span() for found in _TOKEN.finditer(text, start, end)]
    breaks = bytearray(len(spans) + 1)
    for first in first_in_line:
        breaks[first] = 1
    breaks[-1] = 1
    return Tokens(_keys(text, spans), [start for start, _ in spans], [end for _, end in spans], breaks)


def lines(text: str) -> list[tuple[int, int]]:
    """Start and end (code points) of every line that is not blank, without the blanks around it."""
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if words:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            found.append((start, start + len(words)))
    return found


def _keys(text: str, spans: list[tuple[int, int]]) -> list[str]:
    keys = [text[start:end] for start, end in spans]
    if _RUN.search(text):
        special = [index for index, key in enumerate(keys) if not (key.isalnum() and key.isascii())]
    elif not text.isascii():
        special = [index for index, key in enumerate(keys) if not key.isascii()]
    else:
        return keys
    folded: dict[str, str] = {}
    for index in special:
        word = keys[index]
        key = folded.get(word)
        keys[index] = folded.setdefault(word, fold(word)) if key is None else key
    return keys


def fold(word: str) -> str:
    """`word` as it is compared: without what differs only in type."""
    word = _HIDDEN.sub("", word).translate(_SAME_LOOK)
    word = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), word)
    word = unicodedata.normalize("NFC", word)
    if word == "--":
        return "-"
    # How long a rule of dashes is says nothing.
    return word if word[:1].isalnum() else word[:3]

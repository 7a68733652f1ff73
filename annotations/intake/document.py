"""An article as the workbench keeps it: one canonical string, and ranges of that string.

All offsets are Unicode code points into `Document.text`, half-open.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

BlockKind = Literal[
    "headline", "standfirst", "heading", "paragraph", "quote", "list_item", "caption", "table_row"
]
MarkKind = Literal["emphasis", "strong"]

# Raised by one whenever `canonical` or the way blocks are joined changes: positions made under one number
# mean nothing under another, and the kept bytes are read again.
CANONICAL_VERSION = 1

BLOCK_SEPARATOR = "\n\n"

# Without a glyph or a meaning of their own: a search or a quotation would stumble over them. The joiners
# U+200C and U+200D stay (Persian and emoji need them), and so do the two direction marks U+200E and U+200F.
# The embeddings, overrides and isolates go: left open, they would turn round the rest of a page.
_INVISIBLE = "\u00ad\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufffe\uffff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_DROPPED = re.compile(f"[{_INVISIBLE}{_CONTROLS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NO_BREAK_SPACES = "\u00a0\u202f"
_SPACE = "\t \u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")
_AROUND_LINE_END = re.compile(f"[\t {NO_BREAK_SPACES}]*\n[\t {NO_BREAK_SPACES}]*")
_BLANK_LINES = re.compile("\n{3,}")


def canonical(raw: str) -> str:
    """The stated rule for white space, number `CANONICAL_VERSION`. Applying it twice changes nothing.

    Control and invisible characters go, lone surrogates become U+FFFD, every line end is "\\n". A run of spaces
    is one space, or one tab when a tab is among it (tabs part the cells of a table row); a no-break space that
    stands alone stays, it is the author's typography. No line begins or ends with a space, no two blank lines
    follow one another, nothing stands before the first or after the last word. NFC.
    """
    text = _SURROGATE.sub("\ufffd", _DROPPED.sub("", raw))
    text = _LINE_END.sub("\n", text)
    text = _SPACES.sub(_one_space, text)
    text = _AROUND_LINE_END.sub("\n", text)
    text = _BLANK_LINES.sub(BLOCK_SEPARATOR, text)
    return unicodedata.normalize("NFC", text.strip("\t\n " + NO_BREAK_SPACES))


def _one_space(run: re.Match[str]) -> str:
    if "\t" in run[0]:
        return "\t"
    return run[0] if run[0] in NO_BREAK_SPACES else " "


def with_plain_spaces(words: str) -> str:
    """For comparing words, not for keeping them."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text that stands alone. `level` is 1 to 6 for a heading."""

    kind: BlockKind
    start: int
    end: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`href` is absolute: http, https or mailto."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words the author emphasised."""

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """What a reader makes of the bytes: the text, what its parts are, and what is known about it.

    `text` is the blocks joined by a blank line; headline and standfirst come first where there are any.
    Dates are aware. `language` is a BCP 47 tag, `direction` is "ltr" or "rtl".
    """

    text: str
    blocks: tuple[Block, ...]
    byline: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    publisher: str = ""
    language: str = "en"
    direction: str = "ltr"
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    media_type: str = "text/plain"
    extractor: str = ""
    extractor_version: str = ""
    canonical_version: int = CANONICAL_VERSION

    @property
    def headline(self) -> str:
        return BLOCK_SEPARATOR.join(self.texts("headline"))

    @property
    def standfirst(self) -> str:
        return BLOCK_SEPARATOR.join(self.texts("standfirst"))

    @cached_property
    def body(self) -> str:
        """The text of all blocks but headline and standfirst."""
        told = (b for b in self.blocks if b.kind not in ("headline", "standfirst"))
        return BLOCK_SEPARATOR.join(self.text[b.start : b.end] for b in told)

    def texts(self, kind: BlockKind) -> Iterator[str]:
        return (self.text[b.start : b.end] for b in self.blocks if b.kind == kind)

"""What says where words stand: a quotation with its surroundings, a pair of offsets, or both.

The two kinds, and the dictionaries they are read from and written to, are those of the W3C Web Annotation
Data Model (https://www.w3.org/TR/annotation-model/#selectors).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.errors import InvalidInput

# Enough to tell most places apart, short enough to read; the same as other annotators send.
CONTEXT_CHARACTERS = 32
# Where that is not enough the context doubles until the place is the only one, up to here.
MOST_CONTEXT_CHARACTERS = 512


@dataclass(frozen=True, slots=True)
class TextQuote:
    """The words, and what stands directly before and after them (either may be empty: not known)."""

    exact: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if not self.exact.strip():
            raise InvalidInput("A quotation needs at least one word.", field="exact")


@dataclass(frozen=True, slots=True)
class TextPosition:
    """Code points, half-open: `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0:
            raise InvalidInput("A position cannot be below 0.", field="start")
        if self.end <= self.start:
            raise InvalidInput("The end must come after the start.", field="end")


@dataclass(frozen=True, slots=True)
class Selector:
    """A quotation, a position, or both for the same place; never neither."""

    quote: TextQuote | None = None
    position: TextPosition | None = None

    def __post_init__(self) -> None:
        if self.quote is None and self.position is None:
            raise InvalidInput("Say which words are meant: quotation, position or both.", field="selector")


def describe(text: str, start: int, end: int) -> Selector:
    """Quotation and position of `text[start:end]` (code points).

    The context is `CONTEXT_CHARACTERS` long on each side, more where these words stand in other places too.
    Raises InvalidInput when the range leaves the text or holds no word.
    """
    position = TextPosition(start, end)
    if end > len(text):
        raise InvalidInput(f"The text has only {len(text)} characters.", field="end")
    length = CONTEXT_CHARACTERS
    while length < MOST_CONTEXT_CHARACTERS and not _stands_once(text, max(0, start - length), end + length):
        length *= 2
    quote = TextQuote(text[start:end], text[max(0, start - length) : start], text[end : end + length])
    return Selector(quote, position)


def _stands_once(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    return text.find(words) == start and text.find(words, start + 1) < 0


def from_w3c(selector: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Selector:
    """Read a `selector` of a Web Annotation: one dictionary, or a list of alternatives for the same words.

    Alternatives of other kinds (XPath, CSS, fragments) are passed over; of a kind we know the first counts.
    Raises InvalidInput naming the field: no selector we know, a value of the wrong type, a refinement.
    """
    alternatives = [selector] if isinstance(selector, Mapping) else selector
    if isinstance(alternatives, str) or not isinstance(alternatives, Sequence):
        raise InvalidInput("A selector is an object or a list of objects.", field="selector")
    quote: TextQuote | None = None
    position: TextPosition | None = None
    for alternative in alternatives:
        kinds = _kinds(alternative)
        if quote is None and "TextQuoteSelector" in kinds:
            quote = _read_quote(alternative)
        elif position is None and "TextPositionSelector" in kinds:
            position = _read_position(alternative)
    if quote is None and position is None:
        raise InvalidInput("A TextQuoteSelector or a TextPositionSelector is needed.", field="selector")
    return Selector(quote, position)


def _kinds(alternative: Any) -> Sequence[str]:
    if not isinstance(alternative, Mapping):
        raise InvalidInput("A selector is an object or a list of objects.", field="selector")
    kind = alternative.get("type", "")
    return [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []


def _read_quote(values: Mapping[str, Any]) -> TextQuote:
    _refuse_refinement(values)
    return TextQuote(_text(values, "exact"), _text(values, "prefix"), _text(values, "suffix"))


def _read_position(values: Mapping[str, Any]) -> TextPosition:
    _refuse_refinement(values)
    return TextPosition(_offset(values, "start"), _offset(values, "end"))


def _refuse_refinement(values: Mapping[str, Any]) -> None:
    # Reading over it would mark more than was meant.
    if values.get("refinedBy"):
        raise InvalidInput("Selectors with refinedBy are not read. Name the final words.", field="refinedBy")


def _text(values: Mapping[str, Any], field: str) -> str:
    value = values.get(field, "")
    if not isinstance(value, str):
        raise InvalidInput(f"{field} must be text.", field=field)
    # Our texts are NFC; what a client copied from its page may not be.
    return unicodedata.normalize("NFC", value)


def _offset(values: Mapping[str, Any], field: str) -> int:
    value = values.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput(f"{field} must be a whole number.", field=field)
    return value


def to_w3c(selector: Selector) -> list[dict[str, Any]]:
    """The selector as Web Annotation dictionaries, the quotation first; offsets stay code points."""
    written: list[dict[str, Any]] = []
    if selector.quote:
        quote = selector.quote
        written.append(
            {
                "type": "TextQuoteSelector",
                "exact": quote.exact,
                "prefix": quote.prefix,
                "suffix": quote.suffix,
            }
        )
    if selector.position:
        position = selector.position
        written.append({"type": "TextPositionSelector", "start": position.start, "end": position.end})
    return written

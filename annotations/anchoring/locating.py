"""Find the words a selector means in one text, or say why not. Never guesses between places equally good."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from annotations.anchoring.places import Place, best_places
from annotations.anchoring.selectors import Selector, TextPosition, TextQuote
from annotations.anchoring.text import Tokens, tokenize

# Words and context together must agree this far, or the words are said not to be there.
SIMILARITY_FLOOR = 0.75
# What the quotation itself counts beside its context, where it has one: a changed word in it weighs more
# than one next to it, but a lookalike in other surroundings must not pass.
QUOTE_SHARE = 0.7
# The best place must be ahead of the next by this much. In .1 lie about three words of context.
SIMILARITY_MARGIN = 0.1
# Of two verbatim places the better must have at least this share of the context, not merely more than
# nothing.
CONTEXT_FLOOR = 0.4
# A quotation that stands in more places than this needs its context letter by letter.
MOST_PLACES = 200


class LocatedBy(StrEnum):
    """What found the words."""

    POSITION = "position"
    EXACT = "exact"
    CONTEXT = "context"
    APPROXIMATE = "approximate"


class Missing(StrEnum):
    """Why nothing was found."""

    ABSENT = "absent"
    POSITION_DIFFERS = "position_differs"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Located:
    """`text[start:end]` (code points). `similarity` is 1 unless `method` is approximate."""

    start: int
    end: int
    method: LocatedBy
    similarity: float


@dataclass(frozen=True, slots=True)
class NotFound:
    """`standing` holds the words that do stand at the position, when those are not the quoted ones."""

    reason: Missing
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Places that are as good as one another, in the order of the text; of hundreds the first."""

    places: tuple[Place, ...]


def locate(text: str, selector: Selector) -> Located | NotFound | Ambiguous:
    """Where `selector` points in `text`.

    A position is believed when the quotation, if there is one, stands there; if it does not, that is said
    and nothing else is tried: who trusts the words more asks again with the quotation alone. A quotation is
    taken where it stands once; else where its context fits best; else where words like it stand in
    surroundings like its own. Quote marks, dashes and spaces make no difference.
    """
    if selector.position is not None:
        return _check_position(text, selector.position, selector.quote)
    assert selector.quote is not None
    return _find_quote(text, selector.quote)


def _check_position(text: str, position: TextPosition, quote: TextQuote | None) -> Located | NotFound:
    if position.end > len(text):
        return NotFound(Missing.OUTSIDE)
    standing = text[position.start : position.end]
    if quote is None or _same_words(standing, quote.exact):
        return Located(position.start, position.end, LocatedBy.POSITION, 1.0)
    return NotFound(Missing.POSITION_DIFFERS, standing)


def _same_words(left: str, right: str) -> bool:
    return left == right or tokenize(left).keys == tokenize(right).keys


def _find_quote(text: str, quote: TextQuote) -> Located | NotFound | Ambiguous:
    places = _verbatim(text, quote.exact)
    if len(places) > 1:
        in_context = _verbatim(text, quote.prefix + quote.exact + quote.suffix)
        if len(in_context) == 1:
            start = in_context[0].start + len(quote.prefix)
            return Located(start, start + len(quote.exact), LocatedBy.CONTEXT, 1.0)
    if places:
        return _choose(text, quote, places)
    tokens, words = tokenize(text), tokenize(quote.exact).keys
    places = _in_other_type(tokens, words)
    return _choose(text, quote, places) if places else _approximate(text, tokens, quote, words)


def _verbatim(text: str, words: str) -> list[Place]:
    places: list[Place] = []
    start = text.find(words)
    while start >= 0 and len(places) <= MOST_PLACES:
        places.append(Place(start, start + len(words), 1.0))
        start = text.find(words, start + 1)
    return places


def _in_other_type(tokens: Tokens, words: Sequence[str]) -> list[Place]:
    """Places with the same words in other type: found by comparing folded tokens, written one a line."""
    if not words:
        return []
    line = "\n".join(["", *tokens.keys, ""])
    goal = "\n".join(["", *words, ""])
    places: list[Place] = []
    at = line.find(goal)
    passed, index = 0, 0
    while at >= 0 and len(places) <= MOST_PLACES:
        index += line.count("\n", passed, at)
        places.append(Place(tokens.starts[index], tokens.ends[index + len(words) - 1], 1.0))
        passed, at = at, line.find(goal, at + 1)
    return places


def _choose(text: str, quote: TextQuote, places: Sequence[Place]) -> Located | Ambiguous:
    if len(places) == 1:
        return Located(places[0].start, places[0].end, LocatedBy.EXACT, 1.0)
    if len(places) > MOST_PLACES or not (quote.prefix or quote.suffix):
        return Ambiguous(tuple(places))
    ranked = sorted(((_context_likeness(text, place, quote), place) for place in places), reverse=True)
    best, second = ranked[0][0], ranked[1][0]
    if best >= CONTEXT_FLOOR and best - second >= SIMILARITY_MARGIN:
        return Located(ranked[0][1].start, ranked[0][1].end, LocatedBy.CONTEXT, 1.0)
    return Ambiguous(tuple(sorted(place for score, place in ranked if best - score < SIMILARITY_MARGIN)))


def _approximate(
    text: str, tokens: Tokens, quote: TextQuote, words: Sequence[str]
) -> Located | NotFound | Ambiguous:
    scored = sorted(
        ((_similarity(text, place, quote), place) for place in best_places(words, tokens, limit=4)),
        reverse=True,
    )
    if not scored or scored[0][0] < SIMILARITY_FLOOR:
        return NotFound(Missing.ABSENT)
    best, place = scored[0]
    rivals = [other for score, other in scored if score >= max(SIMILARITY_FLOOR, best - SIMILARITY_MARGIN)]
    if len(rivals) > 1:
        return Ambiguous(tuple(sorted(rivals)))
    return Located(place.start, place.end, LocatedBy.APPROXIMATE, best)


def _similarity(text: str, place: Place, quote: TextQuote) -> float:
    if not (quote.prefix or quote.suffix):
        return place.similarity
    return QUOTE_SHARE * place.similarity + (1 - QUOTE_SHARE) * _context_likeness(text, place, quote)


def _context_likeness(text: str, place: Place, quote: TextQuote) -> float:
    """Share of the words of the context that stand beside the place, 0 to 1.

    By words: letters of any two English sentences agree by nearly a half.
    """
    before = tokenize(text[max(0, place.start - len(quote.prefix)) : place.start]).keys
    after = tokenize(text[place.end : place.end + len(quote.suffix)]).keys
    prefix, suffix = tokenize(quote.prefix).keys, tokenize(quote.suffix).keys
    agreed = _shared(prefix, before) + _shared(suffix, after)
    wanted = len(prefix) + len(suffix)
    return agreed / wanted if wanted else 0.0


def _shared(left: Sequence[str], right: Sequence[str]) -> float:
    return LCSseq.similarity(left, right)

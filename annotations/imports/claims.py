"""What a file says of one claim, whatever its format: checked, and nothing more."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from annotations.anchoring.selectors import Selector, TextPosition, TextQuote
from annotations.errors import InvalidInput
from annotations.imports.csl import name_of

Given = Mapping[str, Any]
"""Field of `FIELDS` → what the file says; what it does not say is not there, or empty."""

MATERIALITIES = ("headline", "central", "supporting", "detail")
KINDS = ("person", "organisation")
STANCES = ("supports", "refutes", "qualifies", "context")
MOST_TAGS, MOST_SOURCES, MOST_PLACES = 50, 100, 50
LARGEST_POSITION = 2**31 - 1
MOST_WORDS_CHARACTERS = 100_000
"""Of one wording, quotation or note: nobody writes so much, and what is here so far goes out and comes in again."""


@dataclass(frozen=True)
class Cited:
    """A source and how it is used: the columns of `add_source`, and those of `add_evidence`."""

    source: dict[str, Any]
    use: dict[str, Any]


@dataclass(frozen=True)
class ClaimRow:
    """One claim of a file. `number` is its line, from 1; with a `fault`, a sentence, it cannot be taken.

    `places` are the words it stands on, best known first; `said` has the columns of `describe_claim` with `claimant`
    as {name, kind, role}, and `rating` and `rationale`; `annotation` is the whole of a Web Annotation.
    """

    number: int
    uid: UUID | None = None
    article: str = ""
    article_url: str = ""
    places: tuple[Selector, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)
    cited: tuple[Cited, ...] = ()
    annotation: Any = None
    fault: str = ""

    @property
    def words(self) -> str:
        """By which a person knows it: our wording, else the words it stands on."""
        quotes = [place.quote.exact for place in self.places if place.quote]
        return str(self.said.get("text") or (quotes[0] if quotes else ""))


@dataclass(frozen=True)
class ClaimFile:
    """The rows, one after the other, and the names of what the file says beside and is not taken."""

    rows: Iterable[ClaimRow]
    unread: tuple[str, ...] = ()


def row_of(number: int, given: Given) -> ClaimRow:
    """What the file says of a claim; a value that cannot be used makes it faulty, with the sentence."""
    words = {"text": str(given.get("text") or given.get("quotation") or "")[:300]}
    try:
        said = {name: read(given[name]) for name, read in FIELDS.items() if not is_empty(given.get(name))}
        places = tuple(places_of(given))
        if not places:
            raise InvalidInput("It does not say which words of the article are meant (quotation).")
        return ClaimRow(
            number,
            uid_of(given.get("uid")),
            text(300)(given.get("article") or ""),
            text(2000)(given.get("article_url") or ""),
            places,
            said | claimant_of(given),
            tuple(map(cited_of, listed(given.get("evidence"), MOST_SOURCES, "sources"))),
        )
    except InvalidInput as error:
        return ClaimRow(number, said=words, fault=error.sentence)


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def uid_of(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def text(most: int) -> Callable[[Any], str]:
    """Reads text of at most so many characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise InvalidInput(f"“{str(value)[:40]}” is no text.")
        if len(value) > most:
            raise InvalidInput(f"“{value[:40]}…” is longer than {most:,} characters.")
        return value

    return read


def one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        word = str(value).strip().lower()
        if word not in allowed:
            raise InvalidInput(f"“{str(value)[:40]}” is not one of: {', '.join(allowed)}.")
        return word

    return read


def day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise InvalidInput(f"“{str(value)[:40]}” is no day. Write it as 2024-11-29.") from error


def moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(str(value).strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"“{str(value)[:40]}” is no time. Write it as 2024-11-29T16:30Z.") from error


def tags(value: Any) -> list[str]:
    return [text(60)(each) for each in listed(value, MOST_TAGS, "tags")]


FIELDS: dict[str, Callable[[Any], Any]] = {
    "text": text(MOST_WORDS_CHARACTERS),
    "claim_date": day,
    "assertion_type": text(40),
    "materiality": one_of(MATERIALITIES),
    "due": moment,
    "tags": tags,
    "rating": text(100),
    "rationale": text(MOST_WORDS_CHARACTERS),
}
"""Field → how it is read. Places, claimant and evidence have several fields each."""


def claimant_of(given: Given) -> dict[str, Any]:
    if is_empty(given.get("claimant")) or str(given["claimant"]).isspace():
        return {}
    kind = given.get("claimant_kind")
    return {
        "claimant": {
            "name": text(200)(given["claimant"]),
            "kind": "" if is_empty(kind) else one_of(KINDS)(kind),
            "role": text(200)(given.get("claimant_role") or ""),
        }
    }


def places_of(given: Given) -> list[Selector]:
    """Each place as quotation and position, as far as they are said."""
    places = listed(given.get("places"), MOST_PLACES, "places")
    found = [place for place in map(place_of, places) if place]
    if not found and (place := place_of({**given, "exact": given.get("quotation")})):
        found.append(place)
    return found


def place_of(place: Any) -> Selector | None:
    """None when it says neither words nor where: so it is with a claim that was lost on the way."""
    if not isinstance(place, Mapping):
        raise InvalidInput("A place is no object.")
    exact, prefix, suffix = (normal(place.get(name)) for name in ("exact", "prefix", "suffix"))
    start, end = (whole(place.get(name)) for name in ("start", "end"))
    quote = TextQuote(exact, prefix, suffix) if exact.strip() else None
    position = TextPosition(start, end) if start is not None and end is not None else None
    return Selector(quote, position) if quote or position else None


def normal(value: Any) -> str:
    """Our texts are NFC; what came from elsewhere may not be."""
    return unicodedata.normalize("NFC", text(MOST_WORDS_CHARACTERS)(value or ""))


def whole(value: Any) -> int | None:
    if is_empty(value):
        return None
    digits = str(value).strip()
    # First how many they are: Python reads no number of thousands of digits.
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20 and int(digits) <= LARGEST_POSITION):
        raise InvalidInput(f"“{digits[:40]}” is no position in a text.")
    return int(digits)


SOURCE_TEXTS = {
    "title": 500,
    "container_title": 300,
    "publisher": 300,
    "issued": 20,
    "url": 2000,
    "doi": 200,
    "archived_url": 2000,
    "type": 24,
    "tier": 9,
}
USE_TEXTS = {
    "locator_label": 20,
    "locator": 200,
    "quotation": MOST_WORDS_CHARACTERS,
    "note": MOST_WORDS_CHARACTERS,
}


def cited_of(evidence: Any) -> Cited:
    """A source by its address, or an object with `source`, `stance` and the rest, as an export has it."""
    if isinstance(evidence, str):
        return Cited({"url": text(2000)(evidence)}, {})
    if not isinstance(evidence, Mapping) or not isinstance(evidence.get("source"), Mapping):
        raise InvalidInput("Its evidence names no source.")
    told = evidence["source"]
    source: dict[str, Any] = {
        name: text(most)(told[name]) for name, most in SOURCE_TEXTS.items() if not is_empty(told.get(name))
    }
    if not is_empty(told.get("author")):
        source["author"] = [name_of(name) for name in listed(told["author"], MOST_SOURCES, "authors")]
    if told.get("identity_shown") is False:
        # Whoever took the export was not told who it is: what stands there is no title.
        source = {}
    use: dict[str, Any] = {
        name: text(most)(evidence[name])
        for name, most in USE_TEXTS.items()
        if not is_empty(evidence.get(name))
    }
    if not is_empty(evidence.get("stance")):
        use["stance"] = one_of(STANCES)(evidence["stance"])
    if not is_empty(evidence.get("accessed_on")):
        use["accessed_on"] = day(evidence["accessed_on"])
    return Cited(source, use)


def listed(value: Any, most: int, name: str) -> list[Any]:
    if is_empty(value):
        return []
    if not isinstance(value, list):
        raise InvalidInput(f"Its {name} are no list.")
    if len(value) > most:
        raise InvalidInput(f"It has more than {most} {name}.")
    return value

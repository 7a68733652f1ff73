"""What a foreign annotation says beside a claim, as people read it: sanitised, and nothing fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotations.errors import TooLarge
from annotations.sanitize import inline_html, is_safe_address

KINDS = {
    "assessing": "Assessment",
    "classifying": "Class",
    "commenting": "Comment",
    "describing": "Description",
    "editing": "Other words",
    "linking": "Link",
    "questioning": "Question",
    "replying": "Reply",
    "tagging": "Tag",
}


@dataclass(frozen=True)
class ForeignWords:
    """One body. `html` is safe and empty where `text` is plain; `address` can stand in a link, or is empty."""

    kind: str
    by: str = ""
    text: str = ""
    html: str = ""
    address: str = ""


def foreign_words(foreign: dict[str, Any]) -> list[ForeignWords]:
    """The bodies in `Claim.foreign` that hold words or lead somewhere; what is only for programs is left out."""
    told = (words_of(body) for body in foreign.get("bodies", ()))
    return [words for words in told if words.text or words.html or words.address]


def words_of(body: Any) -> ForeignWords:
    if not isinstance(body, dict):
        return ForeignWords("Link", address=safe(body))
    kind = KINDS.get(first_text(body.get("purpose")), "Note")
    by = ", ".join(filter(None, names(body.get("creator"))))
    value = body.get("value")
    if not isinstance(value, str):
        return ForeignWords(kind, by, address=safe(body.get("source")) or safe(body.get("id")))
    if first_text(body.get("format")) != "text/html":
        return ForeignWords(kind, by, text=value)
    try:
        return ForeignWords(kind, by, html=inline_html(value))
    except TooLarge:
        return ForeignWords(kind, by, text=value)


def came_from(foreign: dict[str, Any]) -> list[str]:
    """The addresses it has elsewhere that can stand in a link."""
    return [address for address in map(safe, foreign.get("via", ())) if address]


def safe(address: Any) -> str:
    return address if isinstance(address, str) and is_safe_address(address) else ""


def first_text(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) else ""


def names(creators: Any) -> Iterator[str]:
    for creator in creators if isinstance(creators, list) else [creators]:
        if isinstance(creator, dict):
            yield first_text(creator.get("name")) or first_text(creator.get("nickname"))

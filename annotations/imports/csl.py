"""CSL-JSON, as Zotero and other bibliography programs write it, to the columns of sources.

What a source has a column for goes there; every other field is kept as it was, so that it comes back unchanged
(https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotations.errors import CannotRead, InvalidInput, TooLarge
from annotations.imports.strict import json_of, text_of

MOST_ITEMS = 5_000

SAME_TYPES = frozenset(
    (
        "webpage",
        "article-newspaper",
        "article-magazine",
        "article-journal",
        "report",
        "dataset",
        "legislation",
        "legal_case",
        "broadcast",
        "interview",
        "speech",
        "personal_communication",
        "book",
        "post",
        "document",
    )
)
"""Those that a source has, too."""

OTHER_TYPES = {
    "article": "document",
    "bill": "legislation",
    "chapter": "book",
    "classic": "book",
    "entry-dictionary": "book",
    "entry-encyclopedia": "book",
    "hearing": "legal_case",
    "motion_picture": "broadcast",
    "paper-conference": "article-journal",
    "post-weblog": "post",
    "regulation": "legislation",
    "review": "article-journal",
    "song": "broadcast",
    "standard": "report",
    "thesis": "report",
    "treaty": "legislation",
}
"""What stands for the other types of CSL. Any type that is in no table is a document."""

TEXTS = {
    "title": ("title", 500),
    "container-title": ("container_title", 300),
    "publisher": ("publisher", 300),
    "URL": ("url", 2000),
    "DOI": ("doi", 200),
    "note": ("note", 100_000),
}
"""Field → column, and how many characters it takes."""

OF_OURS = ("tier", "archived_url")
"""What we put into `custom`."""

NAME_PARTS = frozenset(
    ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle", "comma-suffix")
)
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
FEW_DIGITS = re.compile(r"[0-9]{1,4}")
"""Python refuses to read a number of some thousand digits."""
DOI_ADDRESS = re.compile(r"(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


@dataclass(frozen=True)
class Cited:
    """One item of the file: `number` counts from 1, `columns` are those of `add_source`, `kept` the names of the
    fields that have no column. With a `fault`, a sentence, it cannot be taken."""

    number: int
    columns: dict[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    fault: str = ""

    @property
    def title(self) -> str:
        """Its title, or else its address or DOI."""
        return next(filter(None, map(self.columns.get, ("title", "url", "doi"))), "")


def read_csl(data: bytes) -> list[Cited]:
    """A list of items, one item alone, or the answer of Zotero's API ({"items": […]}).

    Raises CannotRead when it is neither, TooLarge for more than `MOST_ITEMS`.
    """
    return read_items(json_of(text_of(data)))


def read_items(said: Any) -> list[Cited]:
    """The same, of JSON values. Raises as `read_csl`."""
    items = said.get("items", [said]) if isinstance(said, dict) else said
    if not isinstance(items, list) or not items:
        raise CannotRead("This is no CSL-JSON: a list of items is expected, as Zotero exports it.")
    if len(items) > MOST_ITEMS:
        raise TooLarge(f"At most {MOST_ITEMS:,} sources are taken from one file. It has {len(items):,}.")
    return [cited(number, item) for number, item in enumerate(items, start=1)]


def cited(number: int, item: Any) -> Cited:
    if not isinstance(item, dict):
        return Cited(number, fault="This is no item: an object is expected.")
    try:
        columns, kept, said = columns_of(item)
    except InvalidInput as error:
        return Cited(number, {"title": str(item.get("title", ""))[:500]}, fault=error.sentence)
    foreign = {name: value for name, value in (("csl", kept), ("said", said)) if value}
    return Cited(
        number, columns | ({"foreign": foreign} if foreign else {}), tuple(sorted(set(kept) - {"id"}))
    )


def columns_of(item: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The columns, the fields that have none, and those whose column says less: field → [column, what it said].

    Raises InvalidInput with a sentence about the first value that cannot be taken.
    """
    columns: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for name, (column, most) in TEXTS.items():
        if name in item:
            columns[column] = text(name, item[name], most)
    if "author" in item:
        columns["author"] = [name_of(each) for each in listed(item["author"])]
    columns["type"] = type_of(item.get("type", ""))
    if "issued" in item:
        columns["issued"] = day_of(item["issued"])
    if "doi" in columns:
        columns["doi"] = DOI_ADDRESS.sub("", columns["doi"], count=1)
    for name, column in (("type", "type"), ("issued", "issued"), ("DOI", "doi")):
        if name in item and item[name] != plainly(column, columns[column]):
            said[name] = [columns[column], item[name]]
    known = {*TEXTS, "author", "type", "issued", "custom"}
    kept = {name: value for name, value in item.items() if name not in known}
    ours, others = of_custom(item.get("custom"))
    return columns | ours, kept | ({"custom": others} if others else {}), said


def plainly(column: str, value: str) -> Any:
    """How an export writes the column by itself."""
    if column != "issued":
        return value
    return (
        {"date-parts": [[int(part) for part in value.split("-")]]} if DAY.fullmatch(value) else {"raw": value}
    )


def of_custom(custom: Any) -> tuple[dict[str, Any], Any]:
    """What of `custom` is ours, and what is somebody else's."""
    if not isinstance(custom, dict):
        return {}, custom
    ours = {name: custom[name] for name in OF_OURS if isinstance(custom.get(name), str) and custom[name]}
    return ours, {name: value for name, value in custom.items() if name not in ours}


def text(name: str, value: Any, most: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, (str, int, float)):
        raise InvalidInput(f"Its {name} is no text.")
    words = str(value) if name == "note" else " ".join(str(value).split())
    if len(words) > most:
        raise InvalidInput(f"Its {name} is longer than {most:,} characters.")
    return words


def listed(authors: Any) -> list[Any]:
    if not isinstance(authors, list):
        raise InvalidInput("Its author is no list of names.")
    return authors


def name_of(name: Any) -> dict[str, Any]:
    """A CSL name. Raises InvalidInput for what names nobody."""
    if not isinstance(name, dict) or not any(
        isinstance(name.get(part), str) and name[part].strip() for part in ("family", "given", "literal")
    ):
        raise InvalidInput("One of its authors has no name.")
    return {
        part: value
        for part, value in name.items()
        if part in NAME_PARTS and isinstance(value, bool if part == "comma-suffix" else str)
    }


def type_of(said: Any) -> str:
    if not isinstance(said, str):
        return "document"
    return said if said in SAME_TYPES else OTHER_TYPES.get(said, "document")


def day_of(issued: Any) -> str:
    """Year, month and day as far as they are said, as in "2024-11"; of a span its beginning; "" when none is."""
    if not isinstance(issued, dict):
        return ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return day_of_parts(parts[0])
    words = str(issued.get("raw") or issued.get("literal") or "").strip()
    found = DAY.match(words)
    return words if len(words) <= 20 else found[0] if found else ""


def day_of_parts(parts: list[Any]) -> str:
    numbers = [int(part) for part in map(str, parts[:3]) if FEW_DIGITS.fullmatch(part)]
    if not numbers or len(numbers) < len(parts[:3]) or not 0 < numbers[0] < 10_000:
        return ""
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])

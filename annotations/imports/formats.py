"""The formats from which claims are read: one function each, one row in one table."""

from collections.abc import Callable
from dataclasses import dataclass

from annotations.errors import CannotRead
from annotations.imports.annotation_lines import read_annotations
from annotations.imports.claim_lines import read_json_lines
from annotations.imports.claim_table import read_table
from annotations.imports.claims import ClaimFile


@dataclass(frozen=True)
class Format:
    """`endings` are those of file names; `read` gives the claims one after the other."""

    label: str
    endings: tuple[str, ...]
    read: Callable[[bytes], ClaimFile]


FORMATS: dict[str, Format] = {
    "csv": Format("CSV, one row a claim", (".csv", ".tsv", ".txt"), read_table),
    "jsonl": Format("JSON Lines, one line a claim", (".jsonl", ".ndjson"), read_json_lines),
    "web-annotation": Format("Web Annotations (W3C)", (".jsonld", ".json"), read_annotations),
}


def read_claims(data: bytes, *, name: str = "", format: str = "") -> ClaimFile:
    """The claims of a file, in the format named or else that of its name or its first character.

    Raises CannotRead for a format that is not known, and for a file that is not of its format.
    """
    if not data.strip():
        raise CannotRead("The file is empty.")
    format = format or format_of(name, data)
    if format not in FORMATS:
        raise CannotRead(f"There is no format “{format[:40]}”. There are: {', '.join(FORMATS)}.")
    return FORMATS[format].read(data)


def format_of(name: str, data: bytes) -> str:
    for format, row in FORMATS.items():
        if name.lower().endswith(row.endings):
            return format
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"["):
        return "web-annotation"
    return "jsonl" if begins.startswith(b"{") else "csv"

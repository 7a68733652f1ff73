"""Claims from CSV: a row each, under a head that names the columns. Cells that an export made safe come back."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from annotations.errors import CannotRead
from annotations.imports.claims import ClaimFile, ClaimRow, row_of
from annotations.imports.strict import text_of
from annotations.strict_json import NEVER_IN_TEXT

COLUMNS = {
    "uid": "uid",
    "article": "article",
    "article_url": "article_url",
    "text": "text",
    "claim": "text",
    "wording": "text",
    "quotation": "quotation",
    "quote": "quotation",
    "exact": "quotation",
    "prefix": "prefix",
    "suffix": "suffix",
    "start": "start",
    "end": "end",
    "claimant": "claimant",
    "speaker": "claimant",
    "claimant_kind": "claimant_kind",
    "claimant_role": "claimant_role",
    "claim_date": "claim_date",
    "date": "claim_date",
    "assertion_type": "assertion_type",
    "materiality": "materiality",
    "tags": "tags",
    "due": "due",
    "rating": "rating",
    "verdict": "rating",
    "explanation": "rationale",
    "rationale": "rationale",
    "sources": "evidence",
}
"""Column of the file, whatever the case → field of a claim."""

MADE_SAFE = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
"""A cell before which an export has put an apostrophe, so that no spreadsheet runs it."""

LARGEST_CELL_CHARACTERS = 200_000
SEPARATORS = ",;\t"
SAID = re.compile(f"sep=([{SEPARATORS}])\r?\n", re.IGNORECASE)
"""A line before the head by which spreadsheets tell one another what separates the cells."""


def read_table(data: bytes) -> ClaimFile:
    """UTF-8, separated by commas, semicolons or tabs. Raises CannotRead without a head that names what is meant."""
    lines = text_of(data)
    if NEVER_IN_TEXT.search(lines):
        raise CannotRead("It holds a NUL. Save it as CSV in UTF-8.")
    table = read_lines(lines)
    head = next(table, (0, []))[1]
    names = [COLUMNS.get(name.strip().lower().replace(" ", "_"), "") for name in head]
    if not {"quotation", "start"} & set(names):
        raise CannotRead(
            "The first line has to name the columns, and “quotation” among them: the words of the article."
        )
    if twice := [name for name, field in zip(head, names, strict=True) if field and names.count(field) > 1]:
        raise CannotRead(f"These columns mean the same, and only one can be read: {', '.join(twice)}.")
    unread = tuple(name for name, field in zip(head, names, strict=True) if not field and name.strip())
    return ClaimFile(rows_of(names, table), unread)


def read_lines(lines: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins. Raises CannotRead for quotes that are not closed."""
    csv.field_size_limit(LARGEST_CELL_CHARACTERS)
    said = SAID.match(lines)
    before = 1 if said else 0
    first = lines.partition("\n")[0]
    separator = said[1] if said else max(SEPARATORS, key=first.count)
    text = StringIO(lines[said.end() :] if said else lines, newline="")
    reader = csv.reader(text, delimiter=separator, strict=True)
    begins = before + 1
    try:
        for cells in reader:
            yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error as error:
        raise CannotRead(f"The table cannot be read from line {begins} on: {error}.") from error


def rows_of(names: list[str], table: Iterator[tuple[int, list[str]]]) -> Iterator[ClaimRow]:
    for number, cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            yield ClaimRow(number, fault=f"It has {len(cells)} cells, and the first line {len(names)}.")
            continue
        given = {name: as_it_was(cell) for name, cell in zip(names, cells, strict=False) if name}
        yield row_of(number, given | lists_in(given))


def lists_in(given: dict[str, str]) -> dict[str, list[str]]:
    """Cells that hold several values: tags behind semicolons, addresses of sources behind white space."""
    split = {"tags": lambda cell: re.split("[;\n]", cell), "evidence": str.split}
    return {
        name: [value.strip() for value in parts(given[name]) if value.strip()]
        for name, parts in split.items()
        if name in given
    }


def as_it_was(cell: str) -> str:
    """A cell as it was before an export made it safe."""
    return cell[1:] if MADE_SAFE.match(cell) else cell

"""CSV for spreadsheets: RFC 4180 in UTF-8 with a byte order mark, no cell that one of them would run."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from typing import Any, TypeVar

from annotations.exports.blocks import in_blocks

T = TypeVar("T")

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads the file as Windows-1252, and every curly quote is three letters."""

RUN_BY_SPREADSHEETS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet would run; also one that already has the apostrophes we put before it,
so that taking one away gives back what was there."""


def csv_of(columns: Mapping[str, Callable[[T], Any]], rows: Iterable[T]) -> Iterator[bytes]:
    """A column a name, each with how it is read from a row."""
    return in_blocks(lines([*columns], ([cell(read(row)) for read in columns.values()] for row in rows)))


def lines(head: list[str], rows: Iterator[list[str]]) -> Iterator[bytes]:
    buffer = StringIO(BYTE_ORDER_MARK)
    buffer.seek(0, 2)
    writer = csv.writer(buffer)
    writer.writerow(head)
    for row in rows:
        writer.writerow(row)
        yield taken(buffer)
    yield taken(buffer)


def taken(buffer: StringIO) -> bytes:
    """What the buffer holds, which is empty afterwards."""
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def cell(value: Any) -> str:
    """The value as text that no spreadsheet runs: an apostrophe before what it would take for a formula.

    A number is never run: a fraction has four places.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}"
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if RUN_BY_SPREADSHEETS.match(text) and not isinstance(value, int) else text

"""Claims from JSON Lines: an object a line, as our own export writes it, or flat as a table's columns."""

from collections.abc import Iterator
from typing import Any

from annotations.errors import CannotRead
from annotations.imports.claim_table import COLUMNS
from annotations.imports.claims import ClaimFile, ClaimRow, row_of
from annotations.imports.strict import json_of, text_of

NESTED = ("claimant", "verdict", "highlights", "evidence", "tags")


def read_json_lines(data: bytes) -> ClaimFile:
    """Raises CannotRead when it is not UTF-8; a line that is no JSON object is a faulty row."""
    return ClaimFile(rows_of(text_of(data)))


def rows_of(lines: str) -> Iterator[ClaimRow]:
    for number, line in enumerate(lines.split("\n"), start=1):
        if line.strip():
            yield row_in(number, line)


def row_in(number: int, line: str) -> ClaimRow:
    try:
        said = json_of(line)
    except CannotRead as error:
        return ClaimRow(number, fault=error.sentence)
    if not isinstance(said, dict):
        return ClaimRow(number, fault="The line is no JSON object.")
    return row_of(number, given_in(said))


def given_in(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of `row_of`, from a claim as an export shows it."""
    given = {field: said[name] for name, field in COLUMNS.items() if name in said and name not in NESTED}
    claimant, verdict = said.get("claimant"), said.get("verdict")
    if isinstance(claimant, dict):
        given |= {
            "claimant": claimant.get("name"),
            "claimant_kind": claimant.get("kind"),
            "claimant_role": claimant.get("role"),
        }
    else:
        given["claimant"] = claimant
    if isinstance(verdict, dict) and isinstance(verdict.get("rating"), dict):
        given |= {"rating": verdict["rating"].get("key"), "rationale": verdict.get("explanation")}
    elif isinstance(verdict, str):
        given.setdefault("rating", verdict)
    return given | {
        "tags": said.get("tags"),
        "evidence": said.get("evidence") or said.get("sources"),
        "places": said.get("highlights"),
    }

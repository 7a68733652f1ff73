"""How a value of a column stands in an archive, and how it is read back: the same on both databases."""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from annotations.exports.archive.tables import kind_of

INLINE_BYTES = 1024
"""Longer ones are files of their own, under their SHA-256."""

MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"

Value = Any


def moment(value: datetime) -> str:
    """In UTC, with microseconds also where there are none."""
    return value.astimezone(UTC).strftime(MOMENT)


def moment_in(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


WRITTEN: dict[str, tuple[Callable[[Any], Value], Callable[[Any], Value]]] = {
    "DateTimeField": (moment, moment_in),
    "DateField": (date.isoformat, date.fromisoformat),
    "UUIDField": (str, UUID),
}
"""How each kind is written, and read back. What is not named is as JSON has it."""

PLAIN: dict[str, type | tuple[type, ...]] = {
    "AutoField": int,
    "BigAutoField": int,
    "BigIntegerField": int,
    "BooleanField": bool,
    "CharField": str,
    "FloatField": (float, int),
    "GenericIPAddressField": str,
    "IntegerField": int,
    "PositiveBigIntegerField": int,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "SlugField": str,
    "SmallIntegerField": int,
    "TextField": str,
    "URLField": str,
}
"""Kinds that JSON has by itself, and what they are in Python."""


def to_json(field: Any, value: Any) -> Value:
    """Raises KeyError for a kind of column that has no row in the tables above."""
    kind = kind_of(field)
    if value is None or kind == "JSONField":
        return value
    if kind in WRITTEN:
        return WRITTEN[kind][0](value)
    assert isinstance(value, PLAIN[kind]), (field, value)
    return value


def from_json(field: Any, value: Value, file: Callable[[str], bytes]) -> Any:
    """What was written as `value`; `file` gives the contents of a SHA-256.

    Raises ValueError, TypeError or KeyError for what is not of the column's kind.
    """
    kind = kind_of(field)
    if value is None or kind == "JSONField":
        return value
    if kind == "BinaryField":
        return file(value["file"]) if "file" in value else base64.b64decode(value["base64"], validate=True)
    if kind in WRITTEN:
        return WRITTEN[kind][1](value)
    if not isinstance(value, PLAIN[kind]) or (isinstance(value, bool) and kind != "BooleanField"):
        raise TypeError(f"{value!r} is not of the kind {kind}")
    return value


def bytes_to_json(content: bytes, digest: str) -> Mapping[str, str]:
    if len(content) > INLINE_BYTES:
        return {"file": digest}
    return {"base64": base64.b64encode(content).decode()}


def line_of(row: Mapping[str, Value]) -> bytes:
    """One row as JSON, its keys sorted at every depth."""
    written = json.dumps(row, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{written}\n".encode()

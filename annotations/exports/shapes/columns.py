"""Reading columns into nested dictionaries, without making model instances."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Union

from django.db.models import QuerySet

CHUNK_ROWS = 500
"""As many rows as are held at once: a page of a list is one chunk, an export as many as it takes."""

Columns = Mapping[str, Union[str, "Columns"]]
"""Key → column path, or a related row's columns. A related row without a value in its first column is None."""

Shape = dict[str, Any]

PERSON = {"uid": "uid", "username": "username", "name": "name"}


def under(relation: str, columns: Columns) -> Columns:
    """The same columns, reached through a relation."""
    return {
        key: f"{relation}__{path}" if isinstance(path, str) else under(relation, path)
        for key, path in columns.items()
    }


def chunks(rows: QuerySet[Any], columns: Columns) -> Iterator[dict[Any, Shape]]:
    """Up to `CHUNK_ROWS` rows at a time, each as primary key → shape, in the queryset's order."""
    table = rows.values_list("pk", *paths(columns)).iterator(chunk_size=CHUNK_ROWS)
    while chunk := {pk: nested(columns, iter(values)) for pk, *values in islice(table, CHUNK_ROWS)}:
        yield chunk


def plain(rows: QuerySet[Any], columns: Columns) -> Iterator[Shape]:
    """Rows that are their columns and nothing more."""
    for chunk in chunks(rows, columns):
        yield from chunk.values()


def paths(columns: Columns) -> list[str]:
    """The column paths in order, those of related rows in their place."""
    found: list[str] = []
    for path in columns.values():
        found += [path] if isinstance(path, str) else paths(path)
    return found


def nested(columns: Columns, values: Iterator[Any]) -> Shape:
    return {
        key: next(values) if isinstance(path, str) else nested_or_none(path, values)
        for key, path in columns.items()
    }


def nested_or_none(columns: Columns, values: Iterator[Any]) -> Shape | None:
    shape = nested(columns, values)
    return None if next(iter(shape.values())) is None else shape

"""Statements that write rows as JSON (`written.py`): put together once, read a chunk of keys at a time."""

import json
from collections.abc import Callable, Collection, Generator, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import Any

from django.db import Error, connection
from django.db.models import BooleanField, Model, QuerySet
from django.db.models.expressions import Combinable, RawSQL

from annotations.exports.ahead import ahead

LINES_AT_ONCE = 1_000
"""So many are held at once, each of some kilobytes: a page of a list is one chunk, an export as many as it takes."""

KEYS = "\x1ekeys\x1e"

GIVEN_ARRAY = "%s::bigint[]"

AMONG = {
    "sqlite": "{key} IN (SELECT value FROM json_each(%s))",
    "postgresql": f"{{key}} = ANY({GIVEN_ARRAY})",
}
"""The keys of rows as one parameter, whatever their number."""

numbers = count(1)
"""One connection may write several files in turns: each names its statement otherwise."""

MOST_KEPT = 500
kept: "dict[Hashable, Prepared]" = {}
"""Statements that were put together already."""


@dataclass(frozen=True)
class Prepared:
    """A statement that writes rows of one table as JSON. `KEYS` stands in `params` for the keys of the rows."""

    sql: str
    params: tuple[Any, ...]

    def read(self, keys: Collection[int]) -> dict[int, str]:
        """Key → the row as JSON text, of those that are there."""
        return rows_of(self.sql, self.params_for(keys))

    def in_order(self, keys: Collection[int]) -> list[str]:
        """The rows that are there as JSON texts, in the order of the keys."""
        written = self.read(keys)
        return [written[key] for key in keys if key in written]

    def params_for(self, keys: Collection[int]) -> list[Any]:
        given = list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))
        return [given if value == KEYS else value for value in self.params]


def read_together(asked: Mapping[str, tuple[Prepared, Collection[int]]]) -> dict[str, str]:
    """Name and key with a blank between → the row as JSON text; one query, or none where nothing is asked."""
    parts = [
        f"SELECT '{name} ' || pk, written FROM ({each.sql}) AS {name}" for name, (each, _) in asked.items()
    ]
    params = [value for each, keys in asked.values() for value in each.params_for(keys)]
    return rows_of(" UNION ALL ".join(parts), params) if parts else {}


def rows_of(sql: str, params: Sequence[Any]) -> dict[Any, str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return dict(cursor.fetchall())


def prepare(model: type[Model], written: Combinable) -> Prepared:
    key = f'"{model._meta.db_table}"."{model._meta.pk.column}"'
    among = RawSQL(AMONG[connection.vendor].format(key=key), [KEYS], BooleanField())
    rows = model._base_manager.filter(among).annotate(written=written)
    return Prepared(*rows.order_by().values_list("pk", "written").query.sql_with_params())


def prepared(key: Hashable, model: type[Model], written: Callable[[], Combinable]) -> Prepared:
    """The statement, kept under `key`, which names all that `written` depends on.

    Django takes longer to put it together than the database to write fifty rows.
    """
    statement = kept.get(key)
    if statement is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        statement = kept[key] = prepare(model, written())
    return statement


def chunks_of(rows: QuerySet[Any], statement: Prepared) -> Iterator[list[str]]:
    """The rows as JSON texts in the queryset's order, `LINES_AT_ONCE` at a time: in constant memory."""
    return ahead(read_in_turn(rows, statement))


def read_in_turn(rows: QuerySet[Any], statement: Prepared) -> Generator[list[str], None, None]:
    keys = rows.values_list("pk", flat=True).iterator(chunk_size=LINES_AT_ONCE)
    chunks = iter(lambda: list(islice(keys, LINES_AT_ONCE)), [])
    for first in islice(chunks, 1):
        yield statement.in_order(first)
    for second in islice(chunks, 1):
        with planned(statement) as known:
            yield from map(known.in_order, chain([second], chunks))


@contextmanager
def planned(statement: Prepared) -> Iterator[Prepared]:
    """The same statement, which PostgreSQL plans once: for each chunk anew takes a tenth of all its time."""
    if connection.vendor != "postgresql":
        yield statement
        return
    name = f"lines_{next(numbers)}"
    sql = statement.sql.replace(GIVEN_ARRAY, "$1")
    execute(f"PREPARE {name} (bigint[]) AS {sql}", [value for value in statement.params if value != KEYS])
    try:
        yield Prepared(f"EXECUTE {name} (%s)", (KEYS,))
    finally:
        # A connection that broke has forgotten it.
        with suppress(Error):
            execute(f"DEALLOCATE {name}", [])


def execute(sql: str, params: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def lines_of(rows: QuerySet[Any], statement: Prepared) -> Iterator[str]:
    """The same, one after the other."""
    return chain.from_iterable(chunks_of(rows, statement))

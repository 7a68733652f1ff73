"""Statements that write rows as JSON (`written.py`): put together once, read a chunk of keys at a time."""

import json
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Model, QuerySet
from django.db.models.expressions import Combinable, RawSQL

LINES_AT_ONCE = 1_000
"""So many are held at once, each of some kilobytes; PostgreSQL plans anew for each such chunk."""

READS_AHEAD = ("postgresql",)
"""Databases that work in a process of their own. SQLite's work would only take turns with ours."""

Read = tuple[list[int], dict[int, str]]
"""Keys, and by key the row as JSON text."""

KEYS = "\x1ekeys\x1e"

AMONG = {
    "sqlite": "{key} IN (SELECT value FROM json_each(%s))",
    "postgresql": "{key} = ANY(%s::bigint[])",
}
"""The keys of rows as one parameter, whatever their number."""

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
    return fetched(connection.cursor(), sql, params)


def fetched(cursor: Any, sql: str, params: Sequence[Any]) -> dict[Any, str]:
    with cursor:
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


def lines_of(rows: QuerySet[Any], statement: Prepared) -> Iterator[str]:
    """The rows as JSON texts, in the queryset's order, whatever their number in constant memory."""
    keys = rows.values_list("pk", flat=True).iterator(chunk_size=LINES_AT_ONCE)
    chunks = iter(lambda: list(islice(keys, LINES_AT_ONCE)), [])
    read = read_ahead if connection.vendor in READS_AHEAD else read_in_turn
    for chunk, written in read(chunks, statement):
        yield from (written[key] for key in chunk if key in written)


def read_in_turn(chunks: Iterator[list[int]], statement: Prepared) -> Iterator[Read]:
    return ((chunk, statement.read(chunk)) for chunk in chunks)


def read_ahead(chunks: Iterator[list[int]], statement: Prepared) -> Iterator[Read]:
    """The same, but the database is at work on the next chunk while this one goes out.

    In a second thread, on the same connection: whoever else wants it waits for its answer.
    """
    with ThreadPoolExecutor(max_workers=1) as other:
        asked = ((chunk, ask(other, statement, chunk)) for chunk in chunks)
        this = next(asked, None)
        while this:
            following = next(asked, None)
            chunk, answer = this
            yield chunk, answer.result()
            this = following


def ask(other: Executor, statement: Prepared, keys: Collection[int]) -> Future[dict[int, str]]:
    """The cursor is opened here: by itself the other thread would open a connection of its own."""
    return other.submit(fetched, connection.cursor(), statement.sql, statement.params_for(keys))

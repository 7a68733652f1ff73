"""Rows written as JSON by the database itself.

The same column tables as in `shapes/`, but nothing of a row becomes a Python value on its way: several times faster
than reading values and writing them again. Text is joined with the functions both databases have; what is between the
values is the same on both, so the bytes are too (but for how a database spells a floating-point number).
"""

import json
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, Model, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce

from annotations.exports.shapes.columns import Columns

NULL = Value("null", output_field=TextField())

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

MOST_KEYS = 98
"""PostgreSQL takes a hundred arguments; nested objects are calls of their own."""

AS_TEXT: dict[str, dict[str, str]] = {
    "sqlite": {
        "UUIDField": """printf('"%%.8s-%%.4s-%%.4s-%%.4s-%%.12s"', {0}, substr({0}, 9), substr({0}, 13),"""
        " substr({0}, 17), substr({0}, 21))",
        "DateTimeField": """'"' || replace({0}, ' ', 'T') || 'Z"'""",
        "DateField": """'"' || {0} || '"'""",
        "BooleanField": "CASE WHEN {0} THEN 'true' ELSE 'false' END",
        "JSONField": "{0}",
        "number": "{0}",
        "text": "json_quote({0})",
    },
    "postgresql": {
        "UUIDField": """'"' || {0} || '"'""",
        "DateTimeField": """'"' || replace(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),"""
        """ '.000000', '') || 'Z"'""",
        "DateField": """'"' || {0} || '"'""",
        "BooleanField": "CASE WHEN {0} THEN 'true' ELSE 'false' END",
        "JSONField": "{0}::text",
        "number": "{0}::text",
        "text": "to_json({0})::text",
    },
}
"""How a value is written as JSON, by the kind of its column. SQLite keeps UUIDs as 32 digits and times in UTC."""

NUMBERS = ("IntegerField", "FloatField")


class AsText(Func):
    """One column as JSON text; null where it is empty."""

    output_field = TextField()

    def as_sql(
        self, compiler: Any, connection: Any, *args: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        [column] = self.source_expressions
        sql, params = compiler.compile(column)
        value = AS_TEXT[connection.vendor][kind_of(column.output_field)]
        template = f"CASE WHEN {{0}} IS NULL THEN 'null' ELSE {value} END"
        return template.format(sql), tuple(params) * template.count("{0}")


def kind_of(field: Any) -> str:
    kind = field.get_internal_type()
    if kind in AS_TEXT["sqlite"]:
        return str(kind)
    return "number" if kind.endswith(NUMBERS) else "text"


class Joined(Func):
    """`printf` of values into a text in which each %s stands for one."""

    output_field = TextField()
    function = "printf"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="format", **context)


class AsList(Subquery):
    """The rows of a subquery with the one column `written` as a JSON list, in their order."""

    output_field = TextField()
    template = "(SELECT '[' || coalesce(group_concat(written), '') || ']' FROM (%(subquery)s) AS listed)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = self.template.replace("group_concat(written)", "string_agg(written, ',')")
        return self.as_sql(compiler, connection, template=template, **context)


def as_object(columns: Columns, given: Mapping[str, Any] | None = None) -> Joined:
    """A row as a JSON object. `given` holds the expressions of keys that are not simply columns."""
    written = dict(columns) | dict(given or {})
    assert len(written) <= MOST_KEYS
    template = "{" + ",".join(f'"{key}":%s' for key in written) + "}"
    return Joined(Value(template, output_field=TextField()), *map(as_value, written.values()))


def as_value(column: Any) -> Combinable:
    if isinstance(column, str):
        return AsText(F(column))
    return as_object_or_null(column) if isinstance(column, Mapping) else column


def as_object_or_null(columns: Columns) -> Case:
    """A related row; null where its first column is empty."""
    there = Q(**{f"{next(iter(columns.values()))}__isnull": False})
    return Case(When(there, then=as_object(columns)), default=NULL, output_field=TextField())


def as_list(rows: QuerySet[Any], written: Combinable) -> AsList:
    """The rows of another table that belong to this one, in their order."""
    return AsList(rows.annotate(written=written).values("written"))


def as_one(rows: QuerySet[Any], written: Combinable) -> Coalesce:
    """The one row of another table that belongs to this one, or null."""
    return Coalesce(Subquery(rows.annotate(written=written).values("written")), NULL)


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
    """ "<name> <key>" → the row as JSON text, for each name by its statement; one query, or none for nothing."""
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


def constant(value: Any) -> Value:
    """A value that stands there whatever the row holds."""
    return Value(orjson.dumps(value).decode(), output_field=TextField())


def veiled(columns: Columns, *veils: tuple[Q, Mapping[str, Any]]) -> dict[str, Case]:
    """The columns that a veil names, as they are where it is lifted, else as what stands there instead.

    A veil is the condition that lifts it and, by key, what is shown until then.
    """
    keys = dict.fromkeys(key for _, instead in veils for key in instead)
    return {
        key: Case(
            *(When(~lifted, then=constant(instead[key])) for lifted, instead in veils if key in instead),
            default=as_value(columns[key]),
            output_field=TextField(),
        )
        for key in keys
    }


def truth(condition: Q) -> Case:
    """true or false."""
    return Case(When(condition, then=constant(True)), default=constant(False), output_field=TextField())

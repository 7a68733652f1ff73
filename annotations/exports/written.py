"""Rows written as JSON by the database itself.

The same column tables as in `shapes/`, but nothing of a row becomes a Python value on its way: several times faster
than reading values and writing them again. Text is joined with the functions both databases have; what is between the
values is the same on both, so the bytes are too (but for how a database spells a floating-point number).
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import orjson
from django.db.models import Case, F, Func, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Coalesce

from annotations.exports.shapes.columns import Columns

NULL = Value("null", output_field=TextField())

MOST_KEYS = 98
"""SQLite takes a hundred arguments; nested objects are calls of their own."""

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
        """Without `format`, which makes a C string of each value first: a twentieth of all an export's time."""
        template: Any
        template, *values = self.source_expressions
        words = map(text, template.value.split("%s"))
        parts = [part for pair in zip_longest(words, values) for part in pair if part is not None]
        return compiler.compile(in_halves(parts))


def in_halves(parts: Sequence[Combinable]) -> Combinable:
    """The parts one behind the other; each is copied a few times only, however many there are."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return CombinedExpression(
        in_halves(parts[:half]), "||", in_halves(parts[half:]), output_field=TextField()
    )


def text(words: str) -> Value:
    return Value(words, output_field=TextField())


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
    return Joined(text(template), *map(as_value, written.values()))


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


def constant(value: Any) -> Value:
    """A value that stands there whatever the row holds."""
    return text(orjson.dumps(value).decode())


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

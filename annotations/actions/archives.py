"""Restoring an archive: rows written as they were into an empty database, or nothing at all.

It leaves no event: the archive's own say all that happened, and one more would make the copy another.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Field, JSONField, Model, Value

from annotations.errors import CannotRead, Conflict
from annotations.exports.archive.tables import ADDED_LATER, FORMAT, VERSION, archived, columns_of
from annotations.exports.archive.values import from_json
from annotations.imports.archive import NEWER, Archive, check, damaged, opened

Tell = Callable[[str, int, int], None]
"""Is told how far it is: what is being done, how many rows of it are done, how many there are."""

ROWS_AT_ONCE = 500
MOST_BYTES_AT_ONCE = 4 * 1024 * 1024

INSTEAD: dict[str, Callable[[], Any]] = {
    "annotations.person.password": lambda: make_password(None),
    "annotations.webhook.salt": lambda: secrets.token_hex(32),
    "annotations.webhook.active": lambda: False,
    "annotations.webhook.paused_why": lambda: "Restored from an archive. Its receiver needs the new secret.",
}
"""What is written where an archive leaves something out that a row needs."""

UNWRITABLE = (DatabaseError, OverflowError, UnicodeEncodeError)
"""What a database says of a value it cannot hold; of a huge number, and of half a character, its driver."""


@dataclass(frozen=True)
class Table:
    """One table to be filled: all its columns, and what stands in those that the archive has not."""

    name: str
    model: type[Model]
    fields: Mapping[str, Field[Any, Any]]
    instead: Mapping[str, Callable[[], Any]]

    def statement(self) -> str:
        quoted = connection.ops.quote_name
        columns = [quoted(str(field.column)) for field in self.fields.values()]
        places = ", ".join(["%s"] * len(columns))
        names = ", ".join(columns)
        return f"INSERT INTO {quoted(self.model._meta.db_table)} ({names}) VALUES ({places})"


def restore_archive(path: Path, *, tell: Tell) -> dict[str, int]:
    """Write all that the archive holds; returns how many rows each table has now.

    The archive is read to its end and compared with its manifest first. Raises Conflict when the database is not
    empty or cannot take it all, CannotRead when the archive is damaged, made by a newer release, or does not fit
    together.
    """
    refuse_full_database()
    archive = opened(path, format=FORMAT, version=VERSION)
    with archive.pack:
        tables = [table_for(name, said["columns"]) for name, said in archive.tables.items()]
        refuse_lack(archive)
        check(archive, lambda name: tell(f"checking {name}", 0, 0))
        with taken_whole(), transaction.atomic():
            refuse_full_database()
            written = {table.name: fill(table, archive, tell) for table in tables}
            tell("checking that it fits together", 0, 0)
            hold_together()
            set_sequences()
    return written


def refuse_full_database() -> None:
    for model in archived().values():
        if model._base_manager.exists():
            raise Conflict(
                "An archive is restored only into an empty database, and this one holds "
                f"{model._meta.verbose_name_plural}. Name another with DATABASE_URL or DATA_DIR, run `migrate`, "
                "and restore there."
            )


def refuse_lack(archive: Archive) -> None:
    """Raises CannotRead when a table is missing that every release has had."""
    for name in sorted(archived().keys() - archive.tables.keys() - ADDED_LATER):
        raise damaged(f"it has no {name}")


@contextmanager
def taken_whole() -> Iterator[None]:
    """What goes wrong with the database itself is not the archive's fault: the disk is full, or it went away."""
    try:
        yield
    except OperationalError as error:
        raise Conflict(
            f"The database did not take it all ({reason_in(error)}). Nothing was written."
        ) from error


def table_for(name: str, columns: list[str]) -> Table:
    """Raises CannotRead for what a newer release has written, and for what no release could have left out."""
    model = archived().get(name)
    if model is None or not set(columns) <= set(columns_of(model)):
        raise CannotRead(NEWER)
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
    instead = {column: stand_in(model, fields[column]) for column in fields if column not in columns}
    return Table(name, model, fields, instead)


def stand_in(model: type[Model], field: Any) -> Callable[[], Any]:
    """What a row has in a column that the archive does not know: what was left out, or what is newer than it."""
    label = f"{model._meta.label_lower}.{field.attname}"
    if label in INSTEAD:
        return INSTEAD[label]
    if not (field.has_default() or field.null or field.empty_strings_allowed):
        raise damaged(f"{model._meta.model_name} has no {field.attname}")
    return cast(Callable[[], Any], field.get_default)


def fill(table: Table, archive: Archive, tell: Tell) -> int:
    """Write the table's rows, some at a time; returns how many."""
    total, done = archive.tables[table.name]["rows"], 0
    statement = table.statement()
    for rows in batches(table, archive):
        tell(table.name, done, total)
        try:
            with connection.cursor() as cursor:
                cursor.executemany(statement, rows)
        except OperationalError:
            raise
        except UNWRITABLE as error:
            raise unfit(table.name, error) from error
        done += len(rows)
    return done


def batches(table: Table, archive: Archive) -> Iterator[list[list[Any]]]:
    """So many rows that they are some megabytes together, files included."""
    rows, weight = list[list[Any]](), 0
    for line, row in archive.rows(table.name):
        values, files = values_of(table, row, archive)
        rows.append(values)
        weight += len(line) + files
        if len(rows) >= ROWS_AT_ONCE or weight >= MOST_BYTES_AT_ONCE:
            yield rows
            rows, weight = [], 0
    if rows:
        yield rows


def values_of(table: Table, row: dict[str, Any], archive: Archive) -> tuple[list[Any], int]:
    """The row's values as the database takes them, in the order of the statement, and the bytes of its files."""
    values, weight, instead = [], 0, table.instead
    for name, field in table.fields.items():
        value = instead[name]() if name in instead else value_of(table, field, row[name], archive)
        weight += len(value) if isinstance(value, bytes) else 0
        values.append(field.get_db_prep_save(value, connection))
    return values, weight


def value_of(table: Table, field: Any, written: Any, archive: Archive) -> Any:
    try:
        value = from_json(field, written, archive.file)
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(f"{table.name} has a {field.attname} that cannot be read") from error
    if value is None and isinstance(field, JSONField) and not field.null:
        # What JSON calls null is a value, where the column must have one.
        return Value(None, JSONField())
    return value


def hold_together() -> None:
    """References are checked only at the end, for rows come in an order of their own."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise unfit("its references", error) from error


def unfit(what: str, error: Exception) -> CannotRead:
    return damaged(f"{what} cannot be written ({reason_in(error)})")


def reason_in(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def set_sequences() -> None:
    """The next row of each table gets a key that none has yet. SQLite sees to it by itself."""
    statements = connection.ops.sequence_reset_sql(no_style(), [*archived().values()])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

"""Empties the database behind a test that committed to it."""

from functools import cache

from django.db import connection, transaction

STAY = {"django_content_type", "auth_permission"}
"""What `migrate` writes by itself, and every test finds."""


def empty_tables() -> None:
    """Deletes the rows of the tables that have some.

    Django's `flush` truncates all tables there are, for which PostgreSQL makes hundreds of files anew: one to three
    seconds a test. Keys go on counting, as they do there. References are looked at when all is deleted.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_name_unless_empty, _tables())))
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")


def _name_unless_empty(table: str) -> str:
    return f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"


@cache
def _tables() -> list[str]:
    return sorted({*connection.introspection.django_table_names(only_existing=True)} - STAY)

"""Rows that many others name are written once.

What the database writes (`written.py`) holds, between two seams, the name of a kind of row and a key. The JSON of
that row is put there before the line goes on: people, policies, ratings and sources are read once an export and not
once for every claim that names them.
"""

from collections.abc import Callable, Iterator, Set

from django.db.models import F, Func, TextField

from annotations.exports.prepared import Prepared, read_together

SEAM = "\x1e"
"""A control character never stands in JSON by itself."""

MOST_KEPT = 2_000
"""So many rows are kept as written, for the lines that follow."""


class Named(Func):
    """The row of this kind whose key the column holds; null where it holds none."""

    output_field = TextField()
    template = f"coalesce('{SEAM}%(kind)s ' || %(expressions)s || '{SEAM}', 'null')"


def named(kind: str, column: str) -> Named:
    return Named(F(column), kind=kind)


def filled(chunks: Iterator[list[str]], statement_of: Callable[[str], Prepared]) -> Iterator[str]:
    """The lines with the rows that they name. `statement_of` tells by which statement a kind is written."""
    kept: dict[str, str] = {}
    for chunk in chunks:
        lines = [line.split(SEAM) for line in chunk]
        if len(kept) > MOST_KEPT:
            kept.clear()
        missing = {name for parts in lines for name in parts[1::2]} - kept.keys()
        kept |= rows_named(missing, statement_of)
        for parts in lines:
            parts[1::2] = [kept[name] for name in parts[1::2]]
            yield "".join(parts)


def rows_named(names: Set[str], statement_of: Callable[[str], Prepared]) -> dict[str, str]:
    """Each name → its row as JSON, in one query whatever their kinds."""
    keys: dict[str, list[int]] = {}
    for name in names:
        kind, key = name.split()
        keys.setdefault(kind, []).append(int(key))
    return read_together({kind: (statement_of(kind), keys[kind]) for kind in sorted(keys)})

"""An archive, block by block: constant memory but for the list of its files, and the same bytes for the same rows."""

import hashlib
import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection
from django.db.models import Max, Model, QuerySet

from annotations.exports.archive.tables import (
    FORMAT,
    VERSION,
    archived,
    columns_of,
    holds_files,
    kind_of,
    order_of,
)
from annotations.exports.archive.values import bytes_to_json, line_of, to_json
from annotations.exports.blocks import in_blocks
from annotations.models import Event

ROWS_AT_ONCE = 200
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say: an archive of the same rows is the same file whenever it is made."""

ONLY_ITS_OWNER = 0o600 << 16
UNIX = 3

Said = dict[str, Any]

BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


class Outlet(RawIOBase):
    """What a ZIP is written into: it holds what nobody has taken yet."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.waiting.append(bytes(content))
        return len(content)

    def taken(self) -> Iterator[bytes]:
        waiting, self.waiting = self.waiting, []
        yield from waiting


@contextmanager
def at_one_moment() -> Iterator[None]:
    """What is read within is as it was at the beginning, and nobody who writes meanwhile waits for it."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def archive(own: Event | None = None) -> Generator[bytes, None, None]:
    """All tables, then the stored originals and copies, then the manifest.

    `own` is the event that says that this archive is taken: it is not in it when it is the last there is, so that an
    archive taken from what was restored is the same file.
    """
    with at_one_moment():
        yield from in_blocks(packed(own))


def packed(own: Event | None) -> Iterator[bytes]:
    outlet, files = Outlet(), Files()
    with ZipFile(outlet, "w") as pack:
        tables: dict[str, Said] = {}
        for name, model in archived().items():
            tables[name] = yield from table(pack, outlet, name, rows_of(model, own), files)
        yield from files.packed(pack, outlet)
        manifest = {"format": FORMAT, "version": VERSION, "tables": tables, "files": len(files.where)}
        with pack.open(entry("manifest.json"), "w") as part:
            part.write(json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n")
    yield from outlet.taken()


def rows_of(model: type[Model], own: Event | None) -> QuerySet[Any]:
    rows = model._base_manager.order_by(order_of(model))
    if model is Event and own and Event.objects.aggregate(last=Max("number"))["last"] == own.number:
        return rows.exclude(pk=own.pk)
    return rows


def entry(name: str) -> ZipInfo:
    """Says of a part of the ZIP only what is the same every time."""
    info = ZipInfo(name, FIXED_TIME)
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, UNIX, ONLY_ITS_OWNER
    return info


class Files:
    """The contents too long for a row: SHA-256 → where it is found again (model, column, key of a row)."""

    def __init__(self) -> None:
        self.where: dict[str, tuple[type[Model], str, int]] = {}

    def noted(self, model: type[Model], column: str, pk: int, content: bytes) -> Any:
        """What stands in the row."""
        digest = hashlib.sha256(content).hexdigest()
        written = bytes_to_json(content, digest)
        if "file" in written:
            self.where.setdefault(digest, (model, column, pk))
        return written

    def packed(self, pack: ZipFile, outlet: Outlet) -> Iterator[bytes]:
        for digest, (model, column, pk) in sorted(self.where.items(), key=lambda item: item[0]):
            with pack.open(entry(f"files/{digest}"), "w") as part:
                content = model._base_manager.values_list(column, flat=True).get(pk=pk)
                part.write(bytes(content))
            yield from outlet.taken()


def table(
    pack: ZipFile, outlet: Outlet, name: str, rows: QuerySet[Any], files: Files
) -> Generator[bytes, None, Said]:
    """Packs the rows, and returns what the manifest says of them."""
    count, digest = 0, hashlib.sha256()
    with pack.open(entry(f"rows/{name}.jsonl"), "w", force_zip64=True) as part:
        for line in lines(rows, files):
            count += 1
            digest.update(line)
            part.write(line)
            yield from outlet.taken()
    return {"columns": [*columns_of(rows.model)], "rows": count, "sha256": digest.hexdigest()}


def lines(rows: QuerySet[Any], files: Files) -> Iterator[bytes]:
    columns = columns_of(rows.model)
    binary = {name for name, field in columns.items() if kind_of(field) == "BinaryField"}
    at_once = 1 if holds_files(rows.model) else ROWS_AT_ONCE
    for pk, *values in rows.values_list("pk", *columns).iterator(chunk_size=at_once):
        row = {
            name: files.noted(rows.model, name, pk, bytes(value))
            if name in binary and value is not None
            else to_json(columns[name], value)
            for name, value in zip(columns, values, strict=True)
        }
        yield line_of(row)

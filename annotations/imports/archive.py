"""An archive as rows and files. It is read to the end and compared with its manifest before anybody uses it."""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from annotations.errors import CannotRead

BLOCK_BYTES = 1024 * 1024
MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 1024 * 1024
MOST_BYTES_AT_ONCE = 128 * 1024 * 1024
"""Far more than a row or a stored page ever is; what unpacks to more would fill the memory."""

FILE = re.compile("files/([0-9a-f]{64})")

UNREADABLE = (
    KeyError,
    BadZipFile,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)
"""What the standard library raises for a ZIP that somebody or something has changed."""

NOT_AN_ARCHIVE = "This is not an archive of the workbench."
DAMAGED = "The archive is damaged: {what}. Nothing was written. Use another copy of it."
NEWER = (
    "The archive was made by a newer release of the workbench. Nothing was written. Upgrade, then restore it."
)


@dataclass(frozen=True)
class Archive:
    """`tables`: name → {columns, rows (how many), sha256}. `files`: how many."""

    pack: ZipFile
    tables: dict[str, Any]
    files: int

    def rows(self, name: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Each row of a table as its line and as what that says. Raises CannotRead for a line that is no object."""
        with self.pack.open(f"rows/{name}.jsonl") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(MOST_BYTES_AT_ONCE), b""), start=1):
                if len(line) >= MOST_BYTES_AT_ONCE:
                    raise damaged(f"line {number} of {name} is too long")
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise damaged(f"line {number} of {name} is no JSON") from error
                if not isinstance(row, dict) or sorted(row) != self.tables[name]["columns"]:
                    raise damaged(f"line {number} of {name} has other columns than the manifest")
                yield line, row

    def file(self, digest: str) -> bytes:
        with self.pack.open(f"files/{digest}") as part:
            content = part.read(MOST_BYTES_AT_ONCE)
        if len(content) == MOST_BYTES_AT_ONCE:
            raise damaged(f"the file {digest} is too long")
        return content


def opened(path: Path, *, format: str, version: int) -> Archive:
    """The archive, whose manifest has been read. Raises CannotRead for another format or a newer version."""
    try:
        pack = ZipFile(path)
        with pack.open(MANIFEST) as part:
            manifest = json.loads(part.read(MOST_MANIFEST_BYTES))
    except OSError as error:
        raise CannotRead(f"{path} cannot be read: {error.strerror or error}.") from error
    except UNREADABLE as error:
        raise CannotRead(NOT_AN_ARCHIVE) from error
    if not isinstance(manifest, dict) or manifest.get("format") != format:
        raise CannotRead(NOT_AN_ARCHIVE)
    if manifest.get("version") != version:
        raise CannotRead(NEWER)
    if not is_whole(manifest):
        raise damaged("its manifest is not whole")
    return Archive(pack, manifest["tables"], manifest["files"])


def is_whole(manifest: dict[str, Any]) -> bool:
    tables = manifest.get("tables")
    return (
        isinstance(tables, dict)
        and isinstance(manifest.get("files"), int)
        and all(
            isinstance(said, dict)
            and isinstance(said.get("rows"), int)
            and isinstance(said.get("sha256"), str)
            and isinstance(said.get("columns"), list)
            and all(isinstance(name, str) for name in said["columns"])
            for said in tables.values()
        )
    )


def check(archive: Archive, tell: Callable[[str], None]) -> None:
    """Read it all and compare it with its manifest and its names. `tell` is told of each part before it is read.

    Raises CannotRead where a byte is another, or a part is missing or too many.
    """
    for name, said in archive.tables.items():
        tell(name)
        if digest_of(archive.pack, f"rows/{name}.jsonl") != (said["sha256"], said["rows"]):
            raise damaged(f"the rows of {name} are not what its manifest says")
    files = [found[1] for name in archive.pack.namelist() if (found := FILE.fullmatch(name))]
    tell("files")
    for digest in files:
        if digest_of(archive.pack, f"files/{digest}")[0] != digest:
            raise damaged(f"the file {digest} has changed")
    parts = {f"rows/{name}.jsonl" for name in archive.tables} | {f"files/{digest}" for digest in files}
    if len(files) != archive.files or sorted(archive.pack.namelist()) != sorted(parts | {MANIFEST}):
        raise damaged("it has other parts than its manifest says")


def digest_of(pack: ZipFile, name: str) -> tuple[str, int]:
    """The SHA-256 of a part, and how many lines it has."""
    digest, lines = hashlib.sha256(), 0
    try:
        with pack.open(name) as part:
            for block in blocks(part):
                digest.update(block)
                lines += block.count(b"\n")
    except UNREADABLE as error:
        raise damaged(f"{name} cannot be read") from error
    return digest.hexdigest(), lines


def blocks(part: IO[bytes]) -> Iterator[bytes]:
    while block := part.read(BLOCK_BYTES):
        yield block


def damaged(what: str) -> CannotRead:
    return CannotRead(DAMAGED.format(what=what))

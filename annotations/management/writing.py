"""What a command is told to write: a file is written beside its place and moved there whole."""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError

ONLY_ITS_OWNER = 0o600
AS_ALL_FILES = 0o666
"""Less what the umask takes off."""


def keep(blocks: Generator[bytes, None, None], path: Path, *, mode: int) -> int:
    """Write the blocks to `path`, readable as `mode` says; returns how many bytes there are.

    Under its name there is at every moment the whole file, or what was there before; when the disk is full or the
    command is told to end, nothing else is left either. Raises CommandError when it cannot be written.
    """
    half = path.with_name(f".{path.name}.half")
    try:
        # Closed at once when the disk is full, so that what it reads is let go while there is a database.
        with (
            ending_in_order(),
            closing(blocks),
            open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file,
        ):
            if mode == AS_ALL_FILES and path.exists():
                # Who could not read it before cannot read it afterwards.
                shutil.copymode(path, half)
            pour(blocks, file)
            os.fsync(file.fileno())
            written = file.tell()
        half.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        half.unlink(missing_ok=True)
    return written


def write_to(place: str | None, blocks: Iterable[bytes], *, mode: int = AS_ALL_FILES) -> None:
    """Write the blocks to the file of this name, or to standard output without one. Raises CommandError.

    A pipe, a device and what a shell has opened for us are written into as they are.
    """
    if place is None:
        write_out(blocks)
    elif is_way_out(Path(place)):
        write_into(Path(place), blocks)
    else:
        keep((block for block in blocks), Path(place).resolve(), mode=mode)


def is_way_out(path: Path) -> bool:
    opened_for_us = path.is_symlink() and path.is_relative_to("/dev")
    return opened_for_us or path.is_relative_to("/proc") or (path.exists() and not path.is_file())


def write_into(path: Path, blocks: Iterable[bytes]) -> None:
    try:
        with path.open("wb") as file:
            pour(blocks, file)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def write_out(blocks: Iterable[bytes]) -> None:
    try:
        pour(blocks, sys.stdout.buffer)
    except BrokenPipeError:
        # Whoever read has seen enough: `manage.py` ends quietly.
        raise
    except OSError as error:
        # What is left in the buffer would fail once more when Python ends, and say so at length.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(f"Standard output cannot be written: {error.strerror}.") from error


def pour(blocks: Iterable[bytes], file: BinaryIO) -> None:
    for block in blocks:
        file.write(block)
    file.flush()


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Who tells the command to end has it clean up first: by itself Python is gone at once on SIGTERM."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def end(number: int, frame: Any) -> None:
    raise SystemExit(128 + number)

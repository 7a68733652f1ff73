"""Archives on the disk: written beside their place and moved there whole."""

import os
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from django.core.management.base import CommandError

ONLY_ITS_OWNER = 0o600


def keep(blocks: Generator[bytes, None, None], path: Path) -> int:
    """Write the blocks to `path`, readable by its owner alone; returns how many bytes there are.

    Under its name there is at every moment the whole file, or what was there before. Raises CommandError when it
    cannot be written.
    """
    half = path.with_name(f".{path.name}.half")
    try:
        # Closed at once when the disk is full, so that what it reads is let go while there is a database.
        with (
            closing(blocks),
            open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ONLY_ITS_OWNER), "wb") as file,
        ):
            for block in blocks:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
            written = file.tell()
        half.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        half.unlink(missing_ok=True)
    return written

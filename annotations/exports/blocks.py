"""Small pieces into blocks worth sending."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction

BLOCK_BYTES = 64 * 1024


def in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, joined until there are `BLOCK_BYTES` of them; rows behind them are read as they are needed."""
    waiting, length = list[bytes](), 0
    with reading_on():
        for piece in pieces:
            waiting.append(piece)
            length += len(piece)
            if length >= BLOCK_BYTES:
                yield b"".join(waiting)
                waiting, length = [], 0
        if waiting:
            yield b"".join(waiting)


def reading_on() -> AbstractContextManager[object]:
    """PostgreSQL hands rows out as it finds them only within a transaction; outside it finds all of them first.

    SQLite does so anyway, and there a transaction would keep every writer out.
    """
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()

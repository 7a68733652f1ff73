"""Small pieces into blocks worth sending."""

from collections.abc import Iterable, Iterator

BLOCK_BYTES = 64 * 1024


def in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, joined until there are `BLOCK_BYTES` of them."""
    waiting, length = list[bytes](), 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= BLOCK_BYTES:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


def list_by_lines(items: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """One JSON list, an item a line, of items that come in pieces."""
    between = b"[\n"
    for item in items:
        yield between
        yield from item
        between = b",\n"
    yield b"[]\n" if between == b"[\n" else b"\n]\n"

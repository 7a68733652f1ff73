"""What a command is given to read, and how it says what stood there."""

import sys
from pathlib import Path

from annotations.errors import CannotRead


def bytes_of(name: str) -> bytes:
    """The bytes of a file, or of standard input for "-". Raises CannotRead with the system's reason."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CannotRead(f"The file cannot be read: {error.strerror}.") from error


def harmless(words: str) -> str:
    """On one line and without what a terminal obeys: files come from anybody."""
    return "".join(sign if sign.isprintable() else " " for sign in words)

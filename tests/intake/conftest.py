"""Short ways to read and to look at what came out."""

from collections.abc import Callable

import pytest

from annotations.intake import read
from annotations.intake.document import Document

Reader = Callable[..., Document]


@pytest.fixture
def read_text() -> Reader:
    """Reads a string as bytes in UTF-8; what stands around it is stripped."""

    def reader(text: str, **details: str) -> Document:
        return read(text.strip("\n").encode(), **details)

    return reader

"""Files people bring: their characters, and JSON read strictly."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Any

from annotations.errors import CannotRead
from annotations.strict_json import NotStrict, read_json


def text_of(data: bytes) -> str:
    """UTF-8, with or without a byte order mark, or UTF-16 with one, as spreadsheets' "Unicode text" is.

    Raises CannotRead.
    """
    try:
        return data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(f"The file is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from error


def json_of(text: str) -> Any:
    """What the JSON says. Raises CannotRead with what is wrong with it."""
    try:
        return read_json(text)
    except NotStrict as error:
        raise CannotRead(error.sentence) from error

"""JSON from files people bring, read strictly: what one program would read otherwise than another is refused."""

import json
import math
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Any

from annotations.errors import CannotRead

MAX_DEPTH = 32
NEVER_IN_TEXT = re.compile("[\x00\ud800-\udfff]")
TOO_DEEP = f"It is nested more than {MAX_DEPTH} deep."


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
        value = json.loads(text, parse_constant=no_constant, parse_float=finite)
    except RecursionError as error:
        raise CannotRead(TOO_DEEP) from error
    except ValueError as error:
        raise CannotRead(f"It is not JSON: {error}.") from error
    refuse_unsound(value)
    return value


def no_constant(name: str) -> Any:
    raise CannotRead(f"{name} is not JSON.")


def finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise CannotRead(f"{digits[:40]} is too large a number.")
    return number


def refuse_unsound(value: Any, depth: int = 0) -> None:
    """Raises CannotRead for text that no database takes, and for what is nested too deep."""
    if depth > MAX_DEPTH:
        raise CannotRead(TOO_DEEP)
    if isinstance(value, str) and NEVER_IN_TEXT.search(value):
        raise CannotRead("It holds a NUL or half a character (a lone surrogate).")
    if isinstance(value, dict):
        for name, inner in value.items():
            refuse_unsound(name, depth)
            refuse_unsound(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            refuse_unsound(inner, depth + 1)

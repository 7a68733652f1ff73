"""Reading JSON strictly: what one program would read otherwise than another is refused."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from rest_framework.parsers import BaseParser

from annotations.api.errors import BadRequest
from annotations.errors import TooLarge

MAX_BODY_BYTES = 1024 * 1024
MAX_DOCUMENT_BYTES = 24 * 1024 * 1024
"""A whole article may come inside the JSON."""
MAX_DEPTH = 32

NEVER_IN_TEXT = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """UTF-8, no NaN, no repeated names, no NUL, no half characters, not too deep and not too long."""

    media_type = "application/json"
    max_bytes = MAX_BODY_BYTES

    def parse(self, stream: Any, media_type: str = "", parser_context: Any = None) -> Any:
        """Raises BadRequest or TooLarge."""
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise TooLarge(f"At most {self.max_bytes // 1024 // 1024} MB are taken.")
        value = decoded(body)
        refuse_unsound(value)
        return value


class DocumentJSONParser(StrictJSONParser):
    """The same, for bodies that carry an article."""

    max_bytes = MAX_DOCUMENT_BYTES


def decoded(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8"), object_pairs_hook=once_each, parse_constant=no_constant, parse_float=finite
        )
    except UnicodeDecodeError as error:
        raise BadRequest("The body is not UTF-8.") from error
    except RecursionError as error:
        raise BadRequest(TOO_DEEP) from error
    except ValueError as error:
        raise BadRequest(f"The body is not JSON: {error}.") from error


TOO_DEEP = f"The JSON is nested more than {MAX_DEPTH} deep."


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. Of two equal names one reader takes the first, another the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRequest(f"“{NEVER_IN_TEXT.sub('?', twice[:60])}” stands twice in one object.")
    return found


def no_constant(name: str) -> Any:
    raise BadRequest(f"{name} is not JSON.")


def finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadRequest(f"{digits[:40]} is too large a number.")
    return number


def refuse_unsound(value: Any, depth: int = 0) -> None:
    """Raises BadRequest for text that no database takes, and for what is nested too deep."""
    if depth > MAX_DEPTH:
        raise BadRequest(TOO_DEEP)
    if isinstance(value, str) and NEVER_IN_TEXT.search(value):
        raise BadRequest("The JSON holds a NUL or half a character (a lone surrogate).")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            refuse_unsound(name, depth)
            refuse_unsound(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            refuse_unsound(inner, depth + 1)

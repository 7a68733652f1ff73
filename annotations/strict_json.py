"""JSON read strictly: what one program would read otherwise than another, and what no database keeps, is refused.

For bodies of requests, for files people bring, and for annotations of other programs. Each says it in its own error.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 32
NEVER_IN_TEXT = re.compile("[\x00\ud800-\udfff]")
TOO_DEEP = f"It is nested too deep: at most {MAX_DEPTH} levels are read."
NO_TEXT = "It holds a NUL or half a character (a lone surrogate)."
MOST_TOLD_CHARACTERS = 60


class NotStrict(ValueError):
    """What is wrong, as a sentence; `path` leads to where it stands, as in "body.0.value"."""

    def __init__(self, sentence: str, path: str = "") -> None:
        self.sentence, self.path = sentence, path
        super().__init__(sentence)


def read_json(text: str) -> Any:
    """What the JSON says: no NaN, no name twice, no NUL, no half characters, not too deep. Raises NotStrict."""
    try:
        value = json.loads(text, object_pairs_hook=once_each, parse_constant=no_constant, parse_float=finite)
    except NotStrict:
        raise
    except RecursionError as error:
        raise NotStrict(TOO_DEEP) from error
    except ValueError as error:
        raise NotStrict(f"It is not JSON: {error}.") from error
    refuse_unsound(value)
    return value


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. Of two equal names one reader takes the first, another the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotStrict(f"“{told(twice)}” stands twice in one object.")
    return found


def told(words: str) -> str:
    return NEVER_IN_TEXT.sub("?", words[:MOST_TOLD_CHARACTERS])


def no_constant(name: str) -> Any:
    raise NotStrict(f"{name} is not JSON.")


def finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotStrict(f"{digits[:40]} is too large a number.")
    return number


def refuse_unsound(value: Any, path: str = "", depth: int = 0) -> None:
    """Raises NotStrict for text that no database keeps, and for what is nested too deep."""
    if depth > MAX_DEPTH:
        raise NotStrict(TOO_DEEP)
    if isinstance(value, str) and NEVER_IN_TEXT.search(value):
        raise NotStrict(NO_TEXT, path)
    for name, inner in members(value):
        if NEVER_IN_TEXT.search(name):
            raise NotStrict(NO_TEXT, path)
        refuse_unsound(inner, f"{path}.{name}".removeprefix("."), depth + 1)


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """What is directly in it, by name or place; nothing where it is no object and no list."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((str(place), inner) for place, inner in enumerate(value))

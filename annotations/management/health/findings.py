"""What was found: how bad it is, a sentence, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says what is so, `todo` what to do about it; of what is well there is nothing to do."""

    level: Level
    sentence: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`ask` yields what is wrong; when it yields nothing, `fine` is said."""

    about: str
    fine: str
    ask: Callable[[], Iterator[Finding]]


def warning(sentence: str, todo: str = "") -> Finding:
    return Finding(Level.WARNING, sentence, todo)


def error(sentence: str, todo: str = "") -> Finding:
    return Finding(Level.ERROR, sentence, todo)


def counted(count: int, noun: str) -> str:
    """As in "1 task", "1,200 tasks"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

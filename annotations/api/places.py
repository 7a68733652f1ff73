"""Where a claim is said to stand: the version, and the selector or positions in the client's own units."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from annotations.actions.claims import find
from annotations.anchoring.selectors import Selector, TextPosition, from_w3c
from annotations.anchoring.text import Utf16Offsets
from annotations.errors import CannotLocate, InvalidInput
from annotations.exports.recipients import Units
from annotations.models import Article, ArticleVersion


class Counting:
    """A client's units in one version, both ways."""

    def __init__(self, version: ArticleVersion, units: Units) -> None:
        self._offsets = Utf16Offsets(version.text) if units == Units.UTF16 else None

    def code_points(self, start: int, end: int) -> tuple[int, int]:
        """Raises InvalidInput, naming the field, for positions outside the text or inside a character."""
        if self._offsets is None:
            return start, end
        return self._turned(self._offsets.to_codepoints, start, "start"), self._turned(
            self._offsets.to_codepoints, end, "end"
        )

    def _turned(self, turn: Callable[[int], int], offset: int, field: str) -> int:
        try:
            return turn(offset)
        except InvalidInput as error:
            raise InvalidInput(error.sentence, field=field) from error

    @contextmanager
    def of_places(self) -> Iterator[None]:
        """Errors that name places name them in the client's units."""
        try:
            yield
        except CannotLocate as error:
            if self._offsets is not None and "places" in error.extra:
                turn = self._offsets.from_codepoints
                error.extra["places"] = [
                    [turn(offset) for offset in place] for place in error.extra["places"]
                ]
            raise


def stretch_meant(values: Mapping[str, Any], version: ArticleVersion, units: Units) -> tuple[int, int]:
    """Start and end of the words meant, in code points. Raises CannotLocate, InvalidInput."""
    counting = Counting(version, units)
    if "target" not in values:
        return counting.code_points(values["start"], values["end"])
    with counting.of_places():
        found = find(version, selector_meant(values, counting))
    return found.start, found.end


def version_meant(values: Mapping[str, Any], article: Article) -> ArticleVersion:
    """The version named, else the current one. Raises InvalidInput: positions mean nothing without a version."""
    number = values.get("version")
    if number is None and has_positions(values):
        raise InvalidInput("Name the version that the positions belong to.", field="version")
    if number is None:
        return article.current_version()
    version = article.versions.filter(number=number).first()
    if version is None:
        raise InvalidInput(f"The article has no version {number}.", field="version")
    return version


def has_positions(values: Mapping[str, Any]) -> bool:
    return "start" in values or selector_sent(values).position is not None


def selector_sent(values: Mapping[str, Any]) -> Selector:
    """As it was sent. Raises InvalidInput for a selector that cannot be read."""
    return from_w3c(values["target"]["selector"])


def selector_meant(values: Mapping[str, Any], counting: Counting) -> Selector:
    """The same with its position in code points."""
    selector = selector_sent(values)
    if selector.position is None:
        return selector
    return Selector(
        selector.quote, TextPosition(*counting.code_points(selector.position.start, selector.position.end))
    )

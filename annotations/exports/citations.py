"""A source as it is cited, in one line, and a place in it."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.exports.shapes.columns import Shape


def citation(source: Shape) -> str:
    """As in "Ada Kern, Jo Lund. Harbour yearbook. Port of Inby, 2023." from a source's shape; without its address.

    What is said once is not said again: an agency is often author and publisher. Of a source whose identity is not
    shown it is the words chosen for the outside.
    """
    author = names(source["author"])
    held = dict.fromkeys((source["container_title"], source["publisher"], source["issued"]))
    where = ", ".join(part for part in held if part and part != author)
    parts = (author, source["title"] or source["url"], where)
    return " ".join(ended(part) for part in parts if part) or "Untitled source."


def place_in(evidence: Shape) -> str:
    """Where in the source, as in "page 12", from the shape of evidence."""
    return " ".join(filter(None, (evidence.get("locator_label"), evidence.get("locator"))))


def names(authors: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(filter(None, map(full_name, authors)))


def full_name(author: Mapping[str, Any]) -> str:
    """Of a CSL name: `literal`, or `given` and `family`."""
    return author.get("literal") or " ".join(filter(None, (author.get("given"), author.get("family"))))


def ended(part: str) -> str:
    return part if part.endswith((".", "!", "?", "…")) else f"{part}."

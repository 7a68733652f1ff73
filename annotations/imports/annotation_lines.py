"""Claims from Web Annotations: a list, a page, a collection, one alone, or one a line."""

from collections.abc import Iterator
from typing import Any

from annotations.anchoring.selectors import Selector, from_w3c
from annotations.errors import CannotRead, InvalidInput
from annotations.imports.claims import ClaimFile, ClaimRow
from annotations.imports.strict import json_of, text_of


def read_annotations(data: bytes) -> ClaimFile:
    """Raises CannotRead for what is no JSON, or holds no annotation."""
    text = text_of(data)
    try:
        said = json_of(text)
    except CannotRead:
        if "\n" not in text.strip():
            raise
        said = [json_of(line) for line in text.split("\n") if line.strip()]
    found = list(annotations_in(said))
    if not found:
        raise CannotRead("There is no Web Annotation in it.")
    return ClaimFile(row_of(number, sent) for number, sent in enumerate(found, start=1))


def annotations_in(said: Any) -> Iterator[Any]:
    if isinstance(said, list):
        yield from said
    elif isinstance(said, dict) and isinstance(said.get("items"), list):
        yield from said["items"]
    elif isinstance(said, dict) and isinstance(said.get("first"), dict):
        yield from annotations_in(said["first"])
    elif isinstance(said, dict) and "target" in said:
        yield said


def row_of(number: int, sent: Any) -> ClaimRow:
    """What is needed to show it and to find its article: the rest is read when it is made."""
    if not isinstance(sent, dict):
        return ClaimRow(number, fault="An annotation is a JSON object.")
    targets = sent.get("target")
    first = targets[0] if isinstance(targets, list) and targets else targets
    source = first.get("source") if isinstance(first, dict) else first
    address = source.get("id") if isinstance(source, dict) else source
    label = sent.get("label")
    return ClaimRow(
        number,
        article_url=address if isinstance(address, str) else "",
        places=places_of(first),
        said={"text": label} if isinstance(label, str) else {},
        annotation=sent,
    )


def places_of(target: Any) -> tuple[Selector, ...]:
    try:
        return (from_w3c(target["selector"]),)
    except (InvalidInput, TypeError, KeyError):
        return ()

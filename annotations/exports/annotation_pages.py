"""Annotations by the many: a container, its pages, and one file with all of them.

Shapes of https://www.w3.org/TR/annotation-protocol/#annotation-containers and
https://www.w3.org/TR/annotation-model/#collections.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson
from django.db.models import QuerySet

from annotations.exports.blocks import in_blocks
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.exports.web_annotation import CONTEXT, annotations, our_site
from annotations.models import Claim

LDP_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"
ITEMS_A_PAGE = 50


def on_page(number: int) -> slice:
    """Which of all stand on the page, counted from 0."""
    return slice(number * ITEMS_A_PAGE, (number + 1) * ITEMS_A_PAGE)


class Container(NamedTuple):
    """What is said of a container whatever of it is asked for. `address` ends in a slash, `modified` is in UTC."""

    address: str
    label: str
    total: int
    modified: str | None

    def pages(self) -> int:
        return -(-self.total // ITEMS_A_PAGE)

    def view(self, iris: bool) -> str:
        """The address of the container with its annotations: their addresses alone, or all of each."""
        return f"{self.address}?iris={int(iris)}"

    def page(self, number: int, iris: bool) -> str:
        return f"{self.view(iris)}&page={number}"


def collection(container: Container, *, iris: bool, items: list[Any] | None) -> Shape:
    """The container; `items` are those of the first page, None where none are wanted."""
    return {
        "@context": [CONTEXT, LDP_CONTEXT],
        "id": container.address if items is None else container.view(iris),
        "type": ["BasicContainer", "AnnotationCollection"],
        **described(container),
        **(ends(container, iris, items) if container.total else {}),
    }


def described(container: Container) -> Shape:
    modified = {"modified": container.modified} if container.modified else {}
    return {"label": container.label, "total": container.total, **modified}


def ends(container: Container, iris: bool, items: list[Any] | None) -> Shape:
    first: Any = container.page(0, iris)
    if items is not None:
        first = {"id": first, "type": "AnnotationPage", **around(container, 0, iris), "items": items}
    return {"first": first, "last": container.page(container.pages() - 1, iris)}


def collection_page(container: Container, number: int, *, iris: bool, items: list[Any]) -> Shape:
    """One page, counted from 0."""
    return {
        "@context": CONTEXT,
        "id": container.page(number, iris),
        "type": "AnnotationPage",
        "partOf": {"id": container.view(iris), **described(container)},
        **around(container, number, iris),
        "items": items,
    }


def around(container: Container, number: int, iris: bool) -> Shape:
    """Where the page's first annotation stands among all, and the pages before and after."""
    before = {"prev": container.page(number - 1, iris)} if number else {}
    after = {"next": container.page(number + 1, iris)} if number + 1 < container.pages() else {}
    return {"startIndex": on_page(number).start, **before, **after}


def annotation_collection(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """All of them as one AnnotationCollection with its one page inside, streamed."""
    site = our_site()
    iri = f"{site.address}/api/v1/exports/web-annotation/"
    page = {"id": f"{iri}?page=0", "type": "AnnotationPage", "startIndex": 0}
    head = {
        "@context": CONTEXT,
        "id": iri,
        "type": "AnnotationCollection",
        "label": f"Claims of {site.newsroom}",
        "total": claims.count(),
    }
    opening = orjson.dumps(head)[:-1] + b',"first":' + orjson.dumps(page)[:-1] + b',"items":['
    items = (orjson.dumps(each) for each in annotations(claims, recipient, site))
    yield from in_blocks(pieces(opening, items))


def pieces(opening: bytes, items: Iterator[bytes]) -> Iterator[bytes]:
    yield opening
    for index, item in enumerate(items):
        yield (b",\n" if index else b"\n") + item
    yield b"\n]}}\n"

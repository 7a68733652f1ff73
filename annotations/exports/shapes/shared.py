"""The kinds of rows that many claims name, and how each is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.db.models.expressions import Combinable

from annotations.exports.prepared import Prepared, prepared
from annotations.exports.recipients import Recipient
from annotations.exports.seams import filled
from annotations.exports.shapes.columns import PERSON, Columns
from annotations.exports.shapes.sources import source_as_object
from annotations.exports.shapes.verdicts import RATING
from annotations.exports.written import as_object
from annotations.models import Agent, CheckPolicy, Person, Rating, Source

AGENT: Columns = {"uid": "uid", "name": "name", "kind": "kind", "role": "role", "same_as": "same_as"}

POLICY: Columns = {
    "uid": "uid",
    "name": "name",
    "version": "version",
    "second_read": "second_read",
    "scale": "scale__uid",
}


@dataclass(frozen=True)
class Shared:
    """Rows of a model, written as their recipient may know them."""

    model: type[Model]
    written: Callable[[Recipient], Combinable]


def alike(columns: Columns) -> Callable[[Recipient], Combinable]:
    """Written in the same way for everybody."""
    return lambda recipient: as_object(columns)


SHARED: dict[str, Shared] = {
    "agent": Shared(Agent, alike(AGENT)),
    "person": Shared(Person, alike(PERSON)),
    "policy": Shared(CheckPolicy, alike(POLICY)),
    "rating": Shared(Rating, alike(RATING)),
    "source": Shared(Source, source_as_object),
}


def with_shared(chunks: Iterator[list[str]], recipient: Recipient) -> Iterator[str]:
    """The lines of the chunks with the rows that they name, by `seams.named`, as the recipient may know them."""
    return filled(chunks, lambda kind: statement_of(kind, recipient))


def statement_of(kind: str, recipient: Recipient) -> Prepared:
    shared = SHARED[kind]
    return prepared((kind, recipient.kind()), shared.model, lambda: shared.written(recipient))

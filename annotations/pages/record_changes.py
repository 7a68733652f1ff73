"""What a correction changed: two frozen records of one check side by side, the differing words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, NamedTuple

from django.utils.html import strip_tags

from annotations.anchoring.wording import Marks, differences
from annotations.exports.records import named_as_now, not_named_any_more
from annotations.models import Publication

KEPT_CHARACTERS = 90
"""Of equal words between two differences this much is shown at either side; what is between is an ellipsis."""

Record = dict[str, Any]


class Part(NamedTuple):
    words: str
    differs: bool


@dataclass(frozen=True)
class Change:
    """One thing that was said otherwise before: one side is empty where words only came, or only went."""

    label: str
    before: list[Part]
    after: list[Part]


def changes_between(old: Record, new: Record) -> list[Change]:
    """In the order in which the page shows these things."""
    pairs = zip(sayings(old), sayings(new), strict=True)
    return [change_of(label, before, after) for (label, before), (_, after) in pairs if before != after]


def sayings(record: Record) -> Iterator[tuple[str, str]]:
    """What readers are told, as plain words."""
    verdict = record["verdict"]
    yield "Claim", record["text"]
    yield "Verdict", verdict["rating"]["name"]
    yield "In short", verdict["summary"]
    yield "What we found", unescape(strip_tags(verdict["explanation_html"])).strip()
    yield "Sources", "; ".join(row["source"]["title"] for row in record["evidence"])


def change_of(label: str, before: str, after: str) -> Change:
    if not before or not after or label == "Verdict":
        # One rating is not the other with a word changed.
        return Change(label, whole(before), whole(after))
    struck, fresh = differences(before, after)
    if fresh and not struck:
        return Change(label, [], parts_of(after, fresh))
    if struck and not fresh:
        return Change(label, parts_of(before, struck), [])
    return Change(label, parts_of(before, struck), parts_of(after, fresh))


def whole(words: str) -> list[Part]:
    return [Part(words, True)] if words else []


def parts_of(words: str, marks: Marks) -> list[Part]:
    """The words cut at the marks (code points), long equal stretches shortened."""
    parts, at = [], 0
    for start, end in marks:
        parts += [Part(words[at:start], False), Part(words[start:end], True)]
        at = end
    parts.append(Part(words[at:], False))
    last = len(parts) - 1
    return [
        part if part.differs else Part(abridged(part.words, index == 0, index == last), False)
        for index, part in enumerate(parts)
        if part.words
    ]


def abridged(words: str, first: bool, last: bool) -> str:
    """Equal words as far as they touch a difference; cut between words."""
    if len(words) <= 2 * KEPT_CHARACTERS:
        return words
    if first and last:
        # The two differ in quote marks or dashes alone.
        return f"{words[:KEPT_CHARACTERS].rpartition(' ')[0]} …"
    head = "" if first else words[:KEPT_CHARACTERS].rpartition(" ")[0]
    tail = "" if last else words[-KEPT_CHARACTERS:].partition(" ")[2]
    return f"{head} … {tail}"


def records_before(publication: Publication) -> list[Record]:
    """This record and all that it replaced, newest first, naming whom they may name now."""
    if publication.number == 1:
        return [publication.record]
    earlier = Publication.objects.filter(claim=publication.claim_id, number__lt=publication.number)
    records = [publication.record, *earlier.order_by("-number").values_list("record", flat=True)]
    unnamed = not_named_any_more(*records)
    return [named_as_now(record, unnamed) for record in records]


def records_beside(publications: list[Publication]) -> dict[tuple[int, int], Record]:
    """By claim and number: these records and those that they replaced, naming whom they may name now."""
    later = [row for row in publications if row.number > 1]
    if not later:
        return {}
    found = Publication.objects.order_by().filter(
        claim__in={row.claim_id for row in later}, number__in={row.number - 1 for row in later}
    )
    rows = [*later, *found]
    unnamed = not_named_any_more(*(row.record for row in rows))
    return {(row.claim_id, row.number): named_as_now(row.record, unnamed) for row in rows}

"""The change sheet: what is asked for in a text, in the order of the text. As values, as plain text, as CSV."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from annotations.anchoring.proposed import place_beside
from annotations.exports.cells import csv_of
from annotations.exports.citations import place_in
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.exports.shapes.proposals import proposal_shapes
from annotations.exports.table import name_of
from annotations.models import Article, ArticleVersion, Highlight, Proposal, ProposalState
from annotations.models.discussion import ProposalQuerySet

NOWHERE = 10**9
"""Comes after every place in a text."""


@dataclass(frozen=True)
class Change:
    """One proposal. `sentence` is the number of the sentence it is about, 0 when its claim stands nowhere now;
    `source` a citation, `locator` where in it, `url` its address: empty when not known, or not to be known."""

    number: int
    uid: UUID
    claim: UUID
    row_version: int
    sentence: int
    words_now: str
    words_proposed: str
    why: str
    source: str
    locator: str
    url: str
    state: ProposalState
    by: str
    created: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    version: int
    done_in: int | None


def proposals_of(article: Article, person: Any) -> ProposalQuerySet:
    """All that this person may see, of claims that are shown."""
    return Proposal.objects.visible_to(person).of_article(article)


def changes(
    version: ArticleVersion, recipient: Recipient, states: Iterable[str] = tuple(ProposalState)
) -> list[Change]:
    """The proposals in these states, by where they stand in `version`; those that stand nowhere come last.

    A fixed number of queries.
    """
    rows = proposals_of(version.article, recipient.person).filter(state__in=list(states))
    shapes = list(proposal_shapes(rows.order_by("created", "pk"), recipient))
    if not shapes:
        return []
    places = places_of(version, {shape["claim"] for shape in shapes})
    starts = [start_of(shape, version.text, places) for shape in shapes]
    sentences = list(version.sentences.order_by("ordinal").values_list("start", flat=True))
    ordered = sorted(zip(starts, range(len(shapes)), strict=True))
    return [
        change_of(number, shapes[index], 0 if start == NOWHERE else max(bisect_right(sentences, start), 1))
        for number, (start, index) in enumerate(ordered, start=1)
    ]


def places_of(version: ArticleVersion, claims: set[UUID]) -> dict[UUID, tuple[int, int]]:
    """By claim its first place in the version (code points)."""
    rows = Highlight.objects.living().placed().filter(version=version, claim__uid__in=claims)
    columns = rows.order_by("-start", "-pk").values_list("claim__uid", "start", "end")
    return {uid: (start or 0, end or 0) for uid, start, end in columns}


def start_of(shape: Shape, text: str, places: dict[UUID, tuple[int, int]]) -> int:
    """Where its words begin, or what became of them; else where its claim does."""
    near = places.get(shape["claim"])
    if near is None:
        return NOWHERE
    words = shape["words_proposed"] if shape["state"] == ProposalState.DONE else shape["words_now"]
    place = place_beside(text, words, near) if words else None
    return (place or near)[0]


def change_of(number: int, shape: Shape, sentence: int) -> Change:
    evidence = shape["evidence"]
    source = evidence["source"] if evidence else None
    return Change(
        number=number,
        uid=shape["uid"],
        claim=shape["claim"],
        row_version=shape["row_version"],
        sentence=sentence,
        words_now=shape["words_now"],
        words_proposed=shape["words_proposed"],
        why=shape["why"],
        source=cited(source) if source else "",
        locator=place_in(evidence) if evidence else "",
        url=source["url"] if source else "",
        state=ProposalState(shape["state"]),
        by=name_of(shape["by"]),
        created=shape["created"],
        decided_by=name_of(shape["decided_by"]),
        decided_at=shape["decided_at"],
        decided_why=shape["decided_why"],
        version=shape["version"],
        done_in=shape["done_in"],
    )


def cited(source: Shape) -> str:
    """Title, where it appeared, when."""
    parts = [source["title"] or "Untitled source", source["container_title"] or source["publisher"]]
    return ", ".join(filter(None, [*parts, source["issued"]]))


def change_in_words(change: Change) -> str:
    """What became of it, as in "refused by Alice: it was 1911"."""
    if change.state == ProposalState.OPEN:
        return "open"
    if change.state == ProposalState.DONE:
        return f"done in version {change.done_in}"
    why = f": {one_line(change.decided_why)}" if change.decided_why else ""
    return f"{change.state.label.lower()} by {change.decided_by}{why}"


def one_line(words: str) -> str:
    return " ".join(words.split())


def plain_text(article: Article, version: ArticleVersion, rows: Sequence[Change]) -> str:
    """To paste into a mail: numbered, the words now, an arrow, the words proposed, reason and source."""
    head = [f"Changes asked for in “{article}”", f"Version {version.number}"]
    if not rows:
        return "\n".join([*head, "", "None.", ""])
    return "\n\n".join(["\n".join(head), *map(paragraph, rows)]) + "\n"


def paragraph(change: Change) -> str:
    place = f"Sentence {change.sentence}" if change.sentence else "No longer in the text"
    state = "" if change.state == ProposalState.OPEN else f" ({change_in_words(change)})"
    source = ", ".join(filter(None, [change.source, change.locator, change.url]))
    parts = [
        f"{change.number}. {place}{state}",
        f"   {one_line(change.words_now)}",
        f"   → {one_line(change.words_proposed) or '(cut)'}",
        f"   Why: {one_line(change.why)}" if change.why else "",
        f"   Source: {source}" if source else "",
    ]
    return "\n".join(filter(None, parts))


COLUMNS = (
    "number",
    "sentence",
    "words_now",
    "words_proposed",
    "why",
    "source",
    "locator",
    "url",
    "state",
    "by",
    "created",
    "decided_by",
    "decided_at",
    "decided_why",
    "version",
    "done_in",
    "claim",
    "uid",
)


def csv_sheet(rows: Iterable[Change]) -> Iterator[bytes]:
    """One proposal a row."""
    return csv_of({name: attrgetter(name) for name in COLUMNS}, rows)

"""Claims that were read twice, as agreement counts them, and what people marked in the same text.

Only readings that everybody may see: those of claims whose blind reading is over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from annotations.assist.agreement import Overlap, Span, span_overlap
from annotations.models import Assessment, Claim, Event, Highlight, Verb
from annotations.workflow import SecondRead, State


@dataclass(frozen=True)
class TwiceRead:
    """A claim in one round with the ratings (keys) that its readers (keys) gave, the first reader first.

    `how` is blind or open. Of a round before the running one it is not kept under which policy it was read; it counts
    as open, for nobody is to think it more independent than it was.
    """

    claim: int
    uid: UUID
    round: int
    scale: int
    policy: int
    how: str
    readers: tuple[int, ...]
    ratings: tuple[int, ...]
    at: datetime

    def pair(self) -> tuple[int, int]:
        """The ratings of the first and the second reader."""
        return self.ratings[0], self.ratings[1]

    def people(self) -> tuple[int, int]:
        """The first and the second reader as a pair without order."""
        first, second = sorted(self.readers[:2])
        return first, second


def twice_read(person: Any, since: datetime | None = None, until: datetime | None = None) -> list[TwiceRead]:
    """What this person may know of, the oldest first. The last reading was not before `since`, and before `until`."""
    another = Assessment.objects.submitted().filter(claim=OuterRef("claim"), round=OuterRef("round"))
    rows = (
        Assessment.objects.settled()
        .filter(Exists(another.exclude(pk=OuterRef("pk")).order_by()))
        .filter(claim__in=Claim.objects.visible_to(person).living().order_by())
        .select_related("claim__policy", "rating")
        .defer("rationale", "rationale_html", "claim__text", "claim__quotation")
        .order_by("claim", "round", "submitted_at", "pk")
    )
    rounds = (
        found
        for _, group in groupby(rows, key=lambda row: (row.claim_id, row.round))
        for found in one_round(list(group))
    )
    inside = (row for row in rounds if (not since or row.at >= since) and (not until or row.at < until))
    return sorted(inside, key=lambda row: (row.at, row.claim))


def one_round(rows: list[Any]) -> Iterator[TwiceRead]:
    """The round as a unit; nothing when its readers used different scales, whose words cannot be compared."""
    first = rows[0]
    if len({row.rating.scale_id for row in rows}) > 1:
        return
    claim = first.claim
    blind = claim.policy.second_read == SecondRead.BLIND and first.round == claim.round
    yield TwiceRead(
        claim=claim.pk,
        uid=claim.uid,
        round=first.round,
        scale=first.rating.scale_id,
        policy=claim.policy_id,
        how=str(SecondRead.BLIND if blind else SecondRead.OPEN),
        readers=tuple(row.person_id for row in rows),
        ratings=tuple(row.rating_id for row in rows),
        at=rows[-1].submitted_at,
    )


@dataclass(frozen=True)
class MarkedTogether:
    """What two people (keys, the lower first) marked in one version."""

    version: int
    people: tuple[int, int]
    marks: tuple[int, int]
    overlap: Overlap


def marked_together(
    person: Any, since: datetime | None = None, until: datetime | None = None
) -> list[MarkedTogether]:
    """For each version in which several people marked claims: each two of them.

    A mark counts for who made it and where its ends are now. What a new version carried over is no new mark; a claim
    merged into another was marked all the same; one removed as a mistake, or a highlight taken away, was not.
    """
    rows = Highlight.objects.filter(carried_from=None, removed_at=None, start__isnull=False)
    rows = rows.filter(claim__in=Claim.objects.visible_to(person).exclude(state=State.REMOVED).order_by())
    if since:
        rows = rows.filter(created__gte=since)
    if until:
        rows = rows.filter(created__lt=until)
    makers = makers_of_marks()
    spans = defaultdict[int, defaultdict[int, list[Span]]](lambda: defaultdict(list))
    columns = ("uid", "version_id", "start", "end", "claim__created_by_id")
    for uid, version, start, end, marker in rows.order_by("pk").values_list(*columns):
        spans[version][makers.get(uid, marker)].append((start or 0, end or 0))
    return [pair for version in sorted(spans, reverse=True) for pair in pairs_in(version, spans[version])]


def pairs_in(version: int, spans: dict[int, list[Span]]) -> Iterator[MarkedTogether]:
    people = sorted(spans)
    for place, first in enumerate(people):
        for second in people[place + 1 :]:
            yield MarkedTogether(
                version=version,
                people=(first, second),
                marks=(len(spans[first]), len(spans[second])),
                overlap=span_overlap(spans[first], spans[second]),
            )


def makers_of_marks() -> dict[UUID, int]:
    """By highlight (uid), who made it, where that is not who marked the claim on which it now hangs."""
    merged = dict[UUID, UUID]()
    makers = dict[UUID, int]()
    events = Event.objects.filter(Q(verb=Verb.CLAIM_MERGED) | Q(verb=Verb.HIGHLIGHT_ADDED)).order_by("number")
    for verb, uid, by, data in events.values_list("verb", "object_uid", "by_id", "data"):
        if verb == Verb.HIGHLIGHT_ADDED:
            makers[uid] = by
        # Merged twice, a highlight was made for the claim that it left first.
        for moved in data.get("moved", {}).get("highlights", ()):
            merged.setdefault(UUID(moved), uid)
    owners = dict(Claim.objects.filter(uid__in=set(merged.values())).values_list("uid", "created_by_id"))
    return {uid: owners[claim] for uid, claim in merged.items() if claim in owners} | makers


def in_all(rows: Iterable[MarkedTogether]) -> dict[tuple[int, int], Overlap]:
    """By pair of people: what they marked over all texts they both marked in."""
    totals = dict[tuple[int, int], Overlap]()
    for row in rows:
        totals[row.people] = totals.get(row.people, Overlap(0, 0, 0)) + row.overlap
    return totals

"""What the newsroom did with its published checks: the facts of each, and the questions asked of them.

From the public records and what was done in public since. A check that was retracted is counted, as such.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from annotations.exports.cells import csv_of
from annotations.models import (
    ArticleKind,
    Assessment,
    Correction,
    CorrectionKind,
    Publication,
    Snapshot,
    Tier,
)
from annotations.models.verdicts import DecidedHow
from annotations.workflow import SecondRead, State

OUR_OWN = "Our own drafts"
NOBODY = "Without a publisher"


@dataclass(frozen=True)
class CheckFacts:
    """One published check. `sources` counts those that its record shows; two of background count as one when they
    are described in the same words. `corrections` are kind and moment, the oldest first.
    """

    claim: int
    uid: UUID
    text: str
    marked: datetime
    published: datetime
    retracted: bool
    truth_class: str
    rating: str
    claimant: str
    publisher: str
    sources: int
    primary: bool
    copied: bool
    located: bool
    readers: frozenset[int]
    published_by: int
    decided_how: str
    policy: Any
    corrections: tuple[tuple[str, datetime], ...]

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.corrections)

    def published_by_another(self) -> bool:
        """Not by its only reader."""
        return self.readers != {self.published_by}

    def seconds_to_publication(self) -> float:
        return (self.published - self.marked).total_seconds()

    def seconds_to_correction(self) -> float | None:
        """From the first publication to the first time that something was put right; None when nothing was."""
        found = [at for kind, at in self.corrections if kind in PUT_RIGHT]
        return (found[0] - self.published).total_seconds() if found else None


PUT_RIGHT = (CorrectionKind.CORRECTION, CorrectionKind.RETRACTION)
"""Something was wrong; a clarification or an update says that nothing was."""


@dataclass(frozen=True)
class Question:
    """What can be asked of every check; `holds` answers it. `label` completes "… of all checks"."""

    label: str
    holds: Callable[[CheckFacts], bool]


WORK: dict[str, Question] = {
    "two_sources": Question("with two sources or more", lambda check: check.sources >= 2),
    "primary": Question("with a primary source", lambda check: check.primary),
    "copied": Question("with a source of which a copy is kept", lambda check: check.copied),
    "read_twice": Question("read by a second person", lambda check: len(check.readers) >= 2),
    "adjudicated": Question(
        "decided by an editor after readers disagreed",
        lambda check: check.decided_how == DecidedHow.ADJUDICATION,
    ),
    "another": Question(
        "published by somebody other than the only reader", lambda check: check.published_by_another()
    ),
}
AFTERWARDS: dict[str, Question] = {
    "corrected": Question("corrected", lambda check: check.has(CorrectionKind.CORRECTION)),
    "retracted": Question("retracted", lambda check: check.retracted),
    "clarified": Question("clarified", lambda check: check.has(CorrectionKind.CLARIFICATION)),
    "updated": Question("updated", lambda check: check.has(CorrectionKind.UPDATE)),
}
QUESTIONS = WORK | AFTERWARDS

POLICY: dict[str, Question] = {
    "evidence": Question("the sources", lambda check: check.sources >= check.policy.min_evidence),
    "second": Question("a second reading", lambda check: len(check.readers) >= 2),
    "located": Question("a place in every source", lambda check: check.located),
    "publisher": Question(
        "a publisher who is not the only reader", lambda check: check.published_by_another()
    ),
}


def policy_asks(policy: Any) -> list[str]:
    """Which of `POLICY` this policy asks for."""
    rules = {
        "evidence": policy.min_evidence > 0,
        "second": policy.second_read != SecondRead.NONE,
        "located": policy.locator_required,
        "publisher": policy.publisher_must_differ,
    }
    return [name for name, asked in rules.items() if asked]


def published_checks(since: datetime | None = None, until: datetime | None = None) -> list[CheckFacts]:
    """Those published for the first time in the period (`until` excluded), the oldest first, as they now stand."""
    first = Publication.objects.filter(claim=OuterRef("claim"), number=1).values("at", "by")
    rows = Publication.objects.latest_of_each_claim().annotate(
        first_at=Subquery(first.values("at")), first_by=Subquery(first.values("by"))
    )
    if since:
        rows = rows.filter(first_at__gte=since)
    if until:
        rows = rows.filter(first_at__lt=until)
    unread = ("claim__text", "claim__quotation", "claim__stale_reasons", "claim__foreign")
    rows = rows.select_related("claim__policy").defer(*unread)
    found = list(rows.order_by("first_at", "pk"))
    claims = [row.claim_id for row in found]
    readers, corrections, copied = readers_of(claims), corrections_of(claims), copied_sources(claims)
    return [
        facts_of(row, readers.get(row.claim_id, set()), corrections.get(row.claim_id, ()), copied)
        for row in found
    ]


def readers_of(claims: Sequence[int]) -> dict[int, set[int]]:
    """By claim, who handed in a reading in the round that was published."""
    rows = Assessment.objects.settled().filter(claim__publications__number=1)
    readers = dict[int, set[int]]()
    wanted = set(claims)
    columns = ("claim_id", "person_id", "round", "claim__round")
    for claim, person, round, current in rows.order_by().values_list(*columns):
        if claim in wanted and round == current:
            readers.setdefault(claim, set()).add(person)
    return readers


def corrections_of(claims: Sequence[int]) -> dict[int, tuple[tuple[str, datetime], ...]]:
    wanted, found = set(claims), dict[int, tuple[tuple[str, datetime], ...]]()
    rows = Correction.objects.order_by("created", "pk").values_list("publication__claim", "kind", "created")
    for claim, kind, at in rows:
        if claim in wanted:
            found[claim] = (*found.get(claim, ()), (kind, at))
    return found


def copied_sources(claims: Sequence[int]) -> set[str]:
    """The uids of sources used on published claims of which we keep a copy."""
    rows = Snapshot.objects.filter(source__evidence__claim__publications__number=1)
    return {str(uid) for uid in rows.order_by().values_list("source__uid", flat=True).distinct()}


def facts_of(
    publication: Any, readers: set[int], corrections: tuple[tuple[str, datetime], ...], copied: set[str]
) -> CheckFacts:
    record, claim = publication.record, publication.claim
    sources = [row["source"] for row in record["evidence"]]
    verdict = record["verdict"]
    return CheckFacts(
        claim=claim.pk,
        uid=claim.uid,
        text=record["text"],
        marked=claim.created,
        published=publication.first_at,
        retracted=claim.state == State.RETRACTED,
        truth_class=verdict["rating"]["truth_class"],
        rating=verdict["rating"]["name"],
        claimant=(record["claimant"] or {}).get("name", ""),
        publisher=publisher_of(record["article"]),
        sources=len({source.get("uid") or source["title"] for source in sources}),
        primary=any(source.get("tier") == Tier.PRIMARY for source in sources),
        copied=any(source.get("archived_url") or source.get("uid") in copied for source in sources),
        located=all(row.get("locator") for row in record["evidence"] if row["source"].get("uid")),
        readers=frozenset(readers),
        published_by=publication.first_by,
        decided_how=verdict["decided_how"],
        policy=claim.policy,
        corrections=corrections,
    )


def publisher_of(article: dict[str, Any]) -> str:
    if article["kind"] == ArticleKind.OWN_DRAFT:
        return OUR_OWN
    return article["publisher"] or NOBODY


COLUMNS: dict[str, Callable[[CheckFacts], Any]] = {
    "claim": lambda check: check.uid,
    "text": lambda check: check.text,
    "marked_at": lambda check: check.marked,
    "published_at": lambda check: check.published,
    "rating": lambda check: check.rating,
    "truth_class": lambda check: check.truth_class,
    "claimant": lambda check: check.claimant,
    "publisher": lambda check: check.publisher,
    "sources": lambda check: check.sources,
    "readers": lambda check: len(check.readers),
    "decided_how": lambda check: check.decided_how,
    "policy": lambda check: check.policy,
    **{name: question.holds for name, question in QUESTIONS.items()},
    "seconds_to_publication": lambda check: round(check.seconds_to_publication()),
    "seconds_to_correction": lambda check: whole(check.seconds_to_correction()),
}


def whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def checks_csv(checks: Iterable[CheckFacts]) -> Iterator[bytes]:
    """One check a row: every fact that the figures count, so that anybody can count again."""
    return csv_of(COLUMNS, checks)

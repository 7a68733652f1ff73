"""Why a claim is stale, what was approved before that, and what people answered earlier: for its panel and page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from annotations.models import Claim, Correction, Event, Highlight, Source, Verb
from annotations.models.staleness import Reason, StaleKind, said
from annotations.permissions import Permission, permits
from annotations.workflow import State

JUDGING = (Verb.CLAIM_SUBMITTED, Verb.CLAIM_SECONDED, Verb.CLAIM_ADJUDICATED, Verb.CLAIM_CORRECTED)
BEGINNING_ANEW = (Verb.CLAIM_SENT_BACK, Verb.CLAIM_REOPENED)

DID = {
    Verb.CLAIM_SUBMITTED: "Read",
    Verb.CLAIM_SECONDED: "Read a second time",
    Verb.CLAIM_ADJUDICATED: "Decided",
    Verb.CLAIM_CORRECTED: "Corrected in public",
}
"""What a judgement is called; one that approved the claim is "Approved"."""


@dataclass(frozen=True)
class Because:
    """Why, in a sentence; what it is about, where that may be named, and what was said of it."""

    sentence: str
    name: str = ""
    address: str = ""
    words: str = ""


@dataclass(frozen=True)
class Judgement:
    """What somebody decided, for which words in which version. `past` ones were ended by a new round."""

    event: Event
    did: str
    rating: str
    version: int
    words: str
    past: bool


@dataclass(frozen=True)
class Held:
    """That somebody said of a stale verdict that it holds: why, and what had changed."""

    event: Event
    reason: str
    changed: list[str]


@dataclass(frozen=True)
class Staleness:
    """What is shown of a claim's trust. Without `because` it is not stale."""

    because: list[Because]
    judgements: list[Judgement]
    held: list[Held]
    may_hold: bool

    @property
    def standing(self) -> Judgement | None:
        """The judgement that the staleness is about."""
        return next((one for one in self.judgements if not one.past), None)


def staleness_of(claim: Claim, person: Any) -> Staleness:
    """In up to six queries, whatever the number of reasons and answers."""
    verbs = (*JUDGING, *BEGINNING_ANEW, Verb.CLAIM_STILL_HOLDS)
    events = Event.objects.visible_to(person).filter(claim=claim, verb__in=verbs)
    newest_first = list(events.select_related("by").order_by("-number"))
    return Staleness(
        because=becauses(claim.stale_reasons, person),
        judgements=judgements(claim, newest_first, person),
        held=[held(event) for event in newest_first if event.verb == Verb.CLAIM_STILL_HOLDS],
        may_hold=claim.stale_since is not None and permits(person, Permission.HOLD, claim),
    )


def becauses(reasons: Sequence[Reason], person: Any) -> list[Because]:
    """Each reason once, the newest first, with the name of its source or claim as far as the person may know it."""
    sources = rows_of(Source, (entry["source"] for entry in reasons), person)
    claims = rows_of(Claim, (entry["claim"] for entry in reasons), person)
    told = corrections_of(claims.values())
    found = [because(entry, sources, claims, told) for entry in reversed(reasons)]
    return list(dict.fromkeys(found))


def rows_of(model: Any, uids: Iterable[str | None], person: Any) -> dict[str, Any]:
    wanted = {UUID(uid) for uid in uids if uid}
    rows = model.objects.visible_to(person).filter(uid__in=wanted) if wanted else ()
    return {str(row.uid): row for row in rows}


def corrections_of(claims: Iterable[Claim]) -> dict[int, Correction]:
    """By claim (key) the newest correction of what was published of it."""
    keys = [claim.pk for claim in claims]
    rows = (
        Correction.objects.filter(publication__claim__in=keys).select_related("publication") if keys else ()
    )
    return {row.publication.claim_id: row for row in sorted(rows, key=lambda row: (row.created, row.pk))}


def because(
    entry: Reason, sources: dict[str, Any], claims: dict[str, Any], told: dict[int, Correction]
) -> Because:
    if source := sources.get(entry["source"] or ""):
        why = source.withdrawn_why if entry["kind"] == StaleKind.SOURCE_WITHDRAWN else ""
        return Because(
            said(entry),
            source.shown_title(source.identity_shown),
            reverse("source_detail", args=[source.uid]),
            why if source.identity_shown else "",
        )
    if claim := claims.get(entry["claim"] or ""):
        correction = told.get(claim.pk)
        words = f"{correction.get_kind_display()}: {correction.text}" if correction else ""
        return Because(said(entry), str(claim), reverse("claim_detail", args=[claim.uid]), words)
    return Because(said(entry))


def judgements(claim: Claim, newest_first: Sequence[Event], person: Any) -> list[Judgement]:
    judging = [event for event in newest_first if event.verb in JUDGING]
    if not judging:
        return []
    begun = max((event.number for event in newest_first if event.verb in BEGINNING_ANEW), default=0)
    versions = list(claim.article.versions.order_by("number").values_list("number", "created"))
    words = words_in_versions(claim, person)
    found = []
    for event in judging:
        version = version_at(versions, event.at)
        past = event.number < begun
        found.append(judgement(event, version, words.get(version, ""), past))
    return found


def words_in_versions(claim: Claim, person: Any) -> dict[int, str]:
    """By number of the version the words in which the claim stands there first."""
    rows = Highlight.objects.visible_to(person).filter(claim=claim, removed_at=None).placed()
    columns = rows.order_by("-start").values_list("version__number", "exact")
    return dict(columns)


def version_at(versions: Sequence[tuple[int, datetime]], at: datetime) -> int:
    """The number of the version that was current then."""
    there = [number for number, created in versions if created <= at]
    return there[-1] if there else versions[0][0]


def judgement(event: Event, version: int, words: str, past: bool) -> Judgement:
    after = event.data.get("after") or {}
    approved = after.get("state") == State.APPROVED and event.verb != Verb.CLAIM_ADJUDICATED
    did = "Approved" if approved else DID[Verb(event.verb)]
    return Judgement(event, did, after.get("rating", ""), version, words, past)


def held(event: Event) -> Held:
    data = event.data
    changed = [said(entry) for entry in data["before"]["stale_reasons"]]
    return Held(event, data["after"]["reason"], list(dict.fromkeys(changed)))

"""Why a claim is stale, what was approved before that, and what people answered earlier: for its panel and page."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from annotations.models import Claim, Correction, Event, Highlight, Source, Verb
from annotations.models.staleness import Reason, StaleKind, reason_in_words
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
    """For a claim that came with its evidence. In up to five queries, whatever the number of reasons and answers."""
    verbs = (*JUDGING, *BEGINNING_ANEW, Verb.CLAIM_STILL_HOLDS)
    # What was taken back was no judgement.
    events = Event.objects.visible_to(person).filter(claim=claim, verb__in=verbs, undone_by=None)
    return staleness_told(claim, person, list(events.select_related("by").order_by("-number")))


def staleness_told(claim: Claim, person: Any, newest_first: Sequence[Event]) -> Staleness:
    """The same where the claim's events that this person may know of are at hand."""
    return Staleness(
        because=becauses(claim, person),
        judgements=judgements(claim, newest_first, person),
        held=[held(event) for event in newest_first if event.verb == Verb.CLAIM_STILL_HOLDS],
        may_hold=claim.stale_since is not None and permits(person, Permission.HOLD, claim),
    )


def becauses(claim: Claim, person: Any) -> list[Because]:
    """Each reason once, the newest first, with the name of its source or claim as far as the person may know it."""
    reasons: Sequence[Reason] = claim.stale_reasons
    sources = sources_named({entry["source"] for entry in reasons}, claim, person)
    told = corrections_of({entry["claim"] for entry in reasons})
    claims = {uid: correction.publication.claim for uid, correction in told.items()}
    claims |= rows_of(Claim, {entry["claim"] for entry in reasons} - claims.keys(), person)
    found = [because(entry, sources, claims, told) for entry in reversed(reasons)]
    return list(dict.fromkeys(found))


def rows_of(model: Any, uids: Iterable[str | None], person: Any) -> dict[str, Any]:
    wanted = {UUID(uid) for uid in uids if uid}
    rows = model.objects.visible_to(person).filter(uid__in=wanted) if wanted else ()
    return {str(row.uid): row for row in rows}


def sources_named(uids: Set[str | None], claim: Claim, person: Any) -> dict[str, tuple[Source, bool]]:
    """By uid the source, and whether this person may know it. What the claim still cites is at hand."""
    cited = {str(row.source.uid): (row.source, row.identity_shown) for row in claim.living_evidence()}
    others = rows_of(Source, uids - cited.keys(), person)
    return cited | {uid: (source, source.identity_shown) for uid, source in others.items()}


def corrections_of(uids: Set[str | None]) -> dict[str, Correction]:
    """By claim (uid) the newest correction of what was published of it."""
    wanted = {UUID(uid) for uid in uids if uid}
    rows = Correction.objects.filter(publication__claim__uid__in=wanted).select_related("publication__claim")
    newest_last = sorted(rows, key=lambda row: (row.created, row.pk)) if wanted else ()
    return {str(row.publication.claim.uid): row for row in newest_last}


def because(
    entry: Reason,
    sources: dict[str, tuple[Source, bool]],
    claims: dict[str, Any],
    told: dict[str, Correction],
) -> Because:
    if named := sources.get(entry["source"] or ""):
        source, known = named
        why = source.withdrawn_why if entry["kind"] == StaleKind.SOURCE_WITHDRAWN else ""
        return Because(
            reason_in_words(entry),
            source.shown_title(known),
            reverse("source_detail", args=[source.uid]),
            why if known else "",
        )
    if claim := claims.get(entry["claim"] or ""):
        correction = told.get(str(claim.uid))
        words = f"{correction.get_kind_display()}: {correction.text}" if correction else ""
        return Because(reason_in_words(entry), str(claim), reverse("claim_detail", args=[claim.uid]), words)
    return Because(reason_in_words(entry))


def judgements(claim: Claim, newest_first: Sequence[Event], person: Any) -> list[Judgement]:
    judging = [event for event in newest_first if event.verb in JUDGING]
    if not judging:
        return []
    begun = max((event.number for event in newest_first if event.verb in BEGINNING_ANEW), default=0)
    versions = versions_with_words(claim, person)
    return [judgement(event, *version_at(versions, event.at), past=event.number < begun) for event in judging]


def versions_with_words(claim: Claim, person: Any) -> list[tuple[datetime, int, str]]:
    """Of each version when it came in, its number, and the words in which the claim stands there first, or ""."""
    standing = Highlight.objects.visible_to(person).filter(claim=claim, removed_at=None).placed()
    first = standing.filter(version=OuterRef("pk")).order_by("start", "pk").values("exact")[:1]
    rows = claim.article.versions.order_by("number").annotate(words=Subquery(first))
    return [
        (created, number, words or "")
        for created, number, words in rows.values_list("created", "number", "words")
    ]


def version_at(versions: Sequence[tuple[datetime, int, str]], at: datetime) -> tuple[int, str]:
    """The one that was current then: its number, and the claim's words in it."""
    there = [version for version in versions if version[0] <= at]
    _, number, words = there[-1] if there else versions[0]
    return number, words


def judgement(event: Event, version: int, words: str, past: bool) -> Judgement:
    after = event.data.get("after") or {}
    approved = after.get("state") == State.APPROVED and event.verb != Verb.CLAIM_ADJUDICATED
    did = "Approved" if approved else DID[Verb(event.verb)]
    return Judgement(event, did, after.get("rating", ""), version, words, past)


def held(event: Event) -> Held:
    data = event.data
    changed = [reason_in_words(entry) for entry in data["before"]["stale_reasons"]]
    return Held(event, data["after"]["reason"], list(dict.fromkeys(changed)))

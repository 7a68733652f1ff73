"""What the claim panel shows: one claim, everything that hangs on it, and the steps this person may take."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Prefetch

from annotations.models import (
    Assessment,
    Claim,
    Confidence,
    Event,
    Evidence,
    Highlight,
    Materiality,
    Person,
    Rating,
    Verb,
    Verdict,
)
from annotations.pages.linked import link_context
from annotations.pages.places import Places, places_of
from annotations.pages.proposed import proposals_shown
from annotations.pages.reading import Reading
from annotations.pages.staleness import staleness_told
from annotations.pages.thread import claim_thread
from annotations.permissions import Permission, guard_in_words, own_assessment, permits, steps_for, unmet
from annotations.workflow import HIDDEN_STATES, DeclineReason, SecondRead, Stance, State, Step

HISTORY_SHOWN = 10
RATED_IN = (State.SPOTTED, State.CHECKING, State.IN_REVIEW)

DONE = (Step.SECOND, Step.SUBMIT, Step.PUBLISH)
"""What the key for "done" does: the first of these that is offered."""


@dataclass(frozen=True)
class Offer:
    """A step this person may take from here; `missing` says what has to be there first."""

    step: Step
    label: str
    missing: str = ""


def claim_rows(person: Any) -> Any:
    """The claims this person may see, with what the panel needs of each."""
    assessments = Assessment.objects.select_related("rating", "person")
    verdicts = Verdict.objects.visible_to(person).current().select_related("rating", "decided_by")
    evidence = Evidence.objects.visible_to(person).living().with_reading_for(person).with_source_for(person)
    evidence = evidence.select_related("added_by", "snapshot").defer("snapshot__bytes", "snapshot__text")
    return (
        Claim.objects.visible_to(person)
        .select_related(
            "article__policy", "policy__scale", "claimant", "assignee", "created_by", "merged_into"
        )
        .prefetch_related(
            "tags",
            Prefetch("assessments", queryset=assessments),
            Prefetch("verdicts", queryset=verdicts),
            Prefetch("evidence", queryset=evidence),
        )
    )


def panel_context(claim: Claim, reading: Reading) -> dict[str, Any]:
    """The context of `_claim_panel.html` for a claim that came from `claim_rows`."""
    person, evidence = reading.person, evidence_shown(claim)
    events = list(events_of(person, claim))
    places = places_of(claim, reading)
    return {
        "claim": claim,
        "reading": reading,
        "blind": claim.is_read_blind_by(person),
        "may": may(person, claim),
        "materialities": Materiality.choices,
        "stale": staleness_told(claim, person, events) if claim.stale_since else None,
        "history": history(events),
        "history_goes_on": len(events) > HISTORY_SHOWN,
        "thread": claim_thread(person, claim, evidence),
        **place_context(claim, reading, places),
        **step_context(claim, person),
        **rating_context(claim, person),
        **evidence_context(claim, person, evidence),
        **link_context(claim, person),
    }


def place_context(claim: Claim, reading: Reading, places: Places) -> dict[str, Any]:
    """Where the claim stands in this version, and its neighbours in the text."""
    number = reading.numbers[claim.pk]
    return {
        "number": number,
        "lines": reading.lines_of_claim(number),
        "highlights": places.highlights,
        "places": places,
        "stood": last_stood(claim, reading, number),
        "before": neighbour(reading, number, -1),
        "after": neighbour(reading, number, 1),
        "words_now": words_to_change(claim, reading, places.highlights),
    }


def step_context(claim: Claim, person: Any) -> dict[str, Any]:
    """The steps that are offered, and what they ask for."""
    offers = offers_for(person, claim)
    steps = [offer.step for offer in offers]
    return {
        "offers": {offer.step.value: offer for offer in offers},
        "done": next((offer for step in DONE for offer in offers if offer.step == step), None),
        "checkers": Person.objects.checkers() if Step.ASSIGN in steps else [],
        "askable": readers_to_ask(person, claim),
        "decline_reasons": DeclineReason.choices,
    }


def rating_context(claim: Claim, person: Any) -> dict[str, Any]:
    own = own_assessment(person, claim)
    return {
        "own": own,
        "rates": may_rate(person, claim, own),
        # Asked where it is shown: most states offer no rating.
        "ratings": Rating.objects.of_scale(claim.policy.scale_id),
        "readings": visible_assessments(person, claim),
        "verdict": claim.current_verdict(),
        "confidences": Confidence.choices,
    }


def evidence_context(claim: Claim, person: Any, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """The evidence, and the other words that are proposed because of it."""
    proposals = proposals_shown(claim, person, {item["row"].pk: item["title"] for item in evidence})
    return {
        "evidence": evidence,
        "withheld": sum(not item["row"].reading_shown for item in evidence),
        "stances": Stance.choices,
        "proposals": proposals,
        "changes_asked": sum(item.row.waits() for item in proposals),
    }


def readers_to_ask(person: Any, claim: Claim) -> list[Person]:
    """Those whom this person may ask for the second reading that the claim waits for."""
    if claim.state != State.IN_REVIEW or not permits(person, Permission.RATE, claim):
        return []
    return list(Person.objects.checkers().exclude(pk__in={person.pk, *claim.assessors()}))


def offers_for(person: Any, claim: Claim) -> list[Offer]:
    return [
        Offer(
            step,
            label(step, claim),
            " ".join(guard_in_words(guard, claim) for guard in unmet(person, step, claim)),
        )
        for step in steps_for(person, claim)
        if not (step == Step.TAKE and claim.assignee_id == person.pk)
    ]


def label(step: Step, claim: Claim) -> str:
    """The words on the button: what happens next, not the name of the step."""
    if step == Step.SUBMIT:
        return "Submit" if claim.policy.second_read == SecondRead.NONE else "Submit for second read"
    if step == Step.SECOND:
        return "Submit and compare" if claim.policy.second_read == SecondRead.BLIND else "Submit second read"
    return step.label


def may(person: Any, claim: Claim) -> dict[str, bool]:
    """What the forms of the panel depend on, by short names for the template."""
    closed = claim.state in (State.DECLINED, State.RETRACTED, State.REMOVED, State.MERGED)
    return {
        "describe": permits(person, Permission.DESCRIBE_CLAIM, claim) and not closed,
        "source": permits(person, Permission.ADD_EVIDENCE, claim) and not closed,
        "comment": permits(person, Permission.COMMENT, claim),
        "resolve": permits(person, Permission.RESOLVE_COMMENT, claim),
        "hold": permits(person, Permission.HOLD, claim) and claim.stale_since is not None,
        "drag": may_drag(person, claim),
    }


def may_drag(person: Any, claim: Claim) -> bool:
    """Whether the text offers its ends to be dragged.

    A slip of the hand must not move what readers are shown, what a colleague works on or what is read blind:
    there, words are chosen and the claim is put on them.
    """
    theirs = claim.assignee_id not in (None, person.pk) and not permits(person, Step.ASSIGN, claim)
    return not theirs and claim.state != State.PUBLISHED and not claim.is_read_blind_by(person)


def may_rate(person: Any, claim: Claim, own: Assessment | None) -> bool:
    """Whether a press on a rating would be taken."""
    if claim.state not in RATED_IN or not permits(person, Permission.RATE, claim):
        return False
    return not (own and own.submitted_at)


def visible_assessments(person: Any, claim: Claim) -> list[Assessment]:
    """The submitted readings of the running round that this person may see, as `visible_to` has it."""
    own_only = claim.is_read_blind_by(person)
    return [row for row in claim.assessments_of_round() if not own_only or row.person_id == person.pk]


def evidence_shown(claim: Claim) -> list[dict[str, Any]]:
    """Evidence in order, as far as this person may know its source and what colleagues made of it.

    What was said, where, and the note beside it could give a confidential source away as its name would.
    """
    rows = claim.living_evidence()
    return [
        {
            "row": row,
            "title": row.source.shown_title(row.identity_shown),
            "known": row.identity_shown,
            "quotation": row.quotation if row.identity_shown else "",
            "place": row.place() if row.identity_shown else "",
            "copy": row.snapshot if row.identity_shown else None,
            "stance": row.stance if row.reading_shown else "",
            "note": row.note_html if row.identity_shown and row.reading_shown else "",
            "latest": row is rows[-1],
        }
        for row in rows
    ]


def words_to_change(claim: Claim, reading: Reading, highlights: Iterable[Highlight]) -> str:
    """The words for which others can be proposed: where the claim stands in the current version; else ""."""
    if not reading.is_current or not permits(reading.person, Permission.PROPOSE):
        return ""
    placed = [row for row in highlights if row.start is not None and claim.state not in HIDDEN_STATES]
    return min(placed, key=lambda row: (row.start or 0, row.pk)).exact if placed else ""


def last_stood(claim: Claim, reading: Reading, number: int) -> int:
    """The number of the newest version in which it stands, when it stands nowhere in this one; else 0."""
    if any(span.claim == number for span in reading.spans):
        return 0
    placed = Highlight.objects.visible_to(reading.person).filter(claim=claim, removed_at=None).placed()
    return placed.order_by("-version__number").values_list("version__number", flat=True).first() or 0


def neighbour(reading: Reading, number: int, step: int) -> str:
    """The address of the claim before or after this one in the text, or ""."""
    order = list(dict.fromkeys(span.claim for span in reading.spans))
    if number not in order:
        return ""
    at = order.index(number) + step
    return reading.faces[order[at]].address if 0 <= at < len(order) else ""


def events_of(person: Any, claim: Claim) -> Any:
    rows = Event.objects.visible_to(person).filter(claim=claim)
    return rows.select_related("by", "undone_by", "undoes")


def history(events: Iterable[Event]) -> list[Event]:
    """Newest first; a row of drafts by one person counts as one."""
    shown: list[Event] = []
    for event in islice(events, HISTORY_SHOWN):
        repeats = shown and event.verb == Verb.CLAIM_RATED and shown[-1].verb == event.verb
        if not repeats:
            shown.append(event)
    return shown

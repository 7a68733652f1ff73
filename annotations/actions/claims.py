"""Claims: marking, wording, and the steps that decide nothing about truth."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from annotations.actions.assigning import facts
from annotations.actions.carrying import carry_to_current
from annotations.actions.highlights import place_highlight, refuse_hidden, words_between
from annotations.actions.links import move_links
from annotations.actions.recording import hold_event_numbers, record
from annotations.actions.restoring import bring_back
from annotations.actions.rows import before_and_after, change, edit, hold_article, hold_claim
from annotations.actions.staling import Upset, catch_up, tell_of_staleness, upset_by_edit
from annotations.actions.steps import allow, move
from annotations.anchoring.locating import Ambiguous, Located, locate
from annotations.anchoring.selectors import Selector
from annotations.anchoring.text import shortened
from annotations.errors import CannotLocate, Conflict, InvalidInput, StaleEdit
from annotations.models import (
    Agent,
    AgentKind,
    ArticleVersion,
    Claim,
    Highlight,
    Materiality,
    Method,
    Person,
    Tag,
    Verb,
)
from annotations.models.claims import TAG_CHARACTERS
from annotations.models.staleness import StaleKind, reason
from annotations.permissions import Permission, require
from annotations.workflow import DeclineReason, State, Step


@transaction.atomic
def mark_claim(
    version: ArticleVersion,
    *,
    by: Any,
    start: int,
    end: int,
    text: str = "",
    method: Method = Method.SELECTED,
    similarity: float | None = None,
    foreign: dict[str, Any] | None = None,
    foreign_place: dict[str, Any] | None = None,
) -> Claim:
    """Mark a stretch of a version (code points, half-open) as a claim.

    The wording begins as the words marked. On a version that is no longer current the mark is stored there and
    carried forward in the same transaction: `claim.highlights` says where it went or that it waits. `foreign` and
    `foreign_place` are what a foreign annotation said of claim and place that we have no column for.
    Raises InvalidInput for positions outside the text or without words.
    """
    require(by, Step.MARK)
    article = hold_article(version.article_id)
    start, end = words_between(version.text, start, end)
    words = version.text[start:end]
    claim = Claim.objects.create(
        article=article,
        policy_id=article.policy_id,
        text=text.strip() or one_line(words),
        quotation=words,
        created_by=by,
        foreign=foreign or {},
    )
    how = {"method": method, "similarity": similarity, "foreign": foreign_place or {}}
    highlight = place_highlight(claim, version, start, end, **how)
    carried = carry_to_current(highlight)
    record(
        Verb.CLAIM_MARKED,
        by=by,
        row=claim,
        claim=claim,
        data=marked(highlight, carried),
        inverse=Verb.CLAIM_REMOVED,
    )
    return claim


def marked(highlight: Highlight, carried: Sequence[Highlight]) -> dict[str, Any]:
    """What the event tells of a new claim: its words, where they stand, and how they came into later versions."""
    after = {
        "text": highlight.claim.text,
        "version": highlight.version.number,
        "start": highlight.start,
        "end": highlight.end,
        "exact": highlight.exact,
    }
    return {"after": after} | ({"carried": [place.method for place in carried]} if carried else {})


def mark_selector(
    version: ArticleVersion,
    *,
    by: Any,
    selector: Selector,
    text: str = "",
    foreign: dict[str, Any] | None = None,
) -> Claim:
    """Mark the words a selector means.

    Raises CannotLocate with what does stand there, or with the places among which nothing decides.
    """
    found = find(version, selector)
    return mark_claim(
        version,
        by=by,
        start=found.start,
        end=found.end,
        text=text,
        method=Method.LOCATED,
        similarity=found.similarity,
        foreign=foreign,
    )


def find(version: ArticleVersion, selector: Selector) -> Located:
    """The one place the selector means in this version. Raises CannotLocate."""
    found = locate(version.text, selector)
    if isinstance(found, Located):
        return found
    if isinstance(found, Ambiguous):
        raise CannotLocate(
            f"These words stand in {len(found.places)} places. Send more of what comes before and after them.",
            field="selector",
            extra={"places": [[place.start, place.end] for place in found.places[:20]]},
        )
    if found.standing:
        raise CannotLocate(
            f"Other words stand there: “{found.standing[:200]}”.",
            field="selector",
            extra={"standing": found.standing},
        )
    raise CannotLocate(field="selector", extra={"reason": str(found.reason)})


def one_line(words: str) -> str:
    return " ".join(words.split())


class Unset:
    """Marks an argument that was not given, where None means empty."""


UNSET = Unset()


def given(**arguments: Any) -> dict[str, Any]:
    """Those that were."""
    return {name: value for name, value in arguments.items() if not isinstance(value, Unset)}


@transaction.atomic
def describe_claim(
    claim: Claim,
    *,
    by: Any,
    row_version: int,
    text: str | Unset = UNSET,
    claimant: Agent | None | Unset = UNSET,
    claim_date: date | None | Unset = UNSET,
    assertion_type: str | Unset = UNSET,
    materiality: Materiality | str | Unset = UNSET,
    due: datetime | None | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
) -> Claim:
    """Change wording, claimant and the rest; what is not given stays. Raises StaleEdit when somebody was quicker."""
    require(by, Permission.DESCRIBE_CLAIM)
    claim = hold_claim(claim)
    refuse_hidden(claim)
    columns = given(
        text=text.strip() if isinstance(text, str) else text,
        claimant=claimant,
        claim_date=claim_date,
        assertion_type=assertion_type,
        materiality=materiality,
        due=due,
    )
    if columns.get("text") == "":
        raise InvalidInput("A claim needs words.", field="text")
    data = rewritten(claim, row_version, columns, tags)
    if not data["after"]:
        return claim
    upset = upset_by_wording(claim) if "text" in data["after"] else []
    record(Verb.CLAIM_DESCRIBED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_DESCRIBED)
    tell_of_staleness(upset, by=by)
    return claim


def rewritten(
    claim: Claim, row_version: int, columns: dict[str, Any], tags: list[str] | Unset
) -> dict[str, dict[str, Any]]:
    """Write what says something else than the claim, and return what the event stores of that."""
    data = before_and_after(claim, columns)
    if isinstance(tags, Unset):
        edit(claim, row_version, **columns)
        return data
    before, wanted = tag_names(claim), tags_wanted(tags)
    try:
        # Tags are rows of their own: who changes only them changes the claim, too, and so did whoever was quicker.
        (edit if wanted == before else change)(claim, row_version, **columns)
    except StaleEdit as late:
        late.extra["current"] |= {"tags": before}
        raise
    if wanted != before:
        claim.tags.set(tags_named(wanted))
        data["before"]["tags"], data["after"]["tags"] = before, wanted
    return data


def upset_by_wording(claim: Claim) -> Upset:
    """A verdict is about the words that were judged; the same words again are as if nothing had been changed."""
    entry = reason(StaleKind.WORDING_CHANGED)
    return upset_by_edit(claim, entry, claim, Verb.CLAIM_DESCRIBED, "text", claim.text)


def tag_names(claim: Claim) -> list[str]:
    return sorted(tag.name for tag in claim.tags.all())


def tag_name(name: str) -> str:
    """A tag as it is stored. Raises InvalidInput for one that does not fit."""
    name = one_line(name.lower())
    if len(name) > TAG_CHARACTERS:
        raise InvalidInput(
            f"A tag has up to {TAG_CHARACTERS} characters. “{shortened(name, 30)}” has {len(name):,}.",
            field="tags",
        )
    return name


def tags_wanted(names: list[str]) -> list[str]:
    """The names as they are stored, each once. Raises InvalidInput for a long one."""
    return sorted({tag_name(name) for name in names} - {""})


def tags_named(names: list[str]) -> list[Tag]:
    """The tags of these names; those that there are not yet are made."""
    known = list(Tag.objects.filter(name__in=names))
    missing = sorted(set(names) - {tag.name for tag in known})
    if missing:
        hold_event_numbers()
    return known + [Tag.objects.get_or_create(name=name)[0] for name in missing]


@transaction.atomic
def name_claimant(*, by: Any, name: str, kind: AgentKind | str = AgentKind.PERSON, role: str = "") -> Agent:
    """The agent of this name, made when nobody has named it yet. Raises InvalidInput for no name, or a long one."""
    require(by, Permission.DESCRIBE_CLAIM)
    name = one_line(name)
    if not name:
        raise InvalidInput("Say who made the claim.", field="name")
    if known := Agent.objects.filter(name=name, kind=kind).first():
        return known
    hold_event_numbers()
    agent, made = Agent.objects.get_or_create(name=name, kind=kind, defaults={"role": role})
    if made:
        record(Verb.CLAIMANT_NAMED, by=by, row=agent, data={"after": {"name": name, "kind": str(kind)}})
    return agent


@transaction.atomic
def take_claim(claim: Claim, *, by: Any) -> Claim:
    """Take the claim on oneself."""
    claim = hold_claim(claim)
    allow(Step.TAKE, claim, by)
    was = facts(claim)
    data = move(claim, State.CHECKING, assignee=by)
    data |= {"was": was, "is": facts(claim)}
    record(Verb.CLAIM_TAKEN, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_UNASSIGNED)
    return claim


@transaction.atomic
def assign_claim(claim: Claim, *, by: Any, assignee: Person, due: datetime | None = None) -> Claim:
    """Give the claim to a checker or editor."""
    claim = hold_claim(claim)
    allow(Step.ASSIGN, claim, by)
    if not Person.objects.checkers().filter(pk=assignee.pk).exists():
        raise InvalidInput("Only checkers and editors can be given a claim.", field="assignee")
    before, was = str(claim.assignee) if claim.assignee else None, facts(claim)
    data = move(claim, State.CHECKING, assignee=assignee, due=due or claim.due)
    data["before"]["assignee"], data["after"]["assignee"] = before, str(assignee)
    data |= {"was": was, "is": facts(claim)}
    record(Verb.CLAIM_ASSIGNED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_UNASSIGNED)
    return claim


@transaction.atomic
def decline_claim(claim: Claim, *, by: Any, reason: DeclineReason | str) -> Claim:
    """Say that it will not be checked, and why."""
    claim = hold_claim(claim)
    allow(Step.DECLINE, claim, by)
    if reason not in DeclineReason:
        raise InvalidInput("Choose why it is declined.", field="reason")
    data = move(claim, State.DECLINED, declined_reason=reason)
    data["after"]["reason"] = str(reason)
    record(Verb.CLAIM_DECLINED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_REOPENED)
    return claim


@transaction.atomic
def take_decline_back(claim: Claim, *, by: Any, state: State | str) -> Claim:
    """Bring a declined claim back to `state`, as if nothing had been said: the same round, whoever may decline."""
    claim = hold_claim(claim)
    require(by, Step.DECLINE, claim)
    if claim.state != State.DECLINED:
        raise Conflict(f"The claim is {claim.get_state_display().lower()} by now.")
    reason = claim.declined_reason
    data = move(claim, State(state), declined_reason="")
    data["before"]["reason"] = reason
    record(Verb.CLAIM_REOPENED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_DECLINED)
    return claim


@transaction.atomic
def remove_claim(claim: Claim, *, by: Any) -> Claim:
    """Put away a claim that was marked by mistake; nothing is deleted."""
    claim = hold_claim(claim)
    allow(Step.REMOVE, claim, by)
    data = move(claim, State.REMOVED, state_before=claim.state)
    record(Verb.CLAIM_REMOVED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_RESTORED)
    return claim


@transaction.atomic
def merge_claim(claim: Claim, *, by: Any, into: Claim) -> Claim:
    """Let another claim of the same article stand for this one: highlights, evidence and proposals move to it."""
    claim = hold_claim(claim)
    allow(Step.MERGE, claim, by)
    if into.article_id != claim.article_id or into.pk == claim.pk:
        raise InvalidInput("Choose another claim of the same article.", field="into")
    if into.state in (State.DECLINED, State.RETRACTED):
        raise Conflict(f"That claim is {into.get_state_display().lower()}: nothing is added to it now.")
    if claim.is_read_blind_by(by) and not into.is_read_blind_by(by):
        raise Conflict("Hand in your own reading first: merging would show you what others think of it.")
    return put_into(claim, into, by=by)


def put_into(claim: Claim, into: Claim, *, by: Any) -> Claim:
    """Put `claim` away and move what hangs on it; whether that may be is asked before. The article is held."""
    into = hold_claim(into)
    refuse_hidden(into)
    data = move(claim, State.MERGED, state_before=claim.state, merged_into=into)
    places = places_not_of(into, claim)
    data["moved"] = {
        "into": str(into.uid),
        "highlights": [str(place.uid) for place in places],
        "evidence": [str(uid) for uid in claim.evidence.values_list("uid", flat=True)],
        "proposals": [str(uid) for uid in claim.proposals.values_list("uid", flat=True)],
    }
    claim.highlights.filter(pk__in=[place.pk for place in places]).update(claim=into)
    claim.evidence.update(claim=into)
    claim.proposals.update(claim=into)
    data["moved"]["links"] = move_links(claim, into)
    record(Verb.CLAIM_MERGED, by=by, row=claim, claim=into, data=data)
    record(Verb.CLAIM_MERGED, by=by, row=claim, claim=claim, data=data, inverse=Verb.CLAIM_RESTORED)
    return claim


def places_not_of(into: Claim, claim: Claim) -> list[Highlight]:
    """The claim's places but for those where the other one is marked already: nothing stands there twice."""
    there = set(into.highlights.living().placed().values_list("version", "start", "end"))
    return [row for row in claim.highlights.all() if (row.version_id, row.start, row.end) not in there]


@transaction.atomic
def restore_claim(claim: Claim, *, by: Any) -> Claim:
    """Bring a removed or merged claim back to where it was, with what moved when it was merged.

    It lives anew: the address that its annotation had before is never used again.
    """
    claim = hold_claim(claim)
    allow(Step.RESTORE, claim, by)
    merge, upset = bring_back(claim) if claim.state == State.MERGED else (None, [])
    data = move(claim, State(claim.state_before), state_before="", merged_into=None, life=claim.life + 1)
    upset += catch_up(claim, merge.at) if merge else []
    inverse = Verb.CLAIM_MERGED if merge else Verb.CLAIM_REMOVED
    record(Verb.CLAIM_RESTORED, by=by, row=claim, claim=claim, data=data, inverse=inverse)
    tell_of_staleness(upset, by=by)
    return claim

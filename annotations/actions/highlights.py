"""Highlights: the one function that makes them, and what people do to them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import record
from annotations.actions.rows import change, differing, edit, hold_claim
from annotations.actions.staling import Upset, tell_of_staleness, upset_by_edit
from annotations.anchoring.changes import kinds_between
from annotations.anchoring.selectors import describe
from annotations.errors import Conflict, InvalidInput
from annotations.models import ArticleVersion, Claim, Highlight, Method, Verb
from annotations.models.staleness import UNSETTLING, StaleKind, reason
from annotations.permissions import Permission, require
from annotations.workflow import State

STORED_CONTEXT_CHARACTERS = 100


def words_between(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends. Raises InvalidInput when nothing is left."""
    if not 0 <= start < end <= len(text):
        raise InvalidInput(
            f"From {start} to {end} is not a stretch of this text of {len(text)} characters.", field="start"
        )
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start >= end:
        raise InvalidInput("There are no words between these positions.", field="start")
    return start, end


def standing(version: ArticleVersion, start: int, end: int) -> dict[str, Any]:
    """The columns that say where and what: positions, the words, their surroundings."""
    start, end = words_between(version.text, start, end)
    quote = describe(version.text, start, end).quote
    assert quote is not None
    return {
        "start": start,
        "end": end,
        "exact": quote.exact,
        "prefix": quote.prefix[-STORED_CONTEXT_CHARACTERS:],
        "suffix": quote.suffix[:STORED_CONTEXT_CHARACTERS],
    }


def place_highlight(claim: Claim, version: ArticleVersion, start: int, end: int, **columns: Any) -> Highlight:
    """Make the row. `exact` is always the text at start:end: nothing else creates placed highlights."""
    return Highlight.objects.create(claim=claim, version=version, **standing(version, start, end), **columns)


def refresh_quotation(claim: Claim) -> None:
    """The words as printed are those of the first living highlight in the newest version that has one."""
    first = claim.highlights.living().placed().order_by("-version__number", "start").first()
    if first and first.exact != claim.quotation:
        change(claim, claim.row_version, quotation=first.exact)


@transaction.atomic
def add_highlight(claim: Claim, *, by: Any, version: ArticleVersion, start: int, end: int) -> Highlight:
    """Mark another place of the same claim in the same article, in its current version.

    Raises InvalidInput for another article's version or a place where it is marked already, Conflict for an older
    version or a claim that is put away.
    """
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(claim)
    refuse_hidden(claim)
    if version.article_id != claim.article_id:
        raise InvalidInput("The place has to be in the claim's own article.", field="version")
    if not version.is_current():
        raise Conflict("A newer version has come in. Mark the place there.")
    start, end = words_between(version.text, start, end)
    if claim.highlights.living().filter(version=version, start=start, end=end).exists():
        raise InvalidInput("The claim is marked there already.", field="words")
    highlight = place_highlight(claim, version, start, end)
    record(
        Verb.HIGHLIGHT_ADDED,
        by=by,
        row=highlight,
        claim=claim,
        data={"after": {"start": highlight.start, "end": highlight.end, "exact": highlight.exact}},
        inverse=Verb.HIGHLIGHT_REMOVED,
    )
    return highlight


@transaction.atomic
def move_highlight(highlight: Highlight, *, by: Any, row_version: int, start: int, end: int) -> Highlight:
    """Move its ends (code points). A lost highlight put somewhere by a person becomes `reattached`.

    One that waits for nothing and stands there already stays as it is.
    """
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    refuse_hidden(claim)
    before = stood(highlight)
    columns = standing(highlight.version, start, end)
    if before["waits"] or differing(highlight, columns):
        method = Method.REATTACHED if highlight.method == Method.LOST else Method.SELECTED
        columns |= {"method": method, **confirmation(by), "needs_confirmation": False}
    if not edit(highlight, row_version, **columns):
        return highlight
    refresh_quotation(claim)
    upset = upset_by_place(claim, highlight, before)
    record(
        Verb.HIGHLIGHT_MOVED,
        by=by,
        row=highlight,
        claim=claim,
        data={"before": before, "after": stood(highlight)},
        inverse=Verb.HIGHLIGHT_REOPENED if before["waits"] else Verb.HIGHLIGHT_MOVED,
    )
    tell_of_staleness(upset, by=by)
    return highlight


def upset_by_place(claim: Claim, highlight: Highlight, before: dict[str, Any]) -> Upset:
    """Put on words that say something else, a claim is not the one that was judged.

    One that waited for an answer is stale already where it has to be: moving it is the answer.
    """
    changes = kinds_between(before["exact"], highlight.exact)
    if before["waits"] or before["start"] is None or set(UNSETTLING).isdisjoint(changes):
        return []
    entry = reason(StaleKind.PLACE_MOVED, changes=[str(kind) for kind in changes])
    return upset_by_edit(claim, entry, highlight, Verb.HIGHLIGHT_MOVED, "exact", highlight.exact)


@transaction.atomic
def confirm_highlight(highlight: Highlight, *, by: Any, row_version: int) -> Highlight:
    """Say that a highlight whose words changed still marks the same claim."""
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    if highlight.method == Method.LOST:
        raise Conflict("It stands nowhere in this version. Put it somewhere, or say that it is gone.")
    data = {"before": stood(highlight)}
    highlight = change(highlight, row_version, needs_confirmation=False, **confirmation(by))
    refresh_quotation(claim)
    record(
        Verb.HIGHLIGHT_CONFIRMED,
        by=by,
        row=highlight,
        claim=claim,
        data=data,
        inverse=Verb.HIGHLIGHT_REOPENED,
    )
    return highlight


@transaction.atomic
def remove_highlight(highlight: Highlight, *, by: Any, row_version: int) -> Highlight:
    """Take one place of a claim away; the last one stays (remove the claim instead)."""
    require(by, Permission.PLACE_HIGHLIGHT)
    claim = hold_claim(highlight.claim)
    others = claim.highlights.living().filter(version=highlight.version).exclude(pk=highlight.pk)
    if not others.exists() and highlight.method != Method.LOST:
        raise Conflict("This is the claim's only place in this version. Remove the claim instead.")
    highlight = change(
        highlight, row_version, removed_at=timezone.now(), removed_by=by, needs_confirmation=False
    )
    refresh_quotation(claim)
    record(Verb.HIGHLIGHT_REMOVED, by=by, row=highlight, claim=claim, inverse=Verb.HIGHLIGHT_ADDED)
    return highlight


def stood(highlight: Highlight) -> dict[str, Any]:
    """Where it stands and how it got there, as an event keeps it."""
    return {
        "start": highlight.start,
        "end": highlight.end,
        "exact": highlight.exact,
        "method": str(highlight.method),
        "waits": highlight.needs_confirmation,
    }


def confirmation(by: Any) -> dict[str, Any]:
    return {"confirmed_by": by, "confirmed_at": timezone.now()}


def refuse_hidden(claim: Claim) -> None:
    if claim.state in (State.REMOVED, State.MERGED):
        raise Conflict(f"The claim is {claim.get_state_display().lower()}. Restore it first.")

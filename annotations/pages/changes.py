"""The change sheet of an article: open and decided proposals in the order of the text."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from annotations.actions.exporting import note_export
from annotations.exports.change_sheet import (
    Change,
    change_in_words,
    changes,
    csv_sheet,
    plain_text,
    proposals_of,
)
from annotations.exports.recipients import Recipient
from annotations.models import Article, Proposal, ProposalState
from annotations.models.discussion import WAITING_STATES
from annotations.pages.entry import inside
from annotations.pages.files import csv_file
from annotations.pages.finding import find_article
from annotations.pages.fragments import person_of
from annotations.pages.lists import choices, chosen, list_answer
from annotations.pages.proposed import marked_words, may_do

WAITING = "waiting"
STATES: dict[str, tuple[str, tuple[ProposalState, ...]]] = {
    "": ("All", tuple(ProposalState)),
    WAITING: ("To do", WAITING_STATES),
    **{state.value: (state.label, (state,)) for state in ProposalState},
}
"""What the sheet can be narrowed to: in the address → in words, and which states that means."""


@dataclass(frozen=True)
class Entry:
    """A change with the differing words marked, what became of it, and what this person may do."""

    change: Change
    old: SafeString
    new: SafeString
    told: str
    may: dict[str, bool]


@inside
@require_safe
def change_sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    state = chosen(request, "state", STATES)
    version = article.current_version()
    rows = changes(version, Recipient(person_of(request)), STATES[state][1])
    counts = counts_of(article, person_of(request))
    context = {
        "article": article,
        "version": version,
        "entries": entries_of(rows, person_of(request)),
        "states": choices(request, "state", labels(counts), state, counts),
        "state": state,
        "counts": counts,
        "as_text": plain_text(article, version, rows_for_files(request, article, state)) if rows else "",
        "query": f"?state={state}" if state else "",
    }
    return list_answer(request, "change_sheet", context)


def labels(counts: dict[str, int]) -> list[tuple[str, str]]:
    """The filters that lead somewhere; the first three are always there."""
    always = ("", WAITING, ProposalState.OPEN)
    return [(key, label) for key, (label, _) in STATES.items() if key in always or counts[key]]


def counts_of(article: Article, person: Any) -> dict[str, int]:
    rows = proposals_of(article, person).order_by().values_list("state")
    by_state = dict(rows.annotate(number=Count("pk")))
    return {key: sum(by_state.get(state, 0) for state in states) for key, (_, states) in STATES.items()}


def entries_of(rows: list[Change], person: Any) -> list[Entry]:
    proposals = Proposal.objects.visible_to(person).in_bulk([row.uid for row in rows], field_name="uid")
    return [
        Entry(
            row,
            *marked_words(row.words_now, row.words_proposed),
            change_in_words(row),
            may_do(person, proposals[row.uid]),
        )
        for row in rows
    ]


def rows_for_files(request: HttpRequest, article: Article, state: str) -> list[Change]:
    """What may leave the house: confidential sources are named in no file and in no mail."""
    recipient = Recipient(person_of(request), identities=False)
    return changes(article.current_version(), recipient, STATES[state][1])


@inside
@require_safe
def change_sheet_text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To paste into a mail."""
    article = find_article(request, uid)
    state = chosen(request, "state", STATES)
    rows = rows_for_files(request, article, state)
    note(request, article, "change-sheet-text", state)
    text = plain_text(article, article.current_version(), rows)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@inside
@require_safe
def change_sheet_csv(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    article = find_article(request, uid)
    state = chosen(request, "state", STATES)
    rows = rows_for_files(request, article, state)
    note(request, article, "change-sheet", state)
    return csv_file(f"changes-{str(article.uid)[:8]}", csv_sheet(rows))


def note(request: HttpRequest, article: Article, format: str, state: str) -> None:
    filters = {"article": str(article.uid)} | ({"state": state} if state else {})
    note_export(by=person_of(request), format=format, filters=filters)

"""Answering in the tray: each press decides one highlight and opens the next."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from annotations.actions.answers import give_up_highlight, part_claims
from annotations.actions.claims import find
from annotations.actions.highlights import confirm_highlight, move_highlight
from annotations.actions.verdicts import hold_to_claim
from annotations.errors import Conflict
from annotations.models import Highlight
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_claim
from annotations.pages.forms.answers import Answer, AnswerForm
from annotations.pages.forms.base import taken
from annotations.pages.forms.steps import HoldForm
from annotations.pages.fragments import (
    changed_blocks,
    page_again,
    partial,
    person_of,
    touched_lines,
    workbench_address,
)
from annotations.pages.highlights import find_highlight
from annotations.pages.prose import Line
from annotations.pages.reading import Reading, read
from annotations.pages.tray import Order, Tray, last_agreed, order_of, tray_context, tray_of
from annotations.pages.workbench import words_selector

Data = dict[str, Any]


def confirm(highlight: Highlight, person: Any, data: Data) -> Any:
    return confirm_highlight(highlight, by=person, row_version=data["row_version"])


def place(highlight: Highlight, person: Any, data: Data) -> Any:
    start, end = data["start"], data["end"]
    if start is None or end is None:
        found = find(highlight.version, words_selector(highlight.version, data))
        start, end = found.start, found.end
    return move_highlight(highlight, by=person, row_version=data["row_version"], start=start, end=end)


def give_up(highlight: Highlight, person: Any, data: Data) -> Any:
    return give_up_highlight(highlight, by=person, row_version=data["row_version"])


def part(highlight: Highlight, person: Any, data: Data) -> Any:
    return part_claims(highlight, by=person, row_version=data["row_version"])


ANSWERS: dict[Answer, tuple[Callable[[Highlight, Any, Data], Any], str]] = {
    Answer.SAME: (confirm, "Claim {number}: still the same."),
    Answer.PLACE: (place, "Claim {number} stands there now."),
    Answer.GONE: (give_up, "Claim {number} is gone from this version."),
    Answer.OTHER: (part, "Marked as another claim; claim {number} gives the words up."),
}
"""What each answer does, and what is said afterwards."""


@require_POST
@inside
def highlight_answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    highlight = find_highlight(request, uid)
    if not highlight.version.is_current():
        raise Conflict("A newer version has come in. Answer there.")
    data = taken(AnswerForm(request.POST))
    before = read(highlight.claim.article, highlight.version, person_of(request))
    past = order_of(highlight, last_agreed([highlight])[highlight.pk])
    stood = touched_lines(before, highlight.claim)
    act, said = ANSWERS[Answer(data["answer"])]
    act(highlight, person_of(request), data)
    said = said.format(number=before.numbers[highlight.claim_id])
    return tray_answer(request, highlight, said, stood, past=past)


@require_POST
@inside
def claim_hold_in_tray(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that a stale verdict still holds, and go on in the tray."""
    claim = find_claim(request, uid)
    hold_to_claim(claim, by=person_of(request), **taken(HoldForm(request.POST)))
    version = claim.article.current_version()
    if not by_htmx(request):
        return page_again(request, workbench_address(claim.article, version, waiting=1), "It still holds.")
    reading = read(claim.article, version, person_of(request))
    return answer(request, reading, tray_of(reading), {reading.numbers[claim.pk]}, (), "It still holds.")


def tray_answer(
    request: HttpRequest,
    highlight: Highlight,
    said: str,
    stood: list[Line],
    *,
    chosen: UUID | None = None,
    past: Order | None = None,
) -> HttpResponse:
    article, version = highlight.claim.article, highlight.version
    reading = read(article, version, person_of(request))
    tray = tray_of(reading, chosen, past)
    if not by_htmx(request):
        following = tray.current.row.uid if tray.current else 1
        return page_again(request, workbench_address(article, version, waiting=following), said)
    return answer(request, reading, tray, {reading.numbers[highlight.claim_id]}, stood, said)


def answer(
    request: HttpRequest,
    reading: Reading,
    tray: Tray,
    claims: set[int],
    stood: Any,
    said: str,
) -> HttpResponse:
    context = tray_context(reading, tray)
    lines = {line.number for line in stood}
    context["blocks"] = changed_blocks(reading, claims, lines, current_claim=context["number"])
    return partial(request, reading, context, said)

"""Somebody was quicker: what they wrote beside what was typed, and a choice. Nothing typed is lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, ChoiceField, Field, Form, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from annotations.errors import StaleEdit
from annotations.models import Article, Claim, Event, Source
from annotations.pages.finding import own_address

Piece = tuple[str, bool]
"""Some words, and whether they stand in this text alone."""

MAX_WORDS_COMPARED = 4_000
NOT_VALUES = {"csrfmiddlewaretoken", "row_version"}
EVENTS_LOOKED_AT = 100
STORED_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d")
""""2026-11-26 10:00:00+00:00", as a row's time is told where no form says how its field has it."""


@dataclass(frozen=True)
class Held:
    """One value that differs: theirs and mine in pieces. `sent` is mine as it was sent, to be sent again; `stands`
    is theirs as the field would hold it.
    """

    name: str
    label: str
    theirs: list[Piece]
    mine: list[Piece]
    sent: str
    stands: str
    bound: BoundField | None


def conflict_answer(
    request: HttpRequest, error: StaleEdit, *, back: str, form: Form | None = None, about: Any = None
) -> HttpResponse:
    """The page with both texts (409). `form` lends its labels and fields; `about` is the record."""
    context = both_texts(request, error, form) | {
        "about": about,
        "keeps": about if isinstance(about, (Article, Source)) else None,
        "back": back,
    }
    return render(request, "annotations/conflict_detail.html", context, status=error.status)


def both_texts(request: HttpRequest, error: StaleEdit, form: Form | None = None) -> dict[str, Any]:
    """What differs, whose the other words are, and what goes along with a choice."""
    held = list(differences(request, error.extra.get("current", {}), form))
    names = [value.name for value in held]
    return {
        "held": held,
        "kept": kept_values(request, set(names)),
        "row_version": error.extra.get("row_version", ""),
        "event": last_change(request, names, row=error.row),
        "error": error,
    }


def came_from(request: HttpRequest) -> str:
    """The page the form was on, if it is one of ours; else the desk."""
    return own_address(request, request.headers.get("Referer", ""))


def differences(request: HttpRequest, current: dict[str, Any], form: Form | None) -> Iterable[Held]:
    for name, value in current.items():
        if name not in request.POST:
            continue
        field = form.fields.get(name) if form else None
        theirs, mine = worded(value, field), worded(request.POST[name], field)
        if theirs != mine:
            bound = form[name] if form and field else None
            yield held(name, theirs, mine, label=label_of(name, field), sent=request.POST[name], bound=bound)


def beside(name: str, theirs: str, mine: str) -> list[Held]:
    """The two texts of one field, as they stand in it."""
    return [held(name, theirs, mine, label=label_of(name, None), sent=mine)]


def held(
    name: str, theirs: str, mine: str, *, label: str, sent: str, bound: BoundField | None = None
) -> Held:
    return Held(name, label, *compared(theirs, mine), sent=sent, stands=theirs, bound=bound)


def label_of(name: str, field: Field | None) -> str:
    return str(field.label) if field and field.label else name.replace("_", " ").capitalize()


def worded(value: Any, field: Field | None) -> str:
    """The value as people read it: options by their words, lists with commas, times as the form has them."""
    if isinstance(field, ModelChoiceField):
        rows = {str(field.prepare_value(row)): str(row) for row in field.queryset or ()}
        return rows.get(str(value), str(value))
    if isinstance(field, ChoiceField):
        options: Any = field.choices
        return str(dict(options).get(value, value))
    if field and isinstance(value, str):
        value = as_the_field_has_it(value, field)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if not field and isinstance(value, str) and STORED_TIME.fullmatch(value):
        moment = parse_datetime(value)
        value = f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if moment else value
    return "" if value is None else str(value)


def as_the_field_has_it(value: str, field: Field) -> Any:
    try:
        return field.prepare_value(field.to_python(value))
    except ValidationError:
        return value


def compared(theirs: str, mine: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, those that stand in one alone marked."""
    a, b = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (theirs, mine))
    if len(a) + len(b) > MAX_WORDS_COMPARED:
        return [(theirs, False)], [(mine, False)]
    their_pieces: list[Piece] = []
    my_pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        their_pieces += [("".join(a[i:j]), tag != "equal")] if i < j else []
        my_pieces += [("".join(b[k:m]), tag != "equal")] if k < m else []
    return joined(their_pieces), joined(my_pieces)


def joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one; a space between two words that stand alone goes with them."""
    runs: list[Piece] = []
    for place, (words, alone) in enumerate(pieces):
        beside = pieces[max(place - 1, 0) : place + 2]
        alone = alone or (words.isspace() and len(beside) == 3 and beside[0][1] and beside[2][1])
        if runs and runs[-1][1] == alone:
            words = runs.pop()[0] + words
        runs.append((words, alone))
    return runs


def kept_values(request: HttpRequest, shown: set[str]) -> list[tuple[str, str]]:
    """What else was sent: it goes along with whatever is chosen."""
    left_out = shown | NOT_VALUES
    lists = request.POST.lists()
    return [(name, str(value)) for name, values in lists if name not in left_out for value in values]


def last_change(
    request: HttpRequest, names: Iterable[str], *, row: Any = None, claim_or_row: Any = None
) -> Event | None:
    """Who changed these values last, as far as this person may know; who else touched the record is not named.

    `row` is the record itself; `claim_or_row` one on which it hangs, as evidence does on its claim.
    """
    if row is None and claim_or_row is None:
        return None
    seen = Event.objects.visible_to(request.user)
    if isinstance(claim_or_row, Claim):
        seen = seen.filter(claim=claim_or_row)
    else:
        seen = seen.filter(object_uid=(row or claim_or_row).uid)
    events = list(seen.select_related("by").order_by("-number")[:EVENTS_LOOKED_AT])
    wanted = set(names)
    return next((event for event in events if wanted & set(event.data.get("after") or ())), None)

"""Bringing claims in from a file: looked through first, then done a few seconds' work at a time."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations.actions.importing_claims import (
    ClaimRow,
    Fate,
    PlannedClaim,
    import_claims,
    plan_claims,
    read_file,
)
from annotations.errors import TooLarge
from annotations.exports.cells import csv_of
from annotations.models import Article
from annotations.pages.entry import inside
from annotations.pages.files import csv_file
from annotations.pages.finding import find_article
from annotations.pages.forms.base import attempt
from annotations.pages.forms.claim_files import ClaimFileForm
from annotations.pages.forms.files import carried
from annotations.pages.lists import counted
from annotations.permissions import require
from annotations.workflow import Step

MOST_ROWS = 5_000
MOST_SHOWN = 300
SECONDS_AT_ONCE = 4.0
"""Then the page answers how far it is, and asks to go on: no server is kept waiting for minutes."""

TAKEN = (Fate.NEW, Fate.THERE)
WORST_FIRST = (Fate.FAULTY, Fate.AMBIGUOUS, Fate.NO_PLACE, Fate.TWICE, Fate.NEW, Fate.THERE)

LEFT_COLUMNS: dict[str, Callable[[PlannedClaim], Any]] = {
    "line": lambda plan: plan.row.number,
    "outcome": lambda plan: plan.fate.label,
    "why": lambda plan: plan.why,
    "text": lambda plan: plan.row.said.get("text", ""),
    "quotation": lambda plan: next((place.quote.exact for place in plan.row.places if place.quote), ""),
}


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def claim_import(request: HttpRequest, uid: UUID | None = None) -> HttpResponseBase:
    """With an article's uid: into that article, whatever else the rows say."""
    article = find_article(request, uid) if uid else None
    require(request.user, Step.MARK)
    if request.method != "POST":
        return shown(request, ClaimFileForm(), article)
    form = ClaimFileForm(request.POST, request.FILES)
    rows = attempt(form, rows_in)
    if rows is None:
        return shown(request, form, article, status=422)
    if form.is_confirmed():
        return go_on(request, form, article, rows)
    plans = list(plan_claims(rows, by=request.user, article=article))
    if form.wants_left():
        return csv_file("not-imported", csv_of(LEFT_COLUMNS, left_of(plans)))
    return shown(request, form, article, plan=told(plans))


def rows_in(data: dict[str, Any]) -> list[ClaimRow]:
    """The rows of the file; adds what is `unread` in it. Raises TooLarge for a file that is for the command."""
    file = read_file(data["content"], name=data["name"], format=data["format"])
    rows = list(islice(file.rows, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"At most {MOST_ROWS:,} rows are taken here. Import it in parts, or with manage.py.")
    data["unread"] = file.unread
    return rows


def left_of(plans: Sequence[PlannedClaim]) -> list[PlannedClaim]:
    return [plan for plan in plans if plan.fate not in TAKEN]


def told(plans: Sequence[PlannedClaim]) -> dict[str, Any]:
    """What becomes of the rows: how many, and one by one, those with something wrong first."""
    counts = Counter(plan.fate for plan in plans)
    worst_first = sorted(plans, key=lambda plan: WORST_FIRST.index(plan.fate))
    return {
        "all": len(plans),
        "rows": worst_first[:MOST_SHOWN],
        "more": len(plans) - MOST_SHOWN,
        "new": counts[Fate.NEW],
        "there": counts[Fate.THERE],
        "left": len(left_of(plans)),
    }


def go_on(
    request: HttpRequest, form: ClaimFileForm, article: Article | None, rows: list[ClaimRow]
) -> HttpResponseBase:
    """Make claims for some seconds; then ask to go on, or say what it came to."""
    data, ends = form.cleaned_data, time.monotonic() + SECONDS_AT_ONCE
    done, made, failed = data["done"], data["made"], dict[int, PlannedClaim]()
    for plan in import_claims(rows[done:], by=request.user, article=article):
        done += 1
        made += plan.fate == Fate.NEW
        failed |= {} if plan.fate in TAKEN else {plan.row.number: plan}
        if time.monotonic() > ends and done < len(rows):
            return shown(request, form, article, progress={"done": done, "made": made, "rows": len(rows)})
    left = left_of(list(plan_claims(rows[: data["done"]], by=request.user, article=article)))
    if left or failed:
        return shown(request, form, article, plan=told([*left, *failed.values()]), made=made)
    messages.success(request, f"{counted(made, 'claim')} marked.")
    return redirect("article_detail", article.uid) if article else redirect("article_list")


def shown(
    request: HttpRequest, form: ClaimFileForm, article: Article | None, status: int = 200, **context: Any
) -> HttpResponse:
    """The page: to choose a file (nothing more given), with the `plan`, on its way (`progress`), or done (`made`)."""
    if context:
        data = form.cleaned_data
        context |= {
            "kept": carried(data["content"]),
            "name": data["name"],
            "format": data["format"],
            "unread": data["unread"],
        }
    context |= {"form": form, "article": article, "here": "import"}
    return render(request, "annotations/claim_import.html", context, status=status)

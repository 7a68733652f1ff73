"""Our checks in figures: what was done with the published checks, held against what the policies ask."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.exporting import note_export
from annotations.exports.mirror import (
    AFTERWARDS,
    POLICY,
    WORK,
    CheckFacts,
    Question,
    checks_csv,
    policy_asks,
    published_checks,
)
from annotations.models import CorrectionKind
from annotations.pages.entry import inside
from annotations.pages.files import csv_file
from annotations.pages.lists import counted, list_answer
from annotations.pages.periods import asked_period, period_choices
from annotations.pages.plots import Dots, Segment, durations, stacked
from annotations.workflow import TruthClass

NAMES_SHOWN = 10
CLASSES = {kind.value: kind.label for kind in TruthClass}
KINDS = {kind.value: kind.label for kind in CorrectionKind}


@dataclass(frozen=True)
class Bar:
    """One row: a name, its number, the parts of it as drawn, and what the address needs to lead to its checks."""

    name: str
    number: int
    segments: list[Segment]
    query: str


@inside
@require_safe
def mirror_detail(request: HttpRequest) -> HttpResponse:
    period = asked_period(request, "year")
    checks = published_checks(period.since(), period.until())
    context = {
        "period": period,
        "periods": period_choices(request, period),
        "number": len(checks),
        "query": request.GET.urlencode(),
        **({} if not checks else what_was_done(checks)),
    }
    return list_answer(request, "mirror", context)


def what_was_done(checks: list[CheckFacts]) -> dict[str, Any]:
    claimants = Counter(check.claimant for check in checks)
    top, top_number = claimants.most_common(1)[0]
    return {
        "work": [(name, question, part_of(checks, question)) for name, question in WORK.items()],
        "policies": policy_rows(checks),
        "months": month_bars(checks),
        "classes": class_bars(checks),
        "afterwards": [(name, question, part_of(checks, question)) for name, question in AFTERWARDS.items()],
        "corrections": correction_bars(checks),
        "claimants": named_bars(checks, claimants, "claimant"),
        "claimants_more": max(0, len(claimants) - NAMES_SHOWN),
        "top": (top, top_number),
        "publishers": named_bars(checks, Counter(check.publisher for check in checks), "publisher"),
        "readers": len(frozenset().union(*(check.readers for check in checks))),
        "readings": sum(len(check.readers) for check in checks),
        "publishing": len({check.published_by for check in checks}),
        "spans": [row for row in (span_to_publication(checks), span_to_correction(checks)) if row],
        "kinds": KINDS,
    }


def part_of(checks: Sequence[CheckFacts], question: Question) -> tuple[int, list[Segment]]:
    """How many it holds of, and the bar in which all checks fill the width."""
    number = sum(map(question.holds, checks))
    return number, stacked({"part": number}, len(checks))


@dataclass(frozen=True)
class Asked:
    """One thing a policy asks for, how many of its checks have it, and how many more than was asked (of sources)."""

    name: str
    words: str
    met: int
    beyond: int


def policy_rows(checks: Sequence[CheckFacts]) -> list[tuple[Any, int, list[Asked]]]:
    """Each policy with the number of its checks and what it asks for."""
    by_policy = dict[int, list[CheckFacts]]()
    for check in checks:
        by_policy.setdefault(check.policy.pk, []).append(check)
    groups = sorted(by_policy.values(), key=lambda group: (-len(group), str(group[0].policy)))
    return [(group[0].policy, len(group), asked_rows(group)) for group in groups]


def asked_rows(group: Sequence[CheckFacts]) -> list[Asked]:
    policy = group[0].policy
    more = sum(check.sources > policy.min_evidence for check in group)
    return [
        Asked(
            name,
            asked_words(policy, name),
            sum(map(POLICY[name].holds, group)),
            more if name == "evidence" else 0,
        )
        for name in policy_asks(policy)
    ]


def asked_words(policy: Any, name: str) -> str:
    if name == "evidence":
        return counted(policy.min_evidence, "source")
    if name == "second":
        return f"a second reading, {policy.get_second_read_display().lower()}"
    return POLICY[name].label


def class_counts(checks: Iterable[CheckFacts]) -> dict[str, int]:
    counts = Counter(check.truth_class for check in checks)
    return {kind: counts[kind] for kind in CLASSES}


def class_bars(checks: Sequence[CheckFacts]) -> list[Bar]:
    counts = class_counts(checks)
    most = max(counts.values())
    return [Bar(kind, number, stacked({kind: number}, most), kind) for kind, number in counts.items()]


def named_bars(checks: Sequence[CheckFacts], names: Counter[str], column: str) -> list[Bar]:
    """The names with most checks, each bar parted by truth class."""
    shown = sorted(names.items(), key=lambda item: (-item[1], item[0]))[:NAMES_SHOWN]
    most = shown[0][1]
    return [
        Bar(
            name,
            number,
            stacked(class_counts(check for check in checks if getattr(check, column) == name), most),
            name,
        )
        for name, number in shown
    ]


def month_of(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from the first to the last, the newest first, those without anything too."""
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(high, low - 1, -1)]


def monthly(rows: Iterable[tuple[str, str]], kinds: Iterable[str]) -> list[Bar]:
    """A bar a month, parted by kind, from pairs of month and kind."""
    counts = Counter(rows)
    months = sorted({month for month, _ in counts})
    if not months:
        return []
    sums = Counter[str]()
    for (month, _), number in counts.items():
        sums[month] += number
    most, order = max(sums.values()), list(kinds)
    return [
        Bar(
            f"{date(int(month[:4]), int(month[5:]), 1):%B %Y}",
            sums[month],
            stacked({kind: counts[month, kind] for kind in order}, most),
            month,
        )
        for month in months_between(months[0], months[-1])
    ]


def month_bars(checks: Sequence[CheckFacts]) -> list[Bar]:
    return monthly(((month_of(check.published), check.truth_class) for check in checks), CLASSES)


def correction_bars(checks: Sequence[CheckFacts]) -> list[Bar]:
    return monthly(((month_of(at), kind) for check in checks for kind, at in check.corrections), KINDS)


@dataclass(frozen=True)
class Spans:
    """How long something took: drawn as dots, and its middle, shortest and longest in seconds."""

    label: str
    sort: str
    number: int
    middle: float
    shortest: float
    longest: float
    dots: Dots


def span_to_publication(checks: Sequence[CheckFacts]) -> Spans:
    return spans("From the mark to publication", "slow", [check.seconds_to_publication() for check in checks])


def span_to_correction(checks: Sequence[CheckFacts]) -> Spans | None:
    found = [late for check in checks if (late := check.seconds_to_correction()) is not None]
    return spans("From publication to the first time it was put right", "late", found) if found else None


def spans(label: str, sort: str, seconds: list[float]) -> Spans:
    return Spans(label, sort, len(seconds), median(seconds), min(seconds), max(seconds), durations(seconds))


@inside
@require_POST
def mirror_export(request: HttpRequest) -> HttpResponseBase:
    """One check a row, as CSV. A form, because taking a file leaves a trace."""
    period = asked_period(request, "year")
    checks = published_checks(period.since(), period.until())
    note_export(by=request.user, format="mirror, csv", filters=dict(request.GET.lists()))
    return csv_file(f"checks-{timezone.localdate()}", checks_csv(checks))

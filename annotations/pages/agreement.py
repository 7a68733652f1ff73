"""How far readers agree: each scale, where they differ, each two people, and what they marked in the same text."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.exporting import note_export
from annotations.errors import NotFound
from annotations.exports.agreement import FEW, Agreement, Groups, figures_csv, marks_csv, readings_csv
from annotations.exports.readings import MarkedTogether, TwiceRead, in_all, marked_together, twice_read
from annotations.models import ArticleVersion, CheckPolicy, Person, RatingScale
from annotations.pages.entry import inside
from annotations.pages.files import csv_file
from annotations.pages.lists import choices, chosen, list_answer
from annotations.pages.periods import Period, asked_period, period_choices
from annotations.pages.plots import CELL, Scale, Tick, Whisker, grid, whisker, with_room

HOWS = {"": "Either way", "blind": "Blind", "open": "Open"}
HOW_LABELS = {"": "all", "blind": "blind", "open": "open"}
TEXTS_SHOWN = 20
LABEL_WIDTH = 24
CUSTOMARY = (0, 0.667, 0.8, 1)
"""Marks of the axis: chance, and the bounds that Krippendorff (2004) gives for tentative and for firm conclusions."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the readings that fit it."""

    period: Period
    how: str
    policy: str
    readings: list[TwiceRead]
    scales: dict[int, RatingScale]
    policies: dict[int, CheckPolicy]
    scale: RatingScale | None

    def of_scale(self) -> list[TwiceRead]:
        return [row for row in self.readings if self.scale and row.scale == self.scale.pk]


def asked(request: HttpRequest) -> Asked:
    period = asked_period(request, "all")
    every = twice_read(request.user, period.since(), period.until())
    policies = CheckPolicy.objects.visible_to(request.user).in_bulk({row.policy for row in every})
    how = chosen(request, "how", HOWS)
    policy = chosen(request, "policy", {str(key) for key in policies})
    readings = [row for row in every if how in ("", row.how) and policy in ("", str(row.policy))]
    often = Counter(row.scale for row in readings)
    found = RatingScale.objects.visible_to(request.user).filter(pk__in=often).prefetch_related("ratings")
    scales = {scale.pk: scale for scale in sorted(found, key=lambda scale: (-often[scale.pk], str(scale)))}
    default = str(next(iter(scales), ""))
    wanted = chosen(request, "scale", {str(key) for key in scales}, default)
    return Asked(period, how, policy, readings, scales, policies, scales.get(int(wanted)) if wanted else None)


@inside
@require_safe
def agreement_detail(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    people = people_of(request, wanted.readings)
    rows = scale_rows(wanted)
    scale = axis(rows)
    context = {
        **filters(request, wanted),
        "scale": wanted.scale,
        "all": Agreement(wanted.of_scale(), wanted.scale) if wanted.scale else None,
        "rows": [(row, how, found, drawn(scale, found)) for row, how, found in rows],
        "marks": marks(scale),
        "matrix": matrix(wanted),
        "pairs": pair_rows(wanted, people),
        "texts": text_rows(request, wanted.period),
        "few": FEW,
        "query": request.GET.urlencode(),
    }
    return list_answer(request, "agreement", context)


def filters(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    policies = [("", "Any"), *((key, policy) for key, policy in wanted.policies.items())]
    return {
        "period": wanted.period,
        "periods": period_choices(request, wanted.period),
        "hows": choices(request, "how", HOWS.items(), wanted.how),
        "policies": choices(request, "policy", policies, wanted.policy) if len(policies) > 2 else [],
        "scales": choices(
            request, "scale", wanted.scales.items(), str(wanted.scale.pk) if wanted.scale else ""
        ),
    }


def people_of(request: HttpRequest, readings: Sequence[TwiceRead]) -> dict[int, Person]:
    keys = {key for row in readings for key in row.readers}
    return Person.objects.visible_to(request.user).in_bulk(keys)


ScaleRow = tuple[RatingScale, str, Agreement]


def scale_rows(wanted: Asked) -> list[ScaleRow]:
    """Each scale with all its readings, then, where there are both, the blind ones and the open ones apart."""
    rows = list[ScaleRow]()
    for key, scale in wanted.scales.items():
        readings = [row for row in wanted.readings if row.scale == key]
        hows = sorted({row.how for row in readings})
        parts = ["", *hows] if len(hows) > 1 else hows
        rows += [
            (scale, how, Agreement([row for row in readings if how in ("", row.how)], scale)) for how in parts
        ]
    return rows


def axis(rows: list[ScaleRow]) -> Scale:
    """Up to 1, from 0 or from the fifth below the lowest α where readers agree less than by chance."""
    lows = [low for *_, found in rows for low in (found.alpha.value, found.alpha.low) if low is not None]
    return Scale(min(0, floor(5 * min(lows, default=0)) / 5), 1)


def marks(scale: Scale) -> list[Tick]:
    """The customary bounds."""
    ticks = [Tick(scale.place(value), f"{value:.2f}".rstrip("0").rstrip(".")) for value in CUSTOMARY]
    return with_room(ticks, LABEL_WIDTH)


def drawn(scale: Scale, found: Agreement) -> Whisker | None:
    alpha = found.alpha
    return None if alpha.value is None else whisker(scale, alpha.value, alpha.low, alpha.high)


LETTER, SLANTED_LETTER, BESIDE = 7, 5, 20
"""Units of the drawing that a letter of a name takes, beside a row and slanted above a column; and the rest."""


def matrix(wanted: Asked) -> dict[str, Any] | None:
    """Who gave which rating first and second, as squares to draw, with the sums at the edges."""
    if wanted.scale is None:
        return None
    readings = wanted.of_scale()
    used = {key for row in readings for key in row.ratings}
    ratings = [rating for rating in wanted.scale.ratings.all() if rating.pk in used]
    numbers = Counter((first, second) for first, second in (row.pair() for row in readings))
    names = {rating.pk: rating for rating in ratings}
    cells = grid([rating.pk for rating in ratings], numbers)
    side = CELL * len(ratings)
    longest = max((len(rating.name) for rating in ratings), default=0)
    left, top = BESIDE + LETTER * longest, BESIDE + SLANTED_LETTER * longest
    return {
        "cells": [(cell, names[cell.row], names[cell.column]) for cell in cells],  # type: ignore[index]
        "ratings": [(rating, CELL * place + CELL / 2) for place, rating in enumerate(ratings)],
        "side": side,
        "left": left,
        "top": top,
        "width": left + side + SLANTED_LETTER * longest,
        "height": top + side + 2,
        "differences": differences(numbers, names),
    }


def differences(numbers: Counter[tuple[int, int]], names: dict[int, Any]) -> list[tuple[Any, Any, int]]:
    """The three most frequent pairs of different ratings, whoever gave which."""
    either = Counter[tuple[int, int]]()
    for (first, second), number in numbers.items():
        if first != second:
            either[min(first, second), max(first, second)] += number
    return [(names[first], names[second], number) for (first, second), number in either.most_common(3)]


def pair_rows(wanted: Asked, people: dict[int, Person]) -> list[tuple[Person, Person, Agreement]]:
    """Each two people who read the same claims on the chosen scale, those with most claims first."""
    if wanted.scale is None:
        return []
    rows = [
        (people[first], people[second], Agreement(readings, wanted.scale))
        for (first, second), readings in by_people(wanted.of_scale()).items()
    ]
    return sorted(rows, key=lambda row: (-row[2].n, str(row[0]), str(row[1])))


def by_people(readings: Sequence[TwiceRead]) -> dict[tuple[int, int], list[TwiceRead]]:
    groups = defaultdict[tuple[int, int], list[TwiceRead]](list)
    for row in readings:
        groups[row.people()].append(row)
    return groups


def text_rows(request: HttpRequest, period: Period) -> dict[str, Any]:
    """What two people marked alike in the same version, the newest first, and over all texts they both marked in."""
    rows = marked_together(request.user, period.since(), period.until())
    totals = sorted(in_all(rows).items(), key=lambda item: -item[1].either())
    people = markers(request, rows)
    shown: list[MarkedTogether] = [row for row in rows if row.overlap.both][:TEXTS_SHOWN]
    found = versions_of(request, shown)
    return {
        "rows": [(found[row.version], *(people[key] for key in row.people), row) for row in shown],
        "totals": [(people[first], people[second], total) for (first, second), total in totals],
        "number": len(rows),
        "more": len(rows) - len(shown),
    }


def markers(request: HttpRequest, rows: Sequence[MarkedTogether]) -> dict[int, Person]:
    return Person.objects.visible_to(request.user).in_bulk({key for row in rows for key in row.people})


def versions_of(request: HttpRequest, rows: Sequence[MarkedTogether]) -> dict[int, ArticleVersion]:
    versions = ArticleVersion.objects.visible_to(request.user).defer("text", "blocks", "links")
    return versions.select_related("article").in_bulk({row.version for row in rows})


@inside
@require_POST
def agreement_export(request: HttpRequest, table: str) -> HttpResponseBase:
    """The figures, the readings or the marks they rest on, as CSV. A form, because taking a file leaves a trace."""
    if table not in TABLES:
        raise NotFound()
    blocks = TABLES[table](request, asked(request))
    filters = dict(request.GET.lists())
    note_export(by=request.user, format=f"agreement, {table}, csv", filters=filters)
    return csv_file(f"agreement-{table}-{timezone.localdate()}", blocks)


def readings_table(request: HttpRequest, wanted: Asked) -> Iterator[bytes]:
    people = people_of(request, wanted.readings)
    return readings_csv(wanted.readings, wanted.scales, people, wanted.policies)


def figures_table(request: HttpRequest, wanted: Asked) -> Iterator[bytes]:
    return figures_csv(named_groups(wanted, people_of(request, wanted.readings)))


def marks_table(request: HttpRequest, wanted: Asked) -> Iterator[bytes]:
    rows = marked_together(request.user, wanted.period.since(), wanted.period.until())
    return marks_csv(rows, versions_of(request, rows), markers(request, rows))


TABLES = {"figures": figures_table, "readings": readings_table, "marks": marks_table}


def named_groups(wanted: Asked, people: dict[int, Person]) -> Groups:
    """Every scale, all readings and each kind of them, then each two people."""
    groups = [
        (group_name(scale, HOW_LABELS[how or wanted.how]), found) for scale, how, found in scale_rows(wanted)
    ]
    for key, scale in wanted.scales.items():
        of_scale = [row for row in wanted.readings if row.scale == key]
        groups += [
            (group_name(scale, HOW_LABELS[wanted.how], people[first], people[second]), Agreement(rows, scale))
            for (first, second), rows in sorted(by_people(of_scale).items())
        ]
    return groups


def group_name(scale: RatingScale, how: str, first: Any = "", second: Any = "") -> dict[str, str]:
    return {"scale": str(scale), "how": how, "first": str(first), "second": str(second)}

"""From when to when: a span of the newsroom's days, chosen from a list or written into two fields."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from annotations.pages.lists import Choice, choices, chosen

LENGTHS = {
    "all": "All time",
    "year": "The last 12 months",
    "quarter": "The last 3 months",
    "month": "The last 30 days",
}
MONTHS = {"year": 12, "quarter": 3}
YEARS = range(1900, 3000)
"""Outside of them a day is a slip of the hand, and the moment after it may be none that a computer knows."""


@dataclass(frozen=True)
class Period:
    """Days, both included; None is open. `fault` says what was wrong with what was asked for."""

    first: date | None
    last: date | None
    key: str = ""
    fault: str = ""

    def since(self) -> datetime | None:
        return midnight(self.first) if self.first else None

    def until(self) -> datetime | None:
        """The moment after its last day."""
        return midnight(self.last + timedelta(days=1)) if self.last else None


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def asked_period(request: HttpRequest, default: str) -> Period:
    """The two days of the address, `from` and `to`; without them the length that it names."""
    given = [request.GET.get(name, "").strip() for name in ("from", "to")]
    if not any(given):
        key = chosen(request, "period", LENGTHS, default)
        return Period(first_day(key), None, key)
    days = [read_day(words) for words in given]
    if any(words and day is None for words, day in zip(given, days, strict=True)):
        return Period(None, None, "all", "Write days as 2025-03-31. All time is shown.")
    if all(days) and days[0] > days[1]:  # type: ignore[operator]
        return Period(None, None, "all", "The first day is after the last. All time is shown.")
    return Period(days[0], days[1])


def read_day(words: str) -> date | None:
    try:
        day = parse_date(words)
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def first_day(key: str) -> date | None:
    """On which a length that ends today begins; whole months, so that none is counted in part."""
    today = timezone.localdate()
    if key == "month":
        return today - timedelta(days=29)
    if key not in MONTHS:
        return None
    months = today.year * 12 + today.month - MONTHS[key]
    return date(months // 12, months % 12 + 1, 1)


def period_choices(request: HttpRequest, period: Period) -> list[Choice]:
    """The lengths as links; each takes the place of days written into the fields."""
    plain: Any = request.GET.copy()
    for name in ("from", "to"):
        plain.pop(name, None)
    links = choices(request, "period", LENGTHS.items(), period.key)
    return [Choice(link.value, link.label, address_with(plain, link.value), link.current) for link in links]


def address_with(query: Any, length: str) -> str:
    changed = query.copy()
    changed["period"] = length
    changed.pop("page", None)
    return f"?{changed.urlencode()}"

"""Spans of days: whole months back from today, or two days written into the fields."""

from datetime import date

import pytest
import time_machine
from django.http import HttpRequest
from django.test import RequestFactory

from annotations.pages.periods import asked_period, first_day, period_choices


def asking(**query: str) -> HttpRequest:
    return RequestFactory().get("/figures/", query)


@pytest.mark.parametrize(
    ("today", "key", "first"),
    [
        ("2026-11-25", "year", date(2025, 12, 1)),
        ("2026-12-31", "year", date(2026, 1, 1)),
        ("2026-01-01", "quarter", date(2025, 11, 1)),
        ("2026-03-01", "month", date(2026, 1, 31)),
        ("2026-03-01", "all", None),
    ],
)
def test_a_length_begins_with_a_whole_month_or_thirty_days_back(
    today: str, key: str, first: date | None
) -> None:
    with time_machine.travel(f"{today}T12:00:00Z"):
        assert first_day(key) == first


def test_days_written_down_go_before_a_length_and_both_count() -> None:
    period = asked_period(asking(period="month", **{"from": "2026-01-01", "to": "2026-01-31"}), "all")
    assert (period.first, period.last, period.key, period.fault) == (
        date(2026, 1, 1),
        date(2026, 1, 31),
        "",
        "",
    )
    since, until = period.since(), period.until()
    assert since is not None
    assert until is not None
    assert (until - since).days == 31
    open_ended = asked_period(asking(to="2026-01-31"), "all")
    assert open_ended.since() is None


def test_what_is_no_span_of_days_is_said_to_be_none() -> None:
    for query in (
        {"from": "soon"},
        {"to": "2026-02-30"},
        {"to": "9999-12-31"},
        {"from": "0001-01-01"},
        {"from": "2026-02-02", "to": "2026-02-01"},
    ):
        period = asked_period(asking(**query), "year")
        assert period.fault
        assert (period.since(), period.until()) == (None, None)
    assert asked_period(asking(period="ever"), "year").key == "year"


def test_a_length_takes_the_place_of_the_days_and_keeps_the_other_filters() -> None:
    request = asking(how="blind", page="3", **{"from": "2026-01-01"})
    links = {choice.value: choice.address for choice in period_choices(request, asked_period(request, "all"))}
    assert links["year"] == "?how=blind&period=year"

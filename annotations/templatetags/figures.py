"""Figures in words: shares, agreement, spans of time."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPANS = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))
MINUS = "−"


def two_places(value: float | None) -> str:
    """As in 0.71; below nothing with a true minus sign."""
    return "" if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", MINUS)


@register.simple_tag
def figure(found: Any) -> SafeString:
    """Its value, and its interval where there is one; or that it is not defined, with the reason for who listens."""
    if found is None:
        return SafeString('<span class="faint">–<span class="spoken"> the scale has no order</span></span>')
    if found.value is None:
        return format_html('<span class="faint">–<span class="spoken"> {}</span></span>', found.why)
    value = two_places(found.value)
    if found.low is None:
        return format_html('<span class="number">{}</span>', value)
    return format_html(
        '<span class="number nowrap">{} <span class="faint">({} to {})</span></span>',
        value,
        two_places(found.low),
        two_places(found.high),
    )


@register.simple_tag
def share(part: int, whole: int) -> str:
    """As in "84 %"; of nothing there is no share. Not quite all is never 100, not quite none never 0."""
    if not whole:
        return "–"
    percent = round(100 * part / whole)
    if part and not percent:
        return "< 1 %"
    return "> 99 %" if percent == 100 and part < whole else f"{percent} %"


@register.simple_tag
def missing(part: int, whole: int) -> int:
    return whole - part


@register.simple_tag
def percent(found: Any) -> str:
    """A figure between 0 and 1, as in "84 %"."""
    return "–" if found.value is None else f"{round(100 * found.value)} %"


@register.filter
def span(seconds: float | None) -> str:
    """A length of time in its largest unit, as in "3 days"."""
    if seconds is None:
        return ""
    for length, word in SPANS:
        if seconds >= length:
            number = round(seconds / length)
            return f"{number} {word}{'' if number == 1 else 's'}"
    return "under a minute"

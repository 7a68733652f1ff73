"""Times in words, by the newsroom's clock."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

A_WEEK = 7


@register.filter
def due(moment: datetime | None) -> SafeString:
    """When something has to be ready: the nearer, the more exact."""
    if moment is None:
        return SafeString("")
    return _time(moment, _due_words(timezone.localtime(moment), timezone.localtime()))


@register.filter
def due_within(moment: datetime) -> SafeString:
    """As `due`, for the middle of a sentence: "due tomorrow, 16:30"."""
    words = _due_words(timezone.localtime(moment), timezone.localtime())
    return _time(moment, words.replace("Tomorrow", "tomorrow"))


@register.filter
def typed(moment: datetime | None) -> str:
    """As a browser's field for day and time takes it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if moment else ""


@register.filter
def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment < timezone.now()


@register.filter
def moment(moment: datetime | str | None) -> SafeString:
    """A day and a time with its zone, as in "3 December 2024, 09:00 CET"; ISO 8601 is read, too.

    Readers are anywhere, and what is printed or copied goes anywhere: no clock is everybody's.
    """
    if not moment:
        return SafeString("")
    read = _read(moment)
    local = timezone.localtime(read)
    return _time(read, f"{local:%-d %B %Y, %H:%M} {_zone_of(local)}")


@register.filter
def day(moment: datetime | str | None) -> SafeString:
    """A day alone, as in "3 December 2024"; of a day without a time, in ISO 8601, as it is."""
    if not moment:
        return SafeString("")
    read = _read(moment)
    local = timezone.localtime(read) if read.tzinfo else read
    return _time(read, f"{local:%-d %B %Y}")


def _read(moment: datetime | str) -> datetime:
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment


def _time(moment: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="minutes"), words)


def _zone_of(local: datetime) -> str:
    """The zone's letters at that time of the year; many have none, and are told by how far they are from UTC."""
    letters = local.tzname() or ""
    offset = f"{local:%z}"
    return letters if letters.isalpha() else f"UTC{offset[:3]}:{offset[3:5]}"


def _due_words(local: datetime, now: datetime) -> str:
    clock = f"{local:%H:%M}"
    days = (local.date() - now.date()).days
    if local < now:
        return f"{_span(now - local)} late"
    if days == 0:
        return f"{clock}, in {_span(local - now)}"
    if days == 1:
        return f"Tomorrow, {clock}"
    if days < A_WEEK:
        return f"{local:%A}, {clock}"
    return f"{local:%-d %b}, {clock}" if local.year == now.year else f"{local:%-d %b %Y}"


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h {rest} min" if hours else f"{rest} min"

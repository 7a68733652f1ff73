"""Dates as pages and people write them, to aware datetimes. A date without a zone is taken for UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTH_NAMES = {
    1: "jan january januar janvier enero gennaio janeiro januari",
    2: "feb febr february februar février fevrier febrero febbraio fevereiro februari",
    3: "mar march märz maerz mars marzo março maart",
    4: "apr april avril abril aprile",
    5: "may mai mayo maggio maio mei",
    6: "jun june juni juin junio giugno junho",
    7: "jul july juli juillet julio luglio julho",
    8: "aug august août aout agosto augustus",
    9: "sep sept september septembre septiembre settembre setembro",
    10: "oct okt october oktober octobre octubre ottobre outubro",
    11: "nov november novembre noviembre novembro",
    12: "dec dez december dezember décembre diciembre dicembre dezembro",
}
_MONTHS = {name: month for month, names in _MONTH_NAMES.items() for name in names.split()}

# Hours from UTC. IST means three things: the newsrooms' most frequent one is taken.
_HOURS = {
    **{
        "UTC": 0,
        "GMT": 0,
        "Z": 0,
        "WET": 0,
        "BST": 1,
        "WEST": 1,
        "CET": 1,
        "CEST": 2,
        "EET": 2,
        "EEST": 3,
        "MSK": 3,
    },
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"IST": 5.5, "JST": 9, "AEST": 10, "AEDT": 11},
}
# In these summer time depends on the date.
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}

_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?|\s*(?P<whole>[ap]\.?m\.?))"
    r"(?:\s*(?:uhr|hrs?))?(?:\s*\(?(?P<zone>[A-Z]{1,4})\)?)?"
)
_WEEKDAY_NAMES = """
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
"""
_WEEKDAY = rf"(?:(?:{'|'.join(_WEEKDAY_NAMES.split())})\.?,?\s+)?"
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|º|er)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BETWEEN = r"(?:\s*(?:,|at|um|à|às|a las|-|–|—|\||·|•|/|o'clock|,\s*at)?\s*)"
_DAY_FORMS = (
    rf"{_WEEKDAY}{_DAY}\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    r"(?P<year>(?:19|20)\d\d)[-/](?P<month>[01]?\d)[-/](?P<day>[0-3]?\d)",
    r"(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?(?P<year>(?:19|20)\d\d)",
)
_ZONE_OFFSET = r"(?:\s*(?:UTC|GMT)?(?P<offset>[+-]\d\d?:?(?:\d\d)?))?"
_PRINTED = [
    re.compile(pattern, re.IGNORECASE)
    for day in _DAY_FORMS
    for pattern in (
        rf"{day}(?:{_BETWEEN}{_CLOCK}{_ZONE_OFFSET})?",
        rf"{_CLOCK}{_ZONE_OFFSET}{_BETWEEN}{day}",
    )
]
# Longer than any date with its clock and zone: keeps the patterns from long lines.
_MAX_CHARACTERS = 80
_FIRST_YEAR, _LAST_YEAR = 1600, 2200


def from_machine(raw: str) -> datetime | None:
    """An ISO 8601 date or time, as in JSON-LD and meta tags; None where it is none."""
    text = raw.strip().replace("Z", "+00:00") if raw.strip().endswith("Z") else raw.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return from_print(raw)
    return _plausible(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def from_print(raw: str) -> datetime | None:
    """A date as a newspaper prints it, and nothing else in the string; None where it is none.

    "3 May 2024 14:02 BST", "Fri, Nov. 29, 2024 at 5:14 p.m. ET", "29.11.2024".
    """
    text = raw.strip()
    if len(text) > _MAX_CHARACTERS or not any(map(str.isdigit, text)):
        return None
    for pattern in _PRINTED:
        if found := pattern.fullmatch(text):
            return _moment(found)
    return None


def _moment(found: re.Match[str]) -> datetime | None:
    part = {name: value or "" for name, value in found.groupdict().items()}
    month = int(part["month"]) if part["month"].isdigit() else _MONTHS.get(part["month"].lower(), 0)
    try:
        moment = datetime(int(part["year"]), month, int(part["day"]), _hour(part), int(part["minute"] or 0))
        return moment.replace(tzinfo=_zone(part)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _hour(part: dict[str, str]) -> int:
    hour = int(part["hour"] or 0)
    half = (part["half"] or part["whole"]).lower()[:1]
    return hour % 12 + (12 if half == "p" else 0) if half else hour


def _zone(part: dict[str, str]) -> tzinfo:
    if offset := part["offset"].replace(":", ""):
        sign = -1 if offset[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:] or 0)))
    name = part["zone"].upper()
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    return timezone(timedelta(hours=_HOURS.get(name, 0)))


def _plausible(moment: datetime) -> datetime | None:
    """Nothing near the ends of the calendar, where another zone has no such year."""
    return moment.astimezone(UTC) if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None

"""Bylines and dates: the lines of a page's head that say who wrote an article and when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from annotations.intake.dates import from_print
from annotations.intake.document import with_plain_spaces
from annotations.intake.furniture import is_chrome, is_clock
from annotations.intake.people import is_role, names_after_by, names_in

MAX_CHARACTERS = 220

_MODIFIED = (
    r"(?:last |article |story )*(?:updated|modified|edited|revised|changed)(?: on| at)?|aktualisiert(?: am)?"
    r"|mis à jour(?: le)?|modifié le|actualizado(?: el)?|aggiornato(?: il)?|atualizado(?: em)?|bijgewerkt(?: op)?"
)
_PUBLISHED = (
    r"(?:first |originally |article |story )*(?:published|posted|created|released|issued)(?: on| at)?"
    r"|publication date|date|veröffentlicht(?: am)?|erschienen(?: am)?|publié(?: le)?|publicado(?: el| em)?"
    r"|pubblicato(?: il)?|gepubliceerd(?: op)?"
)
_LABEL = re.compile(rf"(?:(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED}))\b", re.IGNORECASE)
_AGO = re.compile(
    r"(?:about )?(?:an? |\d+ ?)(?:min(?:ute)?s?|h(?:ours?|rs?)?|days?|weeks?|months?) ago|yesterday|today|just now",
    re.IGNORECASE,
)
_FIELD_GAPS = re.compile(
    rf"\s*[|•·]\s*|\s+[–—-]\s+|\s*;\s*|,?\s+(?=(?:{_MODIFIED}|{_PUBLISHED})\b)|(?<=\d)(?=updated\b)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_AROUND_DATE = " :,-–—"
# A date, with the clock and the zone, has no more words than these before its last one.
_WORDS_BEFORE_DATE = 12
# A field that is neither a name nor a date: a section, a place.
_WORDS_OF_A_FIELD = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """What one line, or several together, say. `waits`: the line is "Updated" alone, the date may come next."""

    names: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    waits: bool = False


def sign_in(line: str) -> Sign | None:
    """What a byline or a line with dates says; None for any other line.

    A line of several fields ("By Ann Lee | 3 May 2024") counts when each of them is one and one is certain.
    """
    if len(line) > MAX_CHARACTERS:
        return None
    line = with_plain_spaces(line)
    if whole := _stamp(line) or _joined(_before_a_date(line)) or _byline(line):
        return whole
    return _joined([field for field in _FIELD_GAPS.split(line) if field])


def names_alone(line: str) -> tuple[str, ...]:
    """The names in a line of names, with or without "By": to be believed only beside other furniture."""
    return names_after_by(line) or names_in(line)


def merged(signs: Iterable[Sign]) -> Sign:
    """What the lines of one head say together: each thing from the first line that says it."""
    names: tuple[str, ...] = ()
    published = modified = None
    waits = False
    for sign in signs:
        moved = sign.published_at if waits else None
        names = names + tuple(name for name in sign.names if name not in names)
        published = published or (None if moved else sign.published_at)
        modified = modified or sign.modified_at or moved
        waits = sign.waits
    return Sign(names, published, modified)


def _byline(line: str) -> Sign | None:
    names = names_after_by(line)
    return Sign(names) if names else None


def _stamp(line: str) -> Sign | None:
    """A date, with a word before it that says which, or without one."""
    label = _LABEL.match(line)
    rest = (line[label.end() :] if label else line).strip(_AROUND_DATE)
    modified = bool(label and label["modified"])
    if moment := from_print(rest):
        return Sign(modified_at=moment) if modified else Sign(published_at=moment)
    if label and not rest and label[0].lower() != "date":
        return Sign(waits=modified)
    return Sign() if label and (_AGO.fullmatch(rest) or is_clock(rest)) else None


def _joined(fields: list[str]) -> Sign | None:
    """The fields of a line, where at least one is a byline or a date and the others are names and the like."""
    if len(fields) < 2:
        return None
    found = [_stamp(field) or _byline(field) for field in fields]
    rest = [field for field, sign in zip(fields, found, strict=True) if not sign]
    if len(rest) == len(fields) or not all(map(_may_stand_beside, rest)):
        return None
    said = merged(sign for sign in found if sign)
    names = said.names or tuple(name for field in rest for name in names_in(field))
    return Sign(names, said.published_at, said.modified_at)


def _may_stand_beside(field: str) -> bool:
    return (
        bool(names_in(field)) or is_role(field) or is_chrome(field) or len(field.split()) <= _WORDS_OF_A_FIELD
    )


def _before_a_date(line: str) -> list[str]:
    """What stands before a date at the end of the line, and the date: "By Ann Lee, May 3, 2024"."""
    for gap in list(_SPACES.finditer(line))[:_WORDS_BEFORE_DATE]:
        if from_print(line[gap.end() :]):
            return [line[: gap.start()].rstrip(" ,|–—-"), line[gap.end() :]]
    return []

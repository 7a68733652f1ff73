"""The tray: highlights of the current version that wait for a person, old words over new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from annotations.anchoring.places import Place
from annotations.anchoring.suggesting import suggest
from annotations.anchoring.wording import differences
from annotations.models import ArticleVersion, Claim, Highlight
from annotations.pages.addresses import panel_address
from annotations.pages.prose import Face
from annotations.pages.reading import Reading
from annotations.pages.side_by_side import drawn
from annotations.permissions import Permission, permits

ITEMS_SHOWN = 20
STALE_SHOWN = 20
PLACES_OFFERED = 3
CONTEXT_CHARACTERS = 60

# Below this a place is like the lost words by chance only. (Carrying by itself asks for the same, and for
# neighbours that agree.)
LEAST_ALIKE = 0.5

Order = tuple[bool, int, int]


@dataclass(frozen=True)
class Offer:
    """A place for a lost claim, with the key that puts it there, and some of the text around it."""

    key: int
    start: int
    end: int
    before: str
    words: SafeString
    after: str
    line: int
    percent: int


@dataclass(frozen=True)
class Item:
    """One highlight that waits. `old_version` is the one whose words were last agreed on."""

    row: Highlight
    face: Face
    old_version: int
    old: SafeString
    new: SafeString
    line: int
    offers: Sequence[Offer] = ()

    @property
    def shown_at(self) -> tuple[int, int, int] | None:
        """Where one looks for it: where it stands, else in the likeliest place (code points, and the sentence)."""
        if self.row.start is not None and self.row.end is not None:
            return self.row.start, self.row.end, self.line
        return next(((offer.start, offer.end, offer.line) for offer in self.offers), None)

    @property
    def address(self) -> str:
        return panel_address(waiting=self.row.uid)

    @property
    def old_address(self) -> str:
        """The claim on the version where it last stood."""
        return panel_address(claim=self.row.claim.uid, version=self.old_version)


@dataclass(frozen=True)
class Tray:
    """`items` are those around the current one, which is `items[at]`; `first` is the number of the first shown."""

    total: int
    first: int
    items: Sequence[Item]
    at: int
    before: str
    after: str
    carried: int
    stale: Sequence[tuple[Face, Claim]]
    may_hold: bool

    @property
    def current(self) -> Item | None:
        return self.items[self.at] if self.items else None

    @property
    def left_out(self) -> int:
        """How many come after those shown."""
        return self.total - self.first - len(self.items) + 1


def is_answered_here(reading: Reading) -> bool:
    """Whether this person may answer in this version: only what waits in the current one is answered."""
    current = 1 < reading.version.number == max(reading.versions)
    return current and permits(reading.person, Permission.PLACE_HIGHLIGHT)


def waiting_rows(reading: Reading) -> Any:
    return Highlight.objects.visible_to(reading.person).waiting().filter(version=reading.version)


def tray_of(reading: Reading, chosen: UUID | None = None, past: Order | None = None) -> Tray:
    """The tray opened at the highlight chosen, or at the first one after a place, or at the first."""
    rows = list(waiting_rows(reading).select_related("claim"))
    agreed = last_agreed(rows)
    rows.sort(key=lambda row: order_of(row, agreed[row.pk]))
    at = index_of(rows, agreed, chosen, past)
    first = at - at % ITEMS_SHOWN
    texts = old_texts(agreed[rows[at].pk]) if rows and rows[at].start is None else {}
    shown = rows[first : first + ITEMS_SHOWN]
    numbers = dict(reading.article.versions.values_list("pk", "number"))
    items = [
        item_of(reading, row, agreed[row.pk], numbers, texts if index == at else {})
        for index, row in enumerate(shown, start=first)
    ]
    return Tray(
        total=len(rows),
        first=first + 1,
        items=items,
        at=at - first,
        before=panel_address(waiting=rows[at - 1].uid) if at > 0 else "",
        after=panel_address(waiting=rows[at + 1].uid) if at + 1 < len(rows) else "",
        carried=carried_by_themselves(reading),
        stale=stale_claims(reading),
        may_hold=permits(reading.person, Permission.RATE),
    )


def last_agreed(rows: Sequence[Highlight]) -> dict[int, Highlight]:
    """By key the nearest ancestor that stood somewhere and did not wait: its words were the claim's for certain.

    A query a generation.
    """
    agreed = {row.pk: row for row in rows}
    while doubtful := {
        pk: row
        for pk, row in agreed.items()
        if (row.needs_confirmation or row.start is None) and row.carried_from_id
    }:
        above = Highlight.objects.in_bulk({row.carried_from_id for row in doubtful.values()})
        agreed |= {pk: above[row.carried_from_id] for pk, row in doubtful.items()}
    return agreed


def order_of(row: Highlight, agreed: Highlight) -> Order:
    """The order of the tray: as in the text; lost ones after the others, as they stood."""
    start = agreed.start if row.start is None else row.start
    return row.start is None, start or 0, row.pk


def index_of(
    rows: Sequence[Highlight], agreed: dict[int, Highlight], chosen: UUID | None, past: Order | None
) -> int:
    for index, row in enumerate(rows):
        if row.uid == chosen or (past is not None and order_of(row, agreed[row.pk]) > past):
            return index
    return 0


def old_texts(agreed: Highlight) -> dict[int, str]:
    """The text in which it last stood, by the version's key."""
    return dict(ArticleVersion.objects.filter(pk=agreed.version_id).values_list("pk", "text"))


def item_of(
    reading: Reading, row: Highlight, agreed: Highlight, numbers: dict[int, int], texts: dict[int, str]
) -> Item:
    words = row.exact if row.start is not None else ""
    struck, fresh = differences(agreed.exact, words)
    old_text = texts.get(agreed.version_id)
    return Item(
        row=row,
        face=reading.faces[reading.numbers[row.claim_id]],
        old_version=numbers[agreed.version_id],
        old=drawn(agreed.exact, 0, len(agreed.exact), struck if words else (), "del"),
        new=drawn(words, 0, len(words), fresh, "ins"),
        line=line_at(reading, row.start) if row.start is not None else 0,
        offers=offers_for(reading, agreed, old_text) if old_text is not None else (),
    )


def offers_for(reading: Reading, agreed: Highlight, old_text: str) -> list[Offer]:
    """The places most like the one it had, the likeliest first; none that are too unlike to be worth a look."""
    places = suggest(old_text, reading.version.text, (agreed.start or 0, agreed.end or 0), PLACES_OFFERED)
    alike = [place for place in places if place.similarity >= LEAST_ALIKE]
    return [offer_of(reading, key, place, agreed.exact) for key, place in enumerate(alike, start=1)]


def offer_of(reading: Reading, key: int, place: Place, old_words: str) -> Offer:
    text = reading.version.text
    words = text[place.start : place.end]
    _, fresh = differences(old_words, words)
    return Offer(
        key=key,
        start=place.start,
        end=place.end,
        before=last_words(text[max(0, place.start - CONTEXT_CHARACTERS) : place.start]),
        words=drawn(words, 0, len(words), fresh, "ins"),
        after=first_words(text[place.end : place.end + CONTEXT_CHARACTERS]),
        line=line_at(reading, place.start),
        percent=round(100 * place.similarity),
    )


def first_words(text: str) -> str:
    """As much of the line as there is, less a word cut short."""
    line, ends, _ = text.partition("\n")
    return line if ends or len(text) < CONTEXT_CHARACTERS else f"{line.rpartition(' ')[0]} …"


def last_words(text: str) -> str:
    _, begins, line = text.rpartition("\n")
    return line if begins or len(text) < CONTEXT_CHARACTERS else f"… {line.partition(' ')[2]}"


def line_at(reading: Reading, offset: int) -> int:
    """The number of the sentence in which this character stands."""
    return next((line.number for line in reading.lines if line.start <= offset < line.end), 0)


def carried_by_themselves(reading: Reading) -> int:
    """How many claims came into this version with nobody asked."""
    rows = Highlight.objects.visible_to(reading.person).living().placed().filter(version=reading.version)
    own_way = rows.exclude(carried_from=None).filter(needs_confirmation=False, confirmed_by=None)
    return own_way.values("claim").distinct().count()


def stale_claims(reading: Reading) -> list[tuple[Face, Claim]]:
    """Claims of the article whose verdict rests on something that has changed."""
    rows = reading.article.claims.visible_to(reading.person).stale().order_by("pk")[:STALE_SHOWN]
    return [(reading.faces[reading.numbers[claim.pk]], claim) for claim in rows]


def tray_context(reading: Reading, tray: Tray, *, opened: bool = True) -> dict[str, Any]:
    """The context of `_tray.html`; when nobody asked for it (not `opened`), the text is shown from its beginning."""
    current = tray.current if opened else None
    shown_at = current.shown_at if current else None
    return {
        "panel": "annotations/_tray.html",
        "reading": reading,
        "tray": tray,
        "number": current.face.number if current and current.line else 0,
        "line_number": shown_at[2] if shown_at else 0,
        "opened": opened,
    }

"""Two versions side by side, and what became of the claims between them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotations.anchoring.comparing import Row, RowKind, compare
from annotations.exports.fates import Fate, Outcome, fates
from annotations.models import ArticleVersion, Method
from annotations.pages.addresses import article_address
from annotations.pages.entry import inside
from annotations.pages.finding import find_article
from annotations.pages.fragments import person_of
from annotations.pages.prose import Face
from annotations.pages.reading import Reading, read
from annotations.pages.side_by_side import Text, laid_out
from annotations.pages.versions import find_version
from annotations.permissions import Permission, permits

AS_BEFORE = (Outcome.SAME, Outcome.MOVED)


@dataclass(frozen=True)
class Note:
    """A claim beside the row in which it stands."""

    fate: Fate
    face: Face
    address: str
    sentence: str
    answer: str = ""

    @property
    def affected(self) -> bool:
        return self.fate.outcome not in AS_BEFORE or self.fate.waits


@inside
@require_safe
def article_compare(request: HttpRequest, uid: UUID, older: int, newer: int) -> HttpResponse:
    """The lower number is the older version, whichever comes first in the address."""
    article = find_article(request, uid)
    if older > newer:
        return redirect("article_compare", uid, newer, older)
    old, new = (find_version(request, article, number) for number in (older, newer))
    reading = read(article, new, person_of(request))
    texts = text_of(old), text_of(new)
    rows = compare(texts[0].text, texts[0].sentences, texts[1].text, texts[1].sentences)
    notes = notes_by_row(rows, texts, notes_of(old, reading))
    unfolded = [index for index, beside in notes.items() if any(note.affected for note in beside)]
    context = {
        "article": article,
        "old": old,
        "new": new,
        "versions": reading.versions,
        "parts": laid_out(rows, *texts, notes, unfolded),
        "counts": counts_of(rows),
        "placed": [placed(notes, "old"), placed(notes, "new")],
        "waiting": reading.waiting if new.number == max(reading.versions) else 0,
        "may_answer": permits(request.user, Permission.PLACE_HIGHLIGHT),
    }
    return render(request, "annotations/article_compare.html", context)


def text_of(version: ArticleVersion) -> Text:
    sentences = list(version.sentences.order_by("ordinal").values_list("start", "end"))
    return Text(version.text, sentences, version.blocks)


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """Sentences by what became of them; what moved is counted where it is now."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.kind.value] += len(row.new if row.kind == RowKind.MOVED else row.new or row.old)
    return dict(counts)


def notes_of(old: ArticleVersion, reading: Reading) -> list[Note]:
    new = reading.version
    answerable = new.number == max(reading.versions) and permits(reading.person, Permission.PLACE_HIGHLIGHT)
    return [
        Note(
            fate,
            reading.faces[reading.numbers[fate.claim.pk]],
            address_in(fate, old if fate.outcome == Outcome.LOST else new, reading),
            sentence_of(fate, new),
            answer_address(fate, reading) if answerable and fate.waits else "",
        )
        for fate in fates(old, new, reading.person)
    ]


def address_in(fate: Fate, version: ArticleVersion, reading: Reading) -> str:
    """The claim in the workbench, on the version in which it stands."""
    old = version.number if version.number != max(reading.versions) else 0
    return article_address(reading.article.uid, claim=fate.claim.uid, version=old)


def answer_address(fate: Fate, reading: Reading) -> str:
    return article_address(reading.article.uid, waiting=fate.new.uid if fate.new else "")


def sentence_of(fate: Fate, new: ArticleVersion) -> str:
    """What is to be known beside the chips."""
    row = fate.new
    if fate.outcome == Outcome.NEW:
        return "Marked since."
    if row is None:
        return f"Taken away in version {new.number}."
    if row.is_given_up():
        return f"{row.confirmed_by or 'Somebody'} says that it is gone."
    if fate.waits:
        return f"No place found in version {new.number}." if row.start is None else ""
    if row.method == Method.REATTACHED:
        return f"Put here by {row.confirmed_by}."
    if fate.outcome == Outcome.CHANGED and row.confirmed_by:
        return f"Still the same claim, says {row.confirmed_by}."
    return ""


def notes_by_row(
    rows: Sequence[Row], texts: tuple[Text, Text], notes: Sequence[Note]
) -> Mapping[int, list[Note]]:
    """Each note beside the row of its place in the newer version, or of where it was lost."""
    old_rows = {sentence: index for index, row in enumerate(rows) for sentence in row.old}
    new_rows = {sentence: index for index, row in enumerate(rows) for sentence in row.new}
    beside: dict[int, list[Note]] = {}
    for note in notes:
        place, text, index_of = note.fate.new, texts[1], new_rows
        if place is None or place.start is None:
            place, text, index_of = note.fate.old, texts[0], old_rows
        if place is not None and place.start is not None:
            beside.setdefault(index_of[sentence_at(text, place.start)], []).append(note)
    return beside


def sentence_at(text: Text, offset: int) -> int:
    """The index of the sentence in which, or after which, this character stands."""
    return max(bisect_right(text.sentences, offset, key=lambda sentence: sentence[0]) - 1, 0)


def placed(notes: Mapping[int, list[Note]], side: str) -> int:
    """How many claims stand in one of the versions."""
    rows = ((note.fate.claim.pk, getattr(note.fate, side)) for beside in notes.values() for note in beside)
    return len({claim for claim, row in rows if row is not None and row.start is not None})

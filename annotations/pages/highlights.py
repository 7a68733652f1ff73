"""Where a claim stands: another place, moving its ends, removing one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from annotations.actions.claims import find
from annotations.actions.highlights import add_highlight, move_highlight, remove_highlight
from annotations.models import Highlight
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim, found
from annotations.pages.forms.base import RowVersionForm, taken
from annotations.pages.forms.claims import PlaceForm
from annotations.pages.forms.workbench import MarkForm
from annotations.pages.fragments import claim_answer, person_of, shown_version, touched_lines
from annotations.pages.reading import read
from annotations.pages.workbench import words_selector

LONGEST_WORD = 30
"""Characters: in writing without spaces a sentence is one word."""


def find_highlight(request: HttpRequest, uid: UUID) -> Highlight:
    rows = Highlight.objects.visible_to(request.user).filter(removed_at=None)
    return found(rows.select_related("version__article", "claim__article"), uid=uid)


@require_POST
@inside
def highlight_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark another place of a claim: a stretch (code points of the version shown), or words to look for."""
    claim = find_claim(request, uid)
    data = taken(MarkForm(request.POST))
    if data["end"] is not None and data["start"] is not None:
        version, start, end = shown_version(request, claim.article), data["start"], data["end"]
    else:
        version = claim.article.current_version()
        there = find(version, words_selector(version, data))
        start, end = there.start, there.end
    add_highlight(claim, by=person_of(request), version=version, start=start, end=end)
    return claim_answer(request, claim, "Marked there, too.")


@require_POST
@inside
def highlight_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move its ends. Where it stood before is drawn again too."""
    highlight = find_highlight(request, uid)
    data = taken(PlaceForm(request.POST))
    claim = find_claim(request, highlight.claim.uid)
    version = shown_version(request, claim.article)
    reading = read(claim.article, version, person_of(request))
    stood, before = touched_lines(reading, claim), (highlight.start, highlight.end)
    moved = move_highlight(highlight, by=person_of(request), **data)
    said = f"Claim {reading.numbers[claim.pk]} now {ends_of(moved, before)}."
    return claim_answer(request, claim, said, also=stood)


def ends_of(highlight: Highlight, before: tuple[int | None, int | None]) -> str:
    """What moved, in words: where it begins, where it ends, or both."""
    words = highlight.exact.split()
    said = []
    if highlight.start != before[0]:
        said.append(f"begins at “{words[0][:LONGEST_WORD]}”")
    if highlight.end != before[1]:
        said.append(f"ends at “{words[-1][-LONGEST_WORD:]}”")
    return " and ".join(said) or "stands where it stood"


@require_POST
@inside
def highlight_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    highlight = find_highlight(request, uid)
    remove_highlight(highlight, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, find_claim(request, highlight.claim.uid), "Place removed.")

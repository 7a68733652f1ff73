"""Claims from one version to the next: the door to the alignment."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from annotations.anchoring.alignment import align
from annotations.anchoring.changes import ChangeKind, ChangeReader, same_words
from annotations.anchoring.following import Course, Found
from annotations.anchoring.settling import SettledLines, Span
from annotations.errors import InvalidInput


class Status(StrEnum):
    """What became of a claim. The words are the same, but for type, in the first three."""

    SAME = "same"
    SHIFTED = "shifted"
    MOVED = "moved"
    EDITED = "edited"
    MOVED_EDITED = "moved_edited"
    LOST = "lost"


class Carried(NamedTuple):
    """Where a claim is in the new text (code points, half-open), and what changed in it.

    `start` and `end` are None when it is lost. `similarity` (0 to 1) is the share of letters that stayed.
    `changes` names what changed, in the order of `ChangeKind`; it is empty unless the words changed.
    """

    start: int | None
    end: int | None
    status: Status
    similarity: float
    changes: tuple[ChangeKind, ...]


LOST = Carried(None, None, Status.LOST, 0.0, ())

_STATUS = {  # (are the words the same, did they keep their order)
    (True, True): Status.SHIFTED,
    (True, False): Status.MOVED,
    (False, True): Status.EDITED,
    (False, False): Status.MOVED_EDITED,
}


def carry(old_text: str, new_text: str, spans: Sequence[Span]) -> list[Carried]:
    """Where each span `(start, end)` of `old_text` (code points) is in `new_text`, in the order given.

    A claim that is not found for certain is lost: nothing is ever put in a place on a guess. Time is n log
    n in the length of the texts and linear in the number of spans. Raises InvalidInput for a span outside
    the text.
    """
    for start, end in spans:
        if not 0 <= start < end <= len(old_text):
            raise InvalidInput(f"There are no words from {start} to {end} in the old text.", field="spans")
    if old_text == new_text:
        return [Carried(start, end, Status.SAME, 1.0, ()) for start, end in spans]
    settled = SettledLines(old_text, new_text)
    carried = {span: _settle(settled, span) for span in spans}
    still_open = [span for span, result in carried.items() if result is None]
    if still_open:
        old, new, pinned = settled.open_tokens(still_open)
        follower = _Follower(Course(align(old, new, pinned), old_text, new_text), ChangeReader(old, new))
        carried.update({span: follower.carry(span) for span in still_open})
    return [carried[span] or LOST for span in spans]


def _settle(settled: SettledLines, span: Span) -> Carried | None:
    shift = settled.shift(*span)
    if shift is None:
        return None
    status = Status.SHIFTED if shift else Status.SAME
    return Carried(span[0] + shift, span[1] + shift, status, 1.0, ())


class _Follower(NamedTuple):
    """Carries the spans that no unchanged line settles."""

    course: Course
    changes: ChangeReader

    def carry(self, span: Span) -> Carried:
        claim = range(*self.course.links.old.covering(*span))
        found = self.course.follow(claim) if claim else None
        if found is None:
            return LOST
        start, end = self._offsets(span, claim, found)
        if start >= end:
            return LOST
        links = self.course.links
        same = same_words(
            links.old.keys[claim.start : claim.stop], links.new.keys[found.window.start : found.window.stop]
        )
        if same:
            stayed = found.in_order and start == span[0]
            return Carried(start, end, Status.SAME if stayed else _STATUS[True, found.in_order], 1.0, ())
        kinds = self.changes.kinds(claim, found.window)
        return Carried(start, end, _STATUS[False, found.in_order], found.similarity, kinds)

    def _offsets(self, span: Span, claim: range, found: Found) -> tuple[int, int]:
        """Code points of the window; a claim that begins or ends inside a word does so in the new text."""
        links = self.course.links
        old, new, forward = links.old, links.new, links.forward
        first, last = claim.start, claim.stop - 1
        start, end = new.starts[found.window.start], new.ends[found.window.stop - 1]
        skipped, missing = span[0] - old.starts[first], old.ends[last] - span[1]
        if skipped > 0 and forward[first] == found.window.start:
            start += skipped
        if missing > 0 and forward[last] == found.window.stop - 1:
            end -= missing
        return start, end

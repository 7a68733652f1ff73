"""What the workbench asks before it draws: a version, its sentences, its claims as this person may see them.

A fixed number of queries, whatever the number of claims and sentences.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import F
from django.templatetags.static import static

from annotations.errors import NotFound
from annotations.models import (
    Article,
    ArticleVersion,
    Assessment,
    Disposition,
    Highlight,
    Person,
    Proposal,
    Sentence,
    SentenceKind,
    Verdict,
)
from annotations.pages.prose import OPEN, Face, Line, Prose, Span
from annotations.workflow import HIDDEN_STATES, State, TruthClass


@dataclass(frozen=True)
class Coverage:
    """How many sentences of a version are accounted for."""

    claim: int
    nothing: int
    open: int

    @property
    def total(self) -> int:
        return self.claim + self.nothing + self.open

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that nothing is left."""
        return 100 * (self.claim + self.nothing) // self.total if self.total else 100


class Show(NamedTuple):
    """A filter beside the text: its name in the address, its words, how many sentences it shows.

    One by class names it, as `Face.truth_class` does.
    """

    key: str
    label: str
    number: int
    truth_class: str = ""


UNRATED = "unrated"
"""The filter of what has no rating yet; "open" is the one of sentences nobody has looked at."""

CLASSES = (*((str(value), value, label) for value, label in TruthClass.choices), (UNRATED, OPEN, "Not rated"))
"""The filters by class: key, class, label."""


@dataclass(frozen=True)
class Reading:
    """One version of an article as one person reads it. `numbers` maps claim keys to their numbers.

    `waiting` counts the highlights that wait for an answer; there are none in the first version.
    """

    article: Article
    version: ArticleVersion
    person: Person
    lines: list[Line]
    spans: list[Span]
    faces: dict[int, Face]
    numbers: dict[int, int]
    states: Counter[str]
    versions: list[int] = field(default_factory=list)
    waiting: int = 0

    def coverage(self) -> Coverage:
        kinds = Counter(line.kind for line in self.lines)
        return Coverage(kinds[SentenceKind.CLAIM], kinds[SentenceKind.NOTHING], kinds[SentenceKind.OPEN])

    def prose(self, current_line: int = 0, current_claim: int = 0) -> Prose:
        return Prose(
            text=self.version.text,
            blocks=self.version.blocks,
            lines=self.lines,
            spans=self.spans,
            faces=self.faces,
            icons=static("annotations/icons.svg"),
            current_line=current_line,
            current_claim=current_claim,
        )

    def shows(self) -> list[Show]:
        """The filters: by state, then by class. A class counts where this person may know of it."""
        spans_by_line = self._spans_by_line()
        by_line = [[self.faces[span.claim] for span in spans] for spans in spans_by_line]
        classes = Counter(name for faces in by_line for name in {face.truth_class for face in faces})
        return [
            Show("", "All sentences", len(self.lines)),
            Show("open", "Open", self.coverage().open),
            Show("mine", "My claims", sum(any(face.mine for face in faces) for faces in by_line)),
            Show("stale", "Stale", sum(any(face.stale for face in faces) for faces in by_line)),
            Show("overlap", "Overlapping", sum(map(overlap, spans_by_line))),
            *(Show(key, label, classes[name], name) for key, name, label in CLASSES),
        ]

    def line(self, number: int) -> Line:
        if not 1 <= number <= len(self.lines):
            raise NotFound()
        return self.lines[number - 1]

    def faces_of_line(self, line: Line) -> list[Face]:
        over = (span.claim for span in self.spans if span.start < line.end and line.start < span.end)
        return [self.faces[number] for number in dict.fromkeys(over)]

    def lines_of_claim(self, number: int) -> list[Line]:
        """Where the claim stands in this version, in reading order."""
        own = [span for span in self.spans if span.claim == number]
        return [line for line in self.lines if any(s.start < line.end and line.start < s.end for s in own)]

    def _spans_by_line(self) -> list[list[Span]]:
        found, running = [], list[Span]()
        waiting = iter(self.spans)
        following = next(waiting, None)
        for line in self.lines:
            while following and following.start < line.end:
                running.append(following)
                following = next(waiting, None)
            running = [span for span in running if span.end > line.start]
            found.append(list(running))
        return found


def overlap(spans: Sequence[Span]) -> bool:
    """Whether two of these, ordered by start, share a character."""
    return any(later.start < earlier.end for earlier, later in pairwise(spans))


def read(article: Article, version: ArticleVersion, person: Person) -> Reading:
    """Everything the text needs, in eight queries; one more for a version that is not the first."""
    numbers, faces, states = _faces(article, person)
    waiting = Highlight.objects.visible_to(person).waiting().filter(version=version)
    return Reading(
        article=article,
        version=version,
        person=person,
        lines=_lines(version, person),
        spans=_spans(version, person, numbers),
        faces=faces,
        numbers=numbers,
        states=states,
        versions=list(article.versions.order_by("-number").values_list("number", flat=True)),
        waiting=waiting.count() if version.number > 1 else 0,
    )


def _lines(version: ArticleVersion, person: Person) -> list[Line]:
    reasons = dict(
        Disposition.objects.visible_to(person)
        .filter(sentence__version=version, removed_at=None)
        .values_list("sentence_id", "reason")
    )
    rows: Any = Sentence.objects.visible_to(person).filter(version=version).with_kind().order_by("start")
    return [
        Line(number, start, end, kind, reasons.get(key, ""))
        for number, (key, start, end, kind) in enumerate(rows.values_list("pk", "start", "end", "state"), 1)
    ]


def _spans(version: ArticleVersion, person: Person, numbers: dict[int, int]) -> list[Span]:
    rows = Highlight.objects.visible_to(person).filter(version=version).living().placed()
    columns = rows.order_by("start", "pk").values_list("start", "end", "pk", "claim_id", "needs_confirmation")
    return [
        Span(start, end, key, numbers[claim], waits)
        for start, end, key, claim, waits in columns
        if start is not None and end is not None
    ]


def _faces(article: Article, person: Person) -> tuple[dict[int, int], dict[int, Face], Counter[str]]:
    """Numbers by claim key (in the order of marking, for good), faces by number, claims by state."""
    ratings = _ratings(article, person)
    proposals = Proposal.objects.visible_to(person).of_article(article).waiting()
    proposed = set(proposals.order_by().values_list("claim_id", flat=True))
    numbers, faces, states = dict[int, int](), dict[int, Face](), Counter[str]()
    rows = article.claims.visible_to(person).order_by("pk")
    columns = rows.values_list("pk", "uid", "text", "state", "stale_since", "assignee_id")
    for number, (key, uid, text, state, stale_since, assignee) in enumerate(columns, 1):
        numbers[key] = number
        if state in HIDDEN_STATES:
            continue
        truth_class, rating = ratings.get(key, (OPEN, ""))
        states[state] += 1
        faces[number] = Face(
            number,
            f"?claim={uid}#panel",
            text,
            truth_class,
            rating,
            State(state).label,
            stale_since is not None,
            assignee == person.pk,
            key in proposed,
        )
    return numbers, faces, states


def _ratings(article: Article, person: Person) -> dict[int, tuple[str, str]]:
    """By claim: the verdict's rating, else one's own proposal, else the first that may be seen.

    A claim whose readers disagree has none: to show one of the two would take sides.
    """
    found: dict[int, tuple[str, str]] = {}
    proposals = (
        Assessment.objects.visible_to(person)
        .filter(claim__article=article, round=F("claim__round"), rating__isnull=False)
        .exclude(claim__state=State.DISPUTED)
        .order_by("submitted_at", "pk")
    )
    columns = ("claim_id", "rating__truth_class", "rating__name")
    for claim, truth_class, name in proposals.values_list(*columns):
        found.setdefault(claim, (truth_class, name))
    found |= _by_claim(proposals.filter(person=person).values_list(*columns))
    verdicts = Verdict.objects.visible_to(person).current().filter(claim__article=article)
    return found | _by_claim(verdicts.values_list(*columns))


def _by_claim(rows: Iterable[tuple[int, str, str]]) -> dict[int, tuple[str, str]]:
    return {claim: (truth_class, name) for claim, truth_class, name in rows}

"""What the workbench asks before it draws: a version, its sentences, its claims as this person may see them.

A fixed number of queries, whatever the number of claims and sentences.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Subquery, Value, When
from django.templatetags.static import static

from annotations.errors import NotFound
from annotations.models import (
    Article,
    ArticleVersion,
    Assessment,
    Clearance,
    Disposition,
    Highlight,
    Person,
    Proposal,
    Sentence,
    SentenceKind,
    Verdict,
)
from annotations.pages.addresses import panel_address
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

    `waiting` counts the highlights that wait for an answer; there are none in the first version. `changes` counts
    the proposals that wait, for a decision or for the text to follow.
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
    changes: int = 0
    cleared: bool = False

    @property
    def is_current(self) -> bool:
        """Whether no newer version has come in."""
        return self.version.number == max(self.versions)

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
        return spans_by_line([(line.start, line.end) for line in self.lines], self.spans)


def spans_by_line(lines: Iterable[tuple[int, int]], spans: Iterable[Span]) -> list[list[Span]]:
    """For each stretch of `lines`, in order, the spans (ordered by start) that share a character with it."""
    found, running = [], list[Span]()
    waiting = iter(spans)
    following = next(waiting, None)
    for start, end in lines:
        running = [span for span in running if span.end > start]
        while following and following.start < end:
            if following.end > start:
                running.append(following)
            following = next(waiting, None)
        found.append(running)
    return found


def overlap(spans: Sequence[Span]) -> bool:
    """Whether two of these, ordered by start, share a character."""
    return any(later.start < earlier.end for earlier, later in pairwise(spans))


def read(article: Article, version: ArticleVersion, person: Person) -> Reading:
    """Everything the text needs, in five queries."""
    numbers, faces, states, changes = _faces(article, person)
    spans, waiting = _spans(version, person, numbers)
    versions = _versions(article, person)
    return Reading(
        article=article,
        version=version,
        person=person,
        lines=_lines(version, person, spans),
        spans=spans,
        faces=faces,
        numbers=numbers,
        states=states,
        versions=[number for number, _ in versions],
        waiting=waiting if version.number > 1 else 0,
        changes=changes,
        cleared=any(cleared for _, cleared in versions),
    )


def _versions(article: Article, person: Person) -> list[tuple[int, bool]]:
    """The numbers of its versions, the newest first, and whether what was said of the article stands: cleared."""
    standing = Clearance.objects.visible_to(person).standing().filter(article=OuterRef("article")).order_by()
    rows = article.versions.order_by("-number").annotate(cleared=Exists(standing))
    return list(rows.values_list("number", "cleared"))


def _lines(version: ArticleVersion, person: Person, spans: Sequence[Span]) -> list[Line]:
    """As `with_kind` says it of each sentence, from the highlights at hand: to look for them once a sentence took
    the database longer than all else together.
    """
    said = Disposition.objects.visible_to(person).filter(sentence=OuterRef("pk"), removed_at=None).order_by()
    rows = Sentence.objects.visible_to(person).filter(version=version).order_by("start")
    columns = list(rows.values_list("start", "end", Subquery(said.values("reason")[:1])))
    over = spans_by_line([(start, end) for start, end, _ in columns], spans)
    return [
        Line(number, start, end, _kind(bool(spans), reason), reason or "")
        for number, ((start, end, reason), spans) in enumerate(zip(columns, over, strict=True), 1)
    ]


def _kind(marked: bool, reason: str | None) -> str:
    """`reason` is None where nobody has said that there is nothing to check."""
    if marked:
        return SentenceKind.CLAIM.value
    return SentenceKind.OPEN.value if reason is None else SentenceKind.NOTHING.value


def _spans(version: ArticleVersion, person: Person, numbers: dict[int, int]) -> tuple[list[Span], int]:
    """Where claims stand, and how many places wait for an answer, those that are lost included."""
    rows = Highlight.objects.visible_to(person).filter(version=version).living()
    columns = list(
        rows.order_by("start", "pk").values_list("start", "end", "pk", "claim_id", "needs_confirmation")
    )
    spans = [
        Span(start, end, key, numbers[claim], waits)
        for start, end, key, claim, waits in columns
        if start is not None and end is not None
    ]
    return spans, sum(waits for *_, waits in columns)


def _faces(article: Article, person: Person) -> tuple[dict[int, int], dict[int, Face], Counter[str], int]:
    """Numbers by claim key (in the order of marking, for good), faces by number, claims by state, and how many
    proposals wait.
    """
    ratings = _ratings(article, person)
    numbers, faces, states, changes = dict[int, int](), dict[int, Face](), Counter[str](), 0
    rows = article.claims.visible_to(person).annotate(proposed=_waiting_proposals(person)).order_by("pk")
    columns = rows.values_list("pk", "uid", "text", "state", "stale_since", "assignee_id", "proposed")
    for number, (key, uid, text, state, stale_since, assignee, proposed) in enumerate(columns, 1):
        numbers[key] = number
        if state in HIDDEN_STATES:
            continue
        changes += proposed or 0
        truth_class, rating = ratings.get(key, (OPEN, ""))
        states[state] += 1
        faces[number] = Face(
            number,
            panel_address(claim=uid),
            text,
            truth_class,
            rating,
            State(state).label,
            stale_since is not None,
            assignee == person.pk,
            bool(proposed),
        )
    return numbers, faces, states, changes


def _waiting_proposals(person: Person) -> Subquery:
    """How many of a claim wait; NULL where none does."""
    waiting = Proposal.objects.visible_to(person).waiting().filter(claim=OuterRef("pk")).order_by()
    return Subquery(waiting.values("claim").annotate(number=Count("pk")).values("number"))


def _ratings(article: Article, person: Person) -> dict[int, tuple[str, str]]:
    """By claim: the verdict's rating, else one's own proposal, else the first that may be seen.

    A claim whose readers disagree has none: to show one of the two would take sides.
    """
    proposals = (
        Assessment.objects.visible_to(person)
        .filter(claim__article=article, round=F("claim__round"), rating__isnull=False)
        .exclude(claim__state=State.DISPUTED)
        .annotate(weight=Case(When(person=person, then=OWN), default=FIRST))
    )
    verdicts = Verdict.objects.visible_to(person).current().filter(claim__article=article)
    columns = ("weight", "submitted_at", "pk", "claim_id", "rating__truth_class", "rating__name")
    standing = verdicts.annotate(weight=VERDICT, submitted_at=F("decided_at")).order_by()
    rows = proposals.order_by().values_list(*columns).union(standing.values_list(*columns), all=True)
    found: dict[int, tuple[str, str]] = {}
    for *_, claim, truth_class, name in sorted(rows, key=_by_weight):
        found.setdefault(claim, (truth_class, name))
    return found


VERDICT, OWN, FIRST = (Value(weight, output_field=IntegerField()) for weight in range(3))
"""Of several ratings of a claim the one with the least weight is shown; among equals the one given first."""


def _by_weight(row: Sequence[Any]) -> tuple[Any, ...]:
    """One's own draft has not been handed in: there is one a round, and nothing to compare it with."""
    weight, at, key, *_ = row
    return weight, at is None, at, key

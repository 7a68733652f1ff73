"""The desk: what waits, for whom, and what to do next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from annotations.models import Article, ArticleStatus, Assessment, Claim, Sentence
from annotations.models.base import is_inside
from annotations.models.claims import handed_in_by
from annotations.models.staleness import reason_in_words
from annotations.pages.addresses import claim_address
from annotations.pages.assigning import back, just_assigned, those_who_check
from annotations.pages.entry import signed_in
from annotations.pages.lists import (
    asked_words,
    changed_address,
    choices,
    chosen,
    holding,
    list_answer,
    page_of,
)
from annotations.permissions import Permission, permits, unmet
from annotations.workflow import IN_WORK, STEPS, State, Step


@dataclass(frozen=True)
class Queue:
    """One list of the desk."""

    key: str
    label: str
    rows: Callable[[Any, Any], Any]
    empty: str


QUEUES = (
    Queue("mine", "For me", lambda claims, person: claims.waiting_for(person), "Nothing waits for you."),
    Queue(
        "due",
        "Due or late",
        lambda claims, person: claims.due_by(end_of_today()),
        "Nothing is due today, and nothing is late.",
    ),
    Queue(
        "unassigned", "Unassigned", lambda claims, person: claims.unassigned(), "Every claim has somebody."
    ),
    Queue("everyone", "Everyone", lambda claims, person: claims.unfinished(), "No claim is in work."),
)
NEEDS = (
    Queue(
        "first", "First read", lambda claims, person: claims.in_work(), "No claim waits for a first reading."
    ),
    Queue(
        "second",
        "Second read",
        lambda claims, person: claims.awaiting_second_reader(person),
        "No claim waits for your second reading.",
    ),
    Queue("decision", "Decision", lambda claims, person: claims.disputed(), "No readers disagree."),
    Queue(
        "stale",
        "Stale",
        lambda claims, person: claims.stale(),
        "Nothing that a verdict rests on has changed.",
    ),
    Queue(
        "publish", "To publish", lambda claims, person: claims.to_publish(), "Nothing waits to be published."
    ),
)
BY_KEY = {queue.key: queue for queue in (*QUEUES, *NEEDS)}

PARTS = (
    "Late",
    "Due today",
    "Waiting for your second read",
    "Readers disagree",
    "Stale",
    "To check",
    "With a second reader",
    "Ready to publish",
    "Done",
)
"""The headings of the desk in their order; `part_of` says which claim stands under which."""

SORTS = {"due": "Due first", "newest": "Newest first", "article": "By article"}


@dataclass(frozen=True)
class Move:
    """The button at the end of a row: where it leads, or, with `step`, what it does at once."""

    label: str
    step: str = ""


@dataclass(frozen=True)
class Row:
    """A claim as the desk shows it to one person. `ratings` are those this person may see."""

    claim: Claim
    sentence: int | None
    address: str
    ratings: list[Any]
    note: str
    stale: str
    blind: bool
    move: Move | None
    due: datetime | None
    late: bool
    may_pick: bool


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    if not is_inside(request.user):
        return render(request, "annotations/account_waiting.html", status=403)
    default = "mine" if permits(request.user, Permission.RATE) else "everyone"
    queue = BY_KEY[chosen(request, "queue", BY_KEY, default)]
    claims = holding(Claim.objects.visible_to(request.user), asked_words(request))
    rows = sorted_rows(queue.rows(claims, request.user), request)
    context = {
        "queue": queue,
        "words": asked_words(request),
        "queues": filters(request, claims, QUEUES, queue),
        "needs": filters(request, claims, NEEDS, queue),
        "sorts": choices(request, "sort", SORTS.items(), chosen(request, "sort", SORTS, "due")),
        "everywhere": changed_address(request, "q", ""),
        "day": day_of(request.user),
        "may_import": permits(request.user, Permission.IMPORT_ARTICLE),
        "checkers": those_who_check(request.user),
        "given": just_assigned(request),
        "here": back(request),
    }
    return list_answer(request, "desk", context | shown(request, rows))


def filters(request: HttpRequest, claims: Any, queues: Iterable[Queue], current: Queue) -> list[Any]:
    counts = {queue.key: queue.rows(claims, request.user).count() for queue in queues}
    options = [(queue.key, queue.label) for queue in queues]
    return choices(request, "queue", options, current.key, counts)


def day_of(person: Any) -> dict[str, Any]:
    """Today, and how much is open."""
    open_articles = Article.objects.visible_to(person).filter(status=ArticleStatus.OPEN)
    now = timezone.localtime()
    late = Count("pk", filter=Q(due__lt=now))
    due = Count("pk", filter=Q(due__gte=now, due__lte=end_of_today()))
    return {"now": now, **open_articles.aggregate(articles=Count("pk"), late=late, due_today=due)}


def end_of_today() -> datetime:
    return timezone.localtime().combine(timezone.localdate(), time.max, timezone.get_current_timezone())


def sorted_rows(claims: Any, request: HttpRequest) -> Any:
    """The claims under their headings, in the order asked for; nothing of it depends on a rating."""
    orders: dict[str, list[Any]] = {
        "due": [F("ready_by").asc(nulls_last=True), "-created", "-pk"],
        "newest": ["-created", "-pk"],
        "article": ["article__headline", "article_id", "pk"],
    }
    ready_by = Coalesce("due", "article__due")
    annotated = claims.annotate(ready_by=ready_by).annotate(part=part_of(request.user))
    return annotated.order_by("part", *orders[chosen(request, "sort", SORTS, "due")])


def part_of(person: Any) -> Case:
    """Which of `PARTS` a claim stands under; the first that holds."""
    in_review = Q(state=State.IN_REVIEW)
    may_read = permits(person, Permission.RATE)
    tests = (
        Q(state__in=IN_WORK, ready_by__lt=timezone.now()),
        Q(state__in=IN_WORK, ready_by__lte=end_of_today()),
        in_review & ~handed_in_by(person) if may_read else Q(pk=None),
        Q(state=State.DISPUTED),
        Q(stale_since__isnull=False),
        Q(state__in=IN_WORK),
        in_review,
        Q(state=State.APPROVED),
    )
    whens = [When(test, then=Value(place)) for place, test in enumerate(tests)]
    return Case(*whens, default=Value(len(tests)), output_field=IntegerField())


def shown(request: HttpRequest, claims: Any) -> dict[str, Any]:
    """One page of rows under their headings, each with the count of the whole list."""
    counts = dict(claims.order_by("part").values_list("part").annotate(Count("pk")))
    page = page_of(request, with_all_shown(claims, request.user))
    rows = rows_of(page.object_list, request.user)
    grouped: Any = groupby(rows, key=lambda row: row.claim.part)
    parts = [{"title": PARTS[part], "count": counts[part], "rows": list(found)} for part, found in grouped]
    return {"page": page, "parts": parts}


def with_all_shown(claims: Any, person: Any) -> Any:
    """The claims with what a row shows and what its button depends on, in a fixed number of queries."""
    assessments = Assessment.objects.visible_to(person).select_related("rating", "person")
    rows = claims.select_related("article", "policy", "assignee", "claimant").with_verdict_for(person)
    return rows.prefetch_related(Prefetch("assessments", queryset=assessments))


def rows_of(claims: Iterable[Any], person: Any) -> list[Row]:
    """The rows of one page; what costs most is asked for these alone."""
    shown = list(claims)
    numbers = sentence_numbers(shown)
    return [row_of(claim, person, numbers.get(claim.pk)) for claim in shown]


def sentence_numbers(claims: list[Claim]) -> dict[int, int]:
    """By claim: the number of the sentence in which its first highlight of the newest version begins."""
    rows = Sentence.objects.filter(
        version__highlights__claim=OuterRef("pk"),
        version__highlights__removed_at=None,
        start__lte=F("version__highlights__start"),
        end__gt=F("version__highlights__start"),
    )
    first = Subquery(rows.order_by("-version__number", "ordinal").values("ordinal")[:1])
    numbered: Any = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).annotate(sentence=first)
    return dict(numbered.order_by().values_list("pk", "sentence"))


def row_of(claim: Any, person: Any, sentence: int | None) -> Row:
    own = next((a for a in claim.assessments.all() if is_own_draft(a, claim, person)), None)
    verdict = claim.current_verdict()
    submitted = [a.rating for a in claim.assessments_of_round()]
    due = claim.due or claim.article.due if claim.may_be_late() else None
    ratings = [verdict.rating] if verdict else [own.rating] if own else list(dict.fromkeys(submitted))
    return Row(
        claim=claim,
        sentence=sentence,
        address=claim_address(claim),
        ratings=ratings,
        note=note_of(claim, person, bool(own and not verdict)),
        stale=stale_words(claim),
        blind=claim.is_read_blind_by(person),
        move=move_of(claim, person),
        due=due,
        late=bool(due and due < timezone.now()),
        may_pick=claim.state in STEPS[Step.ASSIGN].starts and permits(person, Step.ASSIGN, claim),
    )


def is_own_draft(assessment: Any, claim: Any, person: Any) -> bool:
    mine = assessment.person_id == person.pk and assessment.round == claim.round
    return bool(mine and assessment.rating_id and not assessment.submitted_at)


def note_of(claim: Any, person: Any, own_draft: bool) -> str:
    if own_draft:
        return "your draft"
    if claim.assignee_id == person.pk:
        return "yours"
    return str(claim.assignee) if claim.assignee else ""


def stale_words(claim: Any) -> str:
    """What changed, as far as the newest reason tells: half a sentence."""
    if not claim.stale_reasons:
        return ""
    sentence = reason_in_words(claim.stale_reasons[-1]).removesuffix(".")
    return sentence[0].lower() + sentence[1:]


def move_of(claim: Any, person: Any) -> Move | None:
    """What this person would do next with the claim, when there is anything."""
    if claim.stale_since and permits(person, Permission.HOLD, claim):
        return Move("Answer")
    if claim.state in IN_WORK and permits(person, Step.TAKE, claim):
        return work_move(claim, person)
    if claim.state == State.IN_REVIEW and permits(person, Step.SECOND, claim):
        return Move("Read")
    if claim.state == State.DISPUTED and permits(person, Step.ADJUDICATE, claim):
        return Move("See both")
    if claim.state == State.APPROVED and permits(person, Step.PUBLISH, claim):
        return Move("Make ready" if unmet(person, Step.PUBLISH, claim) else "Publish")
    return None


def work_move(claim: Any, person: Any) -> Move | None:
    if claim.assignee_id == person.pk:
        return Move("Go on")
    return Move("Take", step=Step.TAKE.value) if claim.assignee_id is None else None

"""Claims, and which of them one may know how much about."""

from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from annotations.anchoring.text import shortened
from annotations.models.access import Role
from annotations.models.agents import Agent
from annotations.models.articles import Article
from annotations.models.base import EditableRow, InsideQuerySet
from annotations.models.policies import CheckPolicy
from annotations.workflow import (
    BLIND_STATES,
    HIDDEN_STATES,
    IN_WORK,
    UNSETTLED_STATES,
    DeclineReason,
    SecondRead,
    State,
)

NAME_CHARACTERS = 80
"""As much of its wording as a claim is called by."""
TAG_CHARACTERS = 60


class Materiality(models.TextChoices):
    HEADLINE = "headline", "Headline"
    CENTRAL = "central", "Central"
    SUPPORTING = "supporting", "Supporting"
    DETAIL = "detail", "Detail"


class Tag(models.Model):
    """A word to find claims by; stored in lower case."""

    name = models.CharField(max_length=TAG_CHARACTERS, unique=True)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def handed_in_by(person: Any) -> Exists:
    """Whether this person has submitted an assessment in the claim's running round."""
    # Imported here because assessments point at claims.
    from annotations.models.verdicts import Assessment

    own = Assessment.objects.submitted().filter(claim=OuterRef("pk"), round=OuterRef("round"), person=person)
    return Exists(own.order_by())


def verdict_for(person: Any) -> Prefetch[Any]:
    """What fetches claims' standing verdicts, as far as this person may see them."""
    # Imported here because verdicts point at claims.
    from annotations.models.verdicts import Verdict

    verdicts = Verdict.objects.visible_to(person).current().select_related("rating")
    return Prefetch("verdicts", queryset=verdicts)


def lives_in(*states: State, claim: str = "") -> Q:
    """Whether the claim is in one of these states, or was before it was put away and could be brought back.

    `claim` is the path to it, with the underscores that end it.
    """
    before = Q(**{f"{claim}state__in": HIDDEN_STATES, f"{claim}state_before__in": states})
    return Q(**{f"{claim}state__in": states}) | before


def kept_blind_from(person: Any, claim: str = "claim") -> Exists:
    """Whether the claim of a row is read blind by this person now; `claim` is the row's column for its key."""
    return _kept_blind_from(int(person.pk), claim)


@lru_cache(maxsize=500)
def _kept_blind_from(person: int, claim: str) -> Exists:
    """A page asks this ten times, and Django takes longer to put the question together than to have it answered."""
    return Exists(Claim.objects.read_blind_by(person).filter(pk=OuterRef(claim)).order_by())


DUE_STATES = (*UNSETTLED_STATES, State.APPROVED)
"""What is published, declined or retracted is due no more."""


class ClaimQuerySet(InsideQuerySet["Claim"]):
    def living(self) -> Self:
        """Not removed, not merged: what pages and lists show."""
        return self.exclude(state__in=HIDDEN_STATES)

    def unsettled(self) -> Self:
        return self.filter(state__in=UNSETTLED_STATES)

    def stale(self) -> Self:
        return self.living().exclude(stale_since=None)

    def judged(self) -> Self:
        """Somebody has handed in an assessment in the running round, or a verdict stands."""
        # Imported here because both point at claims.
        from annotations.models.verdicts import Assessment, Verdict

        readings = Assessment.objects.submitted().filter(claim=OuterRef("pk"), round=OuterRef("round"))
        verdicts = Verdict.objects.current().filter(claim=OuterRef("pk"))
        return self.filter(Exists(readings.order_by()) | Exists(verdicts.order_by()))

    def may_go_stale(self) -> Self:
        """Judged, shown, and not withdrawn: a retracted check rests on nothing any more."""
        return self.living().judged().exclude(state=State.RETRACTED)

    def assigned_to(self, person: Any) -> Self:
        return self.filter(assignee=person)

    def in_work(self) -> Self:
        """Marked, and not yet handed in."""
        return self.filter(state__in=IN_WORK)

    def unassigned(self) -> Self:
        return self.in_work().filter(assignee=None)

    def awaiting_second_reader(self, person: Any) -> Self:
        """In review, and this person has handed in no reading of this round; a draft does not count."""
        return self.filter(~handed_in_by(person), state=State.IN_REVIEW)

    def read_blind_by(self, person: Any) -> Self:
        """Those of which this person must not learn what others think until their own reading is in.

        From the mark on, for every colleague may be the second reader; but whoever checks a claim sees what is
        there to work with.
        """
        blind = self.filter(lives_in(*BLIND_STATES), policy__second_read=SecondRead.BLIND)
        return blind.exclude(Q(assignee=person) & lives_in(*IN_WORK)).filter(~handed_in_by(person))

    def disputed(self) -> Self:
        return self.filter(state=State.DISPUTED)

    def to_publish(self) -> Self:
        """Approved, and nothing it rests on has changed."""
        return self.filter(state=State.APPROVED, stale_since=None)

    def unfinished(self) -> Self:
        """Somebody still has something to do: not published, declined or retracted, or stale."""
        return self.living().filter(
            Q(state__in=(*UNSETTLED_STATES, State.APPROVED)) | Q(stale_since__isnull=False)
        )

    def due_by(self, moment: Any) -> Self:
        """Not finished, and to be ready by then: by its own time, where it has none by its article's."""
        ready_by = Q(due__lte=moment) | Q(due=None, article__due__lte=moment)
        return self.filter(ready_by, state__in=DUE_STATES)

    def waiting_for(self, person: Any) -> Self:
        """What this person can do next: their own, and as the role allows readings, disputes, unowned stale ones."""
        stale = Q(stale_since__isnull=False)
        waits: Any = Q(assignee=person) & (Q(state__in=IN_WORK) | stale)
        if person.role in (Role.CHECKER, Role.EDITOR):
            waits |= Q(state=State.IN_REVIEW) & ~handed_in_by(person)
        if person.role == Role.EDITOR:
            waits |= (Q(state=State.DISPUTED) & ~handed_in_by(person)) | (stale & Q(assignee=None))
        return self.living().filter(waits)

    def with_verdict_for(self, person: Any) -> Self:
        """Each with the verdict that stands, as far as this person may see it, in one query more."""
        return self.prefetch_related(verdict_for(person))

    def matching(self, words: str) -> Self:
        """Wording, printed words or claimant holds these words."""
        return self.filter(
            Q(text__icontains=words) | Q(quotation__icontains=words) | Q(claimant__name__icontains=words)
        )


class Claim(EditableRow):
    """One checkable assertion in neutral wording, apart from the words as printed."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    text = models.TextField(help_text="our wording")
    quotation = models.TextField(blank=True, help_text="the words as printed")
    claimant = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    claim_date = models.DateField(null=True, blank=True)
    assertion_type = models.CharField(max_length=40, blank=True)
    materiality = models.CharField(max_length=10, choices=Materiality, default=Materiality.SUPPORTING)
    state = models.CharField(max_length=10, choices=State, default=State.SPOTTED, db_index=True)
    state_before = models.CharField(max_length=10, choices=State, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    life = models.PositiveIntegerField(
        default=1, editable=False, help_text="one more each time it was brought back"
    )
    policy = models.ForeignKey(CheckPolicy, on_delete=models.PROTECT, related_name="claims")
    assignee = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_claims"
    )
    due = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=14, choices=DeclineReason, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    stale_since = models.DateTimeField(null=True, blank=True)
    stale_reasons = models.JSONField(default=list, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="claims")
    foreign = models.JSONField(default=dict, blank=True)
    changed = models.BigIntegerField(default=0, editable=False, db_index=True)
    created_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, related_name="marked_claims"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["article", "state"], name="claim_article_state"),
            models.Index(fields=["-created", "-id"], name="claim_newest"),
        ]

    def __str__(self) -> str:
        return shortened(self.text, NAME_CHARACTERS)

    def may_be_late(self) -> bool:
        return self.state in DUE_STATES

    def current_verdict(self) -> Any:
        """The `Verdict` that stands, or None."""
        return next((v for v in self.verdicts.all() if v.superseded_at is None), None)

    def living_evidence(self) -> list[Any]:
        return [e for e in self.evidence.all() if e.removed_at is None]

    def evidence_needed(self) -> int:
        """How many pieces of evidence its policy asks for."""
        return self.policy.min_evidence

    def evidence_is_enough(self) -> bool:
        return len(self.living_evidence()) >= self.evidence_needed()

    def evidence_is_located(self) -> bool:
        return not self.policy.locator_required or all(e.locator for e in self.living_evidence())

    def is_explained(self) -> bool:
        verdict = self.current_verdict()
        return bool(verdict and verdict.explanation)

    def is_embargoed(self) -> bool:
        until = self.article.embargo_until
        return bool(until and until > timezone.now())

    def assessments_of_round(self) -> list[Any]:
        """Submitted assessments of the running round, oldest first."""
        rows = [a for a in self.assessments.all() if a.round == self.round and a.submitted_at]
        return sorted(rows, key=lambda row: (row.submitted_at, row.pk))

    def assessors(self) -> set[int]:
        """Keys of the people who submitted an assessment in this round."""
        return {row.person_id for row in self.assessments_of_round()}

    def is_read_blind_by(self, person: Any) -> bool:
        """Whether what others think of it is kept from this person until their own reading is in."""
        state = self.state_before if self.state in HIDDEN_STATES else self.state
        blind = self.policy.second_read == SecondRead.BLIND and state in BLIND_STATES
        works_on_it = self.assignee_id == person.pk and state in IN_WORK
        return blind and not works_on_it and person.pk not in self.assessors()

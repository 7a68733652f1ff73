"""What one person thinks of a claim, and what the newsroom decided."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from annotations.models.base import InsideQuerySet, Row, is_inside
from annotations.models.claims import Claim, kept_blind_from, lives_in
from annotations.models.policies import Rating
from annotations.workflow import BLIND_STATES, SecondRead


class Confidence(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def submitted(self) -> Self:
        return self.exclude(submitted_at=None)

    def visible_to(self, person: Any) -> Self:
        """One's own; others' once submitted, and of whatever round none while the claim is read blind."""
        if not is_inside(person):
            return self.none()
        return self.filter(Q(person=person) | (Q(submitted_at__isnull=False) & ~kept_blind_from(person)))

    def settled(self) -> Self:
        """Submitted, of claims whose blind reading is over: what may be counted in front of everybody."""
        blind = lives_in(*BLIND_STATES, claim="claim__") & Q(claim__policy__second_read=SecondRead.BLIND)
        return self.submitted().exclude(blind)


class Assessment(Row):
    """One person's proposed rating with reasons, one a round. Until submitted only its author sees it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    person = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="assessments")
    round = models.PositiveSmallIntegerField(default=1)
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True)
    rationale = models.TextField(blank=True, help_text="Markdown")
    rationale_html = models.TextField(blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "round", "submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "person", "round"], name="one_assessment_a_round"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(rating__isnull=False), name="submitted_means_rated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on claim {self.claim_id}, round {self.round}"


class DecidedHow(models.TextChoices):
    SINGLE = "single", "One reader"
    AGREEMENT = "agreement", "Two readers agree"
    ADJUDICATION = "adjudication", "Decided by an editor"


class VerdictQuerySet(InsideQuerySet["Verdict"]):
    def visible_to(self, person: Any) -> Self:
        """But for what an earlier round came to, while this person reads the claim blind."""
        if not is_inside(person):
            return self.none()
        return self.filter(Q(decided_by=person) | ~Q(kept_blind_from(person)))

    def current(self) -> Self:
        return self.filter(superseded_at=None)


class Verdict(Row):
    """What the newsroom decided. A new one supersedes the old; the database allows one current row a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="verdicts")
    summary = models.TextField(blank=True)
    explanation = models.TextField(blank=True, help_text="Markdown")
    explanation_html = models.TextField(blank=True, editable=False)
    decided_how = models.CharField(max_length=12, choices=DecidedHow)
    decided_by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(superseded_at=None), name="one_current_verdict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rating} ({self.get_decided_how_display().lower()})"

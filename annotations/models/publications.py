"""What went out: frozen, numbered records, and the corrections to them. Outsiders are answered from here alone."""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT

from annotations.models.base import Row
from annotations.models.claims import Claim
from annotations.workflow import State, TruthClass


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, person: Any) -> Self:
        """Everybody: it is public."""
        return self

    def latest_of_each_claim(self) -> Self:
        """The record that stands for each claim, retracted ones included."""
        newest = Publication.objects.filter(claim=OuterRef("claim")).order_by("-number").values("pk")[:1]
        return self.filter(pk=Subquery(newest))

    def standing(self) -> Self:
        """What readers are shown: the latest of each published claim."""
        return self.latest_of_each_claim().filter(claim__state=State.PUBLISHED)

    def retracted(self) -> Self:
        return self.latest_of_each_claim().filter(claim__state=State.RETRACTED)


class Publication(Row):
    """One numbered, immutable record of claim, verdict, evidence and highlights, with a hash of its content."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    record = models.JSONField()
    # Out of the record, by the database itself: lists count and filter by it without reading whole records.
    truth_class = models.GeneratedField(
        expression=KT("record__verdict__rating__truth_class"),
        output_field=models.CharField(max_length=12, choices=TruthClass),
        db_persist=True,
    )
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="one_publication_a_number")]

    def __str__(self) -> str:
        return f"publication {self.number} of claim {self.claim_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Publications are written once."""
        if not self._state.adding:
            raise TypeError("A publication is never changed: publish a correction.")
        super().save(*args, **kwargs)


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    UPDATE = "update", "Update"
    RETRACTION = "retraction", "Retraction"


CORRECTION_MEANS = {
    CorrectionKind.CORRECTION: "what we said was wrong",
    CorrectionKind.CLARIFICATION: "what we said was right, and could be misunderstood",
    CorrectionKind.UPDATE: "what we said was right then; since then more is known",
    CorrectionKind.RETRACTION: "the check as a whole was wrong, and is withdrawn",
}
"""What each says of what was published: to who corrects and to readers alike."""


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, person: Any) -> Self:
        """Everybody: corrections are always public."""
        return self


class Correction(Row):
    """What was said, what is said now, and why: always public."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=13, choices=CorrectionKind)
    text = models.TextField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

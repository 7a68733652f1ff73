"""Where claims stand in a text, and how they got there."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from annotations.models.articles import ArticleVersion
from annotations.models.base import EditableRow, InsideQuerySet
from annotations.models.claims import Claim
from annotations.workflow import HIDDEN_STATES


class Method(models.TextChoices):
    """How a highlight got to its place: by a person, from a selector, or carried from the version before."""

    SELECTED = "selected", "Selected"
    LOCATED = "located", "Located"
    REATTACHED = "reattached", "Put back by a person"
    SAME = "same", "Same"
    SHIFTED = "shifted", "Shifted"
    MOVED = "moved", "Moved"
    EDITED = "edited", "Edited"
    MOVED_EDITED = "moved_edited", "Moved and edited"
    LOST = "lost", "Lost"


class HighlightQuerySet(InsideQuerySet["Highlight"]):
    def living(self) -> Self:
        """Not taken away, and of a claim that is shown."""
        return self.filter(removed_at=None).exclude(claim__state__in=HIDDEN_STATES)

    def placed(self) -> Self:
        return self.exclude(method=Method.LOST)

    def waiting(self) -> Self:
        """For a person to say whether it is still the same claim."""
        return self.living().filter(needs_confirmation=True)


class Highlight(EditableRow):
    """Where a claim stands in one version. Positions are code points, half-open; empty when lost."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="highlights")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="highlights")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=100, blank=True)
    suffix = models.CharField(max_length=100, blank=True)
    method = models.CharField(max_length=12, choices=Method, default=Method.SELECTED)
    similarity = models.FloatField(null=True, blank=True)
    changes = models.JSONField(default=list, blank=True)
    foreign = models.JSONField(
        default=dict, blank=True, help_text="what a foreign annotation said of this place"
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    needs_confirmation = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HighlightQuerySet.as_manager()

    class Meta:
        ordering = ["version", "start", "pk"]
        indexes = [models.Index(fields=["version", "start", "end"], name="highlight_place")]
        constraints = [
            models.UniqueConstraint(fields=["version", "carried_from"], name="carried_once_a_version"),
            models.CheckConstraint(
                condition=Q(method="lost", start=None, end=None)
                | (~Q(method="lost") & Q(start__gte=0, end__gt=F("start"))),
                name="highlight_stands_or_is_lost",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.exact[:60]}” in {self.version}"

    def is_given_up(self) -> bool:
        """Lost, and a person has said that it is gone."""
        return self.method == Method.LOST and not self.needs_confirmation

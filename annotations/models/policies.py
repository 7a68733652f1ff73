"""Rating scales and check policies: never edited once used; a change is a new version."""

from typing import Any, Self

from django.db import models

from annotations.models.base import InsideQuerySet, Row, RowT, is_inside
from annotations.workflow import SecondRead, TruthClass


class RulesQuerySet(InsideQuerySet[RowT]):
    """The rules everybody inside works by; administrators look after them, with or without a role."""

    def visible_to(self, person: Any) -> Self:
        administers = getattr(person, "is_active", False) and getattr(person, "is_superuser", False)
        return self if is_inside(person) or administers else self.none()


class ScaleKind(models.TextChoices):
    PUBLIC = "public", "Public"
    LINE_CHECK = "line_check", "Line check"


class RatingScale(Row):
    """A named, versioned scale."""

    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=ScaleKind, default=ScaleKind.PUBLIC)
    ordered = models.BooleanField(
        default=True, help_text="Whether the points form an order from least to most true."
    )

    objects = RulesQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="one_scale_a_version")]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class RatingQuerySet(RulesQuerySet):
    def of_scale(self, scale: RatingScale | int) -> Self:
        return self.filter(scale=scale)


class Rating(Row):
    """One point of a scale."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    truth_class = models.CharField(max_length=12, choices=TruthClass)
    definition = models.TextField()
    number = models.FloatField(
        null=True, blank=True, help_text="More is truer; empty when it is off the truth axis."
    )
    shortcut = models.CharField(max_length=1, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "position"], name="one_rating_a_position"),
            models.UniqueConstraint(fields=["scale", "key"], name="one_rating_a_key"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckPolicy(Row):
    """What the desk asks of a check before it stands."""

    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="policies")
    second_read = models.CharField(max_length=5, choices=SecondRead, default=SecondRead.NONE)
    min_evidence = models.PositiveSmallIntegerField(default=1)
    locator_required = models.BooleanField(default=False)
    publisher_must_differ = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)

    objects = RulesQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        verbose_name_plural = "check policies"
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="one_policy_a_version"),
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_policy"
            ),
        ]

    def __str__(self) -> str:
        return self.name if self.version == 1 else f"{self.name}, version {self.version}"

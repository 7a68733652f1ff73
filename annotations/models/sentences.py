"""The sentences of a version, and what was said of those that carry no claim."""

from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from annotations.models.articles import ArticleVersion
from annotations.models.base import InsideQuerySet, Row
from annotations.models.highlights import Highlight
from annotations.workflow import HIDDEN_STATES


class SentenceKind(models.TextChoices):
    CLAIM = "claim", "With claims"
    NOTHING = "nothing_to_check", "Nothing to check"
    OPEN = "open", "Open"


class SentenceQuerySet(InsideQuerySet["Sentence"]):
    def with_kind(self) -> Self:
        """Annotates `state`, a `SentenceKind`: the one place that says which sentences are accounted for."""
        touching = (
            Highlight.objects.filter(
                version=OuterRef("version"),
                removed_at=None,
                start__lt=OuterRef("end"),
                end__gt=OuterRef("start"),
            )
            .exclude(claim__state__in=HIDDEN_STATES)
            .order_by()
        )
        nothing = Disposition.objects.filter(sentence=OuterRef("pk"), removed_at=None).order_by()
        return self.annotate(
            state=Case(
                When(Exists(touching), then=Value(SentenceKind.CLAIM)),
                When(Exists(nothing), then=Value(SentenceKind.NOTHING)),
                default=Value(SentenceKind.OPEN),
                output_field=models.CharField(),
            )
        )


class Sentence(Row):
    """The unit of coverage, fixed with its version."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="sentences")
    ordinal = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    check_worthiness = models.FloatField(null=True, blank=True)

    objects = SentenceQuerySet.as_manager()

    class Meta:
        ordering = ["version", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="one_sentence_an_ordinal"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="sentence_has_words"),
        ]

    def __str__(self) -> str:
        return f"sentence {self.ordinal} of {self.version}"


class Disposition(Row):
    """Somebody said of a sentence that there is nothing to check in it."""

    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="dispositions")
    kind = models.CharField(
        max_length=16, choices=[("nothing_to_check", "Nothing to check")], default="nothing_to_check"
    )
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["sentence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sentence"], condition=Q(removed_at=None), name="one_living_disposition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sentence}"

"""How claims hang together."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from annotations.models.base import InsideQuerySet, Row
from annotations.models.claims import Claim


class LinkKind(models.TextChoices):
    REPEATS = "repeats", "Repeats"
    DEPENDS_ON = "depends_on", "Depends on"
    CONTRADICTS = "contradicts", "Contradicts"


class ClaimLinkQuerySet(InsideQuerySet["ClaimLink"]):
    def living(self) -> Self:
        return self.filter(removed_at=None)

    def carrying_staleness(self) -> Self:
        """The edges of the dependency graph: what happens to `to_claim` matters to `from_claim`."""
        return self.living().filter(kind__in=(LinkKind.REPEATS, LinkKind.DEPENDS_ON))


class ClaimLink(Row):
    """One claim hangs on another; `repeats` and `depends_on` are the edges along which staleness travels."""

    from_claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links_out")
    to_claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=11, choices=LinkKind)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ClaimLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_claim", "to_claim", "kind"],
                condition=Q(removed_at=None),
                name="one_link_a_kind",
            ),
            models.CheckConstraint(condition=~Q(from_claim=F("to_claim")), name="no_claim_links_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.from_claim_id} {self.kind} {self.to_claim_id}"

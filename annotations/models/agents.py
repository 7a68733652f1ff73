"""Who makes claims, and where else they were made."""

from django.db import models

from annotations.models.base import InsideQuerySet, Row


class AgentKind(models.TextChoices):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"


class Agent(Row):
    """A claimant: a person or an organisation (schema.org Person, Organization)."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=AgentKind, default=AgentKind.PERSON)
    role = models.CharField(max_length=200, blank=True)
    same_as = models.URLField(max_length=500, blank=True)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "kind"], name="one_agent_a_name_and_kind")]

    def __str__(self) -> str:
        return self.name


class Appearance(Row):
    """A place outside this article where the claim occurs."""

    claim = models.ForeignKey("annotations.Claim", on_delete=models.PROTECT, related_name="appearances")
    url = models.URLField(max_length=2000, blank=True)
    description = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    first_known = models.BooleanField(default=False)
    how_known = models.CharField(max_length=300, blank=True)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(url="") | ~models.Q(description=""), name="appearance_says_where"
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(first_known=True), name="one_first_appearance"
            ),
        ]

    def __str__(self) -> str:
        return self.url or self.description

"""Comments on records, and changes we ask for in a text."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from annotations.models.articles import Article
from annotations.models.base import EditableRow, InsideQuerySet
from annotations.models.claims import Claim, Highlight
from annotations.models.sources import Evidence


class CommentQuerySet(InsideQuerySet["Comment"]):
    def living(self) -> Self:
        return self.filter(removed_at=None)

    def unresolved(self) -> Self:
        return self.living().filter(resolved_at=None)


class Comment(EditableRow):
    """A remark on exactly one of: an article, a claim, a piece of evidence."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    body = models.TextField(help_text="Markdown")
    body_html = models.TextField(editable=False)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="comments")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, claim=None, evidence=None)
                | Q(article=None, claim__isnull=False, evidence=None)
                | Q(article=None, claim=None, evidence__isnull=False),
                name="comment_on_exactly_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.body[:60]}"

    def about(self) -> Any:
        """The one record it is on."""
        return self.article or self.claim or self.evidence


class ProposalState(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    DONE = "done", "Done"


class Proposal(EditableRow):
    """A change we ask for: the words now, the words proposed, why."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposals")
    highlight = models.ForeignKey(
        Highlight, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    words_now = models.TextField()
    words_proposed = models.TextField(blank=True)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.OPEN)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"“{self.words_now[:40]}” → “{self.words_proposed[:40]}”"

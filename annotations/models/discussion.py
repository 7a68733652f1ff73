"""Comments on records, changes we ask for in a text, and that a text is cleared."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from annotations.models.access import Role
from annotations.models.articles import Article, ArticleVersion
from annotations.models.base import EditableRow, InsideQuerySet, Row, is_inside
from annotations.models.claims import Claim, kept_blind_from
from annotations.models.highlights import Highlight
from annotations.models.sources import Evidence, Source
from annotations.workflow import HIDDEN_STATES

WHY_CHARACTERS = 200


class CommentQuerySet(InsideQuerySet["Comment"]):
    def visible_to(self, person: Any) -> Self:
        """One's own, and colleagues' but for two kinds.

        What those who rate say of a claim or its evidence while this person reads it blind; what is said of
        evidence whose source this person may not know.
        """
        if not is_inside(person):
            return self.none()
        rows = self.annotate(about_claim=Coalesce("claim", "evidence__claim"))
        kept = Q(by__role__in=(Role.CHECKER, Role.EDITOR)) & Q(kept_blind_from(person, "about_claim"))
        known = Source.objects.identified_to(person).order_by().values("pk")
        secret = Q(evidence__isnull=False) & ~Q(evidence__source__in=known)
        return rows.filter(Q(by=person) | ~(kept | secret))

    def living(self) -> Self:
        return self.filter(removed_at=None)

    def of_thread(self, *, article: int | None, claim: int | None) -> Self:
        """What is said in one place (keys): of a claim and its evidence, or of the article itself."""
        if claim is None:
            return self.filter(article=article)
        return self.filter(Q(claim=claim) | Q(evidence__claim=claim))

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


WAITING_STATES = (ProposalState.OPEN, ProposalState.ACCEPTED)
"""Nobody has decided yet, or the author has agreed and the text has not followed."""


class ProposalQuerySet(InsideQuerySet["Proposal"]):
    def visible_to(self, person: Any) -> Self:
        """But for colleagues' proposals on a claim that this person reads blind: they tell what to think."""
        shown = self if is_inside(person) else self.none()
        return shown.filter(Q(by=person) | ~Q(kept_blind_from(person)))

    def of_article(self, article: Article) -> Self:
        """On its claims that are shown."""
        return self.filter(claim__article=article).exclude(claim__state__in=HIDDEN_STATES)

    def waiting(self) -> Self:
        """For a decision, or for the text to follow."""
        return self.filter(state__in=WAITING_STATES)


class Proposal(EditableRow):
    """A change we ask for: the words now, the words proposed, why, and what it rests on.

    `version` is the one in which `words_now` stood when it was made, `done_in` the one that said the proposed words.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposals")
    highlight = models.ForeignKey(
        Highlight, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="proposals")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    words_now = models.TextField()
    words_proposed = models.TextField(blank=True)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.OPEN)
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField(blank=True)
    done_in = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"“{self.words_now[:40]}” → “{self.words_proposed[:40]}”"

    def waits(self) -> bool:
        """For a decision, or for the text to follow."""
        return self.state in WAITING_STATES


class ClearanceQuerySet(InsideQuerySet["Clearance"]):
    def standing(self) -> Self:
        return self.filter(void_at=None)


class Clearance(Row):
    """That every line of one version was accounted for, who says so, and the figures at that moment.

    A new version, or work taken up again, voids it; the row stays.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="clearances")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="clearances")
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    figures = models.JSONField(help_text="How many sentences, claims by state, sources … there were.")
    void_at = models.DateTimeField(null=True, blank=True)
    void_why = models.CharField(max_length=WHY_CHARACTERS, blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(void_at=None), name="one_standing_clearance"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}, cleared by {self.by}"

"""Who did what to which record when: append-only, numbered in the order of commits."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from annotations.models.articles import Article
from annotations.models.base import Row, is_inside
from annotations.models.claims import Claim, kept_blind_from


class Verb(models.TextChoices):
    """What happened, as a past participle; the label completes "Alice …"."""

    ARTICLE_IMPORTED = "article_imported", "imported the article"
    VERSION_IMPORTED = "version_imported", "brought in a new version"
    ARTICLE_DESCRIBED = "article_described", "changed the article's details"
    ARTICLE_ARCHIVED = "article_archived", "put the article away"
    ARTICLE_RESTORED = "article_restored", "brought the article back"
    SENTENCE_DISMISSED = "sentence_dismissed", "found nothing to check in a sentence"
    SENTENCE_REOPENED = "sentence_reopened", "opened a sentence again"
    CLAIM_MARKED = "claim_marked", "marked a claim"
    CLAIM_DESCRIBED = "claim_described", "described the claim"
    CLAIM_ANNOTATED = "claim_annotated", "changed what a foreign annotation says beside the claim"
    HIGHLIGHT_ADDED = "highlight_added", "marked another place of the claim"
    HIGHLIGHT_MOVED = "highlight_moved", "moved the ends of a highlight"
    HIGHLIGHT_CARRIED = "highlight_carried", "saw the claim's words change in a new version"
    HIGHLIGHT_CONFIRMED = "highlight_confirmed", "confirmed where the claim stands"
    HIGHLIGHT_REMOVED = "highlight_removed", "took a highlight away"
    HIGHLIGHT_GIVEN_UP = "highlight_given_up", "said that the claim is gone from this version"
    HIGHLIGHT_REOPENED = "highlight_reopened", "took back what was said of the claim's place"
    CLAIM_TAKEN = "claim_taken", "took the claim"
    CLAIM_ASSIGNED = "claim_assigned", "assigned the claim"
    CLAIM_UNASSIGNED = "claim_unassigned", "took an assignment back"
    READING_ASKED = "reading_asked", "asked for a second reading of the claim"
    CLAIM_DECLINED = "claim_declined", "declined the claim"
    CLAIM_RATED = "claim_rated", "chose a rating"
    CLAIM_SUBMITTED = "claim_submitted", "submitted an assessment"
    CLAIM_SECONDED = "claim_seconded", "gave a second reading"
    READING_TAKEN_BACK = "reading_taken_back", "took a reading back"
    CLAIM_SENT_BACK = "claim_sent_back", "sent the claim back"
    CLAIM_ADJUDICATED = "claim_adjudicated", "decided the dispute"
    CLAIM_EXPLAINED = "claim_explained", "wrote the explanation"
    CLAIM_PUBLISHED = "claim_published", "published the check"
    CLAIM_CORRECTED = "claim_corrected", "corrected the published check"
    CLAIM_RETRACTED = "claim_retracted", "retracted the published check"
    CLAIM_REOPENED = "claim_reopened", "reopened the claim"
    CLAIM_MERGED = "claim_merged", "merged the claim into another"
    CLAIM_REMOVED = "claim_removed", "removed the claim"
    CLAIM_RESTORED = "claim_restored", "restored the claim"
    CLAIM_WENT_STALE = "claim_went_stale", "made the claim stale"
    CLAIM_STILL_HOLDS = "claim_still_holds", "said that the verdict still holds"
    CLAIM_LINKED = "claim_linked", "linked the claim to another"
    CLAIM_UNLINKED = "claim_unlinked", "took a link to another claim away"
    CLAIMANT_NAMED = "claimant_named", "named a new claimant"
    EVIDENCE_ADDED = "evidence_added", "added evidence"
    EVIDENCE_DESCRIBED = "evidence_described", "changed the evidence"
    EVIDENCE_REMOVED = "evidence_removed", "took evidence away"
    EVIDENCE_RESTORED = "evidence_restored", "put evidence back"
    SOURCE_ADDED = "source_added", "added a source"
    SOURCE_DESCRIBED = "source_described", "described a source"
    SOURCE_COPIED = "source_copied", "stored a copy of a source"
    SOURCE_WITHDRAWN = "source_withdrawn", "noted that a source was withdrawn"
    SOURCE_REINSTATED = "source_reinstated", "noted that a source stands again"
    SOURCE_FORGOTTEN = "source_forgotten", "had a source's identity forgotten"
    COMMENTED = "commented", "commented"
    COMMENT_RESOLVED = "comment_resolved", "resolved a comment"
    COMMENT_REOPENED = "comment_reopened", "opened a comment again"
    COMMENT_REMOVED = "comment_removed", "took a comment away"
    COMMENT_RESTORED = "comment_restored", "put a comment back"
    PROPOSED = "proposed", "proposed other words"
    PROPOSAL_DESCRIBED = "proposal_described", "changed a proposal"
    PROPOSAL_ACCEPTED = "proposal_accepted", "accepted the proposed words"
    PROPOSAL_REFUSED = "proposal_refused", "refused the proposed words"
    PROPOSAL_REOPENED = "proposal_reopened", "opened a proposal again"
    PROPOSAL_DONE = "proposal_done", "saw the proposed words in a new version"
    ARTICLE_CLEARED = "article_cleared", "cleared the article"
    CLEARANCE_VOIDED = "clearance_voided", "ended the article's clearance"
    PERSON_ADDED = "person_added", "added a person"
    PERSON_CHANGED = "person_changed", "changed a person"
    PERSON_INVITED = "person_invited", "invited a person"
    SCALE_ADDED = "scale_added", "added a rating scale"
    POLICY_ADDED = "policy_added", "added a check policy"
    POLICY_MADE_DEFAULT = "policy_made_default", "made a check policy the default"
    TOKEN_MADE = "token_made", "made an API token"
    TOKEN_REVOKED = "token_revoked", "revoked an API token"
    SIGNED_IN = "signed_in", "signed in"
    SIGNED_OUT = "signed_out", "signed out"
    SIGN_IN_REFUSED = "sign_in_refused", "could not sign in"
    SESSION_ENDED = "session_ended", "ended a session"
    EXPORTED = "exported", "took an export"
    WEBHOOK_MADE = "webhook_made", "made a webhook"
    WEBHOOK_CHANGED = "webhook_changed", "changed a webhook"
    WEBHOOK_PAUSED = "webhook_paused", "paused a webhook"
    WEBHOOK_RESUMED = "webhook_resumed", "resumed a webhook"
    WEBHOOK_FAILED = "webhook_failed", "gave up sending something to a webhook"
    WEBHOOK_REMOVED = "webhook_removed", "removed a webhook"
    WEBHOOK_RESTORED = "webhook_restored", "restored a webhook"
    WEBHOOK_RENEWED = "webhook_renewed", "gave a webhook a new secret"
    WEBHOOK_TESTED = "webhook_tested", "sent a test to a webhook"
    DELIVERY_REPEATED = "delivery_repeated", "sent an event again"


PRIVATE_VERBS = (Verb.CLAIM_RATED,)
"""Work nobody but its author sees yet; such events move no counter."""

ADMINISTRATIVE_VERBS = (
    Verb.PERSON_ADDED,
    Verb.PERSON_CHANGED,
    Verb.PERSON_INVITED,
    Verb.TOKEN_MADE,
    Verb.TOKEN_REVOKED,
    Verb.SIGNED_IN,
    Verb.SIGNED_OUT,
    Verb.SIGN_IN_REFUSED,
    Verb.SESSION_ENDED,
    Verb.EXPORTED,
    Verb.WEBHOOK_MADE,
    Verb.WEBHOOK_CHANGED,
    Verb.WEBHOOK_PAUSED,
    Verb.WEBHOOK_RESUMED,
    Verb.WEBHOOK_FAILED,
    Verb.WEBHOOK_REMOVED,
    Verb.WEBHOOK_RESTORED,
    Verb.WEBHOOK_RENEWED,
    Verb.WEBHOOK_TESTED,
    Verb.DELIVERY_REPEATED,
)

RULE_VERBS = (Verb.SCALE_ADDED, Verb.POLICY_ADDED, Verb.POLICY_MADE_DEFAULT)
"""What administrators do to the rules everybody works by; all colleagues see it."""

BLIND_VERBS = (
    Verb.CLAIM_ANNOTATED,
    Verb.CLAIM_DECLINED,
    Verb.CLAIM_SUBMITTED,
    Verb.CLAIM_SECONDED,
    Verb.READING_TAKEN_BACK,
    Verb.CLAIM_SENT_BACK,
    Verb.CLAIM_ADJUDICATED,
    Verb.CLAIM_EXPLAINED,
    Verb.CLAIM_STILL_HOLDS,
    Verb.EVIDENCE_ADDED,
    Verb.EVIDENCE_DESCRIBED,
    Verb.COMMENTED,
    Verb.PROPOSED,
    Verb.PROPOSAL_DESCRIBED,
    Verb.PROPOSAL_ACCEPTED,
    Verb.PROPOSAL_REFUSED,
    Verb.PROPOSAL_REOPENED,
    Verb.PROPOSAL_DONE,
)
"""Events that tell what a colleague thinks of a claim, be it by a stance, in this round or an earlier one."""


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, person: Any) -> Self:
        """Inside: one's own, and colleagues' but for private work, blind first readings and administration.

        An administrator sees administration, and nothing more when without a role.
        """
        inside, administrator = is_inside(person), getattr(person, "is_superuser", False)
        if not (inside or (administrator and person.is_active)):
            return self.none()
        shown = Q(verb__in=(*ADMINISTRATIVE_VERBS, *RULE_VERBS)) if administrator else Q(pk__in=())
        if inside:
            of_others = ~Q(verb__in=(*PRIVATE_VERBS, *ADMINISTRATIVE_VERBS))
            tells = Q(verb__in=BLIND_VERBS) & Q(kept_blind_from(person))
            shown |= Q(by=person.pk) | (of_others & ~tells)
        return self.filter(shown)

    def since(self, number: int) -> Self:
        """Those after this number, in commit order."""
        return self.filter(number__gt=number).order_by("number")


class Event(Row):
    """One thing somebody did. `number` is its place in commit order; `data` holds before and after.

    `deed` is the number of the first of several events that one press brought about: they are taken back together.
    """

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=24, choices=Verb)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="events")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="events")
    object_kind = models.CharField(max_length=20)
    object_uid = models.UUIDField()
    data = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    inverse = models.CharField(max_length=60, blank=True)
    deed = models.BigIntegerField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["claim", "number"], name="event_claim"),
            models.Index(fields=["article", "number"], name="event_article"),
            models.Index(fields=["object_kind", "object_uid"], name="event_object"),
        ]

    def __str__(self) -> str:
        return f"{self.who()} {self.get_verb_display()}"

    def who(self) -> str:
        """Whoever did it; what nobody did to a webhook was the workbench's own doing."""
        return str(self.by or ("The workbench" if self.object_kind == "webhook" else "Somebody"))

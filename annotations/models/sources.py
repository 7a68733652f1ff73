"""Sources, our stored copies of them, and their use as evidence on a claim."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from annotations.models.access import Role
from annotations.models.base import EditableRow, InsideQuerySet, Row, is_inside
from annotations.models.claims import Claim, kept_blind_from
from annotations.workflow import HIDDEN_STATES, Stance

TITLE_CHARACTERS = 500


class SourceType(models.TextChoices):
    """The types of the Citation Style Language that newsrooms cite."""

    WEBPAGE = "webpage", "Web page"
    ARTICLE_NEWSPAPER = "article-newspaper", "Newspaper article"
    ARTICLE_MAGAZINE = "article-magazine", "Magazine article"
    ARTICLE_JOURNAL = "article-journal", "Journal article"
    REPORT = "report", "Report"
    DATASET = "dataset", "Data set"
    LEGISLATION = "legislation", "Legislation"
    LEGAL_CASE = "legal_case", "Court case"
    BROADCAST = "broadcast", "Broadcast"
    INTERVIEW = "interview", "Interview"
    SPEECH = "speech", "Speech"
    PERSONAL_COMMUNICATION = "personal_communication", "Personal communication"
    BOOK = "book", "Book"
    POST = "post", "Post"
    DOCUMENT = "document", "Document"


class Tier(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    TERTIARY = "tertiary", "Tertiary"


class Terms(models.TextChoices):
    ON_RECORD = "on_record", "On the record"
    BACKGROUND = "background", "Background"
    DEEP_BACKGROUND = "deep_background", "Deep background"
    OFF_RECORD = "off_record", "Off the record"


def new_seal_key() -> bytes:
    return secrets.token_bytes(32)


def known_to(person: Any, path: str = "") -> Q:
    """Whether this person may know who or what a source is; `path` leads to the source, as in "source__".

    Of one that was forgotten nobody does.
    """
    remembered = Q(**{f"{path}forgotten_at": None})
    if getattr(person, "role", None) == Role.EDITOR:
        return remembered
    own = Evidence.objects.filter(source=OuterRef(f"{path}pk"), removed_at=None, claim__assignee=person)
    open_to_all = Q(**{f"{path}confidential": False}) | Q(**{f"{path}added_by": person})
    return remembered & (open_to_all | Q(Exists(own.order_by())))


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, person: Any) -> Self:
        """Everybody inside knows that a source is there; who it is, `identified_to` says."""
        return self.with_identity_for(person) if is_inside(person) else self.none()

    def with_identity_for(self, person: Any) -> Self:
        """Annotates `identity_shown`: whether this person may know who or what the source is."""
        return self.annotate(
            identity_shown=models.ExpressionWrapper(known_to(person), output_field=models.BooleanField())
        )

    def identified_to(self, person: Any) -> Self:
        """Those whose identity this person may know."""
        return self.visible_to(person).filter(identity_shown=True) if is_inside(person) else self.none()

    def quoted(self) -> Self:
        """Pages that a shown claim quotes: public ones, for to ask for a confidential one would tell its server."""
        quoting = Evidence.objects.living().exclude(quotation="").exclude(claim__state__in=HIDDEN_STATES)
        used = Exists(quoting.filter(source=OuterRef("pk")).order_by())
        return self.filter(used, confidential=False, forgotten_at=None, withdrawn_at=None).exclude(url="")

    def not_watched_since(self, moment: Any) -> Self:
        """Those whose page was last looked at before this moment or never, the longest ago first."""
        before = self.filter(Q(watched_at=None) | Q(watched_at__lt=moment))
        return before.order_by(F("watched_at").asc(nulls_first=True), "pk")

    def matching(self, words: str) -> Self:
        """On-record words only: a confidential source is found by no search."""
        return self.filter(confidential=False).filter(
            Q(title__icontains=words)
            | Q(url__icontains=words)
            | Q(doi__icontains=words)
            | Q(publisher__icontains=words)
            | Q(container_title__icontains=words)
        )


class Source(EditableRow):
    """A document, data set, recording or person, described as a CSL item."""

    type = models.CharField(max_length=24, choices=SourceType, default=SourceType.WEBPAGE)
    title = models.CharField(max_length=TITLE_CHARACTERS, blank=True)
    author = models.JSONField(default=list, blank=True, help_text="A list of CSL names.")
    container_title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    issued = models.CharField(
        max_length=20, blank=True, help_text="Year, year-month or full date, as in EDTF."
    )
    url = models.URLField("URL", max_length=2000, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    tier = models.CharField(max_length=9, choices=Tier, default=Tier.SECONDARY)
    terms = models.CharField(max_length=15, choices=Terms, default=Terms.ON_RECORD)
    confidential = models.BooleanField(default=False)
    public_description = models.CharField(max_length=300, blank=True)
    archived_url = models.URLField(max_length=2000, blank=True)
    note = models.TextField(blank=True)
    foreign = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What a CSL item said that has no column."
    )
    seal_key = models.BinaryField(default=new_seal_key, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed = models.BigIntegerField(default=0, editable=False, db_index=True)
    watched_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its page was last looked at again."
    )
    added_by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="added_sources")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["url"], name="source_url")]

    def __str__(self) -> str:
        return self.shown_title(False) if self.confidential else self.shown_title(True)

    def shown_title(self, identity_shown: bool) -> str:
        """The title for who may know it; else the words chosen for the outside."""
        if identity_shown and not self.forgotten_at:
            return self.title or self.url or "Untitled source"
        return self.public_description or "A confidential source"

    def may_be_named_outside(self) -> bool:
        return self.terms == Terms.ON_RECORD and not self.confidential


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, person: Any) -> Self:
        """The copies of sources whose identity this person may know."""
        return self.filter(source__in=Source.objects.identified_to(person))


class SnapshotManager(models.Manager["Snapshot"]):
    def get_queryset(self) -> SnapshotQuerySet:
        """Stored bytes are read only by who asks for them."""
        return SnapshotQuerySet(self.model, using=self._db).defer("bytes", "text")


class Snapshot(Row):
    """Our stored copy of a source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="snapshots")
    retrieved_at = models.DateTimeField()
    final_url = models.URLField(max_length=2000, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    bytes = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    etag = models.CharField(
        max_length=300, blank=True, editable=False, help_text="To ask whether the page is still the same."
    )

    objects = SnapshotManager.from_queryset(SnapshotQuerySet)()

    class Meta:
        ordering = ["-retrieved_at"]

    def __str__(self) -> str:
        return f"copy of {self.retrieved_at:%Y-%m-%d %H:%M}"


def read_by(person: Any) -> Q:
    """Whether stance and note of a piece of evidence may be seen: one's own always, others' unless read blind."""
    return Q(added_by=person) | ~Q(kept_blind_from(person))


class EvidenceQuerySet(InsideQuerySet["Evidence"]):
    def living(self) -> Self:
        return self.filter(removed_at=None)

    def with_source_for(self, person: Any) -> Self:
        """With its source; annotates `identity_shown`: whether this person may know who or what that is."""
        known = models.ExpressionWrapper(known_to(person, "source__"), output_field=models.BooleanField())
        return self.select_related("source").annotate(identity_shown=known)

    def with_reading_for(self, person: Any) -> Self:
        """Annotates `reading_shown`: false while a blind reading keeps stance and note from this person."""
        return self.annotate(
            reading_shown=models.ExpressionWrapper(read_by(person), output_field=models.BooleanField())
        )


class Evidence(EditableRow):
    """A source used on a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stance = models.CharField(max_length=9, choices=Stance, default=Stance.CONTEXT)
    locator_label = models.CharField(
        max_length=20, blank=True, help_text="page, paragraph, section, timestamp …"
    )
    locator = models.CharField(max_length=200, blank=True)
    quotation = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="Markdown")
    note_html = models.TextField(blank=True, editable=False)
    accessed_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "annotations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "created", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        """Without the stance, which a blind second reader must not learn from a list."""
        return str(self.source)

    def place(self) -> str:
        """Where in the source, as in "page 12"."""
        return f"{self.locator_label} {self.locator}".strip()

"""Articles and their immutable versions."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from annotations.models.base import EditableRow, InsideQuerySet, Row
from annotations.models.policies import CheckPolicy
from annotations.workflow import State

OPENING_CHARACTERS = 60
"""As much of its text as an article without a headline is called by."""

HEADLINE_CHARACTERS = 500
PUBLISHER_CHARACTERS = 200


class ArticleKind(models.TextChoices):
    THIRD_PARTY = "third_party", "Somebody else's article"
    OWN_DRAFT = "own_draft", "Our own draft"
    TRANSCRIPT = "transcript", "Transcript"


class ArticleStatus(models.TextChoices):
    OPEN = "open", "Open"
    CLEARED = "cleared", "Cleared"
    ARCHIVED = "archived", "Archived"


class PublicText(models.TextChoices):
    FULL = "full", "Full text"
    EXCERPTS = "excerpts", "Excerpts"
    NONE = "none", "No text"


class Direction(models.TextChoices):
    LTR = "ltr", "Left to right"
    RTL = "rtl", "Right to left"


class ArticleQuerySet(InsideQuerySet["Article"]):
    def current(self) -> Self:
        """Not put away."""
        return self.exclude(status=ArticleStatus.ARCHIVED)

    def matching(self, words: str) -> Self:
        """Headline, publisher or byline holds these words."""
        return self.filter(
            Q(headline__icontains=words) | Q(publisher__icontains=words) | Q(byline__icontains=words)
        )

    def saying(self, words: str) -> Self:
        """As `matching`, or the newest text holds these words."""
        newest = (
            ArticleVersion.objects.filter(article=OuterRef("article")).order_by("-number").values("pk")[:1]
        )
        texts = ArticleVersion.objects.filter(article=OuterRef("pk"), pk__in=newest, text__icontains=words)
        return self.filter(Q(pk__in=self.matching(words).values("pk")) | Exists(texts.order_by()))

    def published(self) -> Self:
        """With at least one check that stands in public."""
        published = Article.objects.filter(claims__state=State.PUBLISHED)
        return self.filter(pk__in=published.order_by().values("pk"))


class Article(EditableRow):
    """The text under check: somebody else's, or our own draft."""

    url = models.URLField(max_length=2000, blank=True)
    kind = models.CharField(max_length=12, choices=ArticleKind, default=ArticleKind.THIRD_PARTY)
    headline = models.CharField(max_length=HEADLINE_CHARACTERS, blank=True)
    standfirst = models.TextField(blank=True)
    byline = models.JSONField(default=list, blank=True, help_text="A list of names.")
    publisher = models.CharField(max_length=PUBLISHER_CHARACTERS, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=20, default="en")
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.LTR)
    status = models.CharField(max_length=10, choices=ArticleStatus, default=ArticleStatus.OPEN)
    embargo_until = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    policy = models.ForeignKey(CheckPolicy, on_delete=models.PROTECT, related_name="articles")
    public_text = models.CharField(max_length=8, choices=PublicText, default=PublicText.EXCERPTS)
    opening = models.CharField(max_length=OPENING_CHARACTERS, blank=True, editable=False)
    slug = models.SlugField(max_length=80, blank=True, allow_unicode=True, editable=False)
    changed = models.BigIntegerField(default=0, editable=False, db_index=True)
    created_by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["-created", "-id"], name="article_newest")]
        constraints = [
            models.UniqueConstraint(fields=["url"], condition=~Q(url=""), name="one_article_an_address"),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="one_article_a_slug"),
        ]

    def __str__(self) -> str:
        return self.headline or self.opening or f"Article {str(self.uid)[:8]}"

    def current_version(self) -> "ArticleVersion":
        """The version with the highest number; every article has one."""
        return self.versions.latest("number")


class VersionManager(models.Manager["ArticleVersion"]):
    def get_queryset(self) -> InsideQuerySet["ArticleVersion"]:
        """Original bytes can be megabytes: they are read only by who asks for them."""
        return InsideQuerySet(self.model, using=self._db).defer("original")


class ArticleVersion(Row):
    """One fixed, numbered text of an article. Never changed after it is made."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    retrieved_at = models.DateTimeField()
    imported_by = models.ForeignKey("annotations.Person", on_delete=models.PROTECT, related_name="+")
    original = models.BinaryField()
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, help_text="of the original bytes")
    text = models.TextField(help_text="the canonical text; all positions are code points of it")
    text_sha256 = models.CharField(max_length=64, db_index=True)
    blocks = models.JSONField(help_text="a list of {kind, start, end, level?}")
    links = models.JSONField(default=list, help_text="a list of {start, end, href}")
    extractor = models.CharField(max_length=60)
    extractor_version = models.CharField(max_length=40)

    objects = VersionManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Versions are written once."""
        if not self._state.adding:
            raise TypeError("An article version is never changed: bring in a new one.")
        super().save(*args, **kwargs)

    def is_current(self) -> bool:
        return not self.article.versions.filter(number__gt=self.number).exists()

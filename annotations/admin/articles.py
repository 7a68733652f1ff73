"""Articles, their versions, the sentences of a version."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import F, QuerySet
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from annotations.actions.articles import archive_article, describe_article, restore_article
from annotations.admin.base import WordsField, WorkbenchAdmin
from annotations.admin.deeds import Deed, DeedsAdmin
from annotations.admin.editing import ChangeForm, EditingAdmin
from annotations.admin.importing import import_view
from annotations.admin.links import (
    beginning_of,
    count_of,
    counted,
    gathered,
    link,
    linked,
    page_of,
    workbench_of,
)
from annotations.admin.site import site
from annotations.errors import Conflict
from annotations.models import (
    Article,
    ArticleStatus,
    ArticleVersion,
    Claim,
    Comment,
    Disposition,
    Highlight,
    Sentence,
    SentenceKind,
)
from annotations.permissions import Permission, permits, require

HEAVY = ("original", "text", "blocks", "links")
"""Columns of a version that no list reads; the first is never shown at all."""


def light(path: str) -> tuple[str, ...]:
    """The heavy columns of the version at this path, to be left out."""
    return tuple(f"{path}__{name}" for name in HEAVY)


def refuse_archiving(article: Article, person: Any) -> None:
    require(person, Permission.ARCHIVE_ARTICLE, article)
    if article.status == ArticleStatus.ARCHIVED:
        raise Conflict("It is put away already.")


def refuse_restoring(article: Article, person: Any) -> None:
    require(person, Permission.ARCHIVE_ARTICLE, article)
    if article.status != ArticleStatus.ARCHIVED:
        raise Conflict("It is not put away.")


def may_archive(person: Any) -> bool:
    return permits(person, Permission.ARCHIVE_ARTICLE)


DEEDS = (
    Deed(
        "archive",
        "Put away",
        "put away",
        may_archive,
        refuse_archiving,
        lambda row, by, given: archive_article(row, by=by, row_version=row.row_version),
    ),
    Deed(
        "restore",
        "Bring back",
        "brought back",
        may_archive,
        refuse_restoring,
        lambda row, by, given: restore_article(row, by=by, row_version=row.row_version),
    ),
)


class ArticleForm(ChangeForm):
    byline = WordsField(required=False, help_text="Names, separated by commas.")


@admin.register(Article, site=site)
class ArticleAdmin(DeedsAdmin, EditingAdmin):
    form = ArticleForm
    deeds = DEEDS
    related = ("policy", "created_by")
    counts = {
        "version_count": count_of(ArticleVersion.objects.visible_to, "article"),
        "claim_count": count_of(lambda person: Claim.objects.visible_to(person).living(), "article"),
        "unsettled_count": count_of(lambda person: Claim.objects.visible_to(person).unsettled(), "article"),
    }
    page_counts = {
        "comment_count": count_of(lambda person: Comment.objects.visible_to(person).living(), "article"),
    }
    list_display = (
        "__str__",
        "publisher",
        "kind",
        "status",
        counted("version_count", ArticleVersion, "article", words="versions"),
        counted("claim_count", Claim, "article", words="claims"),
        "unsettled",
        linked("policy"),
        "due",
        "created",
    )
    list_filter = (
        "status",
        "kind",
        "public_text",
        ("policy", admin.RelatedOnlyFieldListFilter),
        ("embargo_until", admin.EmptyFieldListFilter),
    )
    search_fields = ("headline", "publisher", "url", "standfirst")
    date_hierarchy = "created"
    editable = (
        "headline",
        "byline",
        "publisher",
        "published_at",
        "direction",
        "policy",
        "due",
        "embargo_until",
        "public_text",
    )
    page = (
        "headline",
        "standfirst",
        "address",
        "byline",
        "publisher",
        "published_at",
        "direction",
        "policy",
        "due",
        "embargo_until",
        "public_text",
        "kind",
        "status",
        "language",
        gathered(
            counted("version_count", ArticleVersion, "article", words="versions"),
            counted("claim_count", Claim, "article", words="claims"),
            counted("comment_count", Comment, "article", words="comments"),
        ),
        "slug",
        "created_by",
        "created",
        "modified",
    )

    @admin.display(description="not settled", ordering="unsettled_count")
    def unsettled(self, article: Any) -> int:
        return article.unsettled_count

    @admin.display(description="address")
    def address(self, article: Article) -> Any:
        return link(article.url, article.url)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permits(request.user, Permission.IMPORT_ARTICLE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permits(request.user, Permission.DESCRIBE_ARTICLE, obj)

    def act(self, request: HttpRequest, form: Any, formsets: list[Any], row: Article) -> Article:
        seen = form.cleaned_data["seen"]
        return describe_article(row, by=request.user, row_version=seen, **form.given())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.version_view)
        name = "annotations_article_import"
        return [path("<int:key>/import/", view, name=name), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Articles are not typed, they are imported."""
        return import_view(self, request, None)

    def version_view(self, request: HttpRequest, key: int) -> HttpResponse:
        return import_view(self, request, self.get_object(request, str(key)))

    def tools(self, request: HttpRequest, row: Article | None) -> list[tuple[str, str]]:
        rest = super().tools(request, row)
        if row is None:
            return rest
        pages = [(workbench_of("article_detail", row.uid), "Open in the workbench")]
        if self.has_add_permission(request):
            pages.append((reverse("admin:annotations_article_import", args=[row.pk]), "Import a new version"))
        return pages + rest


@admin.register(ArticleVersion, site=site)
class ArticleVersionAdmin(WorkbenchAdmin):
    related = ("article", "imported_by")
    deferred = HEAVY
    counts = {
        "sentence_count": count_of(Sentence.objects.visible_to, "version"),
        "highlight_count": count_of(lambda person: Highlight.objects.visible_to(person).living(), "version"),
    }
    lookups = ("article",)
    list_display = (
        "__str__",
        linked("article", ordering="article__headline"),
        counted("sentence_count", Sentence, "version", words="sentences"),
        counted("highlight_count", Highlight, "version", words="highlights"),
        "media_type",
        "imported_by",
        "retrieved_at",
    )
    list_filter = ("media_type", ("imported_by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("article__headline", "article__publisher", "sha256", "text_sha256")
    date_hierarchy = "retrieved_at"
    page = (
        "article",
        "number",
        counted("sentence_count", Sentence, "version", words="sentences"),
        counted("highlight_count", Highlight, "version", words="highlights"),
        "retrieved_at",
        "imported_by",
        "media_type",
        "size",
        "sha256",
        "text_sha256",
        "extracted_with",
        "text",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(original_bytes=Length("original"))

    @admin.display(description="original")
    def size(self, version: Any) -> str:
        return f"{version.original_bytes:,} bytes"

    @admin.display(description="extracted with")
    def extracted_with(self, version: ArticleVersion) -> str:
        return f"{version.extractor} {version.extractor_version}"

    def tools(self, request: HttpRequest, row: ArticleVersion | None) -> list[tuple[str, str]]:
        rest = super().tools(request, row)
        address = workbench_of("article_detail", row.article.uid) if row else ""
        return [(f"{address}?version={row.number}", "Open in the workbench"), *rest] if row else rest


class SentenceKindFilter(SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return list(SentenceKind.choices)

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() in SentenceKind else queryset


@admin.display(description="article", ordering="version__article__headline")
def article_of_version(row: Any) -> Any:
    article = row.version.article
    return link(page_of(article), str(article))


@admin.display(description="words")
def words_of_sentence(row: Any) -> str:
    return row.words


@admin.register(Sentence, site=site)
class SentenceAdmin(WorkbenchAdmin):
    related = ("version__article",)
    deferred = light("version")
    lookups = ("version",)
    list_display = (
        words_of_sentence,
        "kind",
        article_of_version,
        linked("version"),
        "ordinal",
        "check_worthiness",
    )
    list_filter = (SentenceKindFilter,)
    search_fields = ("version__article__headline",)
    page = (
        words_of_sentence,
        "kind",
        article_of_version,
        "version",
        "ordinal",
        "start",
        "end",
        "check_worthiness",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Words are cut out by the database: a list would read a text for every sentence."""
        words = Substr("version__text", F("start") + 1, F("end") - F("start"))
        return super().get_queryset(request).with_kind().annotate(words=words)

    @admin.display(description="kind")
    def kind(self, sentence: Any) -> str:
        return str(SentenceKind(sentence.state).label)


@admin.register(Disposition, site=site)
class DispositionAdmin(WorkbenchAdmin):
    related = ("sentence__version__article", "by")
    deferred = light("sentence__version")
    lookups = ("sentence",)
    list_display = (
        "__str__",
        beginning_of("reason"),
        linked("sentence"),
        "article",
        "by",
        "created",
        "removed_at",
    )
    list_filter = (("removed_at", admin.EmptyFieldListFilter), ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("reason", "sentence__version__article__headline")
    date_hierarchy = "created"
    page = ("sentence", "article", "kind", "reason", "by", "created", "removed_at")

    @admin.display(description="article")
    def article(self, disposition: Disposition) -> Any:
        return article_of_version(disposition.sentence)

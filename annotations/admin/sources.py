"""Sources, our copies of them, their use as evidence.

Who a confidential source is, and what would tell, is shown to those who may know and found by nobody.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest

from annotations.actions.sources import add_source, describe_source, forget_source
from annotations.admin.base import WorkbenchAdmin, searched
from annotations.admin.deeds import Deed, DeedsAdmin
from annotations.admin.editing import EditingAdmin
from annotations.admin.links import NOTHING, count_of, counted, link, linked, names, page_of, short
from annotations.admin.site import site
from annotations.admin.withdrawals import REINSTATE, WITHDRAW
from annotations.errors import Conflict
from annotations.models import Evidence, Snapshot, Source
from annotations.permissions import Permission, permits, require
from annotations.workflow import Stance

NOT_SHOWN = "confidential"
NOT_YET_SHOWN = "shown when your own reading is in"


def refuse_forgetting(source: Source, person: Any) -> None:
    require(person, Permission.FORGET_SOURCE, source)
    if source.forgotten_at:
        raise Conflict("Who this source is was forgotten already.")


class ForgetForm(forms.Form):
    sure = forms.BooleanField(
        label="I know that this cannot be taken back",
        help_text="Title, authors, addresses and note, our copies, and what the evidence quotes and notes are "
        "deleted for good, with the key to the log. What readers are told stays.",
    )


FORGET = Deed(
    name="forget",
    label="Forget who it is",
    said="forgotten",
    offered=lambda person: permits(person, Permission.FORGET_SOURCE),
    refuse=refuse_forgetting,
    act=lambda source, by, given: forget_source(source, by=by, row_version=source.row_version),
    form=ForgetForm,
)


@admin.register(Source, site=site)
class SourceAdmin(DeedsAdmin, EditingAdmin):
    deeds = (WITHDRAW, REINSTATE, FORGET)
    related = ("added_by",)
    counts = {
        "evidence_count": count_of(lambda person: Evidence.objects.visible_to(person).living(), "source"),
        "snapshot_count": count_of(Snapshot.objects.visible_to, "source"),
    }
    lookups = ("added_by",)
    list_display = (
        "title_shown",
        "type",
        "tier",
        "terms",
        "confidential",
        counted("evidence_count", Evidence, "source", words="used as evidence"),
        counted("snapshot_count", Snapshot, "source", words="copies"),
        "added_by",
        "created",
    )
    list_filter = ("type", "tier", "terms", "confidential", ("withdrawn_at", admin.EmptyFieldListFilter))
    # What is really searched, `matching` says.
    search_fields = ("title",)
    date_hierarchy = "created"
    page = (
        "title_shown",
        "type",
        "tier",
        "terms",
        "confidential",
        "public_description",
        counted("evidence_count", Evidence, "source", words="used as evidence"),
        counted("snapshot_count", Snapshot, "source", words="copies"),
        "withdrawn_at",
        "forgotten_at",
        "added_by",
        "created",
        "modified",
    )
    identity = (
        "withdrawn_why",
        "title",
        "authors",
        "container_title",
        "publisher",
        "issued",
        "url",
        "address",
        "doi",
        "archived_url",
        "note",
    )
    editable = (
        "type",
        "tier",
        "terms",
        "confidential",
        "public_description",
        "title",
        "container_title",
        "publisher",
        "issued",
        "url",
        "doi",
        "archived_url",
        "note",
    )
    added = ("title", "url", "type", "tier", "terms", "public_description")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permits(request.user, Permission.ADD_SOURCE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may know the source may describe it; without a record, whether the role does it at all."""
        what = Permission.ADD_SOURCE if obj is None else Permission.DESCRIBE_SOURCE
        return permits(request.user, what, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_fields(request, obj)
        return (*shown, *self.identity) if obj is not None and obj.identity_shown else shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        editable = self.editable if self.has_change_permission(request, obj) else ()
        return [name for name in (*self.page, *self.identity) if name not in editable]

    def act(self, request: HttpRequest, form: Any, formsets: list[Any], row: Source | None) -> Source:
        if row is None:
            return add_source(by=request.user, **form.cleaned_data)
        seen = form.cleaned_data["seen"]
        return describe_source(row, by=request.user, row_version=seen, **form.given())

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = searched(search_term)
        return (queryset.matching(words) if words else queryset), False

    @admin.display(description="title")
    def title_shown(self, source: Any) -> str:
        return source.shown_title(source.identity_shown)

    @admin.display(description="authors")
    def authors(self, source: Source) -> str:
        return names(source.author)

    @admin.display(description="address")
    def address(self, source: Source) -> Any:
        return link(source.url, source.url)


@admin.register(Snapshot, site=site)
class SnapshotAdmin(WorkbenchAdmin):
    related = ("source",)
    deferred = ("bytes", "text")
    lookups = ("source",)
    list_display = ("__str__", linked("source"), "http_status", "media_type", "size", "retrieved_at")
    list_filter = ("http_status", "media_type")
    search_fields = ("sha256",)
    date_hierarchy = "retrieved_at"
    page = ("source", "retrieved_at", "final_url", "http_status", "media_type", "size", "sha256", "text")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(stored_bytes=Length("bytes"))

    @admin.display(description="size")
    def size(self, snapshot: Any) -> str:
        return f"{snapshot.stored_bytes:,} bytes"


@admin.display(description="source")
def title_in_list(evidence: Any) -> str:
    """Without a link: the first column of a list leads to the record itself."""
    source = evidence.source
    return short(source.shown_title(source.identity_shown))


@admin.display(description="source")
def source_title(evidence: Any) -> Any:
    source = evidence.source
    return link(page_of(source), short(source.shown_title(source.identity_shown)))


@admin.display(description="stance")
def stance(evidence: Any) -> str:
    return str(evidence.get_stance_display()) if evidence.reading_shown else NOT_YET_SHOWN


@admin.display(description="where in it")
def locator(evidence: Any) -> Any:
    return (evidence.place() or NOTHING) if evidence.source.identity_shown else NOT_SHOWN


@admin.display(description="passage")
def passage(evidence: Any) -> Any:
    return (evidence.quotation or NOTHING) if evidence.source.identity_shown else NOT_SHOWN


@admin.display(description="note")
def note(evidence: Any) -> Any:
    if not evidence.reading_shown:
        return NOT_YET_SHOWN
    return (evidence.note or NOTHING) if evidence.source.identity_shown else NOT_SHOWN


@admin.display(description="copy")
def snapshot(evidence: Any) -> Any:
    copy = evidence.snapshot if evidence.source.identity_shown else None
    return link(page_of(copy), str(copy)) if copy else NOTHING


class StanceFilter(SimpleListFilter):
    """By stance, leaving out what a blind second reader must not learn by filtering."""

    title = "stance"
    parameter_name = "stance"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return list(Stance.choices)

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(stance=chosen, reading_shown=True) if chosen else queryset


@admin.register(Evidence, site=site)
class EvidenceAdmin(WorkbenchAdmin):
    related = ("claim", "added_by", "removed_by")
    lookups = ("claim", "source")
    list_display = (
        title_in_list,
        linked("claim"),
        stance,
        locator,
        "added_by",
        "accessed_on",
        "removed_at",
    )
    list_filter = (
        StanceFilter,
        ("removed_at", admin.EmptyFieldListFilter),
        ("added_by", admin.RelatedOnlyFieldListFilter),
    )
    # What is really searched is below.
    search_fields = ("claim__text",)
    date_hierarchy = "created"
    page = (
        "claim",
        source_title,
        stance,
        locator,
        passage,
        note,
        snapshot,
        "accessed_on",
        "added_by",
        "created",
        "removed_at",
        "removed_by",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        sources = Source.objects.visible_to(request.user)
        rows = super().get_queryset(request).with_reading_for(request.user)
        return rows.prefetch_related(Prefetch("source", queryset=sources))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Of confidential sources neither the name nor the passage is searched."""
        words = searched(search_term)
        if not words:
            return queryset, False
        passages = Q(source__confidential=False, quotation__icontains=words)
        named = Q(source__in=Source.objects.matching(words))
        return queryset.filter(Q(claim__text__icontains=words) | passages | named), False

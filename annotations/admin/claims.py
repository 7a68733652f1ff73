"""Claims, where they stand, and how they hang together."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest

from annotations.actions.claims import describe_claim
from annotations.admin.articles import article_of_version, light
from annotations.admin.base import ReadOnlyInline, WordsField, WorkbenchAdmin
from annotations.admin.deeds import DeedsAdmin
from annotations.admin.editing import ChangeForm, EditingAdmin
from annotations.admin.links import (
    NOTHING,
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
from annotations.admin.sources import locator, note, passage, source_title, stance
from annotations.admin.steps import DEEDS, steps_told
from annotations.models import (
    Appearance,
    Assessment,
    Claim,
    ClaimLink,
    Comment,
    Event,
    Evidence,
    Highlight,
    Proposal,
    Publication,
    Source,
    Tag,
    Verdict,
)
from annotations.permissions import Permission, permits
from annotations.workflow import TruthClass


class VerdictFilter(SimpleListFilter):
    """By what the newsroom says now; while a second reading is awaited it says nothing."""

    title = "verdict"
    parameter_name = "verdict"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [*TruthClass.choices, ("none", "None yet")]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        verdicts = Verdict.objects.visible_to(request.user).current().filter(claim=OuterRef("pk")).order_by()
        if self.value() == "none":
            return queryset.filter(~Exists(verdicts))
        return queryset.filter(Exists(verdicts.filter(rating__truth_class=self.value())))


class HighlightInline(ReadOnlyInline):
    model = Highlight
    related = ("version__article",)
    deferred = light("version")
    page = ("version", "start", "end", "exact", "method", "needs_confirmation", "removed_at")


class EvidenceInline(ReadOnlyInline):
    model = Evidence
    verbose_name_plural = "evidence"
    page = (source_title, stance, locator, passage, note, "removed_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        sources = Source.objects.visible_to(request.user)
        rows = super().get_queryset(request).with_reading_for(request.user)
        return rows.prefetch_related(Prefetch("source", queryset=sources))


class AssessmentInline(ReadOnlyInline):
    model = Assessment
    related = ("person", "rating")
    page = ("person", "round", "rating", "confidence", "rationale", "submitted_at")


class VerdictInline(ReadOnlyInline):
    model = Verdict
    related = ("rating", "decided_by")
    page = (
        "rating",
        "summary",
        "explanation",
        "decided_how",
        "decided_by",
        "decided_at",
        "superseded_at",
    )


class ClaimForm(ChangeForm):
    tags = WordsField(required=False, help_text="Separated by commas.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["tags"] = [tag.name for tag in self.instance.tags.all()]


@admin.register(Claim, site=site)
class ClaimAdmin(DeedsAdmin, EditingAdmin):
    form = ClaimForm
    deeds = DEEDS
    asked = ("assessments", "verdicts", "evidence")
    inlines = (HighlightInline, EvidenceInline, AssessmentInline, VerdictInline)
    autocomplete_fields = ("claimant",)
    related = ("article", "claimant", "assignee", "policy", "created_by", "merged_into")
    counts = {
        "evidence_count": count_of(lambda person: Evidence.objects.visible_to(person).living(), "claim"),
    }
    page_counts = {
        "highlight_count": count_of(lambda person: Highlight.objects.visible_to(person).living(), "claim"),
        "comment_count": count_of(lambda person: Comment.objects.visible_to(person).living(), "claim"),
        "appearance_count": count_of(Appearance.objects.visible_to, "claim"),
        "publication_count": count_of(Publication.objects.visible_to, "claim"),
        "proposal_count": count_of(Proposal.objects.visible_to, "claim"),
        "event_count": count_of(Event.objects.visible_to, "claim"),
        "link_out_count": count_of(ClaimLink.objects.visible_to, "from_claim"),
        "link_in_count": count_of(ClaimLink.objects.visible_to, "to_claim"),
    }
    lookups = ("article", "claimant", "tags", "merged_into")
    list_display = (
        "__str__",
        linked("article", ordering="article__headline"),
        "state",
        "verdict",
        linked("claimant", ordering="claimant__name"),
        "assignee",
        counted("evidence_count", Evidence, "claim", words="evidence"),
        "stale_since",
        "due",
    )
    list_filter = (
        "state",
        VerdictFilter,
        "materiality",
        ("stale_since", admin.EmptyFieldListFilter),
        ("assignee", admin.RelatedOnlyFieldListFilter),
        ("policy", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("text", "quotation", "claimant__name")
    date_hierarchy = "created"
    editable = ("text", "claimant", "claim_date", "assertion_type", "materiality", "due", "tags")
    page = (
        "text",
        "claimant",
        "claim_date",
        "assertion_type",
        "materiality",
        "due",
        "tags",
        "quotation",
        "article",
        "state",
        "verdict",
        "next_steps",
        "policy",
        "round",
        "assignee",
        "declined_reason",
        "merged_into",
        "stale_since",
        "stale_reasons",
        gathered(
            counted("highlight_count", Highlight, "claim", words="places"),
            counted("evidence_count", Evidence, "claim", words="evidence"),
            counted("comment_count", Comment, "claim", words="comments"),
            counted("appearance_count", Appearance, "claim", words="appearances elsewhere"),
            counted("link_out_count", ClaimLink, "from_claim", words="links to other claims"),
            counted("link_in_count", ClaimLink, "to_claim", words="links from other claims"),
            counted("proposal_count", Proposal, "claim", words="proposals"),
            counted("publication_count", Publication, "claim", words="publications"),
            counted("event_count", Event, "claim", words="events"),
        ),
        "created_by",
        "created",
        "modified",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        current = Verdict.objects.visible_to(request.user).current().filter(claim=OuterRef("pk"))
        words = Subquery(current.order_by().values("rating__name")[:1])
        return super().get_queryset(request).annotate(verdict_words=words)

    @admin.display(description="verdict")
    def verdict(self, claim: Any) -> str:
        return claim.verdict_words or NOTHING

    @admin.display(description="next steps")
    def next_steps(self, claim: Any) -> str:
        return claim.steps_told or NOTHING

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        claim = super().get_object(request, object_id, from_field)
        claim.steps_told = "\n".join(steps_told(claim, request.user))
        return claim

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permits(request.user, Permission.DESCRIBE_CLAIM, obj)

    def act(self, request: HttpRequest, form: Any, formsets: list[Any], row: Claim) -> Claim:
        seen = form.cleaned_data["seen"]
        return describe_claim(row, by=request.user, row_version=seen, **form.given())

    def tools(self, request: HttpRequest, row: Claim | None) -> list[tuple[str, str]]:
        rest = super().tools(request, row)
        page = [(workbench_of("claim_detail", row.uid), "Open in the workbench")] if row else []
        return page + rest


@admin.register(Highlight, site=site)
class HighlightAdmin(WorkbenchAdmin):
    related = ("claim", "version__article", "confirmed_by", "removed_by")
    deferred = light("version")
    lookups = ("claim", "version", "carried_from")
    list_display = (
        beginning_of("exact", words="words"),
        linked("claim"),
        article_of_version,
        linked("version"),
        "method",
        "needs_confirmation",
        "similarity",
        "removed_at",
    )
    list_filter = ("method", "needs_confirmation", ("removed_at", admin.EmptyFieldListFilter))
    search_fields = ("exact", "claim__text")
    date_hierarchy = "created"
    page = (
        "claim",
        article_of_version,
        "version",
        "start",
        "end",
        "exact",
        "prefix",
        "suffix",
        "method",
        "similarity",
        "changes",
        "came_from",
        "needs_confirmation",
        "confirmed_by",
        "confirmed_at",
        "removed_at",
        "removed_by",
        "created",
    )

    @admin.display(description="carried from")
    def came_from(self, highlight: Highlight) -> Any:
        before = highlight.carried_from
        return link(page_of(before), "its place in the version before") if before else NOTHING


@admin.register(ClaimLink, site=site)
class ClaimLinkAdmin(WorkbenchAdmin):
    related = ("from_claim", "to_claim", "by", "removed_by")
    lookups = ("from_claim", "to_claim")
    list_display = (
        "__str__",
        linked("from_claim"),
        "kind",
        linked("to_claim"),
        "by",
        "created",
        "removed_at",
    )
    list_filter = ("kind", ("removed_at", admin.EmptyFieldListFilter))
    search_fields = ("from_claim__text", "to_claim__text")
    date_hierarchy = "created"
    page = ("from_claim", "kind", "to_claim", "by", "created", "removed_at", "removed_by")


@admin.register(Tag, site=site)
class TagAdmin(WorkbenchAdmin):
    counts = {"claim_count": count_of(lambda person: Claim.objects.visible_to(person).living(), "tags")}
    list_display = ("name", counted("claim_count", Claim, "tags", words="claims"))
    search_fields = ("name",)
    page = ("name", counted("claim_count", Claim, "tags", words="claims"))

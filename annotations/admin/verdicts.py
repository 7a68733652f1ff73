"""What readers of a claim thought, and what the newsroom decided. Both are written in the workbench."""

from django.contrib import admin

from annotations.admin.base import WorkbenchAdmin
from annotations.admin.links import beginning_of, linked
from annotations.admin.site import site
from annotations.models import Assessment, Verdict


@admin.register(Assessment, site=site)
class AssessmentAdmin(WorkbenchAdmin):
    related = ("claim", "person", "rating")
    lookups = ("claim",)
    list_display = (
        "__str__",
        linked("claim"),
        "person",
        "round",
        "rating",
        "confidence",
        beginning_of("rationale"),
        "submitted_at",
    )
    list_filter = (
        ("person", admin.RelatedOnlyFieldListFilter),
        ("rating", admin.RelatedOnlyFieldListFilter),
        "confidence",
        ("submitted_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("claim__text", "rationale", "person__username", "person__name")
    date_hierarchy = "created"
    page = (
        "claim",
        "person",
        "round",
        "rating",
        "confidence",
        "rationale",
        "submitted_at",
        "created",
        "modified",
    )


@admin.register(Verdict, site=site)
class VerdictAdmin(WorkbenchAdmin):
    related = ("claim", "rating__scale", "decided_by")
    lookups = ("claim", "rating")
    list_display = (
        "__str__",
        linked("claim"),
        "rating",
        beginning_of("summary"),
        "decided_how",
        "decided_by",
        "decided_at",
        "superseded_at",
    )
    list_filter = (
        "rating__truth_class",
        ("rating", admin.RelatedOnlyFieldListFilter),
        "decided_how",
        ("superseded_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("claim__text", "summary", "explanation")
    date_hierarchy = "decided_at"
    page = (
        "claim",
        "rating",
        "summary",
        "explanation",
        "decided_how",
        "decided_by",
        "decided_at",
        "superseded_at",
    )

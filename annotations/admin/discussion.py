"""Comments, changes we ask for in a text, and clearances."""

from typing import Any

from django.contrib import admin

from annotations.admin.base import WorkbenchAdmin
from annotations.admin.links import link, linked, page_of, short, shortened
from annotations.admin.site import site
from annotations.models import Clearance, Comment, Proposal


@admin.register(Comment, site=site)
class CommentAdmin(WorkbenchAdmin):
    related = ("article", "claim", "evidence__source", "by", "resolved_by", "removed_by")
    lookups = ("article", "claim", "evidence")
    list_display = (
        shortened("body", words="comment"),
        "on",
        "by",
        "created",
        "resolved_at",
        "removed_at",
    )
    list_filter = (
        ("resolved_at", admin.EmptyFieldListFilter),
        ("removed_at", admin.EmptyFieldListFilter),
        ("by", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("body", "claim__text", "article__headline")
    date_hierarchy = "created"
    page = (
        "on",
        "body",
        "by",
        "created",
        "resolved_at",
        "resolved_by",
        "removed_at",
        "removed_by",
    )

    @admin.display(description="on")
    def on(self, comment: Comment) -> Any:
        record = comment.about()
        return link(page_of(record), f"{record._meta.verbose_name}: {short(str(record))}")


@admin.register(Proposal, site=site)
class ProposalAdmin(WorkbenchAdmin):
    related = ("claim", "highlight", "version", "evidence__source", "by", "decided_by", "done_in")
    lookups = ("claim",)
    list_display = (
        "__str__",
        linked("claim"),
        "state",
        shortened("why"),
        "by",
        "decided_by",
        "created",
    )
    list_filter = ("state",)
    search_fields = ("words_now", "words_proposed", "why", "claim__text")
    date_hierarchy = "created"
    page = (
        "claim",
        "words_now",
        "words_proposed",
        "why",
        "version",
        "evidence",
        "state",
        "by",
        "created",
        "decided_by",
        "decided_at",
        "decided_why",
        "done_in",
    )


@admin.register(Clearance, site=site)
class ClearanceAdmin(WorkbenchAdmin):
    related = ("article", "version", "by")
    lookups = ("article",)
    list_display = ("__str__", linked("article"), "by", "at", "void_at", "void_why")
    list_filter = (("void_at", admin.EmptyFieldListFilter), ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("article__headline", "by__username", "by__name")
    date_hierarchy = "at"
    page = ("article", "version", "by", "at", "figures", "void_at", "void_why")

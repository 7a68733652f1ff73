"""What went out, and the corrections to it: frozen."""

from typing import Any

from django.contrib import admin

from annotations.admin.base import WorkbenchAdmin
from annotations.admin.links import beginning_of, count_of, counted, linked, pretty
from annotations.admin.site import site
from annotations.exports.records import named_as_now, not_named_any_more
from annotations.models import Correction, Publication


@admin.register(Publication, site=site)
class PublicationAdmin(WorkbenchAdmin):
    related = ("claim", "by")
    deferred = ("record",)
    counts = {"correction_count": count_of(Correction.objects.visible_to, "publication")}
    lookups = ("claim",)
    list_display = (
        "__str__",
        linked("claim"),
        "number",
        counted("correction_count", Correction, "publication", words="corrections"),
        "by",
        "at",
    )
    list_filter = (("by", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("claim__text", "content_hash")
    date_hierarchy = "at"
    page = (
        "claim",
        "number",
        counted("correction_count", Correction, "publication", words="corrections"),
        "by",
        "at",
        "content_hash",
        "frozen",
    )

    @admin.display(description="record")
    def frozen(self, publication: Publication) -> Any:
        """Whom it may not name now it does not name here: administrators need not know."""
        return pretty(named_as_now(publication.record, not_named_any_more(publication.record)))


@admin.register(Correction, site=site)
class CorrectionAdmin(WorkbenchAdmin):
    related = ("publication__claim", "by")
    deferred = ("publication__record",)
    lookups = ("publication",)
    list_display = (beginning_of("text"), "kind", linked("publication"), "by", "created")
    list_filter = ("kind",)
    search_fields = ("text", "before", "after")
    date_hierarchy = "created"
    page = ("publication", "kind", "text", "before", "after", "by", "created")

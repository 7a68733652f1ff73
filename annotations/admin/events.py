"""The log: append-only for everybody."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from annotations.admin.base import WorkbenchAdmin
from annotations.admin.links import NOTHING, before_and_after, link, linked, list_of
from annotations.admin.site import site
from annotations.models import Event, Evidence, Source, Verb
from annotations.permissions import administers, inside


def inside_or_administering(person: Any, row: Any) -> bool:
    return inside(person, row) or administers(person, row)


class VerbFilter(SimpleListFilter):
    """By what happened, of what happened at all."""

    title = "what happened"
    parameter_name = "verb"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        found = model_admin.get_queryset(request).order_by("verb").values_list("verb", flat=True).distinct()
        return [(verb, str(Verb(verb).label)) for verb in found]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(verb=self.value()) if self.value() in Verb else queryset


@admin.register(Event, site=site)
class EventAdmin(WorkbenchAdmin):
    shown_to = staticmethod(inside_or_administering)
    related = ("by", "article", "claim")
    lookups = ("article", "claim", "by", "object_uid")
    list_display = ("number", "at", "by", "what", linked("article"), linked("claim"), "record")
    # No date hierarchy: it would cut every row of the longest table into days, each time.
    list_filter = ("at", VerbFilter, ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("by__username", "by__name", "claim__text", "article__headline")
    page = (
        "number",
        "at",
        "by",
        "what",
        "article",
        "claim",
        "record",
        "data_shown",
        "undone",
        "inverse",
    )

    @admin.display(description="what happened", ordering="verb")
    def what(self, event: Event) -> str:
        return str(event.get_verb_display())

    @admin.display(description="record")
    def record(self, event: Event) -> Any:
        model = apps.get_model("annotations", event.object_kind)
        return link(list_of(model, uid=event.object_uid), model._meta.verbose_name)

    @admin.display(description="undoes")
    def undone(self, event: Event) -> Any:
        return link(list_of(Event, id=event.undoes_id), "an earlier event") if event.undoes_id else NOTHING

    @admin.display(description="data")
    def data_shown(self, event: Any) -> Any:
        return before_and_after(event.data) if event.data_for_person else "not shown to you"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        event = super().get_object(request, object_id, from_field)
        event.data_for_person = may_read(event, request.user)
        return event


def may_read(event: Event, person: Any) -> bool:
    """Whether this person may know what the event holds, besides that it happened.

    A source can become confidential after it was described, and evidence carries a stance.
    """
    if event.object_kind == Source._meta.model_name:
        return Source.objects.identified_to(person).filter(uid=event.object_uid).exists()
    if event.object_kind == Evidence._meta.model_name:
        shown: Any = Evidence.objects.visible_to(person).with_reading_for(person).filter(uid=event.object_uid)
        sources = Source.objects.identified_to(person)
        return shown.filter(reading_shown=True, source__in=sources).exists()
    return True

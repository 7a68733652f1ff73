"""Claimants, and where else claims were made."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from annotations.actions.claims import name_claimant
from annotations.admin.base import WorkbenchAdmin
from annotations.admin.editing import EditingAdmin
from annotations.admin.links import beginning_of, count_of, counted, linked
from annotations.admin.site import site
from annotations.models import Agent, Appearance, Claim
from annotations.permissions import Permission, permits


@admin.register(Agent, site=site)
class AgentAdmin(EditingAdmin):
    added = ("name", "kind", "role")
    counts = {"claim_count": count_of(lambda person: Claim.objects.visible_to(person).living(), "claimant")}
    list_display = (
        "name",
        "kind",
        "role",
        counted("claim_count", Claim, "claimant", words="claims"),
        "created",
    )
    list_filter = ("kind",)
    search_fields = ("name", "role")
    page = (
        "name",
        "kind",
        "role",
        "same_as",
        counted("claim_count", Claim, "claimant", words="claims"),
        "created",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permits(request.user, Permission.DESCRIBE_CLAIM)

    def act(self, request: HttpRequest, form: Any, formsets: list[Any], row: None) -> Agent:
        return name_claimant(by=request.user, **form.cleaned_data)


@admin.register(Appearance, site=site)
class AppearanceAdmin(WorkbenchAdmin):
    related = ("claim",)
    lookups = ("claim",)
    list_display = ("__str__", linked("claim"), "first_known", "published_at", beginning_of("how_known"))
    list_filter = ("first_known",)
    search_fields = ("url", "description", "claim__text")
    date_hierarchy = "published_at"
    page = ("claim", "url", "description", "published_at", "first_known", "how_known", "created")

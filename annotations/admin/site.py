"""The site all tables are registered with: our own, so that nothing comes in because a package brought it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.functional import SimpleLazyObject

from annotations.actions.signing_in import record_sign_out

GROUPS: dict[str, tuple[str, ...]] = {
    "Articles": ("Article", "ArticleVersion", "Sentence", "Disposition", "Clearance"),
    "Claims": ("Claim", "Highlight", "Agent", "Appearance", "ClaimLink", "Tag", "Comment", "Proposal"),
    "Sources": ("Source", "Snapshot", "Evidence"),
    "Verdicts": ("Assessment", "Verdict", "Publication", "Correction"),
    "Rules": ("CheckPolicy", "RatingScale", "Rating"),
    "People": ("Person", "ApiToken", "Webhook", "Delivery", "Notification", "Draft", "IdempotencyKey"),
    "What happened": ("Event", "DBTaskResult"),
}
"""How the tables are listed; every registered one is in exactly one group."""


class WorkbenchSite(AdminSite):
    site_header = "Fact-check workbench"
    site_title = "Fact-check workbench"
    index_title = "Administration"
    site_url = "/"
    enable_nav_sidebar = False

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """As below. Django asks for it on every page, and only the index shows it: there it is put together."""
        return SimpleLazyObject(lambda: self.groups_for(request, app_label))

    def groups_for(self, request: HttpRequest, app_label: str | None) -> list[dict[str, Any]]:
        """One group a row of `GROUPS`, without the tables this person has no business with."""
        apps = super().get_app_list(request, app_label)
        shown = {model["object_name"]: model for app in apps for model in app["models"]}
        return [
            {
                "name": name,
                "app_label": "annotations",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": models,
            }
            for name, names in GROUPS.items()
            if (models := [shown[model] for model in names if model in shown])
        ]

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's "view on site", which tells of any table whether a key exists."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return HttpResponseRedirect(reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST":
            record_sign_out(request.user)  # type: ignore[arg-type]
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's own form would change it without an event."""
        return HttpResponseRedirect(reverse("admin:annotations_person_password", args=[request.user.pk]))

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Django's log is not kept: our events say more, and only to those who may know."""
        return LogEntry.objects.none()


site = WorkbenchSite()

"""Background work, as the queue keeps it. Tracebacks are for administrators."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from annotations.admin.base import searched
from annotations.admin.site import site
from annotations.permissions import administers


@admin.register(DBTaskResult, site=site)
class TaskAdmin(DBTaskResultAdmin):
    search_fields = ("task_path",)
    date_hierarchy = "enqueued_at"
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administers(request.user, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request.user, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, searched(search_term))

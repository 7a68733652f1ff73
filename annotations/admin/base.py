"""What all tables of the administration have in common: what is seen, what is found, and that it is read-only."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet, URLField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

from annotations.admin.links import events_of
from annotations.errors import InvalidInput
from annotations.permissions import inside

ROWS_A_PAGE = 50
MOST_SEARCH_CHARACTERS = 200
MOST_SEARCH_WORDS = 10
"""Each word is one condition more, and databases take so many."""

KEY_LOOKUPS = ("", "id__exact", "isnull")
"""How a list may be filtered by a related record: by which one, never by what is in it."""


class WorkbenchAdmin(admin.ModelAdmin):
    """A table that people with `shown_to` may read, row by row as `visible_to` says.

    `page` names what a record's page shows, `editable` what of it can be changed (see `editing`);
    `related` are the foreign keys whose names are said, `deferred` columns too large to read for a list,
    `lookups` columns that links from other tables filter by. `counts` are numbers of related records, by name
    (see `links.count_of`); those in `page_counts` are on the page alone: a database counts before it cuts a
    list to its first rows.
    """

    page: tuple[Any, ...] = ()
    related: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()
    counts: dict[str, Any] = {}
    page_counts: dict[str, Any] = {}
    shown_to: Callable[[Any, Any], bool] = staticmethod(inside)
    list_per_page = ROWS_A_PAGE
    list_max_show_all = ROWS_A_PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/annotations/change_form.html"
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = self.model.objects.visible_to(request.user)
        counted = {name: count(request.user) for name, count in self.counts.items()}
        return lean(rows, self.related, self.deferred).annotate(**counted)

    def count_for_page(self, request: HttpRequest, row: Any) -> None:
        counts = {name: count(request.user) for name, count in self.page_counts.items()}
        if counts:
            rows = self.model._default_manager.filter(pk=row.pk).annotate(**counts)
            for name, number in rows.values(*counts).get().items():
                setattr(row, name, number)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What a person may not see is answered like what is not there."""
        row = super().get_object(request, object_id, from_field)
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        self.count_for_page(request, row)
        return row

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.shown_to(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is ever deleted."""
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.page

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.page

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if not self.has_view_permission(request):
            raise Http404
        # PostgreSQL cannot even compare with it.
        if any("\x00" in value for _, values in request.GET.lists() for value in values):
            raise InvalidInput("The address holds a character that stands in no text.")
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, searched(search_term))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the list's own filters and our links ask.

        Django allows every column of the table: one could ask a hidden one letter by letter.
        """
        columns = [_column(item) for item in self.list_filter if isinstance(item, (str, tuple))]
        names = (*columns, *self.lookups, self.date_hierarchy or "")
        if any(_asks(self.model, name, lookup) for name in names):
            return True
        # Filters of our own know what they may tell; nothing is looked up under their names' extensions.
        return lookup in [getattr(item, "parameter_name", "") for item in self.list_filter]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(events_of(self.get_object(request, object_id)))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context |= {"tools": self.tools(request, kwargs["obj"]), "show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def tools(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """Addresses and words of the buttons above a record's page."""
        history = events_of(row) if row else ""
        return [(history, "History")] if history else []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing, as below: actions record what is done, as events."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None


class ReadOnlyInline(admin.TabularInline):
    """The records that hang on another one, as a table on its page. `page` and `related` as above."""

    page: tuple[Any, ...] = ()
    related: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = self.model.objects.visible_to(request.user)
        return lean(rows, self.related, self.deferred)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.page

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.page

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def lean(rows: QuerySet[Any], related: tuple[str, ...], deferred: tuple[str, ...]) -> QuerySet[Any]:
    """The rows with these related records and without these columns."""
    # Without a name, `select_related` would follow every foreign key.
    return (rows.select_related(*related) if related else rows).defer(*deferred)


def searched(term: str) -> str:
    """The words that are looked for: not more than a database takes."""
    return " ".join(term.replace("\x00", "")[:MOST_SEARCH_CHARACTERS].split()[:MOST_SEARCH_WORDS])


def _column(item: Any) -> str:
    """The column a filter of a list is about: it is named alone, or before the kind of filter."""
    return item if isinstance(item, str) else str(item[0])


def _asks(model: type[Model], name: str, lookup: str) -> bool:
    """Whether this lookup asks about this column, and about nothing behind it."""
    if lookup == name:
        return True
    if not name or not lookup.startswith(f"{name}__"):
        return False
    return not _is_relation(model, name) or lookup.removeprefix(f"{name}__") in KEY_LOOKUPS


def _is_relation(model: type[Model], path: str) -> bool:
    """Whether this path of names ends in another record, and not in a plain column."""
    try:
        fields = [model._meta.get_field(path.split("__")[0])]
        for name in path.split("__")[1:]:
            fields.append(fields[-1].related_model._meta.get_field(name))  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return True
    return fields[-1].is_relation


class WordsField(forms.CharField):
    """Words separated by commas or line ends, as a list."""

    def prepare_value(self, value: Any) -> Any:
        """In one line: from a field of one line browsers drop the line ends, and two words became one."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = (super().to_python(value) or "").replace(",", "\n").splitlines()
        return [word.strip() for word in words if word.strip()]

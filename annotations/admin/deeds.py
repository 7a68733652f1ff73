"""Things done to records from their list or their page: one page asks, says for which it works, and does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from annotations.admin.base import WorkbenchAdmin
from annotations.admin.links import list_of, page_of
from annotations.errors import Forbidden, NotFound, WorkbenchError

MOST_ROWS = 200
"""So many at once: they stand in an address, and each is a transaction."""

MOST_REFUSALS_TOLD = 5
LONGEST_KEY = 18


@dataclass(frozen=True)
class Deed:
    """One such thing.

    `offered` says whether a person may ever do it; `refuse(row, person)` raises a WorkbenchError with the
    sentence when it is not possible now; `act(row, person, given)` calls the action, `given` being what the
    form holds. `said` completes "3 claims …".
    """

    name: str
    label: str
    said: str
    offered: Callable[[Any], bool]
    refuse: Callable[[Any, Any], None]
    act: Callable[[Any, Any, dict[str, Any]], Any]
    form: type[forms.Form] = forms.Form


class DeedsAdmin(WorkbenchAdmin):
    """A table with deeds. `asked` names the related rows that their `refuse` looks at, to be read at once."""

    deeds: tuple[Deed, ...] = ()
    asked: tuple[str, ...] = ()

    def deeds_of(self, request: HttpRequest) -> dict[str, Deed]:
        return {deed.name: deed for deed in self.deeds if deed.offered(request.user)}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        prefetch_related_objects([row], *self.asked)
        return row

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.deed_view)
        return [path("deeds/<slug:name>/", view, name=self._address_name()), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {
            deed.name: (partial(self._choose, deed.name), deed.name, f"{deed.label}…")
            for deed in self.deeds_of(request).values()
        }

    def tools(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """The deeds that are possible for this record, before the rest."""
        rest = super().tools(request, row)
        if row is None:
            return rest
        possible = (deed for deed in self.deeds_of(request).values() if not _refusal(deed, row, request.user))
        return [(self._address(deed.name, [row.pk]), deed.label) for deed in possible] + rest

    def deed_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Ask for what the deed needs, then do it to every chosen row that allows it."""
        deed = self._deed(request, name)
        rows = self._chosen(request)
        form = deed.form(request.POST if request.method == "POST" else None)
        if form.is_valid():
            self._do(request, deed, rows, form.cleaned_data)
            return HttpResponseRedirect(page_of(rows[0]) if len(rows) == 1 else list_of(self.model))
        judged = [(row, _refusal(deed, row, request.user)) for row in rows]
        context = {
            **self.admin_site.each_context(request),
            "title": deed.label,
            "opts": self.opts,
            "deed": deed,
            "form": form,
            "judged": [(page_of(row), row, refusal) for row, refusal in judged],
            "possible": sum(not refusal for _, refusal in judged),
            "back": list_of(self.model),
        }
        return TemplateResponse(request, "admin/annotations/deed.html", context)

    def _deed(self, request: HttpRequest, name: str) -> Deed:
        """The one of this name. Raises NotFound when there is none or the table is not shown, else Forbidden."""
        deed = next((deed for deed in self.deeds if deed.name == name), None)
        if deed is None or not self.has_view_permission(request):
            raise NotFound()
        if not deed.offered(request.user):
            raise Forbidden()
        return deed

    def _chosen(self, request: HttpRequest) -> list[Any]:
        sent = (request.POST if request.method == "POST" else request.GET).getlist("pk")
        keys = [key for key in sent[:MOST_ROWS] if key.isdecimal() and len(key) <= LONGEST_KEY]
        rows = list(self.get_queryset(request).prefetch_related(*self.asked).filter(pk__in=keys))
        if not rows:
            raise NotFound()
        return rows

    def _do(self, request: HttpRequest, deed: Deed, rows: Iterable[Any], given: dict[str, Any]) -> None:
        done, refused = 0, []
        for row in rows:
            try:
                deed.act(row, request.user, given)
                done += 1
            except WorkbenchError as error:
                refused.append(f"“{row}”: {error.sentence}")
        self._tell(request, deed, done, refused)

    def _tell(self, request: HttpRequest, deed: Deed, done: int, refused: list[str]) -> None:
        if done:
            name = self.opts.verbose_name if done == 1 else self.opts.verbose_name_plural
            messages.success(request, f"{done} {name} {deed.said}.")
        for sentence in refused[:MOST_REFUSALS_TOLD]:
            messages.error(request, sentence)
        if (more := len(refused) - MOST_REFUSALS_TOLD) > 0:
            messages.error(request, f"Refused for {more} more.")

    def _choose(
        self, name: str, _: Any, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Django's action on the list: go to the page that asks."""
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST_ROWS + 1])
        if len(keys) > MOST_ROWS:
            messages.error(request, f"Choose at most {MOST_ROWS} at a time.")
            return None
        return HttpResponseRedirect(self._address(name, keys))

    def _address(self, name: str, keys: list[int]) -> str:
        address = reverse(f"admin:{self._address_name()}", args=[name])
        return f"{address}?{'&'.join(f'pk={key}' for key in keys)}"

    def _address_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_deed"


def _refusal(deed: Deed, row: Any, person: Any) -> str:
    """Why not, in a sentence; "" when it is possible."""
    try:
        deed.refuse(row, person)
    except WorkbenchError as error:
        return error.sentence
    return ""

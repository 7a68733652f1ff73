"""Ways from one record to another, and the pieces of markup that lists and pages show."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from annotations.anchoring.text import shortened
from annotations.models import Article, Claim, Event

SHORT_CHARACTERS = 60

NOTHING = "-"
"""Said where there is nothing to say; a page would print None."""


def page_of(row: Model) -> str:
    """The address of the record's page in the administration."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_of(model: type[Model], **lookups: Any) -> str:
    """The address of a table's list, filtered."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(lookups)}" if lookups else address


def events_of(row: Any) -> str:
    """The address of the events on a record and on what hangs on it; "" for the few that have none."""
    if isinstance(row, (Article, Claim)):
        return list_of(Event, **{f"{row._meta.model_name}__id__exact": row.pk})
    return list_of(Event, object_uid=row.uid) if hasattr(row, "uid") and not isinstance(row, Event) else ""


def workbench_of(name: str, *arguments: Any) -> str:
    """The address of one of the workbench's own pages, or "" while there is none of this name."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def link(address: str, words: Any) -> SafeString | str:
    """A link, or the words alone when there is no address, or a dash when there are no words."""
    if not words:
        return NOTHING
    return format_html('<a href="{}">{}</a>', address, words) if address else str(words)


def short(words: str) -> str:
    return shortened(words, SHORT_CHARACTERS)


def linked(name: str, *, words: str = "", ordering: str | None = None) -> Any:
    """A column that links to the page of the record which this foreign key names."""

    @admin.display(description=words or name.replace("_", " "), ordering=ordering)
    def column(row: Any) -> Any:
        other = getattr(row, name)
        return link(page_of(other), short(str(other))) if other is not None else NOTHING

    return _called(name, column)


def beginning_of(name: str, *, words: str = "") -> Any:
    """A column with the beginning of a longer text."""

    @admin.display(description=words or name.replace("_", " "), ordering=name)
    def column(row: Any) -> str:
        return short(getattr(row, name)) or NOTHING

    return _called(name, column)


def count_of(rows: Callable[[Any], QuerySet[Any]], key: str) -> Callable[[Any], Coalesce]:
    """Given a person, an expression: how many of their visible `rows` have the record as their `key`."""

    def expression(person: Any) -> Coalesce:
        own = rows(person).filter(**{key: OuterRef("pk")}).order_by().values(key)
        number = Subquery(own.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
        return Coalesce(number, Value(0))

    return expression


def counted(name: str, model: type[Model], key: str, *, words: str) -> Any:
    """A column with the annotated number `name`, leading to the list of those records."""

    @admin.display(description=words, ordering=name)
    def column(row: Any) -> Any:
        return link(list_of(model, **{f"{key}__id__exact": row.pk}), str(getattr(row, name)))

    return _called(name, column)


def gathered(*columns: Any) -> Any:
    """One line with several columns: the words of each, and what it shows."""

    @admin.display(description="what hangs on it")
    def column(row: Any) -> SafeString:
        parts = ((str(each.short_description), each(row)) for each in columns)
        return format_html_join(" · ", "{} {}", parts)

    return _called("hanging", column)


def _called(name: str, column: Any) -> Any:
    """The admin takes CSS classes from the function's name."""
    column.__name__ = name
    return column


def pretty(value: Any) -> SafeString:
    """JSON to read."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True))


def names(people: list[Any]) -> str:
    """The people of a CSL list, or plain names."""
    return "; ".join(_name(person) for person in people) or NOTHING


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return str(person)
    parts = (person.get("given"), person.get("family"), person.get("literal"))
    return " ".join(str(part) for part in parts if part)


def before_and_after(data: dict[str, Any]) -> SafeString | str:
    """What an event holds, as a table: a row a column, as it was and as it became."""
    before, after = data.get("before") or {}, data.get("after") or {}
    rows = [(name, _plain(before.get(name)), _plain(after.get(name))) for name in {**before, **after}]
    rest = {name: value for name, value in data.items() if name not in ("before", "after")}
    table = format_html(
        "<table><thead><tr><th>Column</th><th>Before</th><th>After</th></tr></thead><tbody>{}</tbody></table>",
        format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", rows),
    )
    pieces = [(table,)] * bool(rows) + [(pretty(rest),)] * bool(rest)
    return format_html_join("", "{}", pieces) or NOTHING


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

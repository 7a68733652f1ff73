"""How rows are changed: against the version the person saw, with the article held only while writing."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F
from django.utils import timezone

from annotations.errors import StaleEdit
from annotations.models import Article, Claim
from annotations.models.base import EditableRow, refuse_unfit

EditableT = TypeVar("EditableT", bound=EditableRow)


def change(row: EditableT, row_version: int, **columns: Any) -> EditableT:
    """Write these columns if the row is still at `row_version`, and return it as it now is.

    Raises StaleEdit with the columns' present values when somebody was quicker: nobody holds a lock while a
    person thinks. Raises InvalidInput for words that do not fit their column.
    """
    refuse_unfit(type(row), columns)
    rows = type(row)._default_manager.filter(pk=row.pk, row_version=row_version)
    updated = rows.update(**columns, row_version=F("row_version") + 1, modified=timezone.now())
    if updated != 1:
        raise overtaken(row, columns)
    row.refresh_from_db()
    return row


def edit(row: EditableRow, row_version: int, **columns: Any) -> bool:
    """As `change`, but what says only what stands already moves nothing. Returns whether the row was changed.

    Raises StaleEdit also where nothing would change: who edits what others have changed may mean something else.
    """
    if row.row_version != row_version or differing(row, columns):
        change(row, row_version, **columns)
        return True
    if not type(row)._default_manager.filter(pk=row.pk, row_version=row_version).exists():
        raise overtaken(row, columns)
    return False


def overtaken(row: EditableRow, columns: Iterable[str]) -> StaleEdit:
    """What is raised when somebody was quicker, with what stands in these columns now."""
    current = type(row)._default_manager.get(pk=row.pk)
    shown = {name: plain(getattr(current, name)) for name in columns}
    return StaleEdit(extra={"current": shown, "row_version": current.row_version}, row=current)


def differing(row: Any, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the columns that say something else than the row."""
    return {name: value for name, value in columns.items() if getattr(row, name) != value}


def plain(value: Any) -> Any:
    """A value as JSON can hold it: rows by name, the rest as text where it is not a plain value already."""
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return str(value)


def before_and_after(row: Any, columns: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What an event stores of an edit: only what really changes. Call it before `edit`."""
    changed = differing(row, columns)
    return {
        "before": {name: plain(getattr(row, name)) for name in changed},
        "after": {name: plain(value) for name, value in changed.items()},
    }


def hold_article(pk: int) -> Article:
    """The article, locked until the transaction ends (SQLite's write lock holds everything already).

    Every action on an article or its claims takes this lock first, so that guards stay true until the commit
    and the locks are always taken in one order: article, then the event's number.
    """
    return Article.objects.select_for_update(no_key=True).get(pk=pk)


def hold_articles(keys: Iterable[int]) -> set[int]:
    """Hold these articles, in the order of their keys: that of the house. Returns the keys, each once."""
    rows = Article.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def hold_text(sha256: str) -> None:
    """Nobody else asks whether we have this text until the transaction ends.

    SQLite's write lock does it there. The key has two parts, so that it is never the event numbers' lock.
    """
    if connection.vendor == "postgresql":
        first, second = (int(sha256[start : start + 8], 16) - 2**31 for start in (0, 8))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [first, second])


def hold_claim(claim: Claim) -> Claim:
    """The claim read anew, with its article held. What hangs on it is read by those steps that ask for it."""
    article = hold_article(claim.article_id)
    held = Claim.objects.select_related("policy", "claimant", "assignee").get(pk=claim.pk)
    held.article = article
    return held

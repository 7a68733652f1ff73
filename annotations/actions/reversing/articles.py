"""What takes back what was done to an article."""

from typing import Any

from django.utils.dateparse import parse_datetime

from annotations.actions.articles import archive_article, describe_article, restore_article
from annotations.actions.clearing import clear_article, void_clearance
from annotations.actions.reversing.logged import before
from annotations.models import CheckPolicy, Clearance, Event


def describe_article_back(event: Event, by: Any) -> None:
    assert event.article is not None
    values = before(event)
    for name in ("published_at", "due", "embargo_until"):
        if name in values:
            values[name] = parse_datetime(values[name] or "")
    if "policy" in values:
        values["policy"] = next(row for row in CheckPolicy.objects.all() if str(row) == values["policy"])
    describe_article(event.article, by=by, row_version=event.article.row_version, **values)


def put_article_away(event: Event, by: Any) -> None:
    assert event.article is not None
    archive_article(event.article, by=by, row_version=event.article.row_version)


def bring_article_back(event: Event, by: Any) -> None:
    assert event.article is not None
    restore_article(event.article, by=by, row_version=event.article.row_version)


def void(event: Event, by: Any) -> None:
    assert event.article is not None
    void_clearance(event.article, by=by)


def clear_again(event: Event, by: Any) -> None:
    clearance = Clearance.objects.select_related("article", "version").get(uid=event.object_uid)
    clear_article(clearance.article, by=by, version=clearance.version)

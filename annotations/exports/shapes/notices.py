"""What a person is told, for that person."""

from collections.abc import Iterator

from django.db.models import QuerySet

from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.models import Notification, Verb, Why

NOTICE: Columns = {
    "uid": "uid",
    "why": "why",
    "event": "event__number",
    "at": "event__at",
    "by": under("event__by", PERSON),
    "verb": "event__verb",
    "article": "event__article__uid",
    "claim": "event__claim__uid",
    "object_kind": "event__object_kind",
    "object_uid": "event__object_uid",
    "seen_at": "seen_at",
}


def notice_shapes(notices: QuerySet[Notification]) -> Iterator[Shape]:
    """Who did what to which record, and why one is told; what was said stands on the record."""
    for shape in plain(notices, NOTICE):
        yield shape | {"said": f"{Verb(shape['verb']).label}: it {Why(shape['why']).label}"}

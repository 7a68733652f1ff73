"""Sources: describing them once, so that any claim can use them."""

import hashlib
import hmac
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from annotations.actions.claims import one_line
from annotations.actions.recording import move_counters, record
from annotations.actions.rows import before_and_after, change, hold_article
from annotations.errors import InvalidInput
from annotations.models import Claim, Event, Snapshot, Source, SourceType, Terms, Tier, Verb
from annotations.permissions import Permission, require

IDENTITY = ("title", "author", "container_title", "publisher", "url", "doi", "archived_url", "note")
"""The columns that tell who or what a source is."""

DESCRIBABLE = (*IDENTITY, "type", "issued", "tier", "terms", "confidential", "public_description")


@transaction.atomic
def add_source(*, by: Any, url: str = "", title: str = "", **columns: Any) -> Source:
    """Describe a source; `columns` are those of `DESCRIBABLE`. The title may arrive later, from the page itself.

    Confidential unless on the record, when nothing else is said. Raises InvalidInput naming the field.
    """
    require(by, Permission.ADD_SOURCE)
    columns = {"url": checked_url(url), "title": one_line(title), **columns}
    refuse_unknown(columns)
    if not (columns["url"] or columns["title"]):
        raise InvalidInput("Give the source a title or an address.", field="title")
    columns.setdefault("confidential", columns.get("terms", Terms.ON_RECORD) != Terms.ON_RECORD)
    source = Source(added_by=by, **columns)
    refuse_bad_values(source)
    source.save()
    data = {"after": sealed(source, {name: columns[name] for name in columns if columns[name]})}
    record(Verb.SOURCE_ADDED, by=by, row=source, data=data)
    return source


def source_at(url: str, *, by: Any, title: str = "") -> Source:
    """The source of this address that this person may know, or a new one."""
    address = checked_url(url)
    known = Source.objects.identified_to(by).filter(url=address).order_by("pk").first() if address else None
    return known or add_source(by=by, url=address, title=title)


@transaction.atomic
def describe_source(source: Source, *, by: Any, row_version: int, **columns: Any) -> Source:
    """Change columns of `DESCRIBABLE`. The claims that use it count as changed, for who pulls them."""
    require(by, Permission.DESCRIBE_SOURCE, source)
    refuse_unknown(columns)
    if "url" in columns:
        columns["url"] = checked_url(columns["url"])
    claims = list(Claim.objects.filter(evidence__source=source).distinct().order_by("article_id"))
    for pk in sorted({claim.article_id for claim in claims}):
        hold_article(pk)
    data = before_and_after(source, columns)
    change(source, row_version, **columns)
    refuse_bad_values(source)
    if data["after"].get("confidential"):
        seal_earlier_events(source)
    data = {when: sealed(source, values) for when, values in data.items()}
    event = record(Verb.SOURCE_DESCRIBED, by=by, row=source, data=data)
    move_counters(event.number, *claims)
    return source


@transaction.atomic
def store_snapshot(
    source: Source, *, by: Any, body: bytes, final_url: str, http_status: int, media_type: str, text: str
) -> Snapshot:
    """Keep a copy of what the source says today."""
    snapshot = Snapshot.objects.create(
        source=source,
        retrieved_at=timezone.now(),
        final_url=final_url[:2000],
        http_status=http_status,
        media_type=media_type[:100],
        bytes=body,
        sha256=hashlib.sha256(body).hexdigest(),
        text=text,
    )
    record(Verb.SOURCE_COPIED, by=by, row=source, data={"after": {"sha256": snapshot.sha256}})
    return snapshot


def sealed(source: Source, values: dict[str, Any], telling: Collection[str] = IDENTITY) -> dict[str, Any]:
    """What an event may hold of these values: of a confidential source only an HMAC of each `telling` one.

    Who knows the value can verify it; when the key beside the source is forgotten, nobody can.
    """
    if not source.confidential:
        return {name: str(value) if name != "author" else value for name, value in values.items()}
    key = bytes(source.seal_key)
    return {
        name: hmac.new(key, str(value).encode(), hashlib.sha256).hexdigest()
        if name in telling
        else str(value)
        for name, value in values.items()
    }


def seal_earlier_events(source: Source) -> None:
    """What the log said openly of a source that is confidential from now on; the one change an event ever sees."""
    for event in Event.objects.filter(object_kind="source", object_uid=source.uid):
        event.data = {
            when: sealed(source, values) if when in ("before", "after") else values
            for when, values in event.data.items()
        }
        event.save(update_fields=["data"])


def checked_url(url: str) -> str:
    """The address trimmed. Raises InvalidInput unless it is empty or an absolute http or https address."""
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or len(url) > 2000
        or any(map(str.isspace, url))
    ):
        raise InvalidInput("An address begins with http:// or https:// and has no spaces.", field="url")
    return url


def refuse_unknown(columns: dict[str, Any]) -> None:
    for name in columns:
        if name not in DESCRIBABLE:
            raise InvalidInput(f"A source has no field “{name}” that can be set.", field=name)


def refuse_bad_values(source: Source) -> None:
    choices = {"type": SourceType, "tier": Tier, "terms": Terms}
    for name, enum in choices.items():
        if getattr(source, name) not in enum:
            allowed = ", ".join(enum.values)
            raise InvalidInput(f"“{getattr(source, name)}” is not one of: {allowed}.", field=name)
    if not isinstance(source.author, list):
        raise InvalidInput("Authors are a list of CSL names.", field="author")

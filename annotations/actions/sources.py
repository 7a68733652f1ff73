"""Sources: describing them once, so that any claim can use them."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from annotations.actions.claims import one_line
from annotations.actions.recording import record
from annotations.actions.rows import before_and_after, change, edit
from annotations.actions.sealing import GIVES_AWAY, IDENTITY, WHO, seal_earlier_events, sealed
from annotations.actions.using import count_as_changed, hold_all_users, hold_users
from annotations.anchoring.text import shortened
from annotations.errors import Conflict, InvalidInput
from annotations.models import (
    Claim,
    Comment,
    Draft,
    IdempotencyKey,
    Snapshot,
    Source,
    SourceType,
    Terms,
    Tier,
    Verb,
)
from annotations.models.sources import TITLE_CHARACTERS
from annotations.permissions import Permission, require
from annotations.sanitize import explanation_html

FORGOTTEN = "Forgotten, with the source it was about."
"""What is left of a comment on the evidence of a source that was forgotten."""

DESCRIBABLE = (
    *WHO,
    "type",
    "tier",
    "terms",
    "confidential",
    "public_description",
)


@transaction.atomic
def add_source(*, by: Any, url: str = "", title: str = "", **columns: Any) -> Source:
    """Describe a source; `columns` are those of `DESCRIBABLE`. The title may arrive later, from the page itself.

    Confidential unless on the record, when nothing else is said. Raises InvalidInput naming the field.
    """
    require(by, Permission.ADD_SOURCE)
    columns = described(url=url, title=title, **columns)
    source = Source.objects.create(added_by=by, **columns)
    data = {"after": sealed(source, {name: columns[name] for name in columns if columns[name]})}
    record(Verb.SOURCE_ADDED, by=by, row=source, data=data)
    return source


def described(*, url: str = "", title: str = "", **columns: Any) -> dict[str, Any]:
    """The columns of a new source as `add_source` keeps them. Raises InvalidInput naming the field."""
    columns = fitting(url=url, title=title, **columns)
    if not (columns["url"] or columns["title"]):
        raise InvalidInput("Give the source a title or an address.", field="title")
    return columns


def fitting(*, url: str = "", title: str = "", **columns: Any) -> dict[str, Any]:
    """The same of columns that need not say what the source is called."""
    refuse_unknown(columns)
    columns |= {"url": url, "title": one_line(title)} | checked_urls({"url": url, **columns})
    columns.setdefault("confidential", columns.get("terms", Terms.ON_RECORD) != Terms.ON_RECORD)
    refuse_bad_values(Source(**columns))
    return columns


def source_at(url: str, *, by: Any, title: str = "") -> Source:
    """The source of this address that this person may know, or a new one."""
    address = checked_url(url)
    known = Source.objects.identified_to(by).filter(url=address).order_by("pk").first() if address else None
    return known or add_source(by=by, url=address, title=title)


@transaction.atomic
def describe_source(source: Source, *, by: Any, row_version: int, **columns: Any) -> Source:
    """Change columns of `DESCRIBABLE`. The claims that use it count as changed, and their articles.

    New terms that are not on the record make it confidential, unless something else is said.
    """
    require(by, Permission.DESCRIBE_SOURCE, source)
    refuse_unknown(columns)
    if columns.get("terms", source.terms) not in (source.terms, Terms.ON_RECORD):
        columns.setdefault("confidential", True)
    columns |= checked_urls(columns)
    if "title" in columns:
        columns["title"] = one_line(columns["title"])
    claims = hold_all_users(source)
    data = before_and_after(source, columns)
    if not edit(source, row_version, **columns):
        return source
    refuse_bad_values(source)
    if data["after"].get("confidential"):
        seal_earlier_events(source)
    data = {when: sealed(source, values) for when, values in data.items()}
    event = record(Verb.SOURCE_DESCRIBED, by=by, row=source, data=data)
    count_as_changed(claims, event)
    return source


@transaction.atomic
def forget_source(source: Source, *, by: Any, row_version: int) -> Source:
    """Delete for good who the source is: its identity, our copies, and what its evidence quotes and notes.

    The log is sealed, then the key is deleted: it says what happened and can be matched with nobody any more.
    What readers are told stays, and so does what was published under the source's name.
    """
    require(by, Permission.FORGET_SOURCE, source)
    if source.forgotten_at:
        raise Conflict("Who this source is was forgotten already.")
    claims = hold_all_users(source)
    change(source, row_version, confidential=True, forgotten_at=timezone.now())
    seal_earlier_events(source)
    drop_words_kept_of(source)
    drop_identity(source)
    event = record(Verb.SOURCE_FORGOTTEN, by=by, row=source)
    count_as_changed(claims, event)
    return source


def drop_identity(source: Source) -> None:
    """What stands in the tables that say who it is or could."""
    nothing: dict[str, Any] = dict.fromkeys(IDENTITY, "") | {
        "author": [],
        "foreign": {},
        "seal_key": b"",
    }
    Source.objects.filter(pk=source.pk).update(**nothing)
    source.snapshots.update(
        final_url="", http_status=None, media_type="", bytes=b"", sha256="", text="", etag=""
    )
    said = {**dict.fromkeys(GIVES_AWAY, ""), "note_html": ""}
    source.evidence.update(**said, row_version=F("row_version") + 1, modified=timezone.now())
    comments = Comment.objects.filter(evidence__source=source)
    comments.update(body=FORGOTTEN, body_html=explanation_html(FORGOTTEN))
    source.refresh_from_db()


def name_by_page(source: Source, *, headline: str) -> Source:
    """Give a source that came as an address the title of its page, on behalf of who added it."""
    title = shortened(headline, TITLE_CHARACTERS)
    return describe_source(source, by=source.added_by, row_version=source.row_version, title=title)


LONGEST_ETAG_CHARACTERS = 300
LONGEST_URL_CHARACTERS = 2_000
"""A longer one is not kept: half of one means nothing."""

FIELDS_OF_EVIDENCE = ("locator", "quotation", "note", "comment-on")
"""What the panel's fields about one piece of evidence are called; its key stands behind the name."""


def drop_words_kept_of(source: Source) -> None:
    """What is kept beside the work: words not yet sent, answers to be given again, what the copying came to."""
    evidence = dict(source.evidence.values_list("pk", "uid"))
    of_its_use = [f"{name}-{pk}" for pk in evidence for name in FIELDS_OF_EVIDENCE]
    Draft.objects.filter(
        Q(object_uid__in=[source.uid, *evidence.values()]) | Q(field__in=of_its_use)
    ).delete()
    told = [pk for pk, answer in kept_answers() if str(source.uid) in json.dumps(answer)]
    IdempotencyKey.objects.filter(pk__in=told).delete()


def kept_answers() -> Iterator[tuple[int, Any]]:
    """Those of one day: older ones are gone."""
    return IdempotencyKey.objects.values_list("pk", "answer").iterator()


@transaction.atomic
def store_snapshot(source: Source, *, by: Any, **copy: Any) -> Snapshot:
    """Keep a copy of what the source says today: evidence that has none yet rests on it from now on.

    `copy` is what `keep_copy` takes. Raises Conflict where the source was forgotten meanwhile.
    """
    return keep_copy(source, hold_users(source), by=by, **copy)


def keep_copy(
    source: Source,
    claims: Sequence[Claim],
    *,
    by: Any,
    body: bytes,
    final_url: str,
    http_status: int | None,
    media_type: str,
    text: str,
    etag: str = "",
) -> Snapshot:
    """The same for whoever holds the `claims` that use it.

    `etag` is the name its server gives to just this answer.
    """
    # While the page was on its way somebody may have had the source forgotten, or made it confidential.
    source.refresh_from_db(from_queryset=Source.objects.select_for_update(no_key=True))
    if source.forgotten_at:
        raise Conflict("Who this source is was forgotten. No copy of it is kept.")
    snapshot = Snapshot.objects.create(
        source=source,
        retrieved_at=timezone.now(),
        # An address that is cut leads elsewhere.
        final_url=final_url if len(final_url) <= LONGEST_URL_CHARACTERS else source.url,
        http_status=http_status,
        media_type=media_type[:100],
        bytes=body,
        sha256=hashlib.sha256(body).hexdigest(),
        text=text,
        etag=etag if len(etag) <= LONGEST_ETAG_CHARACTERS else "",
    )
    source.evidence.living().filter(claim__in=claims, snapshot=None).update(snapshot=snapshot)
    data = {"after": sealed(source, {"sha256": snapshot.sha256})}
    event = record(Verb.SOURCE_COPIED, by=by, row=source, data=data)
    count_as_changed(claims, event)
    return snapshot


def checked_urls(columns: dict[str, Any]) -> dict[str, str]:
    """The addresses among these columns, as they are kept. Raises InvalidInput naming the field."""
    return {
        name: checked_url(columns[name], field=name) for name in ("url", "archived_url") if name in columns
    }


def checked_url(url: str, *, field: str = "url") -> str:
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
        raise InvalidInput("An address begins with http:// or https:// and has no spaces.", field=field)
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
    if not isinstance(source.author, list) or not all(map(is_name, source.author)):
        raise InvalidInput("Authors are a list of CSL names.", field="author")


def is_name(author: Any) -> bool:
    """Whether it can be cited: whatever a CSL name holds beside, its words are text."""
    return isinstance(author, dict) and all(
        isinstance(author.get(part, ""), str) for part in ("family", "given", "literal")
    )

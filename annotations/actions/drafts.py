"""Words typed and not yet handed in: kept for their author alone, until they are or a month has passed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations.errors import InvalidInput, TooLarge, WrittenElsewhere
from annotations.models import Draft
from annotations.permissions import Permission, require

MOST_CHARACTERS = 200_000
KEPT_DAYS = 30


@transaction.atomic
def keep_draft(
    *, by: Any, kind: str, uid: UUID, field: str, text: str, base: str = "", window: str = "", seen: str = ""
) -> Draft | None:
    """Overwrite the draft of this field; the words of `base`, which stood there at first, leave none.

    `window` names where it is typed, `seen` is the draft as it was last seen there: raises WrittenElsewhere when
    another window has kept other words since. Raises TooLarge above `MOST_CHARACTERS`. What is older than
    `KEPT_DAYS` days goes on the way.
    """
    require(by, Permission.KEEP_DRAFT)
    if max(len(text), len(base)) > MOST_CHARACTERS:
        raise TooLarge(f"A draft has up to {MOST_CHARACTERS:,} characters.")
    if not 0 < len(field) <= 60:
        raise InvalidInput("Name the field in up to 60 characters.", field="field")
    own = Draft.objects.filter(person=by)
    own.filter(modified__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    which: dict[str, Any] = {"object_kind": kind, "object_uid": uid, "field": field}
    kept = own.select_for_update().filter(**which).first()
    if kept and kept.window != window and kept.text not in (seen, text):
        raise WrittenElsewhere(extra={"text": kept.text})
    if text == base:
        own.filter(**which).delete()
        return None
    written = {"text": text, "base_text": base, "window": window}
    draft, _ = Draft.objects.update_or_create(person=by, **which, defaults=written)
    return draft


@transaction.atomic
def drop_drafts(*, by: Any, kind: str, uid: UUID, fields: list[str]) -> None:
    """What these fields held is handed in."""
    require(by, Permission.KEEP_DRAFT)
    Draft.objects.filter(person=by, object_kind=kind, object_uid=uid, field__in=fields).delete()

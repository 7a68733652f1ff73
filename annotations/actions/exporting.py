"""Taking a copy of the newsroom's work out of it."""

from typing import Any

from django.db import transaction

from annotations.actions.recording import record
from annotations.models import Event, Verb
from annotations.permissions import Permission, require


@transaction.atomic
def note_export(*, by: Any, format: str, filters: dict[str, Any]) -> Event:
    """Record who takes which claims in which format. Call it before the first byte goes out.

    That words were looked for is recorded, and not which: they may be the name of a confidential source.
    """
    require(by, Permission.EXPORT)
    told = {name: "(words)" if name == "q" else value for name, value in filters.items()}
    return record(Verb.EXPORTED, by=by, row=by, data={"format": format, "filters": told})

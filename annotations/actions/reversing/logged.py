"""What the log tells of what there was before."""

from typing import Any

from annotations.actions.sealing import SEAL
from annotations.errors import Conflict
from annotations.models import Event


def before(event: Event) -> dict[str, Any]:
    """The values an edit replaced. Raises Conflict for those that the log knows as seals alone."""
    values: dict[str, Any] = dict(event.data.get("before") or {})
    if any(isinstance(value, str) and SEAL.fullmatch(value) for value in values.values()):
        raise Conflict(
            "The log keeps no words about a confidential source, so they cannot come back. Write them again."
        )
    return values


def earlier(event: Event, verb: str) -> Event:
    """The newest event of this verb about the same record before this one."""
    same = Event.objects.filter(object_kind=event.object_kind, object_uid=event.object_uid)
    found = same.filter(verb=verb, number__lt=event.number).order_by("-number").first()
    if found is None:
        raise Conflict("The log does not tell what there was before.")
    return found

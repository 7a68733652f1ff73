"""Browsers that are logged in: ending them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import record
from annotations.errors import InvalidInput
from annotations.models import Person, Session, Verb
from annotations.permissions import Permission, require


@transaction.atomic
def end_session(session: Session, *, by: Any) -> None:
    """End one: its next request is a stranger's."""
    require(by, Permission.END_SESSION, session)
    if session.person is None:
        raise InvalidInput("Nobody is logged in there.")
    drop_sessions(session.person, only=session.pk)
    since = session.signed_in_at.isoformat() if session.signed_in_at else None
    record(Verb.SESSION_ENDED, by=by, row=session.person, data={"before": {"sessions": 1, "since": since}})


@transaction.atomic
def end_sessions(person: Person, *, by: Any, kept: str | None = None) -> int:
    """End all of a person but the one with the key `kept`; returns how many there were."""
    require(by, Permission.END_SESSION, Session(person=person))
    ended = drop_sessions(person, kept=kept)
    if ended:
        record(Verb.SESSION_ENDED, by=by, row=person, data={"before": {"sessions": ended}})
    return ended


def drop_sessions(person: Person, *, kept: str | None = None, only: str | None = None) -> int:
    """Delete the rows; returns how many of them still signed somebody in. Part of an action that records why."""
    rows = Session.objects.filter(person=person)
    rows = rows.filter(pk=only) if only else rows.exclude(pk=kept) if kept else rows
    living = rows.filter(expire_date__gt=timezone.now()).count()
    rows.delete()
    return living


def drop_expired() -> None:
    """Rows that have run out sign nobody in; they go when somebody signs in."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()

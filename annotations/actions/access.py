"""People and their keys."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import record
from annotations.actions.rows import before_and_after, edit
from annotations.actions.sessions import drop_sessions
from annotations.actions.webhooks import LEFT, stop_webhooks_of
from annotations.errors import Conflict, InvalidInput
from annotations.models import ApiToken, Person, Role, Scope, Verb
from annotations.models.base import is_inside
from annotations.permissions import Permission, require

TOKEN_BYTES = 32
PREFIX_CHARACTERS = 12


@transaction.atomic
def add_person(*, by: Person | None, username: str, password: str | None = None, **columns: Any) -> Person:
    """Add a colleague. `by` is None only for the commands that found the newsroom."""
    if by is not None:
        require(by, Permission.MANAGE_PEOPLE)
    refuse_unknown_role(columns)
    if Person.objects.filter(username=username).exists():
        raise Conflict("Somebody has this user name already.", field="username")
    person = Person.objects.create_user(username, password, **columns)
    data = {"after": {"username": username, "role": person.role, "administrator": person.is_superuser}}
    record(Verb.PERSON_ADDED, by=by, row=person, data=data)
    return person


@transaction.atomic
def change_person(person: Person, *, by: Person, row_version: int, **columns: Any) -> Person:
    """Change name, e-mail, role, administration or whether the account is active. Work always stays.

    Of whoever is deactivated the sessions end at once and the tokens are revoked.
    """
    require(by, Permission.MANAGE_PEOPLE)
    for name in columns:
        if name not in ("username", "name", "email", "role", "is_active", "is_superuser"):
            raise InvalidInput(f"A person has no field “{name}” that can be set.", field=name)
    refuse_unknown_role(columns)
    refuse_losing_the_last_administrator(person, columns)
    data = before_and_after(person, columns)
    if not edit(person, row_version, **columns):
        return person
    if not person.is_active:
        shut_out(person, by=by)
    if not is_inside(person):
        stop_webhooks_of(person, by=by, why=LEFT)
    record(Verb.PERSON_CHANGED, by=by, row=person, data=data)
    return person


def refuse_unknown_role(columns: dict[str, Any]) -> None:
    if columns.get("role", Role.NONE) not in Role:
        raise InvalidInput(f"A role is one of: {', '.join(Role.values)}.", field="role")


def shut_out(person: Person, *, by: Person) -> None:
    """No session goes on, and no token and no invitation lives again when the account does."""
    drop_sessions(person)
    if not person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password", "modified"])
    for token in person.tokens.filter(revoked_at=None).order_by("pk"):
        revoke_token(token, by=by)


@transaction.atomic
def rename_person(person: Person, *, by: Person, row_version: int, name: str) -> Person:
    """Change the name colleagues see: one's own, or as administrator anybody's."""
    if by.pk != person.pk:
        require(by, Permission.MANAGE_PEOPLE)
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("Write the name your colleagues see.", field="name")
    data = before_and_after(person, {"name": name})
    if edit(person, row_version, name=name):
        record(Verb.PERSON_CHANGED, by=by, row=person, data=data)
    return person


@transaction.atomic
def choose_mail(person: Person, *, by: Person, row_version: int, wanted: bool) -> Person:
    """Whether notices also come by mail: one's own choice, or an administrator's."""
    if by.pk != person.pk:
        require(by, Permission.MANAGE_PEOPLE)
    data = before_and_after(person, {"notices_by_mail": wanted})
    if edit(person, row_version, notices_by_mail=wanted):
        record(Verb.PERSON_CHANGED, by=by, row=person, data=data)
    return person


def refuse_losing_the_last_administrator(person: Person, columns: dict[str, Any]) -> None:
    stays = columns.get("is_superuser", person.is_superuser) and columns.get("is_active", person.is_active)
    # Held, so that of two who take the rights from one another at once the second is refused.
    administrators = Person.objects.select_for_update(no_key=True).filter(is_superuser=True, is_active=True)
    others = {row.pk for row in administrators.order_by("pk")} - {person.pk}
    if person.is_superuser and not stays and not others:
        raise Conflict("This is the last administrator. Make somebody else one first.")


@transaction.atomic
def set_password(person: Person, *, by: Person | None, password: str) -> Person:
    """One's own, or as administrator anybody's; `by` is None only for the command. Ends the person's sessions.

    The session in which it was asked goes on when the door calls `update_session_auth_hash`.
    """
    if by is not None and by.pk != person.pk:
        require(by, Permission.MANAGE_PEOPLE)
    person.set_password(password)
    person.save(update_fields=["password", "modified"])
    drop_sessions(person)
    record(Verb.PERSON_CHANGED, by=by, row=person, data={"after": {"password": "changed"}})
    return person


@transaction.atomic
def make_token(
    person: Person,
    *,
    by: Person,
    scopes: list[Scope],
    name: str = "",
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown this once: only its SHA-256 is stored."""
    require(by, Permission.MAKE_TOKEN, ApiToken(person=person))
    if not scopes or any(scope not in Scope for scope in scopes):
        raise InvalidInput(f"A scope is one of: {', '.join(Scope.values)}.", field="scopes")
    secret = f"fcw_{secrets.token_urlsafe(TOKEN_BYTES)}"
    token = ApiToken.objects.create(
        person=person,
        name=name.strip(),
        prefix=secret[:PREFIX_CHARACTERS],
        digest=digest(secret),
        scopes=[str(scope) for scope in scopes],
        expires_at=expires_at,
    )
    data = {"after": {"prefix": token.prefix, "scopes": token.scopes, "person": person.username}}
    record(Verb.TOKEN_MADE, by=by, row=token, data=data)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person) -> ApiToken:
    """End it at once."""
    require(by, Permission.REVOKE_TOKEN, token)
    if token.revoked_at:
        raise Conflict("It is revoked already.")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at", "modified"])
    record(Verb.TOKEN_REVOKED, by=by, row=token, data={"before": {"prefix": token.prefix}})
    return token


def token_of(secret: str) -> ApiToken | None:
    """The usable token with this secret. The comparison takes the same time whatever differs."""
    tokens = ApiToken.objects.usable().select_related("person")
    token = tokens.filter(prefix=secret[:PREFIX_CHARACTERS]).first()
    if token is None or not secrets.compare_digest(token.digest, digest(secret)):
        return None
    return token


def note_use(token: ApiToken) -> None:
    """When the token was last used, to the minute: one write a minute at the most, and no event."""
    now = timezone.now()
    if token.last_used is None or (now - token.last_used).total_seconds() > 60:
        ApiToken.objects.filter(pk=token.pk).update(last_used=now)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

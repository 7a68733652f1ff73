"""Invitations: a link with which a person chooses the password, once.

There is no table of them. The link's token is a signature over the password's hash, the time of the last signing-in
and the address, so that it is used up by what it is for, and dies when one of them changes.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import transaction

from annotations.actions.access import add_person
from annotations.actions.recording import record
from annotations.actions.sessions import drop_sessions
from annotations.errors import Conflict
from annotations.models import Person, Role, Verb
from annotations.permissions import Permission, require

INVITATIONS = PasswordResetTokenGenerator()
INVITATIONS.key_salt = "annotations.actions.invitations"

ENDED = (
    "This invitation was used, has run out, or was replaced by a newer one. Ask an administrator for another."
)


@transaction.atomic
def invite_person(
    *, by: Any, username: str, name: str = "", email: str = "", role: Role | str = Role.READER
) -> tuple[Person, str]:
    """Add a colleague who will choose the password; returns the person and the token of the link.

    Raises Conflict when the user name is taken.
    """
    person = add_person(by=by, username=username, name=name, email=email, role=role)
    return person, invite_again(person, by=by)


@transaction.atomic
def invite_again(person: Person, *, by: Any) -> str:
    """The token of a new link. Of one who has no password yet, earlier links end; a password stays until replaced.

    Raises Conflict for somebody who is deactivated.
    """
    require(by, Permission.MANAGE_PEOPLE)
    person = hold_person(person)
    if not person.is_active:
        raise Conflict(f"{person} is deactivated. Reactivate the account first.")
    if not person.has_usable_password():
        person.password = make_password(None)
        person.save(update_fields=["password", "modified"])
    record(Verb.PERSON_INVITED, by=by, row=person, data={"after": {"username": person.username}})
    return str(INVITATIONS.make_token(person))


def is_invited(person: Person, token: str) -> bool:
    """Whether the link still opens the door."""
    return person.is_active and INVITATIONS.check_token(person, token)


@transaction.atomic
def accept_invitation(person: Person, *, token: str, password: str) -> Person:
    """Give the person this password, by the link alone. Raises Conflict when the link has ended meanwhile."""
    person = hold_person(person)
    if not is_invited(person, token):
        raise Conflict(ENDED)
    person.set_password(password)
    person.save(update_fields=["password", "modified"])
    drop_sessions(person)
    data = {"after": {"password": "chosen by invitation"}}
    record(Verb.PERSON_CHANGED, by=person, row=person, data=data)
    return person


def mail_link(person: Person, address: str) -> str:
    """Mail the link where the newsroom has configured mail; returns what became of it, in a sentence.

    Called after the commit and at once, never as a task: the queue's table would keep the link.
    """
    if not (settings.NOTICES_BY_MAIL and person.email):
        return ""
    subject = " ".join(f"[{settings.NEWSROOM}] Choose your password".split())
    body = (
        f"You are invited to the fact-check workbench of {settings.NEWSROOM}.\n\n"
        f"Your user name is {person.username}. Choose a password here, once, within three days:\n{address}\n"
    )
    try:
        EmailMessage(subject, body, to=[person.email]).send()
    except OSError:
        return f"It could not be mailed to {person.email}: send it yourself."
    return f"It was also mailed to {person.email}."


def hold_person(person: Person) -> Person:
    """The person as they are now, locked: of two uses of one link the second finds it used."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)

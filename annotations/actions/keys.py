"""How the workbench is for one person: their keys, and that they know how it is used."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from annotations.actions.recording import record
from annotations.actions.rows import before_and_after, edit
from annotations.errors import Forbidden, InvalidInput
from annotations.models import Person, Verb
from annotations.models.keys import BY_NAME, changed, faults_of


@transaction.atomic
def choose_keys(
    person: Person, *, by: Person, row_version: int, keys: Mapping[str, str], off: bool
) -> Person:
    """Let these characters mean these commands (name → character; what is not named is as it comes), or none at all.

    Only one's own. Raises InvalidInput, with the command as its field, for what is no character or means two things.
    """
    if by.pk != person.pk:
        raise Forbidden("Everybody chooses their own keys.")
    if unknown := sorted(set(keys) - set(BY_NAME)):
        raise InvalidInput(f"There is no command “{unknown[0]}”.", field=unknown[0])
    for name, fault in faults_of(keys).items():
        raise InvalidInput(fault, field=name)
    own: dict[str, Any] = {"changed": changed(keys), "off": off}
    wanted = {name: value for name, value in own.items() if value}
    data = before_and_after(person, {"keys": wanted})
    if edit(person, row_version, keys=wanted):
        record(Verb.PERSON_CHANGED, by=by, row=person, data=data)
    return person


def note_hint_read(person: Person) -> None:
    """Note that this person has read what newcomers are told, so that no machine tells them again. No event."""
    Person.objects.filter(pk=person.pk, hint_read=False).update(hint_read=True)

"""As whom a command is run."""

from django.core.management.base import CommandError

from annotations.models import Person, Role


def person_named(username: str) -> Person:
    """The one of this name, or the first editor when no name is given. Raises CommandError."""
    people = Person.objects.filter(is_active=True)
    person = people.filter(username=username) if username else people.filter(role=Role.EDITOR).order_by("pk")
    if (found := person.first()) is None:
        raise CommandError(
            f"There is no active person “{username}”."
            if username
            else "There is no editor yet. Name one with --by."
        )
    return found

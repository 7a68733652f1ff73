"""What every row has in common."""

import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any, Self, TypeVar

from django.db import models

from annotations.errors import InvalidInput

RowT = TypeVar("RowT", bound=models.Model)
NUL = "\x00"


class Row(models.Model):
    """An integer key inside, a `uid` outside, and when it came and last changed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises InvalidInput for words that do not fit their column."""
        refuse_unfit(type(self), self.__dict__)
        super().save(*args, **kwargs)


class EditableRow(Row):
    """A row people edit: `row_version` counts edits of its own columns, so that a stale form is noticed."""

    row_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def is_inside(person: object) -> bool:
    """Whether this person sees the newsroom's side at all: signed in, active, with a role."""
    role = getattr(person, "role", "none")
    return bool(getattr(person, "is_active", False)) and role != "none"


class InsideQuerySet(models.QuerySet[RowT]):
    """Rows everybody inside sees and nobody outside."""

    def visible_to(self, person: Any) -> Self:
        return self if is_inside(person) else self.none()


def refuse_unfit(model: type[models.Model], columns: Mapping[str, Any]) -> None:
    """Raises InvalidInput for the first of these words that is longer than its column or holds a NUL.

    PostgreSQL takes neither and SQLite both, so that without this a value would be kept here and be an error there.
    """
    for name, (called, limit) in columns_of_words(model).items():
        words = columns.get(name)
        if not isinstance(words, str):
            continue
        if limit is not None and len(words) > limit:
            raise InvalidInput(
                f"{called} has at most {limit:,} characters; these are {len(words):,}.", field=name
            )
        if NUL in words:
            raise InvalidInput(f"{called} holds a NUL, which is no character of a text.", field=name)


@cache
def columns_of_words(model: type[models.Model]) -> dict[str, tuple[str, int | None]]:
    """Name → what it is called and, of those that have an end, how many characters it takes."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
    ]
    return {field.attname: (called(field), field.max_length) for field in fields}


def called(field: models.Field[Any, Any]) -> str:
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]

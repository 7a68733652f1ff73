"""What every row has in common."""

import uuid
from typing import Any, Self, TypeVar

from django.db import models

RowT = TypeVar("RowT", bound=models.Model)


class Row(models.Model):
    """An integer key inside, a `uid` outside, and when it came and last changed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


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

"""Browsers that are signed in: Django's sessions, with whose they are beside them."""

import uuid
from typing import Any, Self

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from annotations.models.access import Person

DEVICE = "device"
"""The key in a session under which a signing-in notes `at` (ISO 8601), `browser` and `address`."""


BROWSER_CHARACTERS = 300


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Any) -> Self:
        """One's own, and only those that have not run out."""
        return self.filter(person_id=getattr(person, "pk", None), expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """A browser that is signed in, so that its person can see and end it. The key signs in: it is shown nowhere."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    signed_in_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=BROWSER_CHARACTERS, blank=True, help_text="The User-Agent it sent.")
    address = models.GenericIPAddressField(null=True)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-signed_in_at"]

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's database store; what `DEVICE` holds is copied into the columns of the row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        known = Session.objects.filter(session_key=row.session_key).values_list("uid", flat=True).first()
        row.uid = known or row.uid
        row.person_id = data.get(SESSION_KEY)
        device = data.get(DEVICE, {})
        row.signed_in_at = device.get("at")
        row.browser, row.address = device.get("browser", ""), device.get("address")
        return row

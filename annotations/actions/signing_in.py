"""Signing in, with a brake on guessing.

The brake counts failures by account and by address for fifteen minutes. It slows down, it never locks anybody
out for good, and it answers the same for people who do not exist.
"""

import hashlib
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from annotations.actions.recording import record
from annotations.actions.sessions import drop_expired
from annotations.errors import TooMany
from annotations.models import Person, Verb
from annotations.models.sessions import BROWSER_CHARACTERS, DEVICE

WINDOW_SECONDS = 15 * 60
FAILURES_FREE_PER_ACCOUNT = 5
FAILURES_FREE_PER_ADDRESS = 30
"""A newsroom shares one address, so it gets more."""


class BrakedBackend(ModelBackend):
    """Django's own password check behind the brake; admin and pages both come through here."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Person | None:
        """Raises TooMany with the seconds to wait."""
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        keys = brake_keys(request, username)
        refuse_when_too_many(keys)
        person = super().authenticate(request, username, password, **kwargs)
        if person is None:
            count_failure(keys)
            record_refusal(username)
        else:
            cache.delete(next(iter(keys)))
        return person


def brake_keys(request: HttpRequest, username: str) -> dict[str, int]:
    """Cache key → failures that are free. All is hashed: the cache is no list of who tried what, and takes each."""
    return {
        f"brake:account:{hashed(username.strip().lower())}": FAILURES_FREE_PER_ACCOUNT,
        f"brake:address:{hashed(address_of(request))}": FAILURES_FREE_PER_ADDRESS,
    }


def hashed(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def address_of(request: HttpRequest) -> str:
    """The client's address as the outermost trusted proxy saw it; the header is ignored without proxies."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.NUM_PROXIES and len(forwarded) >= settings.NUM_PROXIES:
        return forwarded[-settings.NUM_PROXIES].strip()[:64]
    return request.META.get("REMOTE_ADDR", "")


def refuse_when_too_many(keys: dict[str, int]) -> None:
    for key, free in keys.items():
        if cache.get(key, 0) >= free:
            raise TooMany(
                "Too many failed attempts. Wait a quarter of an hour, or ask an administrator.",
                extra={"retry_after": WINDOW_SECONDS},
            )


def count_failure(keys: dict[str, int]) -> None:
    for key in keys:
        if not cache.add(key, 1, WINDOW_SECONDS):
            try:
                cache.incr(key)
            except ValueError:
                cache.set(key, 1, WINDOW_SECONDS)


@transaction.atomic
def record_refusal(username: str) -> None:
    """A failed attempt is an event of the account, when there is one; a name nobody has is not stored."""
    person = Person.objects.filter(username=username).first()
    if person is not None:
        record(Verb.SIGN_IN_REFUSED, by=None, row=person)


@transaction.atomic
def record_sign_in(request: HttpRequest, person: Person) -> None:
    """Record that the request's session is now this person's, and note in it from where."""
    drop_expired()
    request.session[DEVICE] = device_of(request)
    record(Verb.SIGNED_IN, by=person, row=person)


def device_of(request: HttpRequest) -> dict[str, str | None]:
    """What a session remembers of its beginning, for its person's eyes."""
    return {
        "at": timezone.now().isoformat(),
        "browser": request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:BROWSER_CHARACTERS],
        "address": valid_address(address_of(request)),
    }


def valid_address(text: str) -> str | None:
    """A proxy's header can hold anything; PostgreSQL's column cannot, nor a zone such as in "fe80::1%eth0"."""
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None


@transaction.atomic
def record_sign_out(person: Person) -> None:
    record(Verb.SIGNED_OUT, by=person, row=person)

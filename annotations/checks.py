"""Settings that can each be read, yet do not fit together or leave the workbench open: said at start and by `doctor`.

A value that cannot be read at all is refused when the settings are.
"""

import ipaddress
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

TAG = "workbench"


@register(TAG)
def settings_fit(app_configs: Any, **options: Any) -> list[CheckMessage]:
    return [*address(), *hosts()]


def address() -> Iterator[CheckMessage]:
    """Sent by http, passwords can be read on the way; only to this machine itself there is no way."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if is_this_machine(host):
        return
    if not settings.HTTPS:
        yield Warning(
            f"BASE_URL {settings.BASE_URL} is http and not this machine: passwords can be read on the way.",
            hint="Put a proxy that speaks TLS in front, and give BASE_URL as https://…",
            id="workbench.W001",
        )
    if settings.DEBUG:
        yield Error(
            f"DEBUG is on although people reach the workbench at {settings.BASE_URL}: "
            "whoever meets an error reads settings and code.",
            hint="Leave DEBUG out.",
            id="workbench.E001",
        )


def hosts() -> Iterator[CheckMessage]:
    host = urlsplit(settings.BASE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "ALLOWED_HOSTS is *: the workbench answers to every name.",
            hint="Name the hosts, or leave it out: then it is BASE_URL's.",
            id="workbench.W002",
        )
    elif not any(fits(host, allowed) for allowed in settings.ALLOWED_HOSTS):
        yield Error(
            f"ALLOWED_HOSTS does not hold {host}: at BASE_URL everybody is refused.",
            hint=f"Add {host}, or leave ALLOWED_HOSTS out.",
            id="workbench.E002",
        )


def fits(host: str, allowed: str) -> bool:
    allowed = allowed.lower().strip("[]")
    return host == allowed or (allowed.startswith(".") and (f".{host}".endswith(allowed)))


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")

"""Reads the environment. A wrong value is told in a sentence at start, not in a trace later."""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def switch(name: str, default: bool = False) -> bool:
    """On or off."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Say on or off.")


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}. Give a whole number.") from None


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def networks(name: str) -> list[str]:
    """A list of IP networks, as 10.0.0.0/8."""
    for word in words(name):
        try:
            ipaddress.ip_network(word)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} holds {word!r}, which is not a network like 10.0.0.0/8."
            ) from None
    return words(name)


class MailServer(NamedTuple):
    """Where mail is handed over; no host means that none is sent."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls_from_the_start: bool = False
    starttls: bool = False


def mail_server(name: str) -> MailServer:
    """From smtp://user:password@host:587 (STARTTLS), smtps:// (TLS from the start) or smtp://host:25?tls=off."""
    if not (given := text(name)):
        return MailServer()
    try:
        parts = urlsplit(given)
        port, user, password = parts.port, unquote(parts.username or ""), unquote(parts.password or "")
    except ValueError:
        parts, port, user, password = urlsplit(""), None, "", ""
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.query not in ("", "tls=off"):
        raise ImproperlyConfigured(
            f"{name} cannot be read. Give smtp://user:password@host:587, or smtps:// for TLS from the start."
        )
    secure = parts.scheme == "smtps"
    starttls = not secure and not parts.query
    return MailServer(parts.hostname, port or (465 if secure else 587), user, password, secure, starttls)


def contact(name: str) -> str:
    """Where readers may write to, as a link: an http(s) address, or an e-mail address."""
    given = text(name)
    if not given or given.startswith(("https://", "http://")):
        return given
    if re.fullmatch(r"[^@\s]+@[^@\s]+", given):
        return f"mailto:{given}"
    raise ImproperlyConfigured(
        f"{name} is {given!r}. Give an e-mail address, or one that begins with https://."
    )


def secret_key(directory: Path) -> str:
    """SECRET_KEY, or the one made and kept in the data directory at the first start."""
    if given := text("SECRET_KEY"):
        return given
    kept = directory / "secret_key"
    if not kept.exists():
        # Written to a name of its own and linked: two processes starting at once agree on one key.
        made = directory / f"secret_key.{os.getpid()}"
        made.write_text(secrets.token_urlsafe(50))
        made.chmod(0o600)
        try:
            os.link(made, kept)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept.read_text().strip()

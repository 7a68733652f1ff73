"""Reads the environment. Wrong values are told in a sentence each at start, not in a trace later."""

import ipaddress
import os
import re
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.conf.global_settings import LANGUAGES
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")

WRONG: dict[str, str] = {}
"""Name → what is wrong with its value. Who reads it goes on with the default, so that all can be told at once."""


def refuse_wrong() -> None:
    """Raises ImproperlyConfigured with a line for each wrong value that was met."""
    if WRONG:
        raise ImproperlyConfigured("\n".join(WRONG.values()))


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
    WRONG[name] = f"{name} is {value!r}. Say on or off."
    return default


def count(name: str, default: int) -> int:
    """Nought or more."""
    value = text(name)
    if value and not (value.isascii() and value.isdigit()):
        WRONG[name] = f"{name} is {value!r}. Give a whole number, 0 or more."
        return default
    return int(value or default)


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def hosts(name: str) -> list[str]:
    """Names of hosts, as checks.example.org or, with all beneath it, .example.org."""
    for word in words(name):
        if word != "*" and not re.fullmatch(r"\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]", word):
            WRONG[name] = f"{name} holds {word!r}, which is not the name of a host like checks.example.org."
            return []
    return words(name)


def networks(name: str) -> list[str]:
    """A list of IP networks, as 10.0.0.0/8."""
    for word in words(name):
        try:
            ipaddress.ip_network(word)
        except ValueError:
            WRONG[name] = f"{name} holds {word!r}, which is not a network like 10.0.0.0/8."
            return []
    return words(name)


def base_url(name: str, default: str) -> SplitResult:
    """An http or https address without a path."""
    given = (text(name) or default).rstrip("/")
    try:
        parts = urlsplit(given)
        fits = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits or parts.path or parts.query or parts.fragment or parts.username:
        WRONG[name] = f"{name} is {given!r}. Give an address like https://checks.example.org."
        return urlsplit(default)
    return parts


def time_zone(name: str, default: str) -> str:
    given = text(name) or default
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        WRONG[name] = f"{name} is {given!r}. Give the name of a time zone like Europe/Berlin."
        return default
    return given


def language(name: str, default: str) -> str:
    """One of Django's languages. Desktops set a variable of this name, too: en_GB:en, of which the first counts."""
    given = text(name).partition(":")[0]
    tag = given.partition(".")[0].replace("_", "-").lower()
    known = dict(LANGUAGES)
    for candidate in (tag, tag.partition("-")[0]):
        if candidate in known:
            return candidate
    if tag not in ("", "c", "posix"):
        WRONG[name] = f"{name} is {given!r}. Give a language like en or pt-br."
    return default


def database(name: str, default: str) -> dict[str, Any]:
    """What Django calls a database: SQLite or PostgreSQL."""
    given = text(name) or default
    try:
        read: Any = dj_database_url.parse(given)
    except (ValueError, KeyError):
        read = {"ENGINE": ""}
    engine = str(read["ENGINE"]).rpartition(".")[2]
    if engine == "postgresql" and find_spec("psycopg") is None:
        WRONG[name] = f"{name} names PostgreSQL, whose driver is not installed. Install the extra “postgres”."
    elif engine not in ("sqlite3", "postgresql"):
        # Not the value: there is a password in it.
        WRONG[name] = (
            f"{name} cannot be read. Give sqlite:////path/to/file or postgres://user:password@host/name."
        )
    chosen: Any = dj_database_url.parse(default) if name in WRONG else read
    return dict(chosen)


def redis(name: str) -> str:
    """The address of a cache that processes share, or nothing."""
    given = text(name)
    if given and not given.startswith(("redis://", "rediss://")):
        WRONG[name] = f"{name} has to begin with redis:// or rediss://, or be left out."
    elif given and find_spec("redis") is None:
        WRONG[name] = f"{name} names Redis, whose client is not installed. Install the package “redis”."
    return "" if name in WRONG else given


def sender(name: str, default: str) -> str:
    given = text(name) or default
    if not re.fullmatch(r"[^<>@\s]+@[^<>@\s]+|[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>", given):
        WRONG[name] = f"{name} is {given!r}. Give an e-mail address."
        return default
    return given


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
        WRONG[name] = (
            f"{name} cannot be read. Give smtp://user:password@host:587, or smtps:// for TLS from the start."
        )
        return MailServer()
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
    WRONG[name] = f"{name} is {given!r}. Give an e-mail address, or one that begins with https://."
    return ""


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

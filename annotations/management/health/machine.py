"""The machine beneath: the database, the settings, the disk, what is collected for browsers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from annotations.management.health.findings import Finding, Level, error, warning

LEAST_FREE_BYTES = 200_000_000
"""Below this the next copy of a large source may not fit."""
LITTLE_FREE_BYTES = 2_000_000_000
READABLE_BY_OTHERS = 0o077
ONLY_WITH_HTTPS = ("security.W004", "security.W008", "security.W012", "security.W016")
"""Of Django's advice what is no fault on a machine that is reached by http."""


def database_away() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as fault:
        first = str(fault).strip().partition("\n")[0]
        yield error(
            f"The database does not answer: {first}.".replace("..", "."),
            "Start it, or correct DATABASE_URL. Nothing else can be looked at without it.",
        )


def migrations_waiting() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(migration.name for migration, _ in waiting[:3])
        more = f" and {len(waiting) - 3} more" if len(waiting) > 3 else ""
        yield error(
            f"The database has not the tables of this release: {names}{more}.",
            "Back up, then run manage.py migrate, then start server and worker anew.",
        )


def settings_doubtful() -> Iterator[Finding]:
    """What Django's checks and our own say; its advice about https only where we are reached that way."""
    for message in checks.run_checks(include_deployment_checks=True):
        if message.is_silenced() or (message.id in ONLY_WITH_HTTPS and not settings.HTTPS):
            continue
        level = Level.ERROR if message.level >= checks.ERROR else Level.WARNING
        todo = message.hint or f"See the table of settings in docs/operating.md ({message.id})."
        yield Finding(level, on_one_line(message.msg), on_one_line(todo))


def on_one_line(words: Any) -> str:
    return " ".join(str(words).split())


def directory_unwritable() -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x")
    except OSError as fault:
        yield error(
            f"DATA_DIR {settings.DATA_DIR} cannot be written: {fault.strerror}.",
            "Give it to the account that the server and the worker run as.",
        )
    yield from secrets_readable()


def secrets_readable() -> Iterator[Finding]:
    """What opens the workbench to whoever reads it."""
    kept = [Path(settings.DATA_DIR) / "secret_key", *database_files()]
    for path in kept:
        if path.exists() and path.name == "secret_key" and path.stat().st_mode & READABLE_BY_OTHERS:
            yield warning(f"{path} can be read by other accounts.", f"chmod 600 {path}")
        if path.exists() and not os.access(path, os.W_OK):
            yield error(f"{path} cannot be written by this account.", "Run server and worker as its owner.")


def database_files() -> list[Path]:
    """That of SQLite; PostgreSQL looks after its own."""
    return [Path(settings.DATABASES["default"]["NAME"])] if connection.vendor == "sqlite" else []


def disk_full() -> Iterator[Finding]:
    for directory in sorted({Path(settings.DATA_DIR), *(path.parent for path in database_files())}):
        if not directory.exists():
            continue
        free = shutil.disk_usage(directory).free
        said = f"{free / 1e9:.1f} GB are free where {directory} is."
        if free < LEAST_FREE_BYTES:
            yield error(
                said,
                "Make room: nothing is saved when it is full. Old files in backups/ are yours to delete.",
            )
        elif free < LITTLE_FREE_BYTES:
            yield warning(said, "Make room soon. Old files in backups/ are yours to delete.")


def cache_deaf() -> Iterator[Finding]:
    """Brakes on log-ins and on readers count in it; they let everybody through when it forgets."""
    try:
        cache.set("doctor", "looked", timeout=60)
        answered = cache.get("doctor") == "looked"
    except cache_faults() as fault:
        yield error(f"The cache does not answer: {fault}.", "Look at CACHE_URL, or at DATA_DIR/cache.")
        return
    if not answered:
        yield error("The cache forgets what it is told.", "Look at CACHE_URL, or at DATA_DIR/cache.")


def cache_faults() -> tuple[type[Exception], ...]:
    """What a cache raises that cannot be reached; Redis's client, where it is installed, has errors of its own."""
    if find_spec("redis") is None:
        return (OSError,)
    return (OSError, import_module("redis.exceptions").RedisError)


def files_not_collected() -> Iterator[Finding]:
    """Without them pages come without style and script."""
    manifest: Any = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not settings.WHITENOISE_USE_FINDERS and not manifest.exists():
        yield error(
            f"Style sheets and scripts are not collected in {settings.STATIC_ROOT}.",
            "Run manage.py collectstatic --no-input, then start the server anew.",
        )

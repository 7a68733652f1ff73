"""`manage.py demo`: a newsroom to try, on one machine."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from annotations.management.seeds import Seeds
from annotations.models import Article, Person

SEEDS = Path(settings.BASE_DIR) / "seeds"
ACCOUNTS = ("checker", "second", "editor", "reader", "admin")
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
SECONDS_TO_STOP = 10
SECONDS_BEFORE_ANOTHER = 2


class Command(BaseCommand):
    help = "Migrate, load seeds/ once, and serve the workbench with its worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--addr", default="127.0.0.1:8000", help="host:port (127.0.0.1:8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare the database only")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        load_once()
        if options["no_serve"]:
            self.introduce(options["addr"])
            return
        refuse_taken(options["addr"])
        collect_static()
        self.introduce(options["addr"])
        serve(options["addr"])

    def introduce(self, addr: str) -> None:
        self.stdout.write(f"\nThe workbench:  http://{addr}/\n")
        self.stdout.write(f"Accounts:       {', '.join(ACCOUNTS)}")
        self.stdout.write(f"Password:       {password()}   (the same for all; kept in {password_file()})")
        self.stdout.write("To stop:        Ctrl+C\n")


def load_once() -> None:
    """Load the seeds into an empty database; leave a loaded one alone; refuse a real newsroom's."""
    known = set(Person.objects.values_list("username", flat=True))
    if not known and not Article.objects.exists():
        with transaction.atomic():
            Seeds(SEEDS, password()).load()
            # The demo asks no other host for copies of its sources until its user adds one.
            DBTaskResult.objects.all().delete()
    elif not known >= set(ACCOUNTS) or not password_file().exists():
        raise CommandError(
            "This database holds real work: demo accounts are not put into it. "
            "Set DATA_DIR or DATABASE_URL to somewhere empty."
        )


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_password"


def password() -> str:
    """The demo's password: made at the first start, so that no install has a known one."""
    kept = password_file()
    if not kept.exists():
        kept.write_text("-".join(pronounceable() for _ in range(4)) + "\n")
        kept.chmod(0o600)
    return kept.read_text().strip()


def pronounceable() -> str:
    """Two syllables: easy to read off a screen and to type."""
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(2))


def refuse_taken(addr: str) -> None:
    host, _, port = addr.rpartition(":")
    with socket.socket() as probe:
        if port.isdigit() and probe.connect_ex((host, int(port))) == 0:
            raise CommandError(
                f"Something answers at {addr} already. Stop it, or choose --addr 127.0.0.1:8001."
            )


def collect_static() -> None:
    """Collect when something is newer than what was collected last."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(
        os.path.getmtime(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])
    )
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)


def serve(addr: str) -> None:
    """The server and one worker as children; both end with us."""
    environment = {"BASE_URL": f"http://{addr}", **os.environ}
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    server = [sys.executable, "-m", "gunicorn", "workbench.wsgi", "--bind", addr, "--workers", "2"]
    server += ["--threads", "4", "--log-level", "warning"]
    run_together(server, [*manage, "db_worker", "--verbosity", "0"], environment)


def run_together(server: list[str], worker: list[str], environment: dict[str, str]) -> None:
    """Run until somebody stops us, by Ctrl+C, by a signal, or by closing the window: neither outlives us.

    A worker that ends by itself, as when the database was locked for long, is started again. Raises CommandError
    when the server does.
    """
    # A flag and no exception: one raised while a child is being started would leave it running.
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    serving, working = started(server, environment), started(worker, environment)
    while not stopped.is_set() and serving.poll() is None:
        stopped.wait(0.2)
        if working.poll() is not None and not stopped.wait(SECONDS_BEFORE_ANOTHER):
            working = started(worker, environment)
    for child in (serving, working):
        child.terminate()
    for child in (serving, working):
        end(child)
    if not stopped.is_set():
        raise CommandError("The server ended by itself; what it said stands above.")


def started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)


def end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        child.kill()

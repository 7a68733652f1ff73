"""Several real server processes on one database, and one that is killed: no word is lost, and colleagues are seen."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from annotations.models import Article, Draft
from tests.make import alice, bob, make_article, make_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON_MS = 15_000
"""The server is asked often enough for five seconds (tests/js/polling.test.mjs); a busy machine answers later."""

LATEST_MS = 90_000
"""The longer nobody answers, the more rarely it is asked: at the latest once a minute."""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    who = f"{values['USER']}:{values['PASSWORD']}@" if values["USER"] else ""
    return f"postgres://{who}{values['HOST'].replace('/', '%2F')}:{values['PORT']}/{values['NAME']}"


@contextmanager
def served(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The product under gunicorn with two workers, on the test's database, in processes of their own."""
    environment = {**os.environ, "DATABASE_URL": database(), "DEBUG": "1", "SECRET_KEY": settings.SECRET_KEY}
    environment |= {"BASE_URL": f"http://127.0.0.1:{port}", "DATA_DIR": str(settings.DATA_DIR)}
    command = [sys.executable, "-m", "gunicorn", "workbench.wsgi", "--workers", "2", "--threads", "2"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"],
        env=environment,
        cwd=settings.BASE_DIR,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_answer(port)
        yield server
    finally:
        kill(server)


def await_answer(port: int) -> None:
    """A port is open before the processes behind it have loaded what answers."""
    given_up = time.monotonic() + 120
    while time.monotonic() < given_up:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=120):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not start within two minutes.")


def kill(server: subprocess.Popen[bytes]) -> None:
    """With all its workers, and without a word to them."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture
def at(browser: Browser) -> Iterator[Callable[[int, Any], Page]]:
    """A window of this person at the server of this port."""
    windows = []

    def opened(port: int, person: Any) -> Page:
        client = Client()
        client.force_login(person)
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}", reduced_motion="reduce")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"http://127.0.0.1:{port}"}])
        windows.append(context)
        return context.new_page()

    yield opened
    for context in windows:
        context.close()


def test_with_several_processes_a_colleague_is_seen_and_a_kill_loses_no_word(
    at: Callable[[int, Any], Page],
) -> None:
    article: Article = make_article(by=alice())
    claim = make_claim(article, "It cost 12 million euros", by=bob())
    place, port = reverse("article_detail", args=[article.uid]), free_port()
    with served(port) as server:
        bobs, hers = at(port, bob()), at(port, alice())
        bobs.goto(f"{place}?claim={claim.uid}")
        hers.goto(place)
        hers.locator("#s3").focus()
        hers.keyboard.press("c")
        expect(bobs.locator("#text mark[data-claims='2']")).to_be_visible(timeout=SOON_MS)
        expect(bobs.locator("live-updates")).to_contain_text("alice marked a claim (2).")
        bobs.locator("#reasons").press_sequentially("The minutes of")
        kill(server)
        bobs.locator("#reasons").press_sequentially(" May say eleven")
        expect(bobs.locator("live-updates")).to_contain_text("Connection lost.", timeout=SOON_MS)
        expect(bobs.locator("[data-kept]")).to_contain_text("kept in this browser", timeout=SOON_MS)
        expect(bobs.locator("#reasons")).to_have_value("The minutes of May say eleven")
    with served(port):
        expect(bobs.locator("live-updates")).to_contain_text("Connected again.", timeout=LATEST_MS)
        expect(bobs.locator("[data-kept]")).to_have_count(0, timeout=SOON_MS)
        assert Draft.objects.get().text == "The minutes of May say eleven"
        bobs.goto(f"{place}?claim={claim.uid}")
        expect(bobs.locator("#reasons")).to_have_value("The minutes of May say eleven")

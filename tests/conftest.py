"""What every test may use. Browser tests are those marked `browser`; they need a Chromium on this machine."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections
from django.template import Template
from django.test import Client, TransactionTestCase
from django.test.utils import instrumented_test_render
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.emptying import empty_tables

# The same examples in every run; `--hypothesis-profile explore` looks further.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile("explore", max_examples=2_000, deadline=None)
hypothesis_settings.load_profile("same")

# The test server writes head and body of an answer apart: without this each waits some 40 ms until the browser has
# acknowledged the head.
WSGIRequestHandler.disable_nagle_algorithm = True

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
NO_CHROMIUM = "no Chromium was found: install chromium, or name it in the variable CHROMIUM"


DRAW = Template._render
"""As it is before Django's test environment."""


def _chromium() -> str | None:
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES) if name)
    return next((path for path in found if path), None)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("REQUIRE_BROWSER") and not _chromium():
        raise pytest.UsageError(f"REQUIRE_BROWSER is set, but {NO_CHROMIUM}.")


def pytest_report_header(config: pytest.Config) -> list[str]:
    browser = _chromium()
    return [
        f"database: {connections['default'].vendor}",
        f"browser tests: in {browser}" if browser else f"browser tests: SKIPPED, {NO_CHROMIUM}",
        *(["how pages look: on SQLite alone"] * (not _is_looked_at())),
    ]


def _is_looked_at() -> bool:
    """What axe and a ruler see of a page is the same whatever database its words come from."""
    return connections["default"].vendor == "sqlite"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = [item for item in items if item.get_closest_marker("looks") and not _is_looked_at()]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    if _chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_collection_finish() -> None:
    """What was imported stays: no collection of garbage looks through all of it again, and they are few."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [
        report for report in terminalreporter.getreports("skipped") if NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were SKIPPED: {NO_CHROMIUM}.", yellow=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, for the `page` and `context` fixtures of pytest-playwright."""
    # Playwright keeps an event loop running in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*CHROMIUM_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(CHROMIUM_FLAGS)
    return browser_type_launch_args | {"executable_path": _chromium(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    """Pages belong to the test server: `page.goto("/articles/")`. With it comes the real, committed database."""
    return browser_context_args | {"base_url": live_server.url, "reduced_motion": "reduce"}


@pytest.fixture
def sign_in(context: BrowserContext, client: Client, live_server: LiveServer) -> Callable[[Any], None]:
    """Gives the browser the session of a person, without the log-in page."""

    def sign_in(person: Any) -> None:
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def _drawn_quietly(django_test_environment: None) -> Iterator[None]:
    """In tests Django tells of each piece of a page that is drawn, with a copy of its context: few want to know."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", DRAW)
        yield


@pytest.fixture
def drawing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`answer.context` and the signal `template_rendered` are there."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_tables())
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Brakes count in the cache: one test's failed log-ins are not the next one's."""
    cache.clear()

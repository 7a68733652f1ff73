"""Settings from the environment: what is wrong is told in a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from workbench import environment
from workbench.environment import MailServer, mail_server

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def nothing_wrong_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "WRONG", {})


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("", MailServer()),
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, starttls=True)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, tls_from_the_start=True)),
        ("smtp://127.0.0.1:25?tls=off", MailServer("127.0.0.1", 25)),
        (
            "smtp://desk%40example.org:p%3Aw@mail.example.org:2525",
            MailServer("mail.example.org", 2525, "desk@example.org", "p:w", starttls=True),
        ),
    ],
)
def test_a_mail_server_is_one_address(
    given: str, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    assert mail_server("EMAIL_URL") == server


@pytest.mark.parametrize(
    "given", ["mail.example.org", "http://x.org", "smtp://", "smtp://x:port", "smtp://x?tls=no"]
)
def test_an_address_of_no_mail_server_is_told(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    assert mail_server("EMAIL_URL") == MailServer()
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read"):
        environment.refuse_wrong()


@pytest.mark.parametrize(
    ("read", "default", "given", "value"),
    [
        (environment.switch, False, "On", True),
        (environment.count, 0, "2", 2),
        (environment.base_url, DEFAULT, "https://checks.example.org/", "https://checks.example.org"),
        (environment.base_url, DEFAULT, "http://[::1]:8000", "http://[::1]:8000"),
        (environment.time_zone, "UTC", "Europe/Berlin", "Europe/Berlin"),
        (environment.language, "en", "pt-BR", "pt-br"),
        (environment.language, "en", "de_AT.UTF-8:de:en", "de"),
        (environment.language, "fr", "C", "fr"),
        (environment.sender, "a@example.org", "The desk <desk@example.org>", "The desk <desk@example.org>"),
    ],
)
def test_a_value_that_can_be_read_counts_and_an_empty_one_is_the_default(
    read: Any, default: Any, given: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X", given)
    assert plain(read("X", default)) == value
    monkeypatch.setenv("X", "")
    assert plain(read("X", default)) == default
    assert environment.WRONG == {}


def plain(value: Any) -> Any:
    return value.geturl() if hasattr(value, "geturl") else value


WRONG_VALUES = {
    "DEBUG": "maybe",
    "BASE_URL": "http://[x",
    "CORRECTIONS_CONTACT": "the desk",
    "ALLOWED_HOSTS": "https://checks.example.org",
    "NUM_PROXIES": "-1",
    "DATABASE_URL": "mysql://me:secret@host/name",
    "CACHE_URL": "memcached://host",
    "IMPORT_ALLOWED_NETWORKS": "10.0.0.1/8",
    "WEBHOOK_ALLOWED_NETWORKS": "everywhere",
    "EMAIL_URL": "mail.example.org",
    "MAIL_FROM": "the desk",
    "LANGUAGE": "xx-yy",
    "TIME_ZONE": "Mars",
}
CANNOT_BE_WRONG = {"DATA_DIR", "SECRET_KEY", "NEWSROOM"}
"""Any words will do; a directory that cannot be made is told by itself."""


def test_every_wrong_value_is_told_at_once_in_a_sentence_without_a_trace(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env=os.environ | WRONG_VALUES | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = asked.stderr.splitlines()
    assert asked.returncode == 1
    assert {line.split()[0] for line in lines} == set(WRONG_VALUES)
    assert len(lines) == len(WRONG_VALUES)
    assert "secret" not in asked.stderr


def test_the_table_of_settings_is_the_list_of_what_is_read() -> None:
    settings = (ROOT / "workbench/settings.py").read_text()
    read = set(re.findall(r'environment\.\w+\("([A-Z_]+)"', settings)) | {"SECRET_KEY"}
    table = (ROOT / "docs/operating.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    assert read == set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert read == set(WRONG_VALUES) | CANNOT_BE_WRONG

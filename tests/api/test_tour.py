"""Every example of docs/api.md, run in a shell against a running server."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from annotations.actions.access import make_token
from annotations.models import Scope
from tests.make import find_or_make, make_policy

TOUR = Path(settings.BASE_DIR) / "docs" / "api.md"
EXAMPLES = re.findall(r"```sh\n(.*?)```", TOUR.read_text("utf-8"), re.DOTALL)
HERE = "http://127.0.0.1:8000"


def has_curl_with_headers() -> bool:
    """`%header{…}` came with curl 7.84."""
    curl = shutil.which("curl")
    said = (
        subprocess.run([curl, "--version"], capture_output=True, text=True, check=True).stdout if curl else ""
    )
    version = re.match(r"curl (\d+)\.(\d+)", said)
    return bool(version) and (int(version[1]), int(version[2])) >= (7, 84)


def script(live_server: LiveServer, secret: str) -> str:
    """The examples with this server's address; a failing command ends it."""
    tour = "\n".join(EXAMPLES).replace(HERE, live_server.url)
    # The commands are run by this Python, on the database of the test.
    tour = re.sub(r"TOKEN=\$\(python .*?\)", f"TOKEN={secret}", tour)
    tour = "\n".join(line for line in tour.split("\n") if not line.startswith("python manage.py"))
    return f"set -euo pipefail\n{tour}"


def objects(text: str) -> Iterator[dict[str, Any]]:
    """The answers, one after the other as curl printed them."""
    while text := text.lstrip():
        value, end = json.JSONDecoder().raw_decode(text)
        yield value
        text = text[end:]


@pytest.mark.django_db(transaction=True)
def test_the_tour_works_as_it_is_written(live_server: LiveServer, tmp_path: Path, settings: Any) -> None:
    if not has_curl_with_headers():
        pytest.skip("no curl 7.84 or newer on this machine")
    settings.BASE_URL = live_server.url
    make_policy()
    editor = find_or_make("editor", "editor")
    _, secret = make_token(editor, by=editor, scopes=[Scope.READ, Scope.WRITE])
    ended = subprocess.run(
        ["bash", "-c", script(live_server, secret)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    answers = list(objects(ended.stdout))
    wrong = [answer for answer in answers if "code" in answer]
    assert [problem["field"] for problem in wrong] == ["stat"], wrong
    check = next(answer for answer in answers if answer.get("published_at") and "verdict" in answer)
    assert check["verdict"]["summary"] == "It cost more."
    [line] = (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["highlights"][0]["version"] == 2
    assert "14.1 million" in (tmp_path / "claims.csv").read_text("utf-8-sig")


def test_the_commands_of_the_tour_are_those_there_are() -> None:
    commands = re.findall(r"python manage.py (\w+)", "\n".join(EXAMPLES))
    assert set(commands) == {"compare_versions", "create_token", "export", "match_claims"}
    for command in set(commands):
        told = subprocess.run(
            [sys.executable, "manage.py", command, "--help"],
            cwd=settings.BASE_DIR,
            env=os.environ,
            capture_output=True,
            check=False,
        )
        assert told.returncode == 0

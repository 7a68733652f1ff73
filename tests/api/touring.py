"""The examples of a page of the documentation, run in a shell against a running server."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from annotations.actions.access import make_token
from annotations.models import Scope
from tests.make import find_or_make, make_policy

HERE = "http://127.0.0.1:8000"


def examples_of(page: str) -> str:
    """What a reader of `docs/<page>.md` would type, one after the other."""
    words = (Path(settings.BASE_DIR) / "docs" / f"{page}.md").read_text("utf-8")
    return "\n".join(re.findall(r"```sh\n(.*?)```", words, re.DOTALL))


def printed_for_an_editor(examples: str, live_server: LiveServer, folder: Path) -> str:
    """Runs them with this server's address and an editor's token; a failing command ends it and fails the test."""
    if not has_curl_with_headers():
        pytest.skip("no curl 7.84 or newer on this machine")
    make_policy()
    editor = find_or_make("editor", "editor")
    _, secret = make_token(editor, by=editor, scopes=[Scope.READ, Scope.WRITE])
    tour = examples.replace(HERE, live_server.url)
    tour = re.sub(r"TOKEN=\$\(python .*?\)", f"TOKEN={secret}", tour)
    command = ["bash", "-c", f"set -euo pipefail\n{tour}"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def has_curl_with_headers() -> bool:
    """`%header{…}` came with curl 7.84."""
    curl = shutil.which("curl")
    said = (
        subprocess.run([curl, "--version"], capture_output=True, text=True, check=True).stdout if curl else ""
    )
    version = re.match(r"curl (\d+)\.(\d+)", said)
    return bool(version) and (int(version[1]), int(version[2])) >= (7, 84)


def objects(text: str) -> Iterator[dict[str, Any]]:
    """The answers, one after the other as curl printed them."""
    while text := text.lstrip():
        value, end = json.JSONDecoder().raw_decode(text)
        yield value
        text = text[end:]

"""Every example of docs/web-annotation.md, run in a shell against a running server."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from annotations.actions.access import make_token
from annotations.models import Claim, Scope
from tests.api.test_tour import HERE, has_curl_with_headers, objects
from tests.make import find_or_make, make_policy

PAGE = Path(settings.BASE_DIR) / "docs" / "web-annotation.md"
EXAMPLES = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def script(live_server: LiveServer, secret: str) -> str:
    """The examples with this server's address and this Python; a failing command ends it."""
    tour = "\n".join(EXAMPLES).replace(HERE, live_server.url)
    tour = re.sub(r"TOKEN=\$\(python .*?\)", f"TOKEN={secret}", tour)
    return f"set -euo pipefail\n{tour}".replace("\npython -c", f"\n{sys.executable} -c")


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
    told, headers = re.subn(r"(?i)(?:allow|accept-post): .*$", "", ended.stdout, flags=re.M)
    assert headers == 2
    container, iris, minimal, made, changed, status, gone = objects(told)
    assert (container["total"], iris["total"], "items" in minimal) == (0, 0, False)
    assert made["via"] == "https://tool.example/7"
    assert (changed["label"], changed["body"]) == ("The bridge cost 12 million", made["body"])
    assert (status, gone["status"]) == (204, 410)
    assert Claim.objects.get().state == "removed"
    assert '"AnnotationCollection"' in (tmp_path / "claims.jsonld").read_text("utf-8")

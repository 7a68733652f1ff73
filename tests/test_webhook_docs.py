"""The examples of docs/webhooks.md, tried on what was really sent."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from annotations.actions import delivering
from annotations.actions.delivering import deliver_due
from annotations.actions.signatures import secret_of
from annotations.actions.webhooks import renew_secret
from annotations.models import Webhook
from tests.make import alice, make_claim
from tests.net.misbehaving import Site
from tests.receiving import headers_of, receiving, webhook_at

pytestmark = pytest.mark.django_db

PAGE = (Path(settings.BASE_DIR) / "docs" / "webhooks.md").read_text("utf-8")


def example(language: str) -> str:
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        webhook_at(site, by=alice())
        make_claim()
        deliver_due()
        yield site


def secret() -> str:
    return secret_of(Webhook.objects.get().salt)


def test_the_python_example_knows_what_is_genuine(site: Site) -> None:
    names: dict[str, Any] = {}
    exec(example("python"), names)
    is_genuine = names["is_genuine"]
    head, body = site.requests[-1].partition("\r\n\r\n")[::2]
    headers = headers_of(head)
    assert is_genuine(secret(), headers, body.encode())
    assert not is_genuine(secret(), headers, body.replace("claim", "clown").encode())
    assert not is_genuine(secret(), headers | {"webhook-timestamp": "1700000000"}, body.encode())
    former = secret()
    renew_secret(Webhook.objects.get(), by=alice())
    assert not is_genuine(secret(), headers, body.encode())
    make_claim()
    deliver_due()
    head, body = site.requests[-1].partition("\r\n\r\n")[::2]
    for known in (former, secret()):
        assert is_genuine(known, headers_of(head), body.encode())


def test_the_openssl_example_prints_the_signature(site: Site, tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine")
    head, body = site.requests[-1].partition("\r\n\r\n")[::2]
    headers = headers_of(head)
    (tmp_path / "body.json").write_bytes(body.encode())
    given = {"WEBHOOK_ID": headers["webhook-id"], "WEBHOOK_TIMESTAMP": headers["webhook-timestamp"]}
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example("sh")],
        cwd=tmp_path,
        env={**os.environ, **given, "SECRET": secret()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"v1,{ended.stdout.strip()}" == headers["webhook-signature"]


def test_the_page_says_how_long_is_waited() -> None:
    seconds = [int(pause.total_seconds()) for pause in delivering.PAUSES]
    assert seconds == [5, 30, 120, 600, 3_600, 10_800, 21_600, 43_200]
    assert "5 seconds, 30 seconds, 2 minutes, 10 minutes, 1 hour, 3, 6 and 12 hours" in PAGE
    assert (delivering.LIMITS.total_seconds, "within seven seconds" in PAGE) == (7, True)
    assert (delivering.LIMITS.body_bytes, "first 1,000 bytes" in PAGE) == (1_000, True)

"""TLS: the name is proved, whatever address it has."""

import socket
import ssl
import time
from pathlib import Path

import pytest

from annotations.errors import CannotFetch
from annotations.net import Limits, get
from tests.net.misbehaving import LOOPBACK, Fetch, Site, answer, made_certificate, redirect


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return made_certificate(tmp_path)


@pytest.fixture
def secure_site(site: Site, certificate: Path) -> Site:
    site.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    site.context.load_cert_chain(certificate)
    site.pages["/"] = answer(body=b"secret")
    return site


def test_tls_is_verified_for_the_name_and_not_for_the_address(
    secure_site: Site, certificate: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str | None] = []
    assert secure_site.context
    secure_site.context.sni_callback = lambda connection, name, context: names.append(name)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch("/", host="secure.example.", scheme="https").body == b"secret"
    assert names == ["secure.example"]
    with pytest.raises(CannotFetch, match="bad certificate"):
        fetch("/", host="other.example", scheme="https")


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site: Site, fetch: Fetch) -> None:
    with pytest.raises(CannotFetch, match="bad certificate"):
        fetch("/", host="secure.example", scheme="https")
    assert secure_site.requests == []


def test_a_secure_page_does_not_lead_on_to_an_insecure_one(
    secure_site: Site, certificate: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure_site.pages["/"] = redirect(secure_site.url("/", host="secure.example", scheme="http"))
    with pytest.raises(CannotFetch, match="insecure"):
        fetch("/", host="secure.example", scheme="https")


def test_a_handshake_that_hangs_ends_with_the_time_to_connect() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        limits = Limits(connect_seconds=0.3, ports=frozenset({port}))
        begun = time.monotonic()
        with pytest.raises(CannotFetch, match="in time"):
            get(f"https://127.0.0.1:{port}/", limits=limits, allowed_networks=LOOPBACK)
    assert time.monotonic() - begun < 1.5

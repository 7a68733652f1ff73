import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from annotations.net import Fetched, Limits, get
from tests.net.misbehaving import LOOPBACK, Fetch, Site


@pytest.fixture
def site() -> Iterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = Site(listener)
        threading.Thread(target=site.serve, daemon=True).start()
        yield site
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def fetch(site: Site) -> Fetch:
    """`get` for this site: quick to give up, the loopback address allowed, every name leading there."""

    def fetch(path: str, host: str = "news.example", scheme: str = "http", **limits: Any) -> Fetched:
        usual = Limits(total_seconds=5, connect_seconds=2, ports=frozenset({site.port}))
        return get(
            site.url(path, host, scheme),
            limits=replace(usual, **limits),
            allowed_networks=LOOPBACK,
            resolve=lambda host: ["127.0.0.1"],
        )

    return fetch

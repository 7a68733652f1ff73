"""A receiver of webhooks on the loopback address, and what came to it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings

from annotations.actions.webhooks import make_webhook
from annotations.models import Person, Webhook
from tests.net.misbehaving import Answer, Site, answer

LOOPBACK = "127.0.0.1/32"


@contextmanager
def receiving() -> Iterator[Site]:
    """A site whose page /hook takes everything; the settings let it be reached."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        override_settings(WEBHOOK_ALLOWED_NETWORKS=[LOOPBACK]),
    ):
        site = Site(listener)
        site.pages["/hook"] = answer(body=b"thanks")
        threading.Thread(target=site.serve, daemon=True).start()
        yield site
        listener.shutdown(socket.SHUT_RDWR)


def webhook_at(
    site: Site, page: str = "/hook", *, by: Person, says: Answer | None = None, **columns: Any
) -> Webhook:
    """A webhook that leads to this page of the site, which answers with `says`."""
    if says:
        site.pages[page] = says
    webhook, _ = make_webhook(by=by, address=f"http://127.0.0.1:{site.port}{page}", **columns)
    return webhook


def headers_of(request: str) -> dict[str, str]:
    head = request.partition("\r\n\r\n")[0].split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head)}


def body_of(request: str) -> Any:
    return json.loads(request.partition("\r\n\r\n")[2])


def verbs_of(site: Site) -> list[str]:
    """What was told, in the order in which it came."""
    return [body_of(request)["verb"] for request in site.requests]

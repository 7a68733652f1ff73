"""Somebody who works in the newsroom over HTTP, as the workbench's script does: forms in, panels out."""

import gzip
import re
import time
from typing import Any, NamedTuple

import lxml.html
import urllib3

HEADERS = {"HX-Request": "true"}


MARKED = "//*[@data-mark]"


class Answer(NamedTuple):
    """`taken` is in milliseconds, `sent` in bytes as they came over the line, `size` before they were compressed.

    `body` is what the page shows then: the pieces of a panel that it held, and that were not sent, are in it.
    """

    taken: float
    sent: int
    size: int
    body: bytes


class Visitor:
    """Keeps one connection, one session, and the pieces of the panel that was answered last."""

    def __init__(self, base: str, person: Any) -> None:
        self.pool = urllib3.PoolManager(maxsize=1)
        self.base = base
        self.cookies = session_of(person)
        self.token = ""
        self.pieces: dict[str, bytes] = {}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, {})

    def post(self, path: str, **fields: Any) -> Answer:
        held = [mark for mark, piece in self.pieces.items() if path.encode() not in piece]
        headers = {**HEADERS, "X-CSRFToken": self.token, "Panel-Holds": " ".join(held)}
        data = {name: str(value) for name, value in fields.items()}
        return self.ask("POST", path, headers, fields=data, encode_multipart=False)

    def ask(self, method: str, path: str, headers: dict[str, str], **more: Any) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip", **headers}
        begun = time.perf_counter()
        answer = self.pool.request(method, self.base + path, headers=headers, preload_content=False, **more)
        raw = answer.read(decode_content=False)
        taken = 1000 * (time.perf_counter() - begun)
        answer.release_conn()
        body = decoded(raw, answer.headers.get("Content-Encoding", ""))
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {body[:500]!r}")
        return Answer(taken, len(raw), len(body), self.filled(body))

    def filled(self, body: bytes) -> bytes:
        """With what was not sent again, as the page puts it in; remembers the pieces."""
        whole = re.sub(
            rb'<(\w+) data-same="([\w-]+)"></\1>', lambda named: self.pieces[named[2].decode()], body
        )
        if b"data-mark" in whole:
            drawn = lxml.html.fromstring(whole).xpath(MARKED)
            self.pieces = {
                piece.get("data-mark"): lxml.html.tostring(piece, with_tail=False) for piece in drawn
            }
        return whole

    def learn_token(self, path: str) -> None:
        """From a page: actions are taken only with it."""
        page = lxml.html.fromstring(self.get(path).body)
        self.token = page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]


def decoded(raw: bytes, coding: str) -> bytes:
    return gzip.decompress(raw) if coding == "gzip" else raw


def session_of(person: Any) -> dict[str, str]:
    """Cookies of somebody signed in."""
    from django.test import Client

    client = Client(headers={"Host": "localhost"})
    client.force_login(person)
    client.get("/")
    client.get("/articles/import/")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def form_at(panel: bytes, address: str) -> tuple[str, dict[str, str]]:
    """The last form of the panel whose address matches: its address and its hidden fields."""
    forms = lxml.html.fromstring(panel).forms
    found = [form for form in forms if re.fullmatch(address, form.get("action") or "")]
    if not found:
        raise SystemExit(f"The panel holds no form {address}.")
    hidden = found[-1].xpath(".//input[@type='hidden']")
    return found[-1].get("action"), {field.name: field.value or "" for field in hidden}


def value_of(panel: bytes, button: str) -> str:
    """What the first button of this name sends."""
    return str(lxml.html.fromstring(panel).xpath(f"//button[@name='{button}']/@value")[0])

"""Somebody who works in the newsroom over HTTP, as the workbench's script does: forms in, panels out."""

import gzip
import re
import time
from typing import Any, NamedTuple

import lxml.html
import urllib3

HEADERS = {"HX-Request": "true"}


class Answer(NamedTuple):
    """`taken` is in milliseconds, `sent` in bytes as they came over the line."""

    taken: float
    sent: int
    body: bytes


class Visitor:
    """Keeps one connection and one session."""

    def __init__(self, base: str, person: Any) -> None:
        self.pool = urllib3.PoolManager(maxsize=1)
        self.base = base
        self.cookies = session_of(person)
        self.token = ""

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, {})

    def post(self, path: str, **fields: Any) -> Answer:
        headers = {**HEADERS, "X-CSRFToken": self.token}
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
        return Answer(taken, len(raw), body)

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

"""A real server on the loopback address that misbehaves in every way we know."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

import pytest

from annotations.net import Fetched

LOOPBACK = [ip_network("127.0.0.1/32")]
Fetch = Callable[..., Fetched]
Answer = Callable[[socket.socket], None]


def answer(*headers: str, body: bytes = b"", status: str = "200 OK") -> Answer:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""])
    return lambda client: client.sendall(head.encode("latin-1") + body)


def raw(*parts: bytes, pause: float = 0.0) -> Answer:
    def send(client: socket.socket) -> None:
        for part in parts:
            client.sendall(part)
            time.sleep(pause)

    return send


def redirect(location: str, status: str = "302 Found") -> Answer:
    return answer(f"Location: {location}", status=status)


def made_certificate(folder: Path) -> Path:
    """A certificate and key for secure.example, signed by itself. Skips the test where there is no openssl."""
    if not shutil.which("openssl"):
        pytest.skip("the openssl command is not installed")
    made, public = folder / "secure.pem", folder / "public.pem"
    ask = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    named = "-subj /CN=secure.example -addext subjectAltName=DNS:secure.example"
    command = [*ask.split(), *named.split(), "-keyout", str(made), "-out", str(public)]
    subprocess.run(command, check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + public.read_bytes())
    return made


@dataclass
class Site:
    """A server whose pages are functions that write to the client's socket. `requests` holds what came in."""

    listener: socket.socket
    pages: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def url(self, path: str, host: str = "news.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=[client], daemon=True).start()

    def talk(self, client: socket.socket) -> None:
        client.settimeout(5)
        try:
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            request = whole_request(client)
            self.requests.append(request)
            self.pages[request.split(" ")[1]](client)
        except OSError:
            pass  # the other side hung up, which is what most of these tests want
        finally:
            client.close()


def whole_request(client: socket.socket) -> str:
    with client.makefile("rb") as lines:
        head = list(iter(lines.readline, b"\r\n"))
        sizes = [int(line.split(b":")[1]) for line in head if line.lower().startswith(b"content-length:")]
        return b"".join([*head, b"\r\n", lines.read(sum(sizes))]).decode()

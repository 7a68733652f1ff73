"""The only way out to the network: `get` and `post` to addresses that other people gave us.

An address is somebody else's word for where to go, so nothing it says is trusted: the host is resolved once,
every address it has must be a public one, and the connection goes to the very address that was checked, while
the name is kept for `Host` and for TLS. Time, bytes on the wire, bytes after decompression, headers and
redirects are all bounded. No cookies, no credentials, no proxy from the environment, and nothing that a page
refers to is fetched. Settings come in as arguments; nothing here knows Django.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

import urllib3.connection
import urllib3.exceptions

from annotations.addresses import PRIVATE, IPAddress, IPNetwork, Place, may_reach, place, redirected
from annotations.errors import CannotFetch, TooLarge, WorkbenchError

Resolve = Callable[[str], Sequence[str]]

USER_AGENT = "fact-check-workbench (one page, because an editor asked for it)"
GET_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
CHUNK_BYTES = 65_536
REDIRECTS = {301, 302, 303, 307, 308}
CONNECTIONS = {"http": urllib3.connection.HTTPConnection, "https": urllib3.connection.HTTPSConnection}

SAVE_IT = "Save the page in your browser, or copy its text, and import that."
STATUS_SENTENCES = {
    401: f"The page wants a login. {SAVE_IT}",
    402: f"The page wants to be paid for. {SAVE_IT}",
    403: f"The site does not let this program read the page. {SAVE_IT}",
    404: "There is no page at this address. Check the address in your browser.",
    410: "The page was taken down. Look for it in a web archive.",
    429: f"The site says that it was asked too often. Try again later, or: {SAVE_IT}",
    451: f"The page is withheld for legal reasons. {SAVE_IT}",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. `compressed_bytes` counts the body as it comes over the wire, chunk framing
    included; `body_bytes` counts it unpacked. `connect_seconds` is for all addresses of a host together."""

    total_seconds: float = 15
    connect_seconds: float = 5
    header_bytes: int = 65_536
    compressed_bytes: int = 5_000_000
    body_bytes: int = 20_000_000
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered, whatever its status. `url` is the address asked for and `final_url` the one
    that answered, both normalised and without fragment. Header names are in lower case."""

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]

    def expect_success(self) -> Self:
        """Itself when the status is 2xx; else raises CannotFetch with a sentence about that status."""
        if 200 <= self.status < 300:
            return self
        otherwise = f"The site answered with an error ({self.status}). Try again later, or: {SAVE_IT}"
        raise CannotFetch(STATUS_SENTENCES.get(self.status, otherwise), extra={"status": self.status})


def resolve_name(host: str) -> list[str]:
    """All addresses of `host`, best first. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def get(
    url: str,
    *,
    etag: str = "",
    limits: Limits = DEFAULT_LIMITS,
    allowed_networks: Sequence[IPNetwork | str] = (),
    resolve: Resolve = resolve_name,
) -> Fetched:
    """Fetch one page, following redirects, each of which is checked like the first address.

    Any status is an answer: call `expect_success()` where only a page will do. With the `etag` of an earlier answer
    a server may say 304, without a body, when the page is still that one. `allowed_networks` (networks, or as words
    like "10.0.0.0/8") may be reached although not public. Raises CannotFetch and TooLarge.
    """
    call = _call(limits, allowed_networks, resolve)
    headers = GET_HEADERS | ({"If-None-Match": etag} if etag else {})
    first = here = place(url, limits.ports)
    for _ in range(limits.redirects + 1):
        answer = _exchange("GET", here, b"", headers, call)
        if not _leads_on(answer.status, answer.headers):
            return replace(answer, url=first.url)
        here = redirected(here, answer.headers["location"], limits.ports)
    raise CannotFetch(f"The address leads on and on, more than {limits.redirects} times. {SAVE_IT}")


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    allowed_networks: Sequence[IPNetwork | str] = (),
    resolve: Resolve = resolve_name,
) -> Fetched:
    """Send `body` once. A redirect is returned, not followed: what was signed for one address stays there.

    Any status is an answer; of its body the first `limits.body_bytes` are read, as they come, and no more, so an
    endless one is harmless. Raises CannotFetch; `extra["reason"]` is a word of `REASONS` where the network failed.
    """
    call = _call(limits, allowed_networks, resolve)
    named = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close", **headers}
    return _exchange("POST", place(url, limits.ports), body, named, call)


@dataclass(frozen=True, slots=True)
class _Call:
    """What holds for one `get` or `post` through all its redirects. `deadline` is on the monotonic clock."""

    deadline: float
    limits: Limits
    allowed_networks: tuple[IPNetwork, ...]
    resolve: Resolve


def _call(limits: Limits, allowed_networks: Sequence[IPNetwork | str], resolve: Resolve) -> _Call:
    networks = tuple(ipaddress.ip_network(network) for network in allowed_networks)
    return _Call(time.monotonic() + limits.total_seconds, limits, networks, resolve)


def _leads_on(status: int, headers: Mapping[str, str]) -> bool:
    return status in REDIRECTS and bool(headers.get("location"))


def _exchange(method: str, to: Place, body: bytes, headers: Mapping[str, str], call: _Call) -> Fetched:
    """One request and its answer, at the address that was checked. The body of a redirect is not read."""
    with _in_plain_words(to.host), _connection(to, call) as connection:
        connection.request(
            method, to.target, body or None, headers, preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.headers.itermerged()}
        read = b"" if _leads_on(response.status, named) else READERS[method](response, call.limits)
        response.close()
    return Fetched(to.url, to.url, response.status, named.get("content-type", ""), read, named)


@contextmanager
def _connection(to: Place, call: _Call) -> Iterator[urllib3.connection.HTTPConnection]:
    """A connection that has its socket already, so that it never looks up the name itself."""
    connection = CONNECTIONS[to.scheme](to.host, to.port)
    connection.response_class = partial(_MeteredResponse, call=call)  # type: ignore[assignment]
    try:
        connection.sock = _connected(to, call)
        connection.timeout = _seconds_left(call.deadline)
        yield connection
    finally:
        connection.close()


def _connected(to: Place, call: _Call) -> socket.socket:
    """A socket to one of the host's checked addresses; for https its certificate is good for the name."""
    addresses = _addresses(to.host, call)
    deadline = min(call.deadline, time.monotonic() + call.limits.connect_seconds)
    plain = _dialled(addresses, to.port, deadline)
    if to.scheme == "http":
        return plain
    try:
        plain.settimeout(_seconds_left(deadline))
        return ssl.create_default_context().wrap_socket(plain, server_hostname=to.host)
    except OSError:
        plain.close()
        raise


def _addresses(host: str, call: _Call) -> list[IPAddress]:
    """All addresses of a host, none of them private. Raises CannotFetch."""
    try:
        found: list[IPAddress] = [ipaddress.ip_address(host)]
    except ValueError:
        found = _resolved(host, call)
    if not all(may_reach(address, call.allowed_networks) for address in found):
        raise CannotFetch(PRIVATE, field="url")
    return found


def _resolved(host: str, call: _Call) -> list[IPAddress]:
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(call.resolve(host))
        except OSError:
            answer.set_result([])

    # The system's resolver takes no time limit: a thread waits for it, and is left behind when that is slow.
    threading.Thread(target=ask, daemon=True).start()
    found = answer.result(timeout=min(_seconds_left(call.deadline), call.limits.connect_seconds))
    if not found:
        raise CannotFetch(f"There is no site named {host}. Check the address.", field="url")
    return [ipaddress.ip_address(address) for address in found]


def _dialled(addresses: Sequence[IPAddress], port: int, deadline: float) -> socket.socket:
    failure: OSError = TimeoutError()
    for tried, address in enumerate(addresses):
        # A dead first address (IPv6 without a route, often) must leave time for the next one.
        share = _seconds_left(deadline) / (len(addresses) - tried)
        try:
            return socket.create_connection((str(address), port), timeout=share)
        except OSError as error:
            failure = error
    raise failure


class _Meter(io.RawIOBase):
    """Bytes as they come off the wire. No read waits beyond the deadline, however slowly the server drips,
    and no more than `allowance` bytes are taken."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float, allowance: int) -> None:
        self._raw, self._sock, self._deadline = raw, sock, deadline
        self.allowance = allowance
        self.refusal: WorkbenchError = CannotFetch(
            f"The site's headers are too long. {SAVE_IT}", extra={"reason": "broken"}
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(_seconds_left(self._deadline))
        count: int | None = self._raw.readinto(buffer)
        self.allowance -= count or 0
        if self.allowance < 0:
            raise self.refusal
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _MeteredResponse(http.client.HTTPResponse):
    """A response that is read through a meter: first for the headers, then for the body."""

    def __init__(self, sock: socket.socket, *args: Any, call: _Call, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._limits = call.limits
        raw = self.fp.detach()
        self._meter = _Meter(raw, sock, call.deadline, call.limits.header_bytes)
        self.fp = io.BufferedReader(self._meter)

    def begin(self) -> None:
        super().begin()
        self._meter.allowance = self._limits.compressed_bytes
        self._meter.refusal = _too_large(self._limits.compressed_bytes)


def _body(response: urllib3.BaseHTTPResponse, limits: Limits) -> bytes:
    """The body, unpacked as it comes in. Raises TooLarge and CannotFetch."""
    chunks = response.stream(CHUNK_BYTES, decode_content=False)
    match response.headers.get("content-encoding", "").strip().lower():
        case "" | "identity":
            return b"".join(chunks)
        case "gzip" | "x-gzip" | "deflate" as wrapping:
            return _inflated(chunks, wrapping, limits.body_bytes)
    # Not asked for, and a chain such as "gzip, gzip" is how bombs are built.
    raise CannotFetch(f"The site sends the page packed in a way that is not read here. {SAVE_IT}")


def _beginning(response: urllib3.BaseHTTPResponse, limits: Limits) -> bytes:
    """The first bytes of a body, as they came over the wire."""
    return response.read(limits.body_bytes, decode_content=False)


READERS: dict[str, Callable[[urllib3.BaseHTTPResponse, Limits], bytes]] = {"GET": _body, "POST": _beginning}


def _inflated(chunks: Iterator[bytes], wrapping: str, limit: int) -> bytes:
    """At most `limit` bytes out of packed data; what follows its end is ignored, as browsers do."""
    body = bytearray()
    unpacker = None
    for chunk in chunks:
        unpacker = unpacker or zlib.decompressobj(_window_bits(wrapping, chunk[0]))
        body += unpacker.decompress(chunk, limit + 1 - len(body))
        if len(body) > limit:
            raise _too_large(limit)
        if unpacker.eof:
            return bytes(body)
    if unpacker:
        raise EOFError("packed data ended early")
    return b""


def _window_bits(wrapping: str, first_byte: int) -> int:
    """zlib's name for a wrapping. "deflate" means zlib's by the standard, none at all on some servers."""
    if wrapping != "deflate":
        return 31
    return 15 if first_byte & 15 == 8 else -15


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"The page is larger than {limit / 1_000_000:g} MB. Copy the article's text, and import that."
    )


def _seconds_left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


REASONS: tuple[tuple[str, tuple[type[Exception], ...], str], ...] = (
    (
        "slow",
        (TimeoutError, urllib3.exceptions.TimeoutError),
        f"did not answer in time. Try again, or: {SAVE_IT}",
    ),
    (
        "certificate",
        (ssl.SSLCertVerificationError,),
        f"could not prove its name (bad certificate). {SAVE_IT}",
    ),
    ("unreachable", (OSError,), f"could not be reached. Try again later, or: {SAVE_IT}"),
    (
        "broken",
        # ValueError: what the standard library makes of a chunk of less than no bytes.
        (http.client.HTTPException, urllib3.exceptions.HTTPError, zlib.error, EOFError, ValueError),
        f"sent something that is no whole web page. {SAVE_IT}",
    ),
)
"""What goes wrong on a network: a word for programs, the exceptions, and what is said of the host. The first that
fits counts: a bad certificate is an OSError, too."""

NETWORK_ERRORS = tuple(error for _, errors, _ in REASONS for error in errors)


@contextmanager
def _in_plain_words(host: str) -> Iterator[None]:
    """What goes wrong on a network, as CannotFetch with a sentence."""
    try:
        yield
    except NETWORK_ERRORS as error:
        reason, words = next((word, said) for word, errors, said in REASONS if isinstance(error, errors))
        raise CannotFetch(f"{host} {words}", extra={"reason": reason}) from error

"""How long `get` waits and how much it takes, from servers that mean harm."""

import gzip
import time
import zlib

import pytest

from annotations.errors import CannotFetch, TooLarge
from annotations.net import Limits, get
from tests.net.misbehaving import Fetch, Site, answer, raw

DRIPS = {
    "status line": raw(*[b"H"] * 50, pause=0.1),
    "headers": raw(b"HTTP/1.1 200 OK\r\n", *[b"A: b\r\n"] * 50, pause=0.1),
    "continue": raw(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 50, pause=0.1),
    "body": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *[b"x"] * 50, pause=0.1),
    "chunks": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 50, pause=0.1),
    "nothing": raw(b"", pause=5),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_server_that_drips_cannot_hold_us_beyond_the_whole_time(
    site: Site, fetch: Fetch, drip: str
) -> None:
    site.pages["/"] = DRIPS[drip]
    begun = time.monotonic()
    with pytest.raises(CannotFetch, match="in time"):
        fetch("/", total_seconds=0.5)
    assert time.monotonic() - begun < 1.5


def test_redirects_share_one_allowance_of_time(site: Site, fetch: Fetch) -> None:
    head = b"HTTP/1.1 302 Found\r\n"
    site.pages |= {f"/{n}": raw(head, b"Location: /%d\r\n\r\n" % (n + 1), pause=0.2) for n in range(6)}
    begun = time.monotonic()
    with pytest.raises(CannotFetch, match="in time"):
        fetch("/0", total_seconds=0.5)
    assert time.monotonic() - begun < 1.5


def test_a_resolver_that_hangs_is_left_behind(site: Site) -> None:
    limits = Limits(total_seconds=5, connect_seconds=0.3)
    begun = time.monotonic()
    with pytest.raises(CannotFetch, match="in time"):
        get("http://news.example/", limits=limits, resolve=lambda host: time.sleep(3) or [])  # type: ignore[func-returns-value]
    assert time.monotonic() - begun < 1.5


def _packed(kind: str, body: bytes) -> bytes:
    if kind == "gzip":
        return gzip.compress(body, mtime=0)
    if kind == "zlib":
        return zlib.compress(body)
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("kind", ["gzip", "zlib", "bare"])
def test_packed_pages_are_unpacked_however_they_are_cut(site: Site, fetch: Fetch, kind: str) -> None:
    page = b"<p>words and words</p>" * 500
    name = "gzip" if kind == "gzip" else "deflate"
    packed = _packed(kind, page)
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in packed) + b"0\r\n\r\n"
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    site.pages["/whole"] = answer(f"Content-Encoding: {name}", body=packed + b"trailing rubbish")
    site.pages["/chunks"] = raw(head + chunks)
    assert fetch("/whole").body == page
    assert fetch("/chunks").body == page


@pytest.mark.parametrize("kind", ["gzip", "zlib", "bare"])
def test_a_bomb_is_left_while_it_unpacks(site: Site, fetch: Fetch, kind: str) -> None:
    name = "gzip" if kind == "gzip" else "deflate"
    site.pages["/"] = answer(f"Content-Encoding: {name}", body=_packed(kind, bytes(30_000_000)))
    with pytest.raises(TooLarge, match="20 MB"):
        fetch("/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_packing_that_was_not_asked_for_is_refused(site: Site, fetch: Fetch, encoding: str) -> None:
    site.pages["/"] = answer(f"Content-Encoding: {encoding}", body=b"\x00" * 100)
    with pytest.raises(CannotFetch, match="packed"):
        fetch("/")


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "declared": answer(body=bytes(60_000)),
    "chunked": raw(CHUNKED, *[b"800\r\n" + bytes(2048) + b"\r\n"] * 40),
    "one endless chunk": raw(CHUNKED, b"ffffffff\r\n", bytes(60_000)),
    "until closed": raw(b"HTTP/1.1 200 OK\r\n\r\n", bytes(60_000)),
    "gzip": answer("Content-Encoding: gzip", body=gzip.compress(bytes(9), 0) + bytes(60_000)),
}


@pytest.mark.parametrize("kind", [kind for kind in ENDLESS if kind != "gzip"])
def test_more_bytes_than_allowed_are_not_taken(site: Site, fetch: Fetch, kind: str) -> None:
    site.pages["/"] = ENDLESS[kind]
    with pytest.raises(TooLarge, match=r"0\.02 MB"):
        fetch("/", compressed_bytes=20_000)


def test_what_follows_the_end_of_packed_data_is_not_waited_for(site: Site, fetch: Fetch) -> None:
    site.pages["/"] = ENDLESS["gzip"]
    assert fetch("/").body == bytes(9)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 50_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 101 + b"\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000,
    ],
)
def test_headers_have_an_end(site: Site, fetch: Fetch, head: bytes) -> None:
    site.pages["/"] = raw(head)
    with pytest.raises(CannotFetch):
        fetch("/")


BROKEN = {
    "rubbish": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "empty": raw(b""),
    "cut short": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf an article"),
    "cut in a chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"),
    "bad chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwords\r\n"),
    "a chunk of less than nothing": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhalf"),
    "cut gzip": answer("Content-Encoding: gzip", body=gzip.compress(b"half an article" * 99)[:-20]),
    "no gzip": answer("Content-Encoding: gzip", body=b"plain words"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_half_an_article_is_never_taken_for_a_whole_one(site: Site, fetch: Fetch, kind: str) -> None:
    site.pages["/"] = BROKEN[kind]
    with pytest.raises(CannotFetch) as refused:
        fetch("/")
    assert refused.value.sentence.startswith("news.example ")

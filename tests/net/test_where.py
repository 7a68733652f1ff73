"""Where `get` and `post` go, and where they do not."""

import socket
from collections.abc import Callable
from ipaddress import ip_network

import pytest

from annotations.errors import CannotFetch
from annotations.net import Fetched, Limits, get, post
from tests.net.misbehaving import LOOPBACK, Fetch, Site, answer, raw, redirect


def test_a_page_comes_with_its_type_headers_and_final_address(site: Site, fetch: Fetch) -> None:
    site.pages["/old?a=1"] = redirect("/new#part", "301 Moved Permanently")
    site.pages["/new"] = answer("Content-Type: text/html; charset=utf-8", "ETag: x", body=b"<p>Hello")
    fetched = fetch("/old?a=1#top")
    assert fetched.url == site.url("/old?a=1")
    assert fetched.final_url == site.url("/new")
    assert (fetched.status, fetched.body) == (200, b"<p>Hello")
    assert fetched.content_type == "text/html; charset=utf-8"
    assert fetched.headers["etag"] == "x"


def test_the_host_name_is_kept_and_nothing_personal_is_sent(
    site: Site, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.pages["/"] = answer("Set-Cookie: id=1", "Location: /next", status="302 Found")
    site.pages["/next"] = answer(body=b"done")
    assert fetch("/").body == b"done"
    for request in site.requests:
        assert f"\r\nHost: news.example:{site.port}\r\n" in request
        assert "User-Agent: fact-check-workbench" in request
        assert "cookie" not in request.lower()
        assert "authorization" not in request.lower()
        assert "referer" not in request.lower()


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["2606:2800:220:1::1", "::ffff:127.0.0.1"],
        ["169.254.169.254"],
    ],
)
def test_a_name_with_one_private_address_is_refused_before_anything_is_sent(
    site: Site, found: list[str]
) -> None:
    limits = Limits(ports=frozenset({site.port}))
    with pytest.raises(CannotFetch, match="private"):
        get(site.url("/"), limits=limits, resolve=lambda host: found)
    assert site.requests == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://localhost/"]
)
def test_private_addresses_are_refused_by_default(url: str) -> None:
    with pytest.raises(CannotFetch, match="private"):
        get(url)


def test_a_name_is_resolved_once_a_request_so_that_a_second_answer_comes_too_late(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    limits = Limits(ports=frozenset({site.port}))
    site.pages["/"] = redirect("/again")
    with pytest.raises(CannotFetch, match="private"):
        get(site.url("/"), limits=limits, allowed_networks=LOOPBACK, resolve=rebinding)
    assert asked == ["news.example", "news.example"]
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://0x7f000001/",
        "http://user:pass@news.example/",
        "file:///etc/passwd",
        "//10.0.0.1/",
        "http://news.example:22/",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(site: Site, fetch: Fetch, location: str) -> None:
    site.pages["/"] = redirect(location)
    with pytest.raises(CannotFetch):
        fetch("/", ports=frozenset({80, site.port}))
    assert len(site.requests) == 1


def test_five_redirects_are_followed_and_a_loop_is_not(site: Site, fetch: Fetch) -> None:
    site.pages |= {f"/{n}": redirect(f"/{n + 1}", "307 Temporary Redirect") for n in range(5)}
    site.pages["/5"] = answer(body=b"arrived")
    assert fetch("/0").body == b"arrived"
    site.requests.clear()
    site.pages["/loop"] = redirect("/loop")
    with pytest.raises(CannotFetch, match="more than 5"):
        fetch("/loop")
    assert len(site.requests) == 6


def test_the_body_of_a_redirect_is_not_waited_for(site: Site, fetch: Fetch) -> None:
    site.pages["/"] = raw(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 9000000\r\n\r\n", pause=2)
    site.pages["/b"] = answer(body=b"b")
    assert fetch("/", total_seconds=1.5).body == b"b"


def _no_such_name(host: str) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize("resolve", [_no_such_name, lambda host: []])
def test_a_name_that_does_not_exist_is_named(resolve: Callable[[str], list[str]]) -> None:
    with pytest.raises(CannotFetch, match=r"no site named news\.example"):
        get("http://news.example/", resolve=resolve)


def test_a_dead_address_gives_way_to_the_next(site: Site) -> None:
    site.pages["/"] = answer(body=b"here")
    fetched = get(
        site.url("/"),
        limits=Limits(ports=frozenset({site.port})),
        allowed_networks=[ip_network("127.0.0.0/8")],
        resolve=lambda host: ["127.0.0.9", "127.0.0.1"],
    )
    assert fetched.body == b"here"


def test_nobody_listening_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    limits = Limits(ports=frozenset({port}))
    with pytest.raises(CannotFetch, match="could not be reached"):
        get(f"http://127.0.0.1:{port}/", limits=limits, allowed_networks=LOOPBACK)


@pytest.mark.parametrize(
    ("status", "says"),
    [("403 Forbidden", "Save the page"), ("404 Not Found", "no page"), ("503 Sorry", r"error \(503\)")],
)
def test_an_error_status_is_an_answer_and_expecting_success_makes_it_a_sentence(
    site: Site, fetch: Fetch, status: str, says: str
) -> None:
    site.pages["/"] = answer(status=status, body=b"sorry")
    fetched = fetch("/")
    assert (fetched.status, fetched.body) == (int(status[:3]), b"sorry")
    with pytest.raises(CannotFetch, match=says):
        fetched.expect_success()


def test_success_is_itself(site: Site, fetch: Fetch) -> None:
    site.pages["/"] = answer(body=b"fine")
    fetched = fetch("/")
    assert fetched.expect_success() is fetched


def _post(site: Site, body: bytes) -> Fetched:
    return post(
        site.url("/hook"),
        body,
        {"Content-Type": "application/json", "X-Signature": "abc"},
        limits=Limits(ports=frozenset({site.port})),
        allowed_networks=LOOPBACK,
        resolve=lambda host: ["127.0.0.1"],
    )


def test_a_post_sends_its_body_and_headers_once(site: Site) -> None:
    site.pages["/hook"] = answer(status="204 No Content")
    assert _post(site, b'{"a": 1}').status == 204
    [request] = site.requests
    assert request.startswith("POST /hook HTTP/1.1\r\n")
    assert "X-Signature: abc" in request
    assert request.endswith('\r\n\r\n{"a": 1}')


def test_a_post_is_not_redirected(site: Site) -> None:
    site.pages["/hook"] = redirect("/elsewhere", "308 Permanent Redirect")
    assert _post(site, b"{}").status == 308
    assert len(site.requests) == 1


def test_a_post_is_guarded_like_a_get(site: Site) -> None:
    with pytest.raises(CannotFetch, match="private"):
        post("http://news.example/", b"{}", {}, resolve=lambda host: ["192.168.1.1"])

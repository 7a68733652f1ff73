"""Which addresses may be fetched: a table of hostile ones, and the harmless ones beside them."""

from ipaddress import ip_address, ip_network

import pytest

from annotations.addresses import may_reach, place, redirected
from annotations.errors import CannotFetch

WEB_PORTS = frozenset({80, 443})

NEVER = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",  # carrier NAT
    "100.100.100.200",  # a cloud's metadata service
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",  # a cloud's control service, on an address that is otherwise global
    "169.254.169.254",  # most clouds' metadata service
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.7",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",  # NAT64
    "64:ff9b:1::1",
    "100::1",
    "2001::1",  # Teredo
    "2001:db8::1",
    "2002:7f00:1::1",  # 6to4 of 127.0.0.1
    "2002:c0a8:101::1",  # 6to4 of 192.168.1.1
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
ALWAYS = [
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "2606:2800:220:1::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", NEVER)
def test_an_address_that_is_not_public_is_never_reached(address: str) -> None:
    assert not may_reach(ip_address(address), ())


@pytest.mark.parametrize("address", ALWAYS)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert may_reach(ip_address(address), ())


def test_an_allowed_network_is_reached_in_every_spelling_and_no_other_is() -> None:
    allowed = [ip_network("10.0.0.0/8")]
    assert may_reach(ip_address("10.1.2.3"), allowed)
    assert may_reach(ip_address("::ffff:10.1.2.3"), allowed)
    assert not may_reach(ip_address("192.168.1.1"), allowed)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/article",
        "//news.example/",
        "ftp://news.example/",
        "file:///etc/passwd",
        "gopher://news.example/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@news.example/",
        "http://user:pass@news.example/",
        "http://news.example@127.0.0.1/",
        "http://news.example\\@127.0.0.1/",
        "http://news.example:22/",
        "http://news.example:8080/",
        "http://news.example:0/",
        "http://news.example:99999/",
        "http://news.example:port/",
        "http://2130706433/",  # 127.0.0.1 as one number
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.0x/",
        "http://①②⑦.1/",  # circled digits are digits after normalisation
        "http://news.example../",
        "http://.news.example/",
        "http://news..example/",
        "http://%31%32%37.0.0.1/",
        "http://-news.example/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "abc." * 80 + "example/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://news.example/a\r\nHost: other",
        "http://news.example/a\x00",
        "http://news.exam\tple/",
        "http://stra\u00dfe.example/",
        "http://news.example\uff0fpath/",  # a full-width slash
        "http://news.example/" + "a" * 8_000,
    ],
)
def test_what_is_no_plain_web_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(CannotFetch) as refused:
        place(url, WEB_PORTS)
    assert refused.value.sentence.endswith(".")
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    ("url", "normalised"),
    [
        ("  https://News.Example/Path?q=1#part ", "https://news.example/Path?q=1"),
        ("https://news.example.", "https://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:443/a", "http://news.example:443/a"),
        ("https://bücher.example/é x", "https://xn--bcher-kva.example/%C3%A9%20x"),
        ("https://news.example/a%20b?x=[1]&y=a+b", "https://news.example/a%20b?x=[1]&y=a+b"),
        ("http://[2606:2800:220:1:0::1]/", "http://[2606:2800:220:1::1]/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("https://a_b.example/", "https://a_b.example/"),
    ],
)
def test_an_address_has_one_spelling(url: str, normalised: str) -> None:
    assert place(url, WEB_PORTS).url == normalised


@pytest.mark.parametrize(
    ("location", "onward"),
    [
        ("/b", "https://news.example/b"),
        ("b", "https://news.example/dir/b"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example/b#top", "https://other.example/b"),
        ("/\u00c3\u00a9", "https://news.example/%C3%A9"),  # UTF-8, read as Latin-1
    ],
)
def test_a_redirect_is_read_from_where_it_was_met(location: str, onward: str) -> None:
    start = place("https://news.example/dir/a", WEB_PORTS)
    assert redirected(start, location, WEB_PORTS).url == onward


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://news.example/", "https://u:p@x.example/"])
def test_a_redirect_to_another_scheme_or_with_credentials_is_refused(location: str) -> None:
    with pytest.raises(CannotFetch):
        redirected(place("https://news.example/", WEB_PORTS), location, WEB_PORTS)

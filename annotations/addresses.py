"""Web addresses, and which of them may be fetched. Pure: nothing here resolves a name or opens a connection.

An address is taken apart by one parser, once, into a `Place`; what is checked is then what is connected to,
and no second reading of the same text can lead elsewhere. `net` goes there; actions ask whether it could.
"""

import ipaddress
import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from annotations.errors import CannotFetch

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_URL_CHARACTERS = 8_000
DEFAULT_PORTS = {"http": 80, "https": 443}

GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What `is_global` of some supported Python still calls global, and one that is global and yet inside: Azure's
# machines reach their host's control service at 168.63.129.16.
NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "3fff::/20")
)

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# Such a host is an IP address to every browser and resolver, if it is anything.
_ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_NEVER_IN_A_URL = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_SENT_AS_THEY_ARE = "%/?:@!$&'()*+,;=[]|~"
# IDNA 2003, which Python has, and IDNA 2008, which browsers use, lead these to different hosts.
_AMBIGUOUS_IN_HOSTS = re.compile("[ßς\u200c\u200d]")

PRIVATE = (
    "This address leads into a private or reserved network, which is not fetched. "
    "An administrator can allow the network in the settings."
)
NOT_AN_ADDRESS = "This is no web address that can be fetched. Copy it again from the browser's address bar."


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: `host` is an IP address or a lower-case ASCII name without a final dot, `target` the path
    and query as they are sent. The fragment is gone."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


def place(url: str, ports: Set[int]) -> Place:
    """Take a URL apart. Raises CannotFetch unless it is http(s), on one of `ports`, without credentials."""
    url = url.strip()
    if len(url) > MAX_URL_CHARACTERS or _NEVER_IN_A_URL.search(url):
        raise CannotFetch(NOT_AN_ADDRESS, field="url")
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise CannotFetch(NOT_AN_ADDRESS, field="url") from error
    if parts.scheme not in DEFAULT_PORTS or not name:
        raise CannotFetch("The address must begin with http:// or https:// and name a site.", field="url")
    if "@" in parts.netloc:
        raise CannotFetch("The address holds a user name or password. Leave them out.", field="url")
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise CannotFetch(f"The address names port {port}, which is not fetched.", field="url")
    return Place(parts.scheme, _host(name), port, _target(parts.path, parts.query))


def redirected(start: Place, location: str, ports: Set[int]) -> Place:
    """The place that a `Location` header leads to, checked like a first address. Raises CannotFetch."""
    # Headers are read as Latin-1, but servers send UTF-8.
    readable = location.encode("latin-1", "replace").decode("utf-8", "replace")
    onward = place(urljoin(start.url, readable), ports)
    if start.scheme == "https" and onward.scheme == "http":
        raise CannotFetch(
            "The secure address leads on to an insecure one, where the text can be changed on its way. "
            f"If that will do, import {onward.url} itself."
        )
    return onward


def sendable(url: str, ports: Set[int], allowed_networks: Iterable[IPNetwork]) -> str:
    """The address in its one spelling, if something may be sent there; a name is not looked up. Raises CannotFetch.

    Without TLS it may only lead into an allowed network: anybody on the way could read along.
    """
    to = place(url, ports)
    networks = tuple(allowed_networks)
    address = _literal("127.0.0.1" if to.host == "localhost" else to.host)
    if address and not may_reach(address, networks):
        raise CannotFetch(PRIVATE, field="url")
    if to.scheme == "http" and not (address and any(address in network for network in networks)):
        raise CannotFetch(
            "Give an address with https://. Over http, anybody on the way reads along.", field="url"
        )
    return to.url


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def may_reach(address: IPAddress, allowed_networks: Iterable[IPNetwork]) -> bool:
    """Whether the address is a public one, or in a network that the administrator allows."""
    inner = _unwrapped(address)
    allowed = any(address in network or inner in network for network in allowed_networks)
    return allowed or _is_public(inner)


def _target(path: str, query: str) -> str:
    asked = (path or "/") + (f"?{query}" if query else "")
    return quote(asked, safe=_SENT_AS_THEY_ARE)


def _host(name: str) -> str:
    """The one spelling of a host. An IPv4 address in any other than the dotted decimal form is refused."""
    if _AMBIGUOUS_IN_HOSTS.search(name):
        raise CannotFetch("The name of this site can be read in two ways. Use its xn-- form.", field="url")
    try:
        if ":" in name and "%" not in name:
            return str(ipaddress.IPv6Address(name))
        plain = name.encode("idna").decode("ascii").lower().removesuffix(".")
        if _ENDS_IN_A_NUMBER.fullmatch(plain):
            return str(ipaddress.IPv4Address(plain))
    except ValueError as error:
        raise CannotFetch(NOT_AN_ADDRESS, field="url") from error
    if len(plain) > 253 or not _HOST.fullmatch(plain):
        raise CannotFetch(NOT_AN_ADDRESS, field="url")
    return plain


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64), or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: IPAddress) -> bool:
    if address.version == 6 and address not in GLOBAL_IPV6:
        return False
    special = address.is_multicast or address.is_reserved or any(address in network for network in NOT_PUBLIC)
    return address.is_global and not special

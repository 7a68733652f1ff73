"""Atom and sitemaps: plain values in, XML out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.utils.feedgenerator import Atom1Feed

from annotations.exports.claim_review import Publisher

SITEMAP_ADDRESSES = 50_000
"""As many as the protocol (sitemaps.org) allows in one file."""
SITEMAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One check or correction in a feed. `id` stays the same for good; `summary_html` is safe HTML."""

    id: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary_html: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    title: str
    subtitle: str
    address: str
    page: str
    updated: datetime | None


class _Atom(Atom1Feed):
    """Django's, which takes the time of an empty feed from the clock: then it never is the same twice."""

    def latest_post_date(self) -> Any:
        return self.feed["updated"] or datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def atom(feed: Feed, entries: Iterable[Entry], publisher: Publisher) -> bytes:
    """RFC 4287, in UTF-8."""
    written = _Atom(
        title=in_xml(feed.title),
        link=feed.page,
        description=in_xml(feed.subtitle),
        author_name=in_xml(publisher.name),
        author_link=f"{publisher.address}/",
        feed_url=feed.address,
        feed_guid=feed.address,
        language="en",
        updated=feed.updated,
    )
    for entry in entries:
        written.add_item(
            title=in_xml(entry.title),
            link=entry.address,
            description=in_xml(entry.summary_html),
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[in_xml(word) for word in entry.categories],
        )
    return written.writeString("utf-8").encode()


def in_xml(words: str) -> str:
    """Without the characters that no XML may hold, however they are written."""
    return NOT_IN_XML.sub("", words)


def sitemap(addresses: Iterable[tuple[str, datetime | None]]) -> Iterator[bytes]:
    """Absolute addresses with the time of their last change, at most SITEMAP_ADDRESSES of them."""
    yield opened("urlset")
    for address, modified in addresses:
        yield place("url", address, modified)
    yield b"</urlset>\n"


def sitemap_index(addresses: Iterable[str], modified: datetime | None) -> Iterator[bytes]:
    yield opened("sitemapindex")
    for address in addresses:
        yield place("sitemap", address, modified)
    yield b"</sitemapindex>\n"


def opened(element: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{element} xmlns="{SITEMAP_NAMESPACE}">\n'.encode()


def place(element: str, address: str, modified: datetime | None) -> bytes:
    when = f"<lastmod>{modified.isoformat(timespec='seconds')}</lastmod>" if modified else ""
    return f"<{element}><loc>{escape(address)}</loc>{when}</{element}>\n".encode()

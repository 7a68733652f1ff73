"""What a page says about its article beside the text: JSON-LD first, then meta tags, then what it shows."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from lxml import html

from annotations.intake.assembly import Facts
from annotations.intake.dates import from_machine
from annotations.intake.document import canonical
from annotations.intake.language import language_tag
from annotations.intake.page import words_of
from annotations.intake.people import is_role
from annotations.intake.signs import names_alone

MAX_JSON_CHARACTERS = 1_000_000
MAX_JSON_NODES = 20_000

_ARTICLE_TYPES = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review|ClaimReview|WebPage)$")
_BEST_TYPES = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review|ClaimReview)$")
_JSON_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)?|(?:-->|(?://)?\s*\]\]>)?\s*;?\s*$")
_SITE_AFTER_TITLE = re.compile(r"\s+(?:[|•·»–—-]|::)\s+[^|•·»–—]{2,50}$")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net)\b", re.IGNORECASE)
# Accounts, not authors: single words in small letters and the names of offices.
_NOBODY = re.compile(r"[a-z0-9_.-]+|(?i:(?:site )?(?:admin(?:istrator)?|webmaster|guest|user))")
_BY = re.compile(r"^\s*(?:by|von|par|por)\s*:?\s+", re.IGNORECASE)

_HEADLINES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
)
_PUBLISHED = (
    *("article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "article:published"),
    *("dc.date.issued", "dcterms.created", "dc.date", "ptime", "pubdate", "publishdate", "publish-date"),
    *("publish_date", "publication_date", "article.published", "og:published_time", "date"),
)
_MODIFIED = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "lastmod",
    "last-modified",
    "article:modified",
    "article.updated",
    "utime",
)
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "cre")
_LANGUAGES = ("og:locale", "content-language", "dc.language", "language")


@dataclass(frozen=True, slots=True)
class Said:
    """`headlines` and `descriptions` are what the page calls itself in its head, the best first."""

    facts: Facts
    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]


def said_by(tree: html.HtmlElement) -> Said:
    """Read before scripts are cut: JSON-LD is one."""
    thing = _article(tree)
    meta = _meta(tree)
    facts = Facts(
        byline=_byline(thing, meta, tree),
        published_at=_first_date(
            [_text(thing.get("datePublished")), *_values(meta, _PUBLISHED), *_times(tree)]
        ),
        modified_at=_first_date([_text(thing.get("dateModified")), *_values(meta, _MODIFIED)]),
        publisher=_first([_name(thing.get("publisher")), *_values(meta, _PUBLISHERS)]),
        language=_language(thing, meta, tree),
    )
    title = _SITE_AFTER_TITLE.sub("", " ".join(tree.xpath("string(//head/title)").split()))
    headlines = [
        _text(thing.get("headline")),
        *(_SITE_AFTER_TITLE.sub("", t) for t in _values(meta, _HEADLINES)),
        title,
    ]
    descriptions = [_text(thing.get("description")), *_values(meta, _DESCRIPTIONS)]
    return Said(facts, _unique(headlines), _unique(descriptions))


# ---- JSON-LD ----


def _article(tree: html.HtmlElement) -> dict[str, Any]:
    """The thing that describes the article: the first of an article's type with a headline, else the first of any."""
    things = [
        thing
        for script in tree.iter("script")
        if _is_json_ld(script)
        for thing in _things(_parsed(script.text or ""))
    ]
    articles = [thing for thing in things if _has_type(thing, _ARTICLE_TYPES)]
    best = [thing for thing in articles if _has_type(thing, _BEST_TYPES) and thing.get("headline")]
    return next(iter(best or articles), {})


def _is_json_ld(script: html.HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _parsed(raw: str) -> Any:
    if len(raw) > MAX_JSON_CHARACTERS:
        return None
    text = _JSON_WRAPPING.sub("", raw)
    for attempt in (text, unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _things(parsed: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, the outer before the inner; without recursion, because a page may nest them deeply."""
    waiting = [parsed]
    for _ in range(MAX_JSON_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += [
                value for key, value in node.items() if isinstance(value, dict | list) and key != "author"
            ]
        elif isinstance(node, list):
            waiting += node[:MAX_JSON_NODES]


def _has_type(thing: dict[str, Any], wanted: re.Pattern[str]) -> bool:
    kinds = thing.get("@type")
    return any(
        isinstance(kind, str) and wanted.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _name(value: Any) -> str:
    return _first(_names(value))


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for each in value[:30] for name in _names(each)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [_text(value)] if _text(value) else []


def _text(value: Any) -> str:
    return canonical(unescape(re.sub(r"<[^>]{0,200}>", "", value))) if isinstance(value, str) else ""


# ---- meta tags and what the page shows ----


def _meta(tree: html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (key := element.get(attribute)) and (content := element.get("content")):
                found.setdefault(key.lower(), []).append(canonical(content))
    return found


def _values(meta: dict[str, list[str]], keys: Iterable[str]) -> list[str]:
    return [value for key in keys for value in meta.get(key, []) if value]


def _byline(thing: dict[str, Any], meta: dict[str, list[str]], tree: html.HtmlElement) -> tuple[str, ...]:
    shown = [
        words_of(e)
        for e in tree.xpath("//*[@rel='author' or @itemprop='author' or contains(@class, 'byline')]")[:10]
    ]
    for source in (
        _names(thing.get("author")),
        _names(thing.get("creator")),
        *([value] for value in _values(meta, _AUTHORS)),
    ):
        if names := tuple(dict.fromkeys(name for raw in source for name in _authors(raw))):
            return names
    return next((names for words in shown if (names := names_alone(words))), ())


def _authors(raw: str) -> Iterator[str]:
    """The names in what a page gives as an author: one, several, or an address, which is none."""
    words = _BY.sub("", raw)
    if not words or len(words) > 200 or _ADDRESS.search(words) or _NOBODY.fullmatch(words) or is_role(words):
        return
    if names := names_alone(words):
        yield from names
    elif len(words) <= 80:
        yield words


def _times(tree: html.HtmlElement) -> list[str]:
    return list(tree.xpath("(//article//time | //main//time | //time)/@datetime")[:3])


def _language(thing: dict[str, Any], meta: dict[str, list[str]], tree: html.HtmlElement) -> str:
    declared = [
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        _text(thing.get("inLanguage")),
    ]
    return _first(map(language_tag, [*declared, *_values(meta, _LANGUAGES)]))


def _first_date(values: Iterable[str]) -> datetime | None:
    return next((moment for value in values if value and (moment := from_machine(value))), None)


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))

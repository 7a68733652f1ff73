"""Markdown: the tokens of markdown-it-py to passages. HTML inside it is words like any other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import urljoin

import markdown_it
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotations.errors import TooLarge
from annotations.intake.assembly import Facts, Passage, Reading, Run, passage
from annotations.intake.dates import from_machine
from annotations.intake.document import BlockKind, MarkKind
from annotations.intake.language import language_tag
from annotations.intake.signs import Sign, merged, names_alone, sign_in
from annotations.sanitize import is_safe_address

VERSION = f"1+markdown-it-py-{markdown_it.__version__}"

# A short book. markdown-it takes one or two seconds for prose of this length, and seven for unclosed brackets.
MAX_CHARACTERS = 400_000

_FRONT_MATTER = re.compile(r"---\n(?P<fields>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)(?:\n|$)")
_FIELD = re.compile(r"(?P<name>[A-Za-z_]{2,20})\s*:\s*(?P<value>.*)")
_STRONG_SIGNS = (
    re.compile(r"^#{1,6} +\S", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,200}\]\((?:https?:|mailto:|/|#|<)[^)\n]{0,500}\)"),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"^\|.+\|[ \t]*\n\|[ :|-]+\|", re.MULTILINE),
)
_WEAK_SIGNS = (
    re.compile(r"^[*+-] +\S", re.MULTILINE),
    re.compile(r"^> ?\S", re.MULTILINE),
    re.compile(r"\*\*\S[^*\n]{0,200}\S\*\*|__\S[^_\n]{0,200}\S__"),
    re.compile(r"(?<![*\w])\*[^\s*][^*\n]{0,200}[^\s*]\*(?![*\w])"),
    re.compile(r"^\S[^\n]{2,200}\n(?:={4,}|-{4,})[ \t]*$", re.MULTILINE),
)
_SAMPLE_CHARACTERS = 100_000


def looks_like_markdown(text: str) -> bool:
    """Front matter, or a sign that hardly anything else has together with another one."""
    sample = text[:_SAMPLE_CHARACTERS].replace("\r\n", "\n")
    if _FRONT_MATTER.match(sample):
        return True
    strong = sum(bool(sign.search(sample)) for sign in _STRONG_SIGNS)
    weak = sum(bool(sign.search(sample)) for sign in _WEAK_SIGNS)
    headings = len(_STRONG_SIGNS[0].findall(sample))
    return strong >= 2 or (strong and weak >= 1) or headings >= 2 or _begins_with_heading(sample)


def read_markdown(text: str, url: str) -> Reading:
    """The first heading of the first level is the headline. Raises TooLarge above MAX_CHARACTERS."""
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"This Markdown is too long. At most {MAX_CHARACTERS:,} characters are read.")
    text = text.replace("\r\n", "\n").lstrip("\ufeff\n")
    front = _FRONT_MATTER.match(text)
    fields = _fields(front["fields"]) if front else {}
    tokens = _reader().parse(text[front.end() :] if front else text)
    passages, facts = _head(list(_passages(tokens, url)), fields)
    return Reading(tuple(passages), facts, "text/markdown", "markdown", VERSION)


def _begins_with_heading(sample: str) -> bool:
    return bool(re.match(r"\s*# +\S[^\n]*\n\s*\n", sample))


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _fields(raw: str) -> dict[str, str]:
    found = (_FIELD.fullmatch(line.strip()) for line in raw.split("\n"))
    return {match["name"].lower(): match["value"].strip(" \t\"'[]") for match in found if match}


def _head(passages: Sequence[Passage], fields: dict[str, str]) -> tuple[list[Passage], Facts]:
    """Headline, byline and dates: from front matter, or from the first heading and the lines right under it."""
    top, rest = _titles(passages, fields)
    signs: list[Sign] = []
    while rest and rest[0].kind == "paragraph" and (sign := sign_in(rest[0].words.strip())):
        signs.append(sign)
        rest = rest[1:]
    names = names_alone(_first(fields, "author", "authors", "by"))
    published = from_machine(_first(fields, "date", "published"))
    modified = from_machine(_first(fields, "updated", "lastmod", "modified"))
    said = merged(signs)
    facts = Facts(
        byline=names or said.names,
        published_at=published or said.published_at,
        modified_at=modified or said.modified_at,
        publisher=_first(fields, "publisher"),
        language=language_tag(_first(fields, "lang", "language")),
    )
    return [*top, *rest], facts


def _titles(passages: Sequence[Passage], fields: dict[str, str]) -> tuple[list[Passage], list[Passage]]:
    """Headline and standfirst, and the passages after them."""
    title, rest = _first(fields, "title", "headline"), list(passages)
    first_is_title = len(rest) > 1 and rest[0].kind == "heading" and (rest[0].level == 1 or not title)
    top = [replace(rest.pop(0), kind="headline", level=None)] if first_is_title else []
    if title and not top:
        top = [passage("headline", title)]
    standfirst = _first(fields, "standfirst", "subtitle")
    return top + ([passage("standfirst", standfirst)] if standfirst else []), rest


def _first(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _passages(tokens: Sequence[Token], url: str) -> Iterator[Passage]:
    around: list[Token] = []
    cells: list[str] = []
    for token in tokens:
        if token.nesting > 0:
            around.append(token)
        elif token.nesting < 0:
            around.pop()
        if token.type == "inline" and around[-1].tag in ("td", "th"):
            cells.append(" ".join(_plain(token).split()))
        elif token.type == "inline":
            yield _passage(token, around, url)
        elif token.type == "tr_close":
            yield passage("table_row", "\t".join(cells))
            cells = []
        elif token.type in ("fence", "code_block"):
            yield passage("paragraph", token.content)


def _passage(token: Token, around: Sequence[Token], url: str) -> Passage:
    runs = tuple(_runs(token.children or [], url))
    if around[-1].type == "heading_open":
        return Passage("heading", runs, int(around[-1].tag[1]))
    types = {outer.type for outer in around}
    kind: BlockKind = "paragraph"
    if "list_item_open" in types:
        kind = "list_item"
    elif "blockquote_open" in types:
        kind = "quote"
    return Passage(kind, runs)


def _plain(token: Token) -> str:
    return "".join(run.text for run in _runs(token.children or [], ""))


def _runs(tokens: Sequence[Token], url: str) -> Iterator[Run]:
    """The words of a block; a picture's replacement text is none of them."""
    href = ""
    marks: list[MarkKind | None] = [None]
    for token in tokens:
        if token.type == "link_open":
            href = _address(str(token.attrs.get("href", "")), url)
        elif token.type == "link_close":
            href = ""
        elif token.type in ("em_open", "strong_open"):
            marks.append("emphasis" if token.type == "em_open" else "strong")
        elif token.type in ("em_close", "strong_close"):
            marks.pop()
        elif token.type in ("text", "code_inline", "text_special"):
            yield Run(token.content, href, marks[-1])
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" " if token.type == "softbreak" else "\n", href, marks[-1])


def _address(href: str, url: str) -> str:
    try:
        absolute = urljoin(url, href)
    except ValueError:
        return ""
    return absolute if is_safe_address(absolute) else ""

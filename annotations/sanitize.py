"""The only importer of bleach: one function per policy, so that a successor library is one file's work.

Caps come before bleach, because bleach 6.4 takes quadratic time on nested and on attribute-heavy input.
Plain text never comes here: what is not markup has nothing to clean and would only be escaped.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import bleach
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from annotations.errors import TooLarge

MAX_MARKDOWN_CHARACTERS = 100_000
MAX_HTML_CHARACTERS = 250_000
# bleach takes up to 0.1 ms a tag; table cells are the tags people have most of.
MAX_TAGS = 5_000
# Attributes cannot be counted without parsing, and 200,000 of them in one tag cost a minute; so their
# length counts.
MAX_TAG_CHARACTERS = 8_000
MAX_DEPTH = 40
MAX_ADDRESS_CHARACTERS = 2_000

INLINE_TAGS = frozenset({"a", "b", "br", "em", "i", "strong"})
EXPLANATION_TAGS = (
    INLINE_TAGS
    | {"blockquote", "code", "hr", "li", "ol", "p", "pre", "s", "ul"}
    | {
        *("h3", "h4", "h5", "h6"),
        *("table", "tbody", "td", "th", "thead", "tr"),
    }
)
LINK_REL = "nofollow noopener ugc"
MENTION = "mention"
"""The class of a colleague's name in a comment; only our own renderer writes it."""

# A page has its own h1 and h2.
_HEADING_SHIFT = 2
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "meta", "link"})
# Every quantifier is possessive and a quotation mark counts only after "=", as in a browser: linear on anything.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^"'>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|[="'])*+)""")
_MENTION = re.compile(r"@([\w.@+-]{1,150})")
_MAY_END_A_MENTION = ".@+-_"
_UNFIT_FOR_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f<>\"\\]")


def explanation_html(markdown: str) -> str:
    """HTML of an explanation, note or comment written in Markdown; HTML typed into it comes out as text.

    Links lead only to absolute http, https and mailto addresses and carry `rel`; images become links.
    Raises TooLarge for more text, nesting or markup than anyone writes by hand.
    """
    return _cleaned(_rendered(markdown, {}))


def comment_html(markdown: str, people: Mapping[str, str]) -> str:
    """As `explanation_html`, with `@username` as a marked name. `people`: name shown by user name.

    A name in code, after a backslash or in an e-mail address is left as typed, and so is one of nobody.
    """
    return _cleaned(_rendered(markdown, {"people": people}))


def mentioned_names(markdown: str) -> set[str]:
    """What may be the user names mentioned: of `@ann.` both `ann.` and `ann`, for either may be somebody's."""
    named: set[str] = set()
    _rendered(markdown, {"named": named})
    return named


def _rendered(markdown: str, asked: MutableMapping[str, Any]) -> str:
    if len(markdown) > MAX_MARKDOWN_CHARACTERS:
        raise TooLarge(f"This text is too long. At most {MAX_MARKDOWN_CHARACTERS:,} characters are taken.")
    return _markdown().render(markdown, asked)


def _cleaned(rendered: str) -> str:
    _require_modest(rendered)
    return bleach.clean(
        rendered, tags=EXPLANATION_TAGS, attributes=_explanation_attribute, strip=True
    ).strip()


def inline_html(html: str) -> str:
    """The links and emphasis of imported HTML, every other tag taken away and its words left.

    Raises TooLarge for input that would keep bleach busy for long.
    """
    _require_modest(html)
    return bleach.clean(html, tags=INLINE_TAGS, attributes=_inline_attribute, strip=True)


def is_safe_address(address: str) -> bool:
    """Whether `address` may stand in a link: absolute http, https or mailto, read alike by every browser."""
    if len(address) > MAX_ADDRESS_CHARACTERS or _UNFIT_FOR_ADDRESS.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "%" not in parts.netloc


def _explanation_attribute(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "rel"):
        return value == LINK_REL
    if (tag, name) == ("b", "class"):
        return value == MENTION
    if (tag, name) == ("ol", "start"):
        return value.isascii() and value.isdigit()
    return _inline_attribute(tag, name, value)


def _inline_attribute(tag: str, name: str, value: str) -> bool:
    return (tag, name) == ("a", "href") and is_safe_address(value)


def _require_modest(html: str) -> None:
    if len(html) > MAX_HTML_CHARACTERS or html.count("<") > 2 * MAX_TAGS:
        raise TooLarge("This text has too much formatting in it. Shorten it, or take tables and links out.")
    depth = 0
    for closing, name, attributes in _TAG.findall(html):
        depth = max(0, depth + _step(closing, name))
        if depth > MAX_DEPTH:
            raise TooLarge("This text is nested too deeply. Use fewer levels of lists and quotations.")
        if len(name) + len(attributes) > MAX_TAG_CHARACTERS:
            raise TooLarge("One tag in this text is too long. Take its attributes out.")


def _step(closing: str, name: str) -> int:
    """How a tag changes the depth, by a plain count: one that is never closed counts as open to the end."""
    if name.lower() in _VOID:
        return 0
    return -1 if closing else 1


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    reader.validateLink = is_safe_address  # type: ignore[method-assign, assignment]
    reader.core.ruler.push("shift_headings", _shift_headings)
    reader.inline.ruler.push("mention", _mention)
    reader.add_render_rule("link_open", _link_open)
    reader.add_render_rule("mention", _mention_in_html)
    return reader


def _mention(state: StateInline, silent: bool) -> bool:
    """An inline rule: it sees neither code nor what a backslash escapes, and takes no emphasis out of a name."""
    found = _MENTION.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if not found or before.isalnum() or before in tuple(".+-@/"):
        return False
    names = _names_in(found[1])
    state.env.get("named", set()).update(names)
    people = state.env.get("people", {})
    name = next((name for name in names if name in people), None)
    if name is None:
        return False
    if not silent:
        state.push("mention", "", 0).content = people[name]
    state.pos += 1 + len(name)
    return True


def _names_in(run: str) -> list[str]:
    """The run of characters itself, and without what may be the sentence's own marks; the longest first."""
    least = len(run.rstrip(_MAY_END_A_MENTION))
    return [run[:end] for end in range(len(run), max(least, 1) - 1, -1)]


def _mention_in_html(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: Mapping[str, Any],
    env: MutableMapping[str, Any],
) -> str:
    return f'<b class="{MENTION}">@{escapeHtml(tokens[index].content)}</b>'


def _shift_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HEADING_SHIFT)}"


def _link_open(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: Mapping[str, Any],
    env: MutableMapping[str, Any],
) -> str:
    tokens[index].attrs = {"href": tokens[index].attrs["href"], "rel": LINK_REL}
    return renderer.renderToken(tokens, index, options, env)  # type: ignore[arg-type]

"""The headline and the standfirst that a page shows: what it only says in its head is no text of the article."""

import re
from collections.abc import Iterable, Sequence

from lxml import html
from rapidfuzz import fuzz

from annotations.intake.assembly import Passage, one_block, passage
from annotations.intake.document import canonical
from annotations.intake.furniture import is_chrome, is_share_line
from annotations.intake.metadata import Said
from annotations.intake.page import words_of
from annotations.intake.signs import sign_in

# How alike the heading a page shows and the headline it names must be to be the same one, in hundredths; a page
# with one heading may name another headline for search engines.
SAME_HEADLINE = 60
ONLY_HEADLINE = 50

MIN_STANDFIRST, MAX_STANDFIRST = 20, 500

_STANDFIRST_CLASS = re.compile(
    r"stand-?first|\bdek\b|[-_]dek\b|\bdeck\b|[-_]deck\b|sub-?(?:title|head(?:line|ing)?)\b|strap-?line|\blede?\b|\bsummary\b"
    r"|[-_]summary\b|\bkicker-?text|article-?(?:intro|lead|excerpt|description)|\bchapeau|\bcatenaccio|\bvorspann|\bbajada",
    re.IGNORECASE,
)
_NO_TITLE_AROUND = frozenset({"nav", "footer", "aside"})


def shown_headline(tree: html.HtmlElement, said: Said) -> str:
    """The heading the page shows where it is the one it names, else the one it names, else its only heading."""
    headings = [heading for heading in tree.iter("h1") if not _is_aside(heading)]
    shown = [words for heading in headings if (words := canonical(words_of(heading)))]
    for named in said.headlines:
        best = max(shown, key=lambda words: fuzz.token_set_ratio(words, named), default="")
        if best and fuzz.token_sort_ratio(best, named) >= SAME_HEADLINE:
            return best
    if len(set(shown)) == 1 and (not said.headlines or _resembles(shown[0], said.headlines)):
        return shown[0]
    return said.headlines[0] if said.headlines else ""


def shown_standfirst(tree: html.HtmlElement, said: Said, headline: str, body: Sequence[Passage]) -> str:
    """Words under the headline that the page gives as its description or marks as a standfirst; "" where none.

    A description that only repeats the first paragraph is none, unless that paragraph stands apart from the rest.
    """
    described = {folded(words) for words in said.descriptions}
    paragraphs = [folded(each.words) for each in body if each.kind == "paragraph"][:3]
    for element in _above_the_body(tree, paragraphs[1:2] or paragraphs[:1]):
        words = one_block(words_of(element))
        key = folded(words)
        if (
            not MIN_STANDFIRST <= len(words) <= MAX_STANDFIRST
            or key == folded(headline)
            or _is_furniture(words)
        ):
            continue
        if _is_marked(element) or (
            key in described and (key not in paragraphs or _is_apart(tree, element, paragraphs))
        ):
            return words
    return ""


def _is_apart(tree: html.HtmlElement, element: html.HtmlElement, paragraphs: Sequence[str]) -> bool:
    """Whether the first paragraph has another parent than the next two, which share theirs."""
    later = tuple(paragraphs[1:3])
    parents = [each.getparent() for each in tree.iter("p") if folded(words_of(each)).startswith(later)]
    return len(parents) > 1 and len(set(parents)) == 1 and element.getparent() is not parents[0]


def with_titles(passages: Iterable[Passage], headline: str, standfirst: str) -> tuple[Passage, ...]:
    """Both in front, and out of the body."""
    titles = [passage("headline", headline), passage("standfirst", standfirst)]
    repeated = {folded(words) for words in (headline, standfirst)} - {""}
    body = [each for each in passages if folded(each.words) not in repeated]
    return (*(title for title in titles if title.words), *body)


def folded(words: str) -> str:
    """Letters and digits alone, in small letters: alike for the same words set differently."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def _resembles(words: str, named: Iterable[str]) -> bool:
    return any(fuzz.token_set_ratio(words, each) >= ONLY_HEADLINE for each in named)


def _is_aside(element: html.HtmlElement) -> bool:
    return any(around.tag in _NO_TITLE_AROUND for around in element.iterancestors())


def _above_the_body(tree: html.HtmlElement, first: Sequence[str]) -> list[html.HtmlElement]:
    """The leaf elements between the first heading and the first paragraph of the body."""
    found: list[html.HtmlElement] = []
    below_heading = False
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "div", "span", "li"):
        if element.tag == "h1":
            below_heading = True
        elif below_heading and not _has_blocks(element):
            if folded(words_of(element)) in first:
                break
            found.append(element)
    return found[:80]


def _has_blocks(element: html.HtmlElement) -> bool:
    return any(
        child.tag in ("p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "section", "li") for child in element
    )


def _is_marked(element: html.HtmlElement) -> bool:
    near = [element, element.getparent()]
    return any(
        _STANDFIRST_CLASS.search(f"{each.get('class') or ''} {each.get('itemprop') or ''}")
        for each in near
        if each is not None
    )


def _is_furniture(words: str) -> bool:
    return is_chrome(words) or is_share_line(words) or sign_in(words) is not None

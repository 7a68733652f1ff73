"""A page as a tree that is safe to work on: capped, without what is no text, and with quirks of layout undone."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from annotations.errors import CannotRead, TooLarge
from annotations.intake.captions import caption_words, is_credit

# Time grows with these, some of it by the square: libxml2 takes minutes for 300,000 attributes in one tag,
# trafilatura seconds for 20,000 inline elements in one paragraph. The largest real page we measured has 223 children
# in one element and is 51 deep.
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES_OF_A_TAG = 500
MAX_DEPTH = 200
MAX_INLINE_SIBLINGS = 5_000

# Shorter captions are labels and credits.
MIN_CAPTION = 40
# Stands before the words of a caption on their way through the extraction.
CAPTION_MARK = "⸢caption⸣"

_TOO_LARGE = "This page is {what}. Copy the text of the article and paste it instead."

# A quotation mark counts only after "=", as in a browser; every quantifier is possessive, so the time is linear.
_TAG = re.compile(r"""<(!--|[a-zA-Z][^\s/>]*+)((?:[^"'>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|[="'])*+)""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
# libxml2 reads these and lxml refuses to write them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE_GAP = re.compile(r"[\s/=]+")
_ENDS = {"!--": "-->", "script": "</script", "style": "</style", "textarea": "</textarea", "title": "</title"}
_FEW_CHARACTERS = 2 * MAX_ATTRIBUTES_OF_A_TAG

_NO_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "canvas",
    "select",
)
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}
)

_EMBED = re.compile(r"tweet|twitter|instagram|tiktok|facebook|bluesky|mastodon|telegram|embed", re.IGNORECASE)
_CHUNK = re.compile(r"body|content|article|text|story|paragraph|section|chunk", re.IGNORECASE)
_NO_CHUNK = re.compile(
    r"comment|reply|related|teaser|card|promo|widget|sidebar|footer|bio|list", re.IGNORECASE
)
_LEAST_OF_A_CHUNK = 200


def parse(text: str) -> html.HtmlElement:
    """The tree of a page. Raises TooLarge above the caps, CannotRead when there is no element in it."""
    _require_few_attributes(text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_CONTROLS.sub("", text).encode(), parser=parser)
    except etree.ParserError as error:
        raise CannotRead(
            "There is no text in this page. Copy the text of the article and paste it."
        ) from error
    _require_modest(tree)
    _drop_controls(tree)
    return tree


def cut(tree: html.HtmlElement) -> None:
    """Take out the subtrees whose text is no text of the article."""
    for element in list(tree.iter(*_NO_TEXT)):
        if element.getparent() is not None:
            element.drop_tree()


def tidy(tree: html.HtmlElement, url: str) -> None:
    """Make links absolute, and undo what hides parts of an article from the extraction."""
    _resolve_links(tree, url)
    _free_embedded_quotations(tree)
    _free_captions(tree)
    _join_chunks(tree)


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _require_few_attributes(text: str) -> None:
    for attributes in _tags(text):
        if len(attributes) > _FEW_CHARACTERS:
            names = _ATTRIBUTE_GAP.split(_QUOTED.sub(" ", attributes))
            if len(names) > MAX_ATTRIBUTES_OF_A_TAG:
                raise TooLarge(_TOO_LARGE.format(what="too complicated: one tag has too many attributes"))


def _tags(text: str) -> Iterator[str]:
    """The attributes of each tag. Comments, scripts and styles are passed over: they are full of signs like "<"."""
    lowered = text.lower()
    position = 0
    while tag := _TAG.search(lowered, position):
        end_sign = _ENDS.get(tag[1])
        position = tag.end()
        if tag[1] != "!--":
            yield tag[2]
        if end_sign is not None:
            end = lowered.find(end_sign, tag.start() if tag[1] == "!--" else position)
            if end < 0:
                return
            position = end + len(end_sign)


def _require_modest(tree: html.HtmlElement) -> None:
    inline_siblings: dict[html.HtmlElement, int] = {}
    for count, element in enumerate(tree.iter(etree.Element)):
        if count > MAX_ELEMENTS:
            raise TooLarge(_TOO_LARGE.format(what="too long: it has too many elements"))
        if element.tag in _INLINE:
            parent = element.getparent()
            inline_siblings[parent] = inline_siblings.get(parent, 0) + 1
    if max(inline_siblings.values(), default=0) > MAX_INLINE_SIBLINGS:
        raise TooLarge(_TOO_LARGE.format(what="too complicated: one paragraph has too many elements"))
    if tree.xpath(f"boolean(//*[count(ancestor::*) >= {MAX_DEPTH}])"):
        raise TooLarge(_TOO_LARGE.format(what="nested too deeply"))


def _drop_controls(tree: html.HtmlElement) -> None:
    """Those that came in as character references."""
    for element in tree.iter(etree.Element):
        for attribute in ("text", "tail"):
            words = getattr(element, attribute)
            if words and _CONTROLS.search(words):
                setattr(element, attribute, _CONTROLS.sub("", words))
        for name, value in element.attrib.items():
            if _CONTROLS.search(value):
                element.set(name, _CONTROLS.sub("", value))


def _resolve_links(tree: html.HtmlElement, url: str) -> None:
    base = _joined(url, next(iter(tree.xpath("//base/@href")), ""))
    for link in tree.iter("a"):
        href = link.attrib.pop("href", "").strip()
        # A place in the same page is of no use outside it.
        if href and not href.startswith("#") and (absolute := _joined(base, href)):
            link.set("href", absolute)


def _joined(base: str, href: str) -> str:
    """ "" for what is no address, and for signs that may not stand in a tree."""
    try:
        return _CONTROLS.sub("", urljoin(base, href))
    except ValueError:
        return ""


def _free_embedded_quotations(tree: html.HtmlElement) -> None:
    """A post quoted from a social network is part of the article: its wrapping makes the extraction drop it."""
    for quotation in tree.iter("blockquote"):
        for element in [quotation, *_wrappings(quotation)]:
            if _EMBED.search(element.get("class") or ""):
                del element.attrib["class"]


def _free_captions(tree: html.HtmlElement) -> None:
    """The extraction drops a figure with all that is in it: its caption goes behind it, marked, as a paragraph."""
    for caption in list(tree.iter("figcaption")):
        figure = next(caption.iterancestors("figure"), caption)
        words = _CONTROLS.sub("", " ".join(" ".join(caption.itertext()).split()))
        if figure.getparent() is not None and len(words) >= MIN_CAPTION and not is_credit(words):
            paragraph = html.Element("p")
            paragraph.text = CAPTION_MARK + caption_words(words.replace(CAPTION_MARK, ""))
            figure.addnext(paragraph)
            caption.drop_tree()


def _wrappings(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements around it that hold nothing else."""
    around = element.getparent()
    while around is not None and around.tag in ("div", "figure", "section", "p") and len(around) == 1:
        yield around
        around = around.getparent()


def _join_chunks(tree: html.HtmlElement) -> None:
    """An article cut in pieces, between advertisements, is put together: only the largest piece would be found."""
    chunks: dict[tuple[str, html.HtmlElement], list[html.HtmlElement]] = {}
    for element in tree.iter("div", "section"):
        name = element.get("class") or ""
        article = _article_around(element) if _may_be_chunk(name) and _is_prose(element) else None
        if article is not None:
            chunks.setdefault((name, article), []).append(element)
    for pieces in chunks.values():
        for piece in pieces[1:]:
            if pieces[0] not in piece.iterancestors():
                pieces[0].extend(list(piece))


def _may_be_chunk(name: str) -> bool:
    return bool(_CHUNK.search(name)) and not _NO_CHUNK.search(name)


def _is_prose(element: html.HtmlElement) -> bool:
    own = [words_of(child) for child in element if child.tag == "p"]
    linked = sum(len(words_of(link)) for child in element if child.tag == "p" for link in child.iter("a"))
    length = sum(map(len, own))
    return length >= _LEAST_OF_A_CHUNK and linked < 0.3 * length


def _article_around(element: html.HtmlElement) -> html.HtmlElement | None:
    return next(
        iter(element.xpath("ancestor::article[1] | ancestor::main[1] | ancestor::*[@role='main'][1]")), None
    )

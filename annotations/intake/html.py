"""A web page: trafilatura finds the article in it, our walk turns its tree into passages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

import trafilatura
from lxml import etree, html

from annotations.errors import CannotRead, TooLarge
from annotations.intake.assembly import Facts, Passage, Reading, Run
from annotations.intake.document import BlockKind, MarkKind
from annotations.intake.metadata import said_by
from annotations.intake.page import CAPTION_MARK, cut, parse, tidy
from annotations.intake.signs import Sign, merged
from annotations.intake.titles import folded, shown_headline, shown_standfirst, with_titles
from annotations.intake.trimming import trimmed
from annotations.sanitize import inline_html

VERSION = f"1+trafilatura-{trafilatura.__version__}"

# Less than this came back: the careful mode may find more.
LITTLE = 250

_SAMPLE_CHARACTERS = 20_000
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)
_BLOCK_ELEMENTS = "p|div|article|section|main|h[1-6]|ul|ol|table|blockquote|figure|header|span"
_FRAGMENT = re.compile(rf"\s*<(?:{_BLOCK_ELEMENTS})\b[^<>]{{0,1000}}>", re.IGNORECASE)
_ELEMENT = re.compile(rf"<(?:{_BLOCK_ELEMENTS}|a|b|i|em|strong|br)\b[^<>]{{0,1000}}>", re.IGNORECASE)

_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_MARKS: dict[str, MarkKind] = {"#b": "strong", "#i": "emphasis"}
_TAGS = {"strong": "strong", "emphasis": "em"}
_MARKS_OF_TAGS: dict[str, MarkKind] = {"strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis"}
# The elements that end a block; those with None pass on the kind of what is around them.
_BLOCKS: dict[str, BlockKind | None] = {
    "p": "paragraph",
    "quote": "quote",
    "item": "list_item",
    "head": "heading",
    "row": "table_row",
    "list": None,
    "table": None,
    "div": None,
    "lb": None,
}


def looks_like_html(text: str, *, hinted: bool) -> bool:
    """A document, or a fragment that begins with a block element; with the hint any element will do."""
    sample = text[:_SAMPLE_CHARACTERS]
    if _DOCUMENT.match(sample) or _FRAGMENT.match(sample):
        return True
    return hinted and bool(_ELEMENT.search(sample))


def read_html(text: str, url: str) -> Reading:
    """Raises TooLarge above the caps of `page.py`, CannotRead where there is no article."""
    tree = parse(text)
    said = said_by(tree)
    cut(tree)
    tidy(tree, url)
    headline = shown_headline(tree, said)
    found = passages_of(extracted(tree))
    body = trimmed([each for each in found if folded(each.words) != folded(headline)], said.facts.byline)
    standfirst = shown_standfirst(tree, said, headline, body.passages)
    return Reading(
        with_titles(body.passages, headline, standfirst),
        _completed(said.facts, body.signs),
        "text/html",
        "trafilatura",
        VERSION,
    )


def _completed(facts: Facts, signs: Sequence[Sign]) -> Facts:
    """What the page's head does not say, the lines above its text may."""
    shown = merged(signs)
    return replace(
        facts,
        byline=facts.byline or shown.names,
        published_at=facts.published_at or shown.published_at,
        modified_at=facts.modified_at or shown.modified_at,
    )


def extracted(tree: html.HtmlElement) -> etree._Element:
    """The article's tree in trafilatura's vocabulary. Raises CannotRead where there is none."""
    quick = _extract(tree, fast=True)
    if _length(quick) >= LITTLE:
        return quick
    best = max((quick, _extract(tree, fast=False)), key=_length)
    if best is None or not _length(best):
        raise CannotRead("No article was found in this page. Copy its text and paste it.")
    return best


def _extract(tree: html.HtmlElement, *, fast: bool) -> etree._Element | None:
    found = trafilatura.bare_extraction(
        tree, fast=fast, include_comments=False, include_links=True, include_formatting=True
    )
    return getattr(found, "body", None)


def _length(body: etree._Element | None) -> int:
    return 0 if body is None else len("".join(body.itertext()))


def passages_of(body: etree._Element) -> tuple[Passage, ...]:
    """The blocks of trafilatura's tree in order, their inline markup through the allow-list of `sanitize.py`."""
    walk = _Walk()
    walk.inside(body, "paragraph", Run(""))
    walk.end("paragraph")
    return tuple(walk.passages)


class _Walk:
    """Collects runs of words until a block ends."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._runs: list[Run] = []

    def inside(self, element: etree._Element, kind: BlockKind, style: Run) -> None:
        self._say(element.text, style)
        for child in element:
            self._visit(child, kind, style)
            self._say(child.tail, style)

    def end(self, kind: BlockKind, level: int | None = None) -> None:
        runs, self._runs = tuple(self._runs), []
        if runs and runs[0].text.lstrip().startswith(CAPTION_MARK):
            kind, runs = "caption", (Run(runs[0].text.lstrip().removeprefix(CAPTION_MARK)), *runs[1:])
        if any(run.text.strip() for run in runs):
            self.passages.append(Passage(kind, cleaned(runs), level))

    def _visit(self, element: etree._Element, kind: BlockKind, style: Run) -> None:
        tag = element.tag
        if tag == "ref":
            self.inside(element, kind, Run("", element.get("target") or style.href, style.mark))
        elif tag == "hi":
            mark = _MARKS.get(element.get("rend") or "", style.mark)
            self.inside(element, kind, Run("", style.href, mark))
        elif tag in _BLOCKS:
            self.end(kind)
            self._block(element, kind, style)
        else:
            self.inside(element, kind, style)

    def _block(self, element: etree._Element, around: BlockKind, style: Run) -> None:
        """A paragraph inside a quotation or a list item is of that kind."""
        if element.tag == "row":
            self._row(element)
            return
        kind = _BLOCKS[element.tag] or around
        if element.tag == "p" and around in ("quote", "list_item"):
            kind = around
        self.inside(element, kind, style)
        self.end(kind, _level(element))

    def _row(self, row: etree._Element) -> None:
        """A row of one cell is layout, not a table."""
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row.iter("cell")]
        kind: BlockKind = "table_row" if len(list(filter(None, cells))) > 1 else "paragraph"
        self._runs.append(Run("\t".join(cells)))
        self.end(kind)

    def _say(self, words: str | None, style: Run) -> None:
        if words:
            self._runs.append(Run(_SPACE.sub(" ", words), style.href, style.mark))


def _level(element: etree._Element) -> int | None:
    if element.tag != "head":
        return None
    digit = (element.get("rend") or "")[1:]
    return int(digit) if digit in ("1", "2", "3", "4", "5", "6") else 2


def cleaned(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs after the allow-list for inline markup; words without markup need none."""
    if not any(run.href or run.mark for run in runs):
        return runs
    try:
        markup = inline_html("".join(map(_as_html, runs)))
    except TooLarge:
        return tuple(Run(run.text) for run in runs)
    return tuple(_runs_of(html.fragment_fromstring(markup, create_parent="p"), Run("")))


def _as_html(run: Run) -> str:
    words = escape(run.text)
    if run.mark:
        tag = _TAGS[run.mark]
        words = f"<{tag}>{words}</{tag}>"
    return f'<a href="{escape(run.href)}">{words}</a>' if run.href else words


def _runs_of(element: html.HtmlElement, style: Run) -> Iterator[Run]:
    if element.text:
        yield Run(element.text, style.href, style.mark)
    for child in element:
        mark = _MARKS_OF_TAGS.get(child.tag, style.mark)
        yield from _runs_of(child, Run("", child.get("href") or style.href, mark))
        if child.tail:
            yield Run(child.tail, style.href, style.mark)

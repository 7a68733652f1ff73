"""The dossier: what stands in the text, how a source is cited, what the file is."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from annotations.exports.citations import citation
from annotations.exports.dossier import dossier_file
from annotations.exports.marked_text import Span, marked_text
from tests.admin.newsroom import SECRET, make_everything
from tests.make import alice

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Reader(HTMLParser):
    """Notes what is opened and not closed, ids, and everything a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if (href := given.get("href") or "").startswith("#"):
            self.targets.add(href[1:])
        if tag in ("script", "link", "img", "iframe", "use") or "src" in given or "style" in given:
            self.fetched.append(tag)
        self.wrong += [name for name in given if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def text_of(markup: str) -> str:
    return re.sub(r"<sup>.*?</sup>|<[^>]+>", "", markup).strip()


def test_marks_overlap_and_each_claim_is_numbered_where_it_ends() -> None:
    text = "One <two> three.\n\nFour."
    blocks = [{"kind": "headline", "start": 0, "end": 16}, {"kind": "paragraph", "start": 18, "end": 23}]
    spans = [Span(0, 9, 4), Span(4, 16, 2), Span(18, 22, 7)]
    made = marked_text(text, blocks, spans, {4: "supported", 2: "open", 7: "qualified"})
    assert text_of(made) == "One &lt;two&gt; three.\nFour."
    assert re.findall(r'href="#claim-(\d)"', made) == ["4", "2", "7"]
    assert made.startswith(
        '<h3 dir="auto" data-kind="headline"><mark><u data-class="supported" data-level="1">One '
    )
    over_both = (
        '<u data-class="open" data-level="2"><u data-class="supported" data-level="1">&lt;two&gt;</u></u>'
    )
    assert over_both in made


def test_text_without_claims_is_text() -> None:
    assert marked_text("Ha & ha", [{"kind": "quote", "start": 0, "end": 7}], [], {}) == (
        '<blockquote dir="auto" data-kind="quote">Ha &amp; ha</blockquote>\n'
    )


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"author": [{"given": "Ada", "family": "Kern"}, {"literal": "Port of Inby"}], "title": "Yearbook",
             "publisher": "Port of Inby", "container_title": "Harbours", "issued": "2023"},
            "Ada Kern, Port of Inby. Yearbook. Harbours, Port of Inby, 2023.",
        ),
        ({"title": "Is it so?", "author": [{"literal": "AP"}], "publisher": "AP"}, "AP. Is it so?"),
        ({"url": "https://a.example/"}, "https://a.example/."),
        ({}, "Untitled source."),
    ],
)  # fmt: skip
def test_a_source_is_cited_in_one_line(columns: dict[str, Any], words: str) -> None:
    nothing = {"title": "", "author": [], "container_title": "", "publisher": "", "issued": "", "url": ""}
    assert citation({**nothing, **columns}) == words


@pytest.mark.django_db
def test_the_file_is_whole_needs_nothing_and_names_nobody_confidential() -> None:
    claim = make_everything()
    file = dossier_file(claim.article, alice()).decode()
    read = Reader()
    read.feed(file)
    assert (read.open, read.wrong, read.fetched) == ([], [], [])
    assert len(read.ids) == len(set(read.ids))
    assert read.targets <= set(read.ids)
    assert "default-src &#x27;none&#x27;" not in file
    assert "default-src 'none'; style-src 'unsafe-inline'" in file
    assert "url(" not in file
    assert "@media print" in file
    for part in SECRET.split():
        assert part.lower() not in file.lower()
    assert "a harbour official" in file

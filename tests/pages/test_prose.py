"""The text drawn with its marks: what it says stays the canonical text, and every claim is there to be reached."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.pages.prose import Face, Line, Prose, Span, article_html, block_htmls, blocks_around

TEXT = "A <bridge> & more\n\nIt cost 12 million. Nobody was hurt. 🙂 Fine.\n\nThe end."
BLOCKS: list[dict[str, Any]] = [
    {"kind": "headline", "start": 0, "end": 17},
    {"kind": "paragraph", "start": 19, "end": 62},
    {"kind": "paragraph", "start": 64, "end": 72},
]
LINES = [
    Line(1, 0, 17, "open"),
    Line(2, 19, 38, "claim"),
    Line(3, 39, 55, "claim"),
    Line(4, 56, 62, "nothing_to_check", "opinion"),
    Line(5, 64, 72, "open"),
]
FACES = {number: Face(number, f"?claim=u{number}#panel", f"Claim “{number}”") for number in range(1, 9)}


class Words(HTMLParser):
    """The text of a page as `textContent` gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(markup: str) -> str:
    parser = Words()
    parser.feed(markup)
    parser.close()
    return "".join(parser.words)


def prose(*spans: Span, faces: dict[int, Face] = FACES, **columns: Any) -> Prose:
    return Prose(TEXT, BLOCKS, LINES, list(spans), faces, "/icons.svg", **columns)


def test_the_text_on_the_page_is_the_canonical_text() -> None:
    assert text_of(article_html(prose(Span(19, 30, 1, 1), Span(25, 55, 2, 2)))) == TEXT


@given(st.lists(st.tuples(st.integers(0, 71), st.integers(1, 72), st.integers(1, 8)), max_size=12))
def test_no_highlights_change_the_text(places: list[tuple[int, int, int]]) -> None:
    spans = [Span(a, b, key, claim) for key, (a, b, claim) in enumerate(places) if a < b]
    markup = article_html(prose(*sorted(spans)))
    assert text_of(markup) == TEXT
    assert "<mark" not in re.sub(r"<mark[^>]*>(?:(?!<mark).)*?</mark>", "", markup, flags=re.DOTALL)


def test_markup_in_the_text_is_shown_as_text() -> None:
    assert "<bridge>" not in article_html(prose())


def test_overlapping_claims_are_both_named_on_the_shared_words() -> None:
    markup = article_html(prose(Span(19, 30, 1, 1), Span(25, 38, 2, 2)))
    assert re.findall(r'data-claims="([^"]+)"', markup) == ["1", "1 2", "2"]


def test_a_claim_keeps_its_line_over_all_its_pieces() -> None:
    markup = article_html(prose(Span(19, 38, 1, 1), Span(25, 30, 2, 2)))
    levels = re.findall(r'data-claim="(\d)" data-level="(\d)"', markup)
    assert set(levels) == {("1", "1"), ("2", "2")}


def test_beyond_three_lines_there_is_a_count() -> None:
    markup = article_html(prose(*(Span(19, 38, key, key) for key in range(1, 6))))
    assert 'data-count="5"' in markup
    assert markup.count("<u ") == 3


def test_a_sentence_says_its_claims_with_their_ratings() -> None:
    faces = FACES | {2: Face(2, "?claim=u2", "It", "qualified", "Mixed", stale=True)}
    spoken = re.findall(
        r'<a href="[?]sentence[^>]* aria-label="([^"]+)"',
        article_html(prose(Span(25, 38, 2, 2), faces=faces)),
    )
    assert unescape(spoken[1]) == "Sentence 2, claim 2: mixed, stale"


def test_a_sentence_with_nothing_to_check_says_why() -> None:
    assert 'aria-label="Sentence 4, nothing to check: opinion"' in article_html(prose())


def test_each_sentence_and_each_claim_is_a_link_without_script() -> None:
    markup = article_html(prose(Span(19, 30, 1, 1)))
    assert 'href="?sentence=2#panel"' in markup
    assert 'href="?claim=u1#panel"' in markup


def following(prose: Prose) -> list[str]:
    drawn = "".join(block_htmls(prose))
    return [name for name, follows in re.findall(r'id="(s\d)"[^>]*?( data-follows)?>', drawn) if follows]


def test_a_sentence_that_may_begin_on_the_line_of_another_has_its_number_before_its_words() -> None:
    blocks = [{"kind": "paragraph", "start": 0, "end": 200}, {"kind": "paragraph", "start": 202, "end": 290}]
    starts = (0, 20, 90, 120, 202, 280)
    lines = [Line(number, start, start + 9, "open") for number, start in enumerate(starts, 1)]
    assert following(Prose("word " * 60, blocks, lines, [], {}, "")) == ["s2", "s4"]


def test_a_number_beside_which_signs_pile_up_stands_before_the_words_too() -> None:
    """Five signs of the second sentence push those of the third down, and no float stands higher than one before."""
    text, block = "word " * 100, [{"kind": "paragraph", "start": 0, "end": 450}]
    lines = [Line(number, 90 * number - 90, 90 * number - 5, "claim") for number in range(1, 6)]
    faces = {number: Face(number, "", "", stale=True) for number in range(1, 7)}
    five = [Span(90, 170, number, number) for number in range(1, 6)]
    assert following(Prose(text, block, lines, five, faces, "")) == []
    assert following(Prose(text, block, lines, [*five, Span(185, 200, 6, 6)], faces, "")) == ["s4", "s5"]


def test_only_the_blocks_around_a_change_are_drawn_again() -> None:
    drawn = prose(Span(19, 30, 1, 1), Span(64, 72, 2, 2))
    assert blocks_around(drawn, {1}, set()) == {1}
    assert blocks_around(drawn, set(), {5}) == {2}
    (block,) = block_htmls(drawn, only={2}, swap=True)
    assert 'id="b2"' in block
    assert 'hx-swap-oob="true"' in block


def test_a_change_redraws_what_overlaps_it_through_others() -> None:
    drawn = prose(Span(0, 25, 1, 1), Span(20, 66, 2, 2), Span(65, 72, 3, 3))
    assert blocks_around(drawn, {3}, set()) == {0, 1, 2}

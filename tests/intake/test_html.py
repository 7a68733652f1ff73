import time
from datetime import UTC, datetime
from functools import cache

import pytest

from annotations.errors import CannotRead, TooLarge, WorkbenchError
from annotations.intake import read
from annotations.intake.document import Document

BODY = """
<p>The harbour of Elsmouth will be closed to ships of more than 80 metres next spring, the council has decided.
   <a href="/minutes/12?x=1&amp;y=2">The <em>minutes</em></a> do not say who asked for it.</p>
<h2>A sinking quay</h2>
<p>Councillor Ines Okafor said the quay had moved <strong>four centimetres</strong> since 2019.<br>It will go on,
   until somebody does something about it, and nobody does.</p>
<blockquote><p>“We cannot wait for the owner to come round. It has to be now, before winter.”</p></blockquote>
<ul><li>The quay is 140 years old.</li><li>It was last repaired in 1987.</li></ul>
<table><tr><th>Year</th><th>Ships</th></tr>
<tr><td>2022</td><td>311</td></tr><tr><td>2023</td><td>298</td></tr></table>
<p>The port’s owner, Tidewater Ltd., called the decision hasty and said that it would go to court over the matter.</p>
"""
META = """
<meta property="og:title" content="Elsmouth closes its harbour to large ships | The Shore Gazette">
<meta property="og:site_name" content="The Shore Gazette">
<meta name="author" content="By Ada Brook and Samir Haddad">
<meta property="article:published_time" content="2024-05-03T14:02:00+01:00">
<meta property="article:modified_time" content="2024-05-04">
"""
HEADING = "<h1>Elsmouth closes its harbour to large ships</h1>"


def page(body: str = BODY, *, head: str = META, top: str = HEADING, lang: str = "en-GB") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Elsmouth</title>{head}</head>'
        f"<body><nav><a href=/a>News</a> <a href=/b>Sport</a></nav><main><article>{top}{body}</article></main>"
        "<footer><p>© 2024 The Shore Gazette. All rights reserved.</p></footer></body></html>"
    )


def read_page(text: str, url: str = "https://gazette.example/news/harbour") -> Document:
    return read(text.encode(), "text/html", url)


def texts(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.fixture(scope="module")
def document() -> Document:
    return read_page(page())


def test_blocks_come_in_order_with_their_kinds(document: Document):
    assert [kind for kind, _ in texts(document)] == [
        *("headline", "paragraph", "heading", "paragraph", "paragraph", "quote", "list_item", "list_item"),
        *("table_row", "table_row", "table_row", "paragraph"),
    ]


def test_a_line_break_parts_paragraphs_and_cells_are_parted_by_tabs(document: Document):
    words = [words for _, words in texts(document)]
    assert "Councillor Ines Okafor said the quay had moved four centimetres since 2019." in words
    assert "2022\t311" in words


def test_headings_keep_their_level(document: Document):
    assert [block.level for block in document.blocks if block.kind == "heading"] == [2]


def test_links_are_ranges_with_absolute_addresses(document: Document):
    (link,) = document.links
    assert document.text[link.start : link.end] == "The minutes"
    assert link.href == "https://gazette.example/minutes/12?x=1&y=2"


def test_emphasis_is_a_range(document: Document):
    marked = {(mark.kind, document.text[mark.start : mark.end]) for mark in document.marks}
    assert marked == {("emphasis", "minutes"), ("strong", "four centimetres")}


def test_meta_tags_tell_what_the_text_does_not(document: Document):
    assert document.headline == "Elsmouth closes its harbour to large ships"
    assert document.byline == ("Ada Brook", "Samir Haddad")
    assert document.publisher == "The Shore Gazette"
    assert document.published_at == datetime(2024, 5, 3, 13, 2, tzinfo=UTC)
    assert document.modified_at == datetime(2024, 5, 4, tzinfo=UTC)
    assert (document.language, document.direction) == ("en-GB", "ltr")
    assert document.media_type == "text/html"
    assert document.extractor == "trafilatura"


def test_menus_and_footers_are_no_text(document: Document):
    assert "Sport" not in document.text
    assert "All rights reserved" not in document.text


def test_json_ld_comes_before_meta_tags():
    json_ld = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Gazette"},
        {"@type": ["NewsArticle"], "headline": "Elsmouth closes its harbour to large ships",
         "author": [{"@type": "Person", "name": "Joan Fairlie"}, {"@type": "Person", "name": "Li Wei"}],
         "datePublished": "2024-05-02", "publisher": {"name": "Gazette &amp; Post"}, "inLanguage": "en"}]}</script>"""
    document = read_page(page(head=json_ld + META))
    assert document.byline == ("Joan Fairlie", "Li Wei")
    assert document.published_at == datetime(2024, 5, 2, tzinfo=UTC)
    assert document.publisher == "Gazette & Post"


@pytest.mark.parametrize(
    "json_ld",
    [
        "{",
        "[" * 50_000,
        '{"@type": "NewsArticle", "author": ' + '{"name":' * 900 + "1" + "}" * 900 + "}",
        "null",
        '"\\ud800"',
    ],
)
def test_broken_json_ld_is_passed_over(json_ld: str):
    head = f'<script type="application/ld+json">{json_ld}</script>{META}'
    assert read_page(page(head=head)).byline == ("Ada Brook", "Samir Haddad")


def test_a_lone_surrogate_in_json_ld_does_not_come_through():
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": "Ada \\ud800 Brook"}</script>'
    )
    assert "\ufffd" in read_page(page(head=head)).byline[0]


def test_a_description_is_a_standfirst_only_when_the_page_shows_it():
    sentence = "The quay is sinking, the council says; the owner of the port disagrees."
    head = f'{META}<meta name="description" content="{sentence}">'
    assert read_page(page(head=head)).standfirst == ""
    shown = read_page(page(head=head, top=f"{HEADING}<div><p>{sentence}</p></div><div>By Ada Brook</div>"))
    assert shown.standfirst == sentence
    assert shown.text.count(sentence) == 1
    assert sentence not in shown.body


def test_a_description_that_repeats_the_first_paragraph_is_no_standfirst():
    first = "The harbour will be closed to ships of more than 80 metres from next spring, the council has decided."
    head = f'{META}<meta name="description" content="{first}">'
    document = read_page(page(f"<p>{first}</p>{BODY}", head=head))
    assert document.standfirst == ""
    assert first in document.body


def test_a_marked_standfirst_needs_no_description():
    words = "The quay is sinking, and nobody wants to pay for it."
    document = read_page(page(top=f'{HEADING}<p class="article-standfirst">{words}</p>'))
    assert document.standfirst == words


def test_furniture_between_and_after_the_paragraphs_goes():
    after = (
        "<p>Advertisement</p><p>Share this article</p><p>Sign up to our daily newsletter</p>"
        "<p>Ada Brook is a reporter at the Shore Gazette.</p><p>Email Ada at ada@gazette.example</p>"
        "<h3>Related</h3><ul><li><a href=/1>Ferry fares to rise</a></li><li><a href=/2>Leader leaves</a></li></ul>"
    )
    assert read_page(page(BODY + after)).text == read_page(page()).text


def test_a_caption_stands_where_its_picture_stood():
    figure = (
        "<figure><img src=x.png alt=quay><figcaption>The quay of Elsmouth, seen from the ferry on Oct. 3."
        " <span>Joan Fairlie/Coastline Pictures</span></figcaption></figure>"
    )
    credit = "<figure><img src=y.png><figcaption>Getty Images</figcaption></figure>"
    document = read_page(page(BODY.replace("<h2>", f"{figure}{credit}<h2>")))
    assert [kind for kind, _ in texts(document)][:4] == ["headline", "paragraph", "caption", "heading"]
    assert list(document.texts("caption")) == [
        "The quay of Elsmouth, seen from the ferry on Oct. 3. Joan Fairlie/Coastline Pictures"
    ]
    assert "Getty" not in document.text


def test_a_quoted_post_stays():
    post = (
        '<div class="embed"><blockquote class="twitter-tweet"><p>The quay moves. We have measured it every week.</p>'
        "— Ines Okafor (@okafor) May 2, 2024</blockquote></div>"
    )
    assert "We have measured it every week." in read_page(page(BODY + post + BODY.replace("80", "90"))).text


def test_an_article_in_pieces_is_put_together():
    pieces = [
        f"<p>Paragraph {n} of the article tells what was said in the council. {'It was long. ' * 20}</p>"
        for n in range(9)
    ]
    chunks = "".join(
        f'<div class="row"><div class="article-body">{"".join(pieces[i : i + 3])}</div></div><aside>Ad</aside>'
        for i in (0, 3, 6)
    )
    text = read_page(page(chunks)).text
    assert [text.count(f"Paragraph {n} ") for n in range(9)] == [1] * 9


def test_what_is_no_text_is_cut_before_anything_is_read():
    hidden = "".join(
        f"<{tag}>hidden words of {tag}</{tag}>"
        for tag in ("script", "style", "noscript", "template", "iframe", "svg", "math")
    )
    assert (
        "hidden words"
        not in read_page(page(f"{hidden}{BODY}<p>{hidden} The end of the text, with some words.</p>")).text
    )


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "#note", "ftp://x.example", "http://[x"]
)
def test_a_link_that_leads_nowhere_safe_is_words_only(href: str):
    document = read_page(
        page(f'{BODY}<p>More of it stands in <a href="{href}">another place</a>, as everybody knows.</p>')
    )
    assert "another place" in document.text
    assert len(document.links) == 1


def test_relative_links_without_an_address_to_resolve_them_are_words_only():
    assert read_page(page(), url="").links == ()


def test_a_fragment_without_a_head(read_text):
    document = read_text(f"<article>{HEADING}{BODY}</article>")
    assert document.headline == "Elsmouth closes its harbour to large ships"
    assert document.media_type == "text/html"


@pytest.mark.parametrize(
    ("declared", "sentence", "language", "direction"),
    [
        (
            "en",
            "وقال رئيس البلدية إن الرصيف تحرك أربعة سنتيمترات منذ ذلك العام وإن أحدا لا يفعل شيئا.",
            "ar",
            "rtl",
        ),
        (
            "en",
            "Міський голова сказав, що причал зрушився на чотири сантиметри і що ніхто нічого не робить.",
            "uk",
            "ltr",
        ),
        (
            "bg",
            "Кметът каза, че кеят се е преместил с четири сантиметра и че никой не прави нищо.",
            "bg",
            "ltr",
        ),
        (
            "en",
            "Der Bürgermeister sagte, dass der Kai sich bewegt hat und dass die Stadt nicht weiter warten wird.",
            "de",
            "ltr",
        ),
        (
            "",
            "De burgemeester zei dat het niet langer kan en dat de kade van de stad niet veilig is.",
            "nl",
            "ltr",
        ),
    ],
)
def test_the_language_a_page_declares_is_believed_unless_it_is_plainly_another(
    declared, sentence, language, direction
):
    document = read_page(
        page(f"<p>{sentence}</p>" * 1 + f"<p>{sentence} {sentence}</p>", head="", top="", lang=declared)
    )
    assert (document.language, document.direction) == (language, direction)


def test_the_language_a_person_gives_overrules_the_page():
    assert read(page().encode(), "text/html", language="fr").language == "fr"


@pytest.mark.parametrize("declared", ["jp", "xx-DE", "german", "d", "{{ lang }}", "en/us", "12"])
def test_what_a_page_declares_and_is_no_language_falls_back_on_its_words(declared):
    sentence = (
        "Der Bürgermeister sagte, dass der Kai sich bewegt hat und dass die Stadt nicht weiter warten wird."
    )
    document = read_page(page(f"<p>{sentence}</p><p>{sentence}</p>", head="", top="", lang=declared))
    assert document.language == "de"


def test_of_a_tag_that_is_longer_than_any_the_language_is_kept():
    assert read(page(lang="en-Latn-GB-oxendict-scouse").encode(), "text/html").language == "en"


# ---- caps ----


@cache
def hostile_pages() -> dict[str, str]:
    """As large as the caps let through where that is quickly read; else so large that squares would be felt."""
    words = "<p>Some words that make a sentence here, with a bit of length to them.</p>"
    return {
        "deep": "<div>" * 100_000 + "x",
        "deep and closed": "<html><body>" + "<div>" * 100_000 + words + "</div>" * 100_000,
        "attributes": "<html><p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x</p>",
        "attributes without values": "<html><p " + " ".join(f"a{n}" for n in range(300_000)) + ">x</p>",
        "attributes after a quotation mark in a name": '<html><p b"c=">" '
        + " ".join(f"a{n}" for n in range(300_000))
        + ">",
        "attributes in quotation marks": "<html><p " + " ".join(f'"a{n}' for n in range(300_000)) + ">x</p>",
        "elements": "<html><body>" + "<p>" * 500_000,
        "inline elements": "<html><body><p>" + "<span>word</span> " * 30_000,
        "inline elements in inline elements": "<html><body><p>" + "<b><i>word</i></b> " * 20_000,
        "signs": "<html>" + "<" * 1_000_000,
        "comments": "<html>" + "<!--" * 500_000,
        "scripts": "<html>" + "<script>" * 200_000,
        "entities": "<html><body><p>" + "&lt;&amp;&#x1F600;" * 200_000,
        "unknown entities": "<html><!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><p>" + "&c;" * 100_000,
        "one long word": "<html><body><p>" + "a" * 1_000_000,
        "JSON-LD": "<html><script type='application/ld+json'>" + '{"a":[' * 100_000 + "</script>" + words * 5,
        "breaks": "<html><body><p>" + "word and more words here.<br>" * 6_000,
        "cells": "<html><body><table><tr>" + "<td>word</td>" * 8_000,
        "links": "<html><body>"
        + "<p><a href=http://e.org/x>word and more words</a> here and there.</p>" * 2_500,
        "pieces": "<html><body><article>" + f"<div class='article-body'>{words * 3}</div>" * 2_000,
        "pieces in pieces": "<html><body><article>" + f"<div class='article-body'>{words * 3}" * 150,
        "captions": "<html><body><article>"
        + f"<figure><figcaption>{'word ' * 12}</figcaption></figure>{words}" * 1_500,
        "nothing": "<html><body></body></html>",
        "only a menu": "<html><body><nav><a href=/a>News</a></nav></body></html>",
        "control characters": "<html><body>"
        + words.replace("Some", "\x01So&#2;me \ufffe<svg>x</svg>\x0b&#xD800;") * 9,
        "addresses that are none": f"<html><head><base href='http://[x'></head><body>{words}<a href='x&#3;y'>z</a>",
        "nul": "<html><body>" + words.replace(" ", "\x00 ") * 10,
    }


@pytest.mark.parametrize("name", hostile_pages())
def test_a_hostile_page_gives_a_document_or_a_sentence_in_bounded_time(name: str):
    data = hostile_pages()[name].encode()
    began = time.process_time()
    try:
        assert read(data, "text/html", "https://e.org/").text
    except WorkbenchError as refused:
        sentence = refused.sentence
        if not sentence.endswith("."):
            pytest.fail(sentence)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "name", ["deep", "attributes", "attributes without values", "elements", "inline elements"]
)
def test_caps_are_told_in_words(name: str):
    with pytest.raises(TooLarge) as refused:
        read(hostile_pages()[name].encode(), "text/html")
    assert refused.value.sentence.startswith("This page is ")


def test_a_page_without_an_article_is_told_in_words():
    with pytest.raises(CannotRead) as refused:
        read(b"<html><body></body></html>", "text/html")
    assert "paste" in refused.value.sentence

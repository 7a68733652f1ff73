import time

import pytest

from annotations.errors import TooLarge
from annotations.sanitize import (
    comment_html,
    explanation_html,
    inline_html,
    is_safe_address,
    mentioned_names,
)

DANGEROUS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//elsewhere.example/x",
    "/relative",
    "page.html",
    "http://",
    "https:///path",
    "http:\\\\elsewhere.example",
    "mailto:nobody",
    "http://[broken",
    "https://example.org/" + "x" * 3000,
]


def test_markdown_becomes_html():
    html = explanation_html("The figure is **wrong**:\n\n* one\n* two\n\n> quoted")
    assert "<strong>wrong</strong>" in html
    assert "<li>one</li>" in html
    assert "<blockquote>" in html


def test_typed_html_comes_out_as_text():
    html = explanation_html("<script>alert(1)</script> and <img src=x onerror=alert(1)>")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_links_carry_rel_and_nothing_else():
    html = explanation_html('[a report](https://example.org/a?b=1&c=2 "title")')
    assert html == (
        '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener ugc">a report</a></p>'
    )


@pytest.mark.parametrize("address", DANGEROUS)
def test_dangerous_addresses_make_no_link(address: str):
    assert not is_safe_address(address)
    assert "href" not in explanation_html(f"[words](<{address}>) <{address}>")
    assert "href" not in inline_html(f'<a href="{address}">words</a>')


@pytest.mark.parametrize(
    "address", ["https://example.org", "http://10.0.0.1/x?y#z", "mailto:desk@example.org"]
)
def test_absolute_addresses_are_safe(address: str):
    assert is_safe_address(address)


def test_images_become_links_so_that_reading_loads_nothing():
    html = explanation_html("![a chart](https://example.org/chart.png)")
    assert "<img" not in html
    assert "a chart" in html


def test_headings_begin_below_those_of_the_page():
    assert explanation_html("# One") == "<h3>One</h3>"
    assert explanation_html("###### Six") == "<h6>Six</h6>"


def test_tables_are_kept_without_attributes():
    html = explanation_html("| a | b |\n|:-:|---|\n| 1 | 2 |")
    assert "<td>1</td>" in html
    assert "style" not in html


def test_inline_html_keeps_links_and_emphasis_only():
    html = inline_html(
        '<p class="x">See <a href="https://e.org" onclick="x()">the <em>list</em></a><font>.</font></p>'
    )
    assert html == 'See <a href="https://e.org">the <em>list</em></a>.'


def test_inline_html_sees_through_entities_in_addresses():
    assert inline_html('<a href="java&#115;cript:alert(1)">x</a>') == "<a>x</a>"


@pytest.mark.parametrize(
    "markdown",
    [
        "x" * 100_001,
        "[a](https://e.org) " * 6_000 + "x",
        "a|b\n-|-\n" + "a|b\n" * 15_000,
        "_" * 40_000 + "a" + "_" * 40_000,
    ],
)
def test_more_than_anyone_writes_is_refused_in_words(markdown: str):
    with pytest.raises(TooLarge) as refused:
        explanation_html(markdown)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 100 + "x",
        "</b>" * 500 + "<b>" * 100,
        "<a " + "x " * 100_000 + ">",
        "<a x='>' " + "x " * 100_000 + ">",
        '<a x=">\' " ' + "x " * 100_000 + ">",
        '<a b"c=">" ' + "x " * 100_000 + ">",
        "<a \"'" * 4_000,
        "<" * 20_000,
        "&" * 300_000,
    ],
)
def test_hostile_markup_is_refused_before_it_costs_time(html: str):
    began = time.process_time()
    with pytest.raises(TooLarge):
        inline_html(html)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "markdown",
    [
        "> " * 5_000 + "x",
        "*a " * 30_000,
        "[" * 50_000,
        "[a](" * 25_000,
        "<a " * 30_000,
        "*" * 100_000,
        "`" * 90_000,
    ],
)
def test_hostile_markdown_takes_bounded_time(markdown: str):
    began = time.process_time()
    explanation_html(markdown)
    assert time.process_time() - began < 5


PEOPLE = {"ann": "Ann <O'Neil>", "a_b_c": "ABC", "bob.": "Bob"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ask @ann.", '<p>Ask <b class="mention">@Ann &lt;O\'Neil&gt;</b>.</p>'),
        ("**@a_b_c**", '<p><strong><b class="mention">@ABC</b></strong></p>'),
        ("_@a_b_c_", '<p><em><b class="mention">@ABC</b></em></p>'),
        ("@bob. knows", '<p><b class="mention">@Bob</b> knows</p>'),
        ("`@ann`", "<p><code>@ann</code></p>"),
        ("\\@ann", "<p>@ann</p>"),
        ("me@ann", "<p>me@ann</p>"),
        ("@nobody", "<p>@nobody</p>"),
        ('<b class="mention">@</b>', "<p>&lt;b class=&quot;mention&quot;&gt;@&lt;/b&gt;</p>"),
    ],
)
def test_a_colleague_named_in_a_comment_is_marked_and_nobody_can_type_the_mark(
    typed: str, shown: str
) -> None:
    assert comment_html(typed, PEOPLE) == shown


def test_what_ends_a_sentence_may_end_a_user_name() -> None:
    assert mentioned_names("@ann. `@eve` @bob, me@carl.org") == {"ann", "ann.", "bob"}


@pytest.mark.parametrize("typed", ["@" * 99_000, "@a" * 49_000, ("@" + "." * 150 + " ") * 600])
def test_many_signs_of_a_mention_cost_little(typed: str) -> None:
    begun = time.monotonic()
    comment_html(typed, PEOPLE)
    assert time.monotonic() - begun < 3

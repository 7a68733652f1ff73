import time
from datetime import UTC, datetime

import pytest

from annotations.errors import TooLarge
from annotations.intake.markdown import MAX_CHARACTERS, looks_like_markdown, read_markdown

ARTICLE = """
# The *quay* of Elsmouth

By Ada Brook
Published 3 May 2024

The harbour will be [closed to **large** ships](/minutes?x=1) from spring,
the council has decided. It was a `close` vote.

## What comes next

1. The quay
2. The crane
   * and its rails

> We cannot wait.

| Year | Ships |
|------|-------|
| 2022 | 311   |

![A crane](crane.png)

<script>alert(1)</script>
"""


def test_blocks_of_markdown(read_text):
    document = read_text(ARTICLE.replace("By Ada Brook\n", "By Ada Brook\n\n"), url="https://e.org/news/")
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("headline", "The quay of Elsmouth"),
        (
            "paragraph",
            "The harbour will be closed to large ships from spring, the council has decided. It was a close vote.",
        ),
        ("heading", "What comes next"),
        ("list_item", "The quay"),
        ("list_item", "The crane"),
        ("list_item", "and its rails"),
        ("quote", "We cannot wait."),
        ("table_row", "Year\tShips"),
        ("table_row", "2022\t311"),
        ("paragraph", "<script>alert(1)</script>"),
    ]
    assert document.byline == ("Ada Brook",)
    assert document.published_at == datetime(2024, 5, 3, tzinfo=UTC)
    (link,) = document.links
    assert (document.text[link.start : link.end], link.href) == (
        "closed to large ships",
        "https://e.org/minutes?x=1",
    )
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [
        ("emphasis", "quay"),
        ("strong", "large"),
    ]
    assert document.media_type == "text/markdown"


def test_front_matter(read_text):
    document = read_text(
        "---\ntitle: 'The quay: an end'\nsubtitle: It sinks.\nauthor: Ada Brook and Li Wei\ndate: 2024-05-03\n"
        "lang: en-GB\npublisher: Gazette\n---\nIt sinks by a centimetre a year.\n\nNobody knows why.\n"
    )
    assert (document.headline, document.standfirst) == ("The quay: an end", "It sinks.")
    assert document.byline == ("Ada Brook", "Li Wei")
    assert document.published_at == datetime(2024, 5, 3, tzinfo=UTC)
    assert (document.language, document.publisher) == ("en-GB", "Gazette")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/relative", "#place"])
def test_links_lead_to_absolute_addresses_only(address: str, read_text):
    document = read_text(f"# Head\n\nSee [the list]({address}) and **more**.")
    assert document.links == ()
    assert "the list" in document.text


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.\n\n- a list\n- of things",
        "We are #1 in the country.\n\n#hashtag and #another",
        "He said *nothing* about it.",
        "5 * 3 * 2 = 30\n\na_b_c and __init__",
        "A quotation:\n\n> like this one in a mail",
        "Title\n=====\n\nAn old text file.",
        "Dashes\n\n---\n\nbetween parts",
        "See [1] and (2), or [a](b).",
    ],
)
def test_plain_text_with_a_sign_or_two_is_no_markdown(text: str):
    assert not looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Head\n\nText.",
        "Text.\n\n## One\n\nText.\n\n## Two",
        "See [the list](https://e.org/x) and **this**.",
        "---\ntitle: x\n---\nText",
        "Code:\n\n```\nx\n```\n\n- item",
    ],
)
def test_markdown_is_known_by_its_signs(text: str):
    assert looks_like_markdown(text)


def test_the_type_that_a_server_names_is_a_hint(read_text):
    assert read_text("Just *one* word.", content_type="text/markdown").text == "Just one word."


@pytest.mark.parametrize(
    "piece", ["[", "*a ", "> ", "[a](", "`", "![", "<a ", "_a", "| a ", "- a\n", "# a\n\n", "&amp;"]
)
def test_hostile_markdown_takes_bounded_time(piece: str):
    began = time.process_time()
    read_markdown("# x\n\n" + piece * (30_000 // len(piece)), "")
    assert time.process_time() - began < 3


def test_more_than_a_book_is_refused_in_words():
    with pytest.raises(TooLarge):
        read_markdown("# x\n\n" + "word " * MAX_CHARACTERS, "")

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import TooLarge
from annotations.intake import read
from annotations.intake.document import Document
from annotations.intake.lines import lines_of
from annotations.intake.plain import read_plain

BODY = [
    "The harbour of Elsmouth will be closed to ships of over 80 metres from next spring, the council says.",
    "Councillor Ines Okafor said the quay had moved four centimetres since 2019. “We cannot wait. It must be now.”",
    "The port’s owner, Tidewater Ltd., called the decision hasty and said that it would go to court.",
]
HEADLINE = "Elsmouth Closes Its Harbour to Large Ships"
STANDFIRST = (
    "The quay is sinking, the council says; the owner of the port disagrees and wants to go to court."
)


def paragraphs(document: Document) -> list[str]:
    return list(document.texts("paragraph"))


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


# ---- what has no furniture stays whole ----

UNTOUCHED = {
    "one sentence": "The harbour of Elsmouth will be closed to large ships.",
    "one line without a stop": "Harbour closed",
    "two paragraphs": "The harbour is closed.\n\nNobody knows why.",
    "a letter": "Dear editor,\n\nI read your article about the harbour. It is wrong.\n\nYours faithfully\n\nIda Moss",
    "a letter that ends with a name and an office": "\n\n".join([*BODY, "Ida Moss", "Chief editor"]),
    "a poem": "The tide goes out\nThe tide comes in\nThe quay goes down\n\nWho will begin?",
    "a transcript": "MOSS: Why now?\n\nOKAFOR: Because the quay moves.\n\nMOSS: Thank you.\n\nOKAFOR: Thank you.",
    "a price list": "Prices at the kiosk\n\n- Tea 1.20\n- Coffee 2.00\n- Print 3.50\n\nAll prices include tax.",
    "a programme": "Open day at the port of Elsmouth\n\n10:00\n\nThe mayor opens the day.\n\n18:00\n\nThe day ends.",
    "paragraphs about sharing": "Share prices fell.\n\nTwitter wants to share data.\n\nMore is to come.",
    "words of buttons as an answer": "Which network did they use? The report names one.\n\nFacebook",
    "an end that is about a person": "\n\n".join([*BODY, "Ida Moss is the owner of the kiosk on the quay."]),
    "a quotation of one line": "“We are closed.”",
    "names of places in short lines": "\n\n".join([BODY[0], "New Haven", BODY[1], "North Shore", BODY[2]]),
    "a speech": "Good evening.\n\nMy fellow citizens, the quay is moving, and we must act now.\n\nThank you.",
    "related, as a word": "Related parties hold shares.\n\nThe law names them.\n\nRelated costs follow.",
    "a letter with a date and a name": "Elsmouth\n\nDear Ida,\n\nthe quay moves. I saw it.\n\nYours\nSamir Haddad",
    "the same words twice": "We wait.\n\nWe wait.\n\nNothing happens.",
    "a refrain": "The tide goes out over the quay\nWe wait\n\nThe tide goes out over the quay\nWe wait",
    "a question of one line": "What is next?\n\nThe court will decide in June.",
    "lines that begin with labels": "Story: the quay sinks.\n\nArticle: a word.\n\nUpdated figures came in May.",
    "a recipe": "Bread\n\nFlour\nWater\nSalt\n\nMix it. Wait. Bake it for an hour in a hot oven and let it cool.",
    "CJK": "港口将于春季关闭。\n\n市议会周一作出决定。",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_an_ordinary_text_comes_out_complete(text: str, read_text):
    document = read_text(text)
    kept = " ".join(document.text.split()).replace("- ", "")
    assert kept == " ".join(text.split()).replace("- ", "")
    assert document.byline == ()


def test_a_single_sentence_is_no_headline(read_text):
    assert kinds(read_text("The harbour of Elsmouth will be closed to large ships")) == ["paragraph"]


def test_the_first_paragraph_of_a_text_without_headline_is_no_headline(read_text):
    assert kinds(read_text("\n\n".join(BODY))) == ["paragraph"] * 3


def test_prose_between_headline_and_body_is_no_standfirst_without_furniture_after_it(read_text):
    document = read_text("\n\n".join([HEADLINE, STANDFIRST, *BODY]))
    assert document.standfirst == ""
    assert paragraphs(document) == [STANDFIRST, *BODY]


def test_furniture_alone_is_still_text(read_text):
    assert read_text("Share\n\nTweet").text == "Share\n\nTweet"


# ---- kinds and lines ----


def test_kinds_of_lines(read_text):
    document = read_text(
        "\n\n".join(
            [
                HEADLINE,
                BODY[0],
                "What comes next",
                BODY[1],
                "• the quay\n• the crane",
                "> We wait.",
                "a\tb\n1\t2",
            ]
        )
    )
    assert kinds(document) == [
        *(
            "headline",
            "paragraph",
            "heading",
            "paragraph",
            "list_item",
            "list_item",
            "quote",
            "table_row",
            "table_row",
        )
    ]
    assert list(document.texts("list_item")) == ["the quay", "the crane"]
    assert list(document.texts("table_row")) == ["a\tb", "1\t2"]


def test_lines_broken_to_a_width_are_put_together():
    wrapped = (
        "The harbour of Elsmouth will be closed to ships of more than\n"
        "80 metres from next spring, the council has decided. The\n"
        "owner of the port disagrees and has said in a letter that it\n"
        "would go to court.\n\n"
        "Nobody else has spoken about the matter so far, although the\n"
        "papers have been public since May."
    )
    assert [line.words for line in lines_of(wrapped)] == [
        "The harbour of Elsmouth will be closed to ships of more than 80 metres from next spring, the council has"
        " decided. The owner of the port disagrees and has said in a letter that it would go to court.",
        "Nobody else has spoken about the matter so far, although the papers have been public since May.",
    ]


WORDS = st.sampled_from(
    [
        "quay",
        "ship",
        "Elsmouth",
        "council",
        "of",
        "the",
        "and",
        "12",
        "moved",
        "by",
        "was",
        "Okafor",
        "Tidewater",
    ]
)
SENTENCES = st.lists(WORDS, min_size=4, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)


@given(st.lists(PARAGRAPHS, min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n\n\n \n"]))
def test_prose_comes_out_complete_in_every_layout(prose: list[str], gap: str):
    document = read(gap.join(prose).encode())
    assert " ".join(document.text.split()) == " ".join(" ".join(prose).split())


@given(st.text())
def test_any_string_gives_words_or_none(text: str):
    reading = read_plain(text)
    assert all(each.words for each in reading.passages)


@pytest.mark.parametrize(
    "line", ["a", "By Ann Lee", "3 May 2024", "- a", "> a", "x" * 70, "sign up for " * 30, "Aa Bb/" * 60]
)
def test_hostile_lines_take_time_in_proportion(line: str):
    began = time.process_time()
    assert read(f"{line}\n".encode() * 2_500).text
    assert time.process_time() - began < 2


def test_more_lines_than_anybody_checks_are_refused_in_words():
    with pytest.raises(TooLarge):
        read(b"a\n" * 300_000)

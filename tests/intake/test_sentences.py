import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.intake.document import Block
from annotations.intake.sentences import sentences

FACTS = Path(__file__).parents[3] / "shared" / "articles" / "facts.md"

# One line is one sentence; each paragraph is its lines joined by a space.
ENGLISH = [
    [
        "Maj. Gen. Ora K. Feld (ret.) told the U.S. Senate on Nov. 29 that 1,250.5 tonnes had gone, i.e. a third.",
        "“They were counted,” she said.",
        "“Twice?” asked Rep. Jo D. Amin Jr., a member since 2011.",
        "He paused … and then nodded.",
        "The session, which had begun at 9:15 a.m. in Room No. 7, ended at 6 p.m.",
        "No one objected.",
    ],
    [
        "U.S. President Joe Biden met retired Lt. Gen. Keith Kellogg on Sept. 25, 2024.",
        "“We need to do it fast.",
        "And then on the [occupied] land they can come back.”",
        "She lives in Washington, D.C.",
        "The U.N. General Assembly will vote at 5 p.m. on Friday.",
    ],
    [
        "Dr. I. M. Castor won 51.3% vs. 48.7% in St. Alban (pop. 8,412).",
        "(The votes were counted again.)",
        "Shares of Yahoo! Inc. fell to $3.05 ... then rose.",
        "The firm paid for it over a month.",
        "“I have never taken a bribe!” he shouted.",
        "The figure is disputed.[1][2]",
        "Why?",
    ],
]
OTHERS = {
    "de": [
        "Am 29. November sagte Dr. Müller: „Wir kommen.",
        "Bald sind wir da.“",
        "Das war z. B. neu.",
        "Ja.",
    ],
    "fr": ["M. Durand a dit : « Nous viendrons.", "Bientôt. »", "Il est parti."],
    "ru": ["В. О. Иванов сказал это 5 декабря.", "Потом он ушёл."],
    "ar": ["هل هذا صحيح؟", "نعم، هذا صحيح.", "انتهى الأمر."],
    "hi": ["यह एक वाक्य है।", "यह दूसरा है।"],
}


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, [Block("paragraph", 0, len(text))], language)]


@pytest.mark.parametrize("lines", ENGLISH)
def test_english_news_prose(lines: list[str]):
    assert split(" ".join(lines)) == lines


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language: str):
    lines = OTHERS[language]
    assert split(" ".join(lines), language) == lines


def test_chinese_and_japanese_have_no_spaces():
    assert split("他说：“我们要快。然后再谈。”今天是3.5度。", "zh") == [
        "他说：“我们要快。",
        "然后再谈。”",
        "今天是3.5度。",
    ]
    assert split("明日は晴れ。明後日は雨。", "ja") == ["明日は晴れ。", "明後日は雨。"]


def test_numbers_of_a_list_stay_with_their_words():
    assert split("1. The first point. 2. The second point.") == [
        "1. The first point.",
        "2. The second point.",
    ]


def test_a_row_of_a_table_is_one_sentence():
    text = "No. 1\tIt rose. Then fell."
    assert sentences(text, [Block("table_row", 0, len(text))], "en") == [(0, len(text))]


def test_a_sentence_does_not_leave_its_block():
    text = "The end is open\n\nand goes on here."
    assert sentences(text, [Block("paragraph", 0, 15), Block("paragraph", 17, 34)], "en") == [
        (0, 15),
        (17, 34),
    ]


@given(
    st.lists(st.text(alphabet="aB1 .!?…\n\t“”\"'«»(【。[]）:;,é😀", max_size=60), max_size=5),
    st.sampled_from(["en", "en-GB", "de", "zh", "ar", "tlh", ""]),
)
def test_every_sign_but_space_is_in_exactly_one_sentence(pieces: list[str], language: str):
    text, blocks = "", []
    for piece in pieces:
        blocks.append(Block("paragraph", len(text), len(text) + len(piece)))
        text += piece + "\n\n"
    spans = sentences(text, blocks, language)
    covered = [position for start, end in spans for position in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, sign in enumerate(text) if not sign.isspace()} <= set(covered)
    assert all(any(b.start <= start < end <= b.end for b in blocks) for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    "piece", ["Lt. Gen. ", "“Hi. ", "... ", "[1]", "„aaaa ", "。", "a. [1", "A. ", "(", "!"]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_hostile_blocks_take_time_in_proportion(piece: str, language: str):
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    sentences(text, [Block("paragraph", 0, len(text))], language)
    assert time.process_time() - began < 3


def test_the_sentences_of_the_fact_sheet():
    if not FACTS.exists():
        pytest.skip("the fact sheet (../shared/articles/facts.md) is not here")
    section = FACTS.read_text("utf-8").partition("\n## 5.")[2].partition("\n## 6.")[0]
    paragraphs = [block.strip().split("\n") for block in re.findall(r"```text\n(.*?)```", section, re.DOTALL)]
    assert sum(map(len, paragraphs)) == 25
    for lines in paragraphs:
        assert split(" ".join(lines)) == lines

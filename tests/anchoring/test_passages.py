"""A quoted passage and the text it came from."""

import pytest

from annotations.anchoring.passages import Passages

TEXT = """The harbour office writes:
“In 1911 the old bridge was built – at a cost of 1,200 crowns.” It didn't last.

Later repairs (of 1954) are not counted here."""


@pytest.mark.parametrize(
    "passage",
    [
        "the old bridge was built",
        "In 1911 the old\nbridge  was built - at a cost",
        '"In 1911 the old bridge was built"',
        "“It didn’t last.”",
        "the old bridge … 1,200 crowns",
        "the old bridge was built [...] Later repairs",
        "Later repairs (of 1954) are",
        "office writes: 'In 1911",
        "…",
        "",
    ],
)
def test_a_passage_stands_however_it_is_set(passage: str) -> None:
    assert Passages(TEXT).hold(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "the old bridge was built at a cost",
        "In 1912 the old bridge was built",
        "a cost of 1,201 crowns",
        "the old bridge was buil",
        "ridge was built",
        "1,200 crowns … the old bridge",
        "It did last",
        "bridge … bridge",
    ],
)
def test_a_passage_of_which_a_word_is_another_does_not(passage: str) -> None:
    assert not Passages(TEXT).hold(passage)


def test_a_text_without_words_holds_nothing() -> None:
    assert not Passages("").hold("the old bridge")

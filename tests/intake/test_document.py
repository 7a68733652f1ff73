import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from annotations.intake.assembly import Facts, Passage, Reading, Run, assemble, passage
from annotations.intake.document import BLOCK_SEPARATOR, Document, canonical
from annotations.intake.report import as_json

RUNS = st.builds(
    Run,
    text=st.text(max_size=12),
    href=st.sampled_from(["", "https://example.org/a", "https://example.org/b"]),
    mark=st.sampled_from([None, "emphasis", "strong"]),
)
PASSAGES = st.builds(
    Passage,
    kind=st.sampled_from(["paragraph", "quote", "list_item"]),
    runs=st.lists(RUNS, max_size=6).map(tuple),
)


def assembled(*passages: Passage) -> Document:
    reading = Reading(passages, Facts(), "text/plain", "test", "1")
    return assemble(reading, language="en", direction="ltr")


def words(document: Document, start: int, end: int) -> str:
    return document.text[start:end]


@given(st.text())
def test_canonical_text_stays_as_it_is(text: str):
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\n\n\n" not in once
    assert once == once.strip()
    once.encode()


def test_white_space_has_one_rule():
    raw = "\ufeff  One\u00a0\u2009two\r\n\r\n\r\nthree\u2028four \u200b\u00ad five\x00\x85six\t \tseven  "
    assert canonical(raw) == "One two\n\nthree\nfour five\nsix\tseven"


def test_a_no_break_space_stays_where_it_stands_alone_between_words():
    assert canonical("\u00a0Sky\u00a0News \u00a0 said : « 5\u202f000 »\u00a0\n\u00a0x") == (
        "Sky\u00a0News said : « 5\u202f000 »\nx"
    )


def test_a_lone_surrogate_becomes_the_sign_for_what_cannot_be_read():
    assert canonical("a\ud800b") == "a\ufffdb"


def test_signs_that_turn_the_direction_of_a_page_round_go():
    assert canonical("a\u202eb\u2066c") == "abc"


def test_joiners_stay():
    assert canonical("می‌خواهم 👨‍👩‍👧") == "می‌خواهم 👨‍👩‍👧"


@given(st.lists(PASSAGES, max_size=6))
def test_blocks_cut_the_text_without_a_rest(passages: list[Passage]):
    document = assembled(*passages)
    pieces = [words(document, block.start, block.end) for block in document.blocks]
    assert BLOCK_SEPARATOR.join(pieces) == document.text
    assert all(piece and "\n\n" not in piece for piece in pieces)
    assert canonical(document.text) == document.text


@given(st.lists(PASSAGES, max_size=6))
def test_ranges_lie_in_the_text_and_touch_no_space_at_their_ends(passages: list[Passage]):
    document = assembled(*passages)
    for each in (*document.links, *document.marks):
        linked = words(document, each.start, each.end)
        assert linked
        assert linked == linked.strip()


def test_a_link_keeps_its_words_when_spaces_collapse():
    runs = (Run("See  the "), Run(" report\n of  May ", href="https://example.org"), Run(" now."))
    document = assembled(passage("paragraph", "Before."), Passage("paragraph", runs))
    (link,) = document.links
    assert words(document, link.start, link.end) == "report\nof May"
    assert document.text == "Before.\n\nSee the report\nof May now."


def test_emphasis_inside_a_link_does_not_part_it():
    href = "https://example.org"
    document = assembled(
        Passage("paragraph", (Run("the ", href), Run("list", href, "emphasis"), Run(" here")))
    )
    assert [(link.start, link.end) for link in document.links] == [(0, 8)]
    assert [(mark.start, mark.end) for mark in document.marks] == [(4, 8)]


def test_body_is_everything_but_headline_and_standfirst():
    document = assembled(
        passage("headline", "Head"),
        passage("standfirst", "Stand"),
        passage("caption", "C"),
        passage("paragraph", "P"),
    )
    assert document.text == "Head\n\nStand\n\nC\n\nP"
    assert (document.headline, document.standfirst, document.body) == ("Head", "Stand", "C\n\nP")


def test_the_report_gives_what_an_import_prints():
    document = assembled(
        passage("headline", "Head"), passage("heading", "Part", 2), passage("paragraph", "One. Two.")
    )
    told = as_json(document)
    assert told["headline"] == "Head"
    assert told["byline"] == []
    assert told["blocks"][1] == {"kind": "heading", "start": 6, "end": 10, "level": 2}
    assert [told["text"][s["start"] : s["end"]] for s in told["sentences"]] == [
        "Head",
        "Part",
        "One.",
        "Two.",
    ]

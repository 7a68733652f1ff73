"""Files of claims, read without a database."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import CannotRead
from annotations.exports.cells import RUN_BY_SPREADSHEETS, csv_of
from annotations.imports.claim_table import MADE_SAFE, as_it_was
from annotations.imports.claims import ClaimRow
from annotations.imports.formats import FORMATS, format_of, read_claims

CASES = Path(__file__).parent.parent / "cases"


def rows(data: str | bytes, **how: str) -> list[ClaimRow]:
    return list(read_claims(data.encode() if isinstance(data, str) else data, **how).rows)


def only(data: str | bytes, **how: str) -> ClaimRow:
    [row] = rows(data, **how)
    return row


def test_a_table_made_by_hand_is_read() -> None:
    file = read_claims((CASES / "claims.csv").read_bytes(), name="claims.csv")
    first, second, third = file.rows
    assert file.unread == ("Who found it",)
    assert (first.number, second.number, third.number) == (2, 3, 6)
    assert first.article_url == "https://example.org/bridge"
    assert first.places[0].quote
    assert first.places[0].quote.exact == "It cost 12 million euros"
    assert first.said["claimant"] == {"name": "The mayor", "kind": "person", "role": ""}
    assert (first.said["rating"], first.said["tags"]) == ("False", ["bridge", "money"])
    assert str(first.said["claim_date"]) == "2024-05-03"
    assert [each.source for each in first.cited] == [
        {"url": "https://example.org/a"},
        {"url": "https://example.org/b"},
    ]
    assert second.said["text"] == "=1+1 is\ntwo"
    assert third.fault == "“soon” is no day. Write it as 2024-11-29."


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_whatever_separates_the_cells(separator: str) -> None:
    row = only(separator.join(["Quote", "Claim"]) + "\r\n" + separator.join(["a b", "A is b"]) + "\r\n")
    assert (row.places[0].quote and row.places[0].quote.exact, row.said["text"]) == ("a b", "A is b")


CELLS = st.text(alphabet="'=+-@\t\r\n＝ ,;\"axé👩", max_size=12)


@given(CELLS)
def test_a_cell_that_was_made_safe_comes_back_as_it_was(words: str) -> None:
    columns = {"quotation": lambda row: "x", "text": lambda row: row}
    [row] = rows(b"".join(csv_of(columns, [words])), format="csv")
    assert row.said.get("text", "") == words


def test_the_same_cells_are_made_safe_and_read_back() -> None:
    for sign in "=+-@\t\r\n＝＋－＠":
        assert RUN_BY_SPREADSHEETS.match(sign)
        assert MADE_SAFE.match(f"'{sign}")
    assert as_it_was("'Tis so") == "'Tis so"
    assert as_it_was("=1") == "=1"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfea", "not UTF-8"),
        (b"a,b\n1,2\n", "first line has to name the columns"),
        (b'quotation\n"open', "cannot be read from line 2 on"),
        (b"quotation\na\x00b", "NUL"),
        (b"Quote,text,exact\na,b,c\n", "only one can be read: Quote, exact"),
    ],
)
def test_what_is_no_table_is_told(data: bytes, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        rows(data, name="claims.csv")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"quotation": "", "text": "x"}, "does not say which words"),
        ({"materiality": "huge"}, "not one of: headline"),
        ({"due": "soon"}, "is no time"),
        ({"start": "-3"}, "is no position"),
        ({"start": "9" * 30}, "is no position"),
        ({"start": "9" * 5_000}, "is no position"),
        ({"due": "0001-01-01T00:00:00+14:00"}, "is no time"),
        ({"start": "7", "end": "3", "quotation": ""}, "end must come after the start"),
        ({"claimant": "x" * 201}, "longer than 200 characters"),
        ({"claimant": "x", "claimant_kind": "dog"}, "not one of: person"),
        ({"tags": "; ".join(["t" * 61])}, "longer than 60"),
        ({"sources": " ".join(["https://x"] * 101)}, "more than 100 sources"),
    ],
)
def test_a_row_with_a_bad_value_is_faulty_and_says_which(cells: dict[str, str], sentence: str) -> None:
    table = StringIO()
    writer = csv.DictWriter(table, ["quotation", *(name for name in cells if name != "quotation")])
    writer.writeheader()
    writer.writerow({"quotation": "a b"} | cells)
    assert sentence in only(table.getvalue()).fault


def test_a_table_is_read_as_spreadsheets_save_it() -> None:
    """A line that names the separator; "Unicode text"; cells that somebody once used behind the last column."""
    for data in (
        "sep=;\r\nquotation;text\r\na, b;c\r\n",
        "quotation\ttext\r\na, b\tc\r\n".encode("utf-16"),
        "\ufeffquotation;text\r\na, b;c;;;\r\n",
    ):
        row = only(data)
        assert (row.words, row.places[0].quote.exact, row.fault) == ("c", "a, b", "")
    assert only("sep=;\nquotation;text\na, b;c\n").number == 3


def test_words_as_long_as_an_article_are_taken_and_longer_ones_are_not() -> None:
    long, longer = "a b " * 24_000, "a b " * 26_000
    assert not only(line(quotation=long, text=long), name="a.jsonl").fault
    assert "longer than 100,000" in only(line(quotation="a", text=longer), name="a.jsonl").fault


def test_a_row_with_too_many_cells_is_faulty_and_the_others_are_read() -> None:
    one, other = rows("quotation\na,b\nc\n")
    assert "2 cells" in one.fault
    assert not other.fault


def line(**said: Any) -> str:
    return json.dumps(said)


def test_a_line_may_be_flat_or_as_our_export_has_it() -> None:
    flat, nested, lost = rows(
        "\n".join(
            [
                line(quotation="a b", claimant="Ann", verdict="false", tags=["x"], sources=["https://e.org"]),
                line(
                    text="A is b.",
                    quotation="old words",
                    claimant={"name": "Ann", "kind": "person", "role": "mayor", "uid": "7"},
                    verdict={"rating": {"key": "false"}, "explanation": "No."},
                    highlights=[{"exact": "a b", "prefix": "c ", "suffix": "", "start": 2, "end": 5}],
                    evidence=[
                        {"source": {"title": "Book", "identity_shown": True}, "stance": "refutes"},
                        {
                            "source": {"title": "A confidential source", "identity_shown": False},
                            "stance": None,
                        },
                    ],
                ),
                line(quotation="gone", highlights=[{"exact": "", "start": None, "end": None}]),
            ]
        )
    )
    assert flat.said["rating"] == nested.said["rating"] == "false"
    assert flat.said["claimant"]["name"] == nested.said["claimant"]["name"] == "Ann"
    place = nested.places[0]
    assert place.quote
    assert place.position
    assert (place.quote.prefix, place.position.end) == ("c ", 5)
    assert nested.cited[0].use == {"stance": "refutes"}
    assert nested.cited[1].source == {}
    assert lost.places[0].quote
    assert lost.places[0].quote.exact == "gone"


@pytest.mark.parametrize(
    "said",
    [
        "{",
        "7",
        "[]",
        '{"quotation": NaN}',
        '{"quotation": "a", "quotation": "b"}',
        '{"quotation": "\\ud800"}',
        '{"quotation": "a\\u0000"}',
        '{"quotation": 1e999}',
        '{"quotation": ["a"]}',
        '{"quotation": "a", "tags": "x"}',
        '{"quotation": "a", "evidence": [7]}',
        '{"quotation": "a", "highlights": [7]}',
        '{"quotation": "a", "highlights": {}}',
        '{"quotation": "a", "claimant": {"name": 7}}',
        '{"quotation": "a", "verdict": {"rating": {"key": 7}}}',
        '{"quotation": "a", "evidence": [{"source": {"title": 7}}]}',
        "[" * 100_000,
    ],
)
def test_a_line_that_cannot_be_used_is_a_faulty_row_and_no_crash(said: str) -> None:
    bad, good = rows(f'{said}\n{{"quotation": "a b"}}\n', format="jsonl")
    assert bad.fault.endswith(".")
    assert not good.fault


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner)
    )
)
def test_no_value_in_any_field_makes_it_crash(value: Any) -> None:
    names = (
        "text",
        "quotation",
        "claimant",
        "tags",
        "start",
        "due",
        "rating",
        "evidence",
        "highlights",
        "verdict",
    )
    for name in names:
        only(json.dumps({"quotation": "a b", name: value}), format="jsonl")


def test_annotations_are_found_in_what_programs_write() -> None:
    sent = {
        "type": "Annotation",
        "target": {"source": "https://e.org/", "selector": {"type": "TextQuoteSelector", "exact": "a"}},
    }
    for said in (
        sent,
        [sent],
        {"items": [sent]},
        {"type": "AnnotationCollection", "first": {"items": [sent]}},
    ):
        row = only(json.dumps(said), name="x.jsonld")
        assert (row.annotation, row.article_url, row.words) == (sent, "https://e.org/", "a")
    assert len(rows(f"{json.dumps(sent)}\n{json.dumps(sent)}\n", format="web-annotation")) == 2
    with pytest.raises(CannotRead, match="no Web Annotation"):
        rows('{"a": 1}', format="web-annotation")


def test_the_format_is_that_of_the_name_or_of_the_first_sign() -> None:
    assert [format_of(f"x{ending}", b"") for row in FORMATS.values() for ending in row.endings] == [
        name for name, row in FORMATS.items() for _ in row.endings
    ]
    assert [format_of("-", data) for data in (b"\xef\xbb\xbf{", b" [", b"quotation")] == [
        "jsonl",
        "web-annotation",
        "csv",
    ]
    with pytest.raises(CannotRead, match="There are: csv, jsonl, web-annotation"):
        rows("x", format="xlsx")

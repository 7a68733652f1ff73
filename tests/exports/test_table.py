"""CSV that a spreadsheet opens and does not run."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.exports.cells import RUN_BY_SPREADSHEETS, cell
from annotations.exports.recipients import Recipient
from annotations.exports.table import COLUMNS, csv_table
from annotations.models import Claim
from tests.make import bob, make_claim, make_published, make_source
from tests.make import make_evidence as evidence_on

RUN = ("=1+1", "+49 40 123", "-5 degrees", "@mayor", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''@x")
LEFT_ALONE = ("", "1911", "'Tis so", "a=b", "’", "“quoted”", "0", "ünïcode")


def as_it_was(text: str) -> str:
    """What an import does with a cell."""
    return text[1:] if text.startswith("'") and RUN_BY_SPREADSHEETS.match(text) else text


def rows() -> list[dict[str, str]]:
    content = b"".join(csv_table(Claim.objects.order_by("pk"), Recipient(bob(), identities=False)))
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_cells_are_left_alone(text: str) -> None:
    assert cell(text) == text


@given(st.text(alphabet="'=+-@\t\r\n＝ax ", max_size=6))
def test_every_cell_comes_back_as_it_was_and_none_is_run(text: str) -> None:
    assert as_it_was(cell(text)) == text
    assert not re.match("[=+\\-@\t\r\n＝＋－＠]", cell(text))


@pytest.mark.django_db
def test_one_row_a_claim_with_its_verdict_and_evidence() -> None:
    claim = make_published(make_claim(text="=cmd|' /C calc'!A0"), "false")
    evidence_on(
        make_claim(claim.article), source=make_source(title="Plaque"), locator_label="page", locator="3"
    )
    first, second = rows()
    assert list(first) == list(COLUMNS)
    assert (first["uid"], first["text"]) == (str(claim.uid), "'=cmd|' /C calc'!A0")
    assert (first["rating"], first["truth_class"], first["state"]) == ("False", "contradicted", "published")
    assert first["claimant"] == "The Harbour Courier"
    assert second["evidence"] == "Supports: Plaque, page 3"
    assert second["rating"] == ""


@pytest.mark.django_db
def test_no_claims_make_a_table_with_its_head_alone() -> None:
    assert b"".join(csv_table(Claim.objects.none(), Recipient(bob()))).decode(
        "utf-8-sig"
    ).strip() == ",".join(COLUMNS)

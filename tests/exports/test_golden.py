"""Each format as a file that a person has read (tests/cases/exports/): what changes there is seen in the diff.

What differs from run to run is replaced: uids by their number in the order in which they appear, digests by a word.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from annotations.actions.comments import add_comment
from annotations.actions.publications import correct_claim
from annotations.actions.sources import store_snapshot
from annotations.exports import ELSEWHERE, FORMATS
from annotations.exports.recipients import Recipient
from annotations.imports.formats import FORMATS as IMPORTS
from annotations.models import Claim
from tests.make import (
    alice,
    bob,
    give_claimant,
    make_article,
    make_claim,
    make_evidence,
    make_published,
    make_source,
)

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent.parent / "cases" / "exports"
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")

PUBLIC = {
    "checks.atom": "/checks/feed.atom",
    "corrections.atom": "/corrections/feed.atom",
    "claimreview.json": "/checks/claimreview.json",
    "sitemap.xml": "/sitemap.xml",
}


@pytest.fixture
def newsroom() -> Iterator[None]:
    """One check that was published and corrected, one claim in work, an open and a confidential source."""
    with time_machine.travel("2026-01-02T03:04:05Z", tick=False):
        article = make_article(url="https://example.org/bridge", publisher="The Harbour Post")
        claim = make_claim(
            article, "It cost 12 million euros", text="=The bridge cost €12 million.", tags=["money"]
        )
        source = make_source(
            title="Accounts “2024”",
            url="https://example.org/accounts",
            type="report",
            author=[{"family": "Kern", "given": "Ada"}],
            issued="2024-11",
            tier="primary",
        )
        copy = {"body": b"Accounts: 14.1", "text": "Accounts: 14.1", "media_type": "text/plain"}
        store_snapshot(source, by=bob(), final_url=source.url, http_status=200, **copy)
        make_evidence(
            claim, source=source, stance="refutes", locator_label="page", locator="7", quotation="14.1"
        )
        make_published(give_claimant(claim), "false")
        correct_claim(
            claim, by=alice(), kind="clarification", text="It says which year.", summary="In 2024: 14.1."
        )
        second = make_claim(article, "Nobody was hurt during the works")
        make_evidence(second, source=make_source(title="Zacharias Quill", terms="background"))
        add_comment(second, by=bob(), body="Not in any file.")
        yield


def readable(content: bytes) -> str:
    """The same in every run."""
    text, numbers = DIGEST.sub("(digest)", content.decode()), dict[str, str]()
    return UID.sub(lambda found: numbers.setdefault(found[0], f"(uid {len(numbers) + 1})"), text)


def hold(name: str, content: bytes) -> None:
    expected, written = (CASES / name).read_text("utf-8"), readable(content)
    # The databases spell a fraction, and order the keys of what was stored as JSON, each in their own way.
    if name.endswith(".json"):
        assert json.loads(written) == json.loads(expected)
    elif name.endswith("jsonl"):
        assert [*map(json.loads, written.splitlines())] == [*map(json.loads, expected.splitlines())]
    else:
        assert written.splitlines() == expected.splitlines()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_claims_is_the_one_that_was_read(name: str, newsroom: None) -> None:
    claims = Claim.objects.order_by("pk")
    content = b"".join(FORMATS[name].write(claims, Recipient(alice(), identities=False)))
    assert b"Quill" not in content
    assert b"Not in any file" not in content
    hold(f"claims.{FORMATS[name].extension}", content)


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_told_to_everybody_is_what_was_read(name: str, newsroom: None) -> None:
    answer = Client().get(PUBLIC[name])
    content = answer.getvalue() if answer.streaming else answer.content
    hold(
        name,
        json.dumps(json.loads(content), indent=1, ensure_ascii=False).encode()
        if name.endswith("json")
        else content,
    )


def test_the_page_about_exports_has_a_part_on_each_format() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    for name in (*FORMATS, *IMPORTS, *ELSEWHERE):
        assert f"`{name}`" in page
    for heading in ("for", "rule", "fields", "example", "limits"):
        assert page.count(f"*{heading.capitalize()}.*") >= len(FORMATS)

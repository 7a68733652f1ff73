"""JSON Lines, and what holds for all formats."""

import json
import tracemalloc
from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from annotations.exports import FORMATS, labelled, prepared, web_annotation
from annotations.exports.blocks import BLOCK_BYTES, in_blocks
from annotations.exports.lines import json_lines
from annotations.exports.recipients import Recipient
from annotations.exports.shapes import claims
from annotations.models import Claim, Highlight
from tests.api.calling import Caller
from tests.make import bob, make_article, make_claim, make_published


@pytest.mark.django_db
def test_a_line_is_the_claim_as_the_api_shows_it_but_for_an_address() -> None:
    claim = make_published()
    [line] = b"".join(json_lines(Claim.objects.all(), Recipient(bob()))).splitlines()
    shown = json.loads(line)
    answered = Caller(bob()).get(f"claims/{claim.uid}/").json()
    assert answered.pop("annotation_url").endswith(f"/{claim.uid}/")
    assert shown == answered
    assert shown["verdict"]["rating"]["key"] == "true"
    assert shown["highlights"][0]["exact"] == claim.quotation
    assert shown["evidence"][0]["source"]["title"] == "Harbour yearbook 2023"
    assert shown["created"].endswith("Z")


def test_pieces_become_blocks_without_losing_a_byte() -> None:
    pieces = [bytes([number % 251]) * 1000 for number in range(200)]
    blocks = list(in_blocks(pieces))
    assert b"".join(blocks) == b"".join(pieces)
    assert len(blocks) == 4
    assert all(BLOCK_BYTES <= len(block) < BLOCK_BYTES + 1000 for block in blocks[:-1])
    assert list(in_blocks([])) == []


def many_claims(count: int) -> None:
    """Copies of one claim's rows: what counts here is how many there are."""
    model = make_claim(make_article())
    place = model.highlights.get()
    copies = [
        Claim(
            article=model.article,
            text=f"{model.text}, no. {number}",
            quotation=model.quotation,
            policy=model.policy,
            created_by=model.created_by,
        )
        for number in range(count)
    ]
    Claim.objects.bulk_create(copies)
    Highlight.objects.bulk_create(
        Highlight(claim=copy, version=place.version, start=place.start, end=place.end, exact=place.exact)
        for copy in copies
    )


def peak(blocks: Iterator[bytes]) -> int:
    tracemalloc.start()
    for _ in blocks:
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.django_db
def test_memory_does_not_grow_with_the_number_of_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (prepared, claims):
        monkeypatch.setattr(module, "LINES_AT_ONCE", 100)
    monkeypatch.setattr(web_annotation, "CHUNK_ROWS", 100)
    monkeypatch.setattr(labelled, "MOST_CLAIMS", 100)
    recipient = Recipient(bob())

    def most() -> dict[str, int]:
        return {name: peak(form.write(Claim.objects.all(), recipient)) for name, form in FORMATS.items()}

    for _ in range(2):
        many_claims(350)
    for form in FORMATS.values():
        peak(form.write(Claim.objects.all()[:10], recipient))
    few = most()
    for _ in range(2):
        many_claims(350)
    many = most()
    # Twice as many rows; what the driver buffers grows a little at first.
    assert [name for name in FORMATS if many[name] >= 1.4 * few[name]] == []


@pytest.mark.django_db
def test_a_thousand_claims_are_read_in_a_few_queries_a_chunk(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many_claims(1_100)
    # The keys, two chunks, and what each of them names; PostgreSQL plans once for all chunks after the first.
    with django_assert_max_num_queries(1 + 2 + 2 + 2):
        assert sum(1 for _ in json_lines(Claim.objects.all(), Recipient(bob()))) >= 1

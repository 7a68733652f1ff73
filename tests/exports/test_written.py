"""What the database writes as JSON is what is stored, whatever is stored."""

import json
import threading
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from annotations.exports import ahead, prepared
from annotations.exports.lines import json_lines
from annotations.exports.recipients import Recipient, Units
from annotations.exports.shapes.claims import claim_lines, claim_shapes
from annotations.exports.shapes.sources import source_shapes
from annotations.models import Claim, Highlight, Source
from tests.make import alice, bob, make_article, make_claim, make_evidence, make_source

ODD = "".join(map(chr, range(1, 32))) + '"\\/\x7f%s {0} é e\u0301 🌉 \u2028 \ufeff ‮ '

pytestmark = pytest.mark.django_db


def only_shape(person):
    [shape] = claim_shapes(Claim.objects.all(), Recipient(person))
    return shape


def test_no_character_is_lost_and_none_breaks_a_line():
    claim = make_claim()
    Claim.objects.update(text=ODD, stale_reasons=[{ODD: [ODD, None, 1.5, True]}])
    make_evidence(claim, source=make_source(), quotation=ODD, locator=ODD)
    Source.objects.update(title=ODD)
    shape = only_shape(bob())
    [evidence] = shape["evidence"]
    assert shape["text"] == evidence["quotation"] == evidence["locator"] == evidence["source"]["title"] == ODD
    assert shape["stale_reasons"] == [{ODD: [ODD, None, 1.5, True]}]
    [line] = b"".join(json_lines(Claim.objects.all(), Recipient(bob()))).splitlines()
    assert json.loads(line) == shape


def test_every_kind_of_value_is_written_as_it_is():
    claim = make_claim(claim_date=datetime(2024, 5, 3, tzinfo=UTC).date(), tags=["ships", "harbour"])
    Claim.objects.update(due=datetime(2024, 5, 3, 12, 30, 1, 120_000, tzinfo=UTC), assignee=alice())
    Highlight.objects.update(similarity=0.875, needs_confirmation=True)
    shape = only_shape(bob())
    assert shape["uid"] == str(claim.uid)
    assert shape["claim_date"] == "2024-05-03"
    assert shape["due"] == "2024-05-03T12:30:01.120000Z"
    assert shape["tags"] == ["harbour", "ships"]
    assert shape["assignee"] == {"uid": str(alice().uid), "username": "alice", "name": ""}
    assert shape["row_version"] == claim.row_version
    [place] = shape["highlights"]
    assert (place["similarity"], place["needs_confirmation"], place["changes"]) == (0.875, True, [])
    assert (place["start"], place["end"], place["confirmed_at"]) == (
        claim.highlights.get().start,
        claim.highlights.get().end,
        None,
    )


def test_whole_seconds_have_no_fraction():
    make_claim()
    Claim.objects.update(due=datetime(2024, 5, 3, 12, 30, tzinfo=UTC))
    assert only_shape(bob())["due"] == "2024-05-03T12:30:00Z"


def test_a_line_counts_as_its_recipient_does():
    make_claim(make_article("A 🌉 bridge.\n\nThe bridge was built in 1911."), "built in 1911")
    starts = {}
    for units in Units:
        [line] = b"".join(json_lines(Claim.objects.all(), Recipient(bob(), units=units))).splitlines()
        starts[units] = json.loads(line)["highlights"][0]["start"]
    assert starts[Units.UTF16] == starts[Units.CODE_POINTS] + 1


def test_what_is_not_there_is_null_or_an_empty_list():
    make_claim()
    shape = only_shape(bob())
    assert [shape[name] for name in ("claimant", "assignee", "verdict", "merged_into", "due")] == [None] * 5
    assert (shape["tags"], shape["evidence"]) == ([], [])


def test_a_source_that_many_cite_is_read_once(django_assert_num_queries):
    source = make_source()
    claim = make_claim()
    for words in ("It cost", "Nobody was hurt"):
        make_evidence(make_claim(claim.article, words), source=source)
    make_evidence(claim, source=source)
    recipient = Recipient(bob())
    with django_assert_num_queries(3):
        shapes = list(claim_shapes(Claim.objects.all(), recipient))
    assert {shape["evidence"][0]["source"]["uid"] for shape in shapes} == {str(source.uid)}


def test_a_hidden_source_stands_there_under_the_words_chosen_for_it():
    make_source(title="Quill", terms="background", by=alice(), public_description="a harbour official")
    make_source(title="Feather", terms="background", by=alice())
    described, bare = source_shapes(Source.objects.order_by("pk"), Recipient(bob()))
    assert (described["title"], described["identity_shown"]) == ("a harbour official", False)
    assert (bare["title"], bare["author"], bare["url"]) == ("A confidential source", [], "")
    shown, _ = source_shapes(Source.objects.order_by("pk"), Recipient(alice()))
    assert (shown["title"], shown["identity_shown"]) == ("Quill", True)


def test_rows_come_in_their_order_however_many_chunks_they_take(monkeypatch, django_assert_num_queries):
    article = make_article()
    words = (
        "The council",
        "opened",
        "the new bridge",
        "It cost",
        "built in 1911",
        "Nobody was hurt",
        "bridge",
    )
    claims = [make_claim(article, each) for each in words]
    monkeypatch.setattr(prepared, "LINES_AT_ONCE", 2)
    expected, recipient = [str(claim.uid) for claim in reversed(claims)], Recipient(bob())
    for those in ((), (connection.vendor,)):
        monkeypatch.setattr(ahead, "READS_AHEAD", those)
        # The keys, four chunks, and what all of them name; PostgreSQL plans once for all chunks after the first.
        with django_assert_num_queries(6 + (2 if connection.vendor == "postgresql" else 0)):
            shapes = list(claim_shapes(Claim.objects.order_by("-pk"), recipient))
        assert [shape["uid"] for shape in shapes] == expected


@pytest.fixture
def read_ahead_one_by_one(monkeypatch):
    """Five claims, each a chunk of its own, read in a second thread on whichever database."""
    article = make_article()
    for words in ("The council", "opened", "the new bridge", "It cost", "built in 1911"):
        make_claim(article, words)
    monkeypatch.setattr(prepared, "LINES_AT_ONCE", 1)
    monkeypatch.setattr(ahead, "READS_AHEAD", (connection.vendor,))


def lines_read():
    return claim_lines(Claim.objects.order_by("pk"), Recipient(bob()))


def left_planned():
    """Statements that the connection still knows by name."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def at_work():
    return [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_whoever_stops_reading_leaves_the_connection_to_others(read_ahead_one_by_one):
    lines = lines_read()
    next(lines)
    assert at_work()
    assert Claim.objects.count() == 5
    lines.close()
    assert not at_work()
    assert Claim.objects.count() == 5
    assert left_planned() == 0


def test_what_goes_wrong_in_the_other_thread_is_told_to_whoever_reads(read_ahead_one_by_one, monkeypatch):
    def none_that_answers(*asked):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(prepared, "rows_of", none_that_answers)
    with pytest.raises(OperationalError):
        next(lines_read())
    assert not at_work()


def test_what_is_written_meanwhile_makes_no_claim_come_twice_or_not_at_all(read_ahead_one_by_one):
    before = [str(uid) for uid in Claim.objects.order_by("pk").values_list("uid", flat=True)]
    lines = lines_read()
    read = [next(lines)]
    Claim.objects.update(text="Worded anew")
    make_claim(Claim.objects.first().article, "Nobody was hurt")
    # What was added meanwhile may come behind them.
    shapes = [json.loads(line) for line in (*read, *lines)][: len(before)]
    assert left_planned() == 0
    assert [shape["uid"] for shape in shapes] == before
    # Two were being read while the first went out.
    assert {shape["text"] for shape in shapes[3:]} == {"Worded anew"}

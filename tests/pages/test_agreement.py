"""The page of agreement: what is counted, what is not, and the claims behind each figure."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.verdicts import second_claim
from annotations.models import Claim, Event, Role, Verb
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_claim,
    make_person,
    make_policy,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = pytest.mark.django_db

WORDS = ("The council opened the new bridge", "It cost 12 million euros", "The old bridge was built in 1911",
         "Nobody was hurt", "The harbour handles 40 ships")  # fmt: skip


def policy(how: str) -> Any:
    return make_policy(name=how.title(), second_read=how)


def read_twice(article: Any, words: str, first: str, second: str, *, by: Any = None) -> Claim:
    claim = make_submitted(make_claim(article, words), first)
    by = by or alice()
    make_assessment(claim, second, by=by)
    return second_claim(claim, by=by)


def test_readings_are_counted_on_their_scale_and_told_apart_by_how_they_were_made() -> None:
    blind, seen = make_article(policy=policy("blind")), make_article(policy=policy("open"))
    same = [read_twice(blind, WORDS[0], "true", "true"), read_twice(seen, WORDS[0], "false", "false")]
    differs = read_twice(blind, WORDS[1], "true", "mixed")
    reader = make_person("rafi", role=Role.READER)

    page = words_of(get(reader, "agreement"))
    assert (
        "Of 3 claims read twice on the scale “Plain words, version 1”, 2 got the same rating (67 %)" in page
    )
    assert "Few claims" in page
    assert "First True, second Mixed: 1 claim" in page
    assert "alice and bob" in page
    assert "Of 2 claims" in words_of(get(reader, "agreement", how="blind"))
    assert "Of 1 claim " in words_of(get(reader, "agreement", how="open"))
    assert "No claim was read twice here" in words_of(get(reader, "agreement", to="2001-01-01"))

    cell = words_of(get(reader, "agreement_claims", first="true", second="mixed"))
    assert str(differs.uid) in cell
    assert not any(str(claim.uid) in cell for claim in same)
    of_two = words_of(get(reader, "agreement_claims", one=alice().uid, other=bob().uid))
    assert all(str(claim.uid) in of_two for claim in (*same, differs))


def test_a_blind_reading_is_counted_nowhere_until_the_second_is_in() -> None:
    article = make_article(policy=policy("blind"))
    read_twice(article, WORDS[0], "true", "true")
    waiting = make_submitted(make_claim(article, WORDS[1]), "false")
    browser = browser_of(alice())
    for address in ("agreement", "agreement_claims"):
        page = words_of(browser.get(reverse(address)))
        assert str(waiting.uid) not in page
        assert "1 claim" in page
        assert WORDS[1] not in page
    files = (browser.post(reverse("agreement_export", args=[name])) for name in ("figures", "readings"))
    assert all(str(waiting.uid) not in b"".join(answer.streaming_content).decode() for answer in files)


def test_an_empty_desk_is_told_how_such_readings_come_about() -> None:
    page = words_of(get(bob(), "agreement"))
    assert "No claim has been read twice yet" in page
    assert "Policies with a second reading make these" in page
    assert get(carol(), "agreement").status_code == 404
    assert get(None, "agreement").status_code == 302


def test_days_that_are_none_are_said_to_be_so_and_the_page_comes_all_the_same() -> None:
    for asked in ({"from": "31/12/2024"}, {"from": "2024-13-01"}, {"from": "2024-02-02", "to": "2024-01-01"}):
        assert 'id="period-fault"' in words_of(get(bob(), "agreement", **asked))
    assert get(bob(), "agreement", scale="x", policy="\x00", how="?").status_code == 200
    assert get(bob(), "agreement_claims", one="nobody").status_code == 404


def test_the_files_hold_figures_and_readings_run_nothing_and_leave_a_trace() -> None:
    formula = make_person("dora", name="=SUM(A1)")
    read_twice(make_article(policy=policy("open")), WORDS[0], "true", "mixed", by=formula)
    read_twice(make_article(policy=policy("open")), WORDS[1], "true", "true", by=formula)
    answer = post(bob(), "agreement_export", "readings")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"].startswith('attachment; filename="agreement-readings-')
    assert rows[0].startswith("claim,round,scale,policy,second_read,first_reader")
    assert len(rows) == 3
    assert ",'=SUM(A1)," in rows[1]
    figures = b"".join(post(bob(), "agreement_export", "figures").streaming_content).decode()
    assert '"Plain words, version 1",open,,,percent,2,0.5000' in figures
    assert Event.objects.filter(verb=Verb.EXPORTED, by=bob()).count() == 2
    assert get(bob(), "agreement_export", "figures").status_code == 405
    assert post(bob(), "agreement_export", "other").status_code == 404


def test_marks_of_two_people_in_one_text_are_compared_by_characters() -> None:
    article = make_article()
    make_claim(article, "The old bridge was built in 1911", by=bob())
    make_claim(article, "The old bridge was built", by=alice())
    page = words_of(get(bob(), "agreement"))
    # 24 of 32 characters are marked by both: F1 48/56, Jaccard 24/32.
    assert "86 %" in page
    assert "75 %" in page
    rows = b"".join(post(bob(), "agreement_export", "marks").streaming_content).decode().splitlines()
    assert rows[1].endswith(",1,alice,bob,1,1,24,32,24,0.8571,0.7500")


def test_it_takes_as_many_queries_for_many_claims_as_for_few() -> None:
    article, other = make_article(policy=policy("open")), make_article(policy=policy("blind"))
    read_twice(article, WORDS[0], "true", "true")
    read_twice(other, WORDS[0], "true", "mixed")
    make_claim(article, WORDS[4], by=alice())
    few = queries_of(bob(), "agreement"), queries_of(bob(), "agreement_claims")
    dora = make_person("dora")
    for words in WORDS[1:4]:
        read_twice(article, words, "true", "false", by=dora)
        read_twice(other, words, "mixed", "mixed", by=dora)
    assert (queries_of(bob(), "agreement"), queries_of(bob(), "agreement_claims")) == few

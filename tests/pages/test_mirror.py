"""The page of figures on published checks: what is counted, what the policies ask, and the checks behind each."""

import csv
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from annotations.actions.claims import describe_claim, name_claimant
from annotations.actions.publications import correct_claim, publish_claim, retract_claim
from annotations.actions.verdicts import explain_claim, second_claim
from annotations.exports.mirror import published_checks
from annotations.models import Claim, Event, Role, Terms, Verb
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
)
from tests.pages.visiting import get, post, queries_of, words_of

pytestmark = pytest.mark.django_db

WORDS = ("The council opened the new bridge", "It cost 12 million euros", "Nobody was hurt")


def claim_on(words: str, claimant: str = "The mayor", **article: Any) -> Claim:
    claim = make_claim(make_article(**article), words)
    who = name_claimant(by=bob(), name=claimant)
    return describe_claim(claim, by=bob(), row_version=claim.row_version, claimant=who)


def read_twice_and_published(words: str) -> Claim:
    claim = claim_on(words, policy=make_policy(name="Blind", second_read="blind", min_evidence=2))
    make_evidence(
        claim, source=make_source(title="Budget", tier="primary", archived_url="https://archive.example/1")
    )
    claim = make_submitted(claim, "false")
    make_assessment(claim, "false", by=alice())
    claim = second_claim(claim, by=alice())
    explain_claim(claim, by=bob(), explanation="It is not so.", summary="No.")
    publish_claim(claim, by=alice())
    claim.refresh_from_db()
    return claim


def newsroom() -> dict[str, Claim]:
    """Three checks: read twice on two sources; read once and corrected; read once and retracted."""
    found = {
        "twice": read_twice_and_published(WORDS[0]),
        "corrected": make_published(claim_on(WORDS[1], "The council"), "mixed"),
        "retracted": make_published(claim_on(WORDS[2], "The mayor", publisher="The Harbour Courier"), "true"),
    }
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        correct_claim(found["corrected"], by=alice(), kind="correction", text="A figure was wrong.")
        retract_claim(found["retracted"], by=alice(), reason="The source was forged.")
    return found


def test_each_figure_counts_what_was_published_and_leads_to_its_checks() -> None:
    found = newsroom()
    reader = make_person("rafi", role=Role.READER)
    page = words_of(get(reader, "mirror"))
    assert "3 checks published" in page
    assert "The most checked is The mayor, with 2 of 3 checks (67 %)" in page
    assert "1 retraction, " not in page
    assert "1 correction, 1 retraction" in page
    assert "2 sources: <span" in page
    assert "A second reading, blind" in page

    def listed(**query: str) -> set[str]:
        words = words_of(get(reader, "mirror_checks", **query))
        return {name for name, claim in found.items() if f"claim={claim.uid}#panel" in words}

    assert listed() == {"twice", "corrected", "retracted"}
    assert 'data-label="Readers">2<' in words_of(get(reader, "mirror_checks", has="read_twice"))
    for name in ("two_sources", "primary", "copied", "read_twice", "another"):
        assert listed(has=name) >= {"twice"}
    assert listed(has="two_sources") == {"twice"}
    assert listed(lacks="two_sources") == {"corrected", "retracted"}
    assert listed(has="corrected") == {"corrected"}
    assert listed(has="retracted") == {"retracted"}
    assert listed(claimant="The mayor") == {"twice", "retracted"}
    assert listed(publisher="The Harbour Courier") == {"retracted"}
    assert listed(sort="late") == {"corrected", "retracted"}
    assert listed(**{"class": "contradicted"}) == {"twice"}
    assert listed(month="2001-01") == set()
    assert listed(to="2001-01-01") == set()
    assert listed(has="?", month="\x00") == set()


def test_what_only_the_newsroom_knows_is_not_counted() -> None:
    """The figures are of public records: an off-the-record source adds nothing, a background one only itself."""
    claim = claim_on(WORDS[0])
    for terms in (Terms.OFF_RECORD, Terms.BACKGROUND):
        source = make_source(title="Mole", terms=terms, confidential=True, public_description="An official")
        make_evidence(claim, source=source)
    make_published(claim)
    [check] = published_checks()
    assert check.sources == 2
    assert "Mole" not in words_of(get(alice(), "mirror")) + words_of(get(alice(), "mirror_checks"))


def test_times_are_measured_from_the_mark_and_from_the_first_publication() -> None:
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        claim = claim_on(WORDS[0])
    with time_machine.travel("2026-03-03T10:00:00Z", tick=False):
        claim = make_published(claim)
    with time_machine.travel("2026-03-03T15:00:00Z", tick=False):
        correct_claim(claim, by=alice(), kind="clarification", text="Clearer.")
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        correct_claim(claim, by=alice(), kind="correction", text="A figure was wrong.")
    [check] = published_checks()
    assert check.seconds_to_publication() == 2 * 86_400
    # A clarification puts nothing right: nothing was wrong.
    assert check.seconds_to_correction() == 86_400
    with time_machine.travel("2026-03-05T10:00:00Z"):
        page = words_of(get(bob(), "mirror"))
    assert "One check: 2 days." in page
    assert "One check: 1 day." in page
    assert "March 2026" in page


def test_an_empty_newsroom_is_told_so_and_strangers_find_nothing() -> None:
    assert "Nothing was published in this time" in words_of(get(bob(), "mirror"))
    assert "Nothing has been published yet" in words_of(get(bob(), "mirror", period="all"))
    assert "No check is behind this figure" in words_of(get(bob(), "mirror_checks"))
    assert get(carol(), "mirror").status_code == 404
    assert get(None, "mirror").status_code == 302


def test_the_file_has_a_row_a_check_runs_nothing_and_leaves_a_trace() -> None:
    make_published(claim_on(WORDS[0], "=cmd()"))
    answer = post(bob(), "mirror_export")
    [row] = csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert (row["claimant"], row["two_sources"], row["retracted"]) == ("'=cmd()", "no", "no")
    assert Event.objects.filter(verb=Verb.EXPORTED, by=bob()).exists()


def test_it_takes_as_many_queries_for_many_checks_as_for_few() -> None:
    article = make_article()
    make_published(make_claim(article, WORDS[0]))
    few = queries_of(bob(), "mirror"), queries_of(bob(), "mirror_checks")
    for words in (*WORDS[1:], "The old bridge was built in 1911", "The harbour handles 40 ships a day"):
        make_published(make_claim(article, words))
    assert (queries_of(bob(), "mirror"), queries_of(bob(), "mirror_checks")) == few
    assert max(few) <= 14

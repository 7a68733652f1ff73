"""Sources that were withdrawn, and what that does to the claims that use them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.evidence import remove_evidence
from annotations.actions.verdicts import hold_to_claim
from annotations.actions.withdrawing import reinstate_source, withdraw_source
from annotations.errors import Conflict, Forbidden, InvalidInput, StaleEdit
from annotations.models import Claim, Event, Role, Source, Verb
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"
WHY = "The publisher withdrew it on 2 May."


def withdraw(source: Source, by=None) -> Source:
    source.refresh_from_db()
    return withdraw_source(source, by=by or bob(), row_version=source.row_version, why=WHY)


def reinstate(source: Source, by) -> Source:
    source.refresh_from_db()
    return reinstate_source(source, by=by, row_version=source.row_version, why="It was the wrong volume.")


def kinds(claim: Claim) -> list[str]:
    claim.refresh_from_db()
    return [entry["kind"] for entry in claim.stale_reasons]


def using(source: Source, article=None, by=None) -> Claim:
    claim = make_claim(article or make_article(), COST, by=by)
    make_evidence(claim, source=source)
    return make_submitted(claim, by=by)


def test_the_claims_that_rest_on_a_withdrawn_source_are_stale() -> None:
    source = make_source(title="Annals")
    one, other = using(source), using(source)
    taken_off = using(source)
    remove_evidence(taken_off.evidence.get(source=source), by=bob(), row_version=1)
    checking = make_claim(make_article(), COST)
    make_evidence(checking, source=source)
    withdraw(source)
    assert kinds(one) == kinds(other) == ["source_withdrawn"]
    assert one.stale_reasons[0]["source"] == str(source.uid)
    assert kinds(checking) == []
    assert kinds(taken_off) == ["evidence_removed"]
    source.refresh_from_db()
    assert source.withdrawn_at
    assert source.withdrawn_why == WHY
    withdrawn = Event.objects.get(verb=Verb.SOURCE_WITHDRAWN)
    assert withdrawn.data == {"after": {"why": WHY}}
    assert checking.changed == withdrawn.number
    stale = list(Event.objects.filter(verb=Verb.CLAIM_WENT_STALE, number__gt=withdrawn.number))
    assert {event.claim for event in stale} == {one, other}


def test_why_has_to_be_said_and_nobody_is_overwritten() -> None:
    source = make_source()
    for words in ("  ", "x" * 301):
        with pytest.raises(InvalidInput):
            withdraw_source(source, by=bob(), row_version=1, why=words)
    with pytest.raises(StaleEdit):
        withdraw_source(source, by=bob(), row_version=7, why=WHY)
    with pytest.raises(Forbidden):
        withdraw_source(source, by=make_person("rita", Role.READER), row_version=1, why=WHY)
    with pytest.raises(Conflict):
        reinstate(source, bob())
    withdraw(source)
    with pytest.raises(Conflict):
        withdraw(source)


def test_who_reinstates_answers_for_the_claims_they_may_hold_to() -> None:
    source = make_source()
    mine, of_dora = using(source), using(source, by=make_person("dora"))
    two_reasons = using(source)
    withdraw(source)
    remove_evidence(two_reasons.evidence.exclude(source=source).get(), by=bob(), row_version=1)
    reinstate(source, bob())
    assert (kinds(mine), kinds(of_dora)) == ([], ["source_withdrawn"])
    assert kinds(two_reasons) == ["source_withdrawn", "evidence_removed"]
    held = mine.events.get(verb=Verb.CLAIM_STILL_HOLDS)
    assert held.data["after"]["reason"] == "The source that was withdrawn stands again."
    withdraw(source)
    assert kinds(of_dora) == ["source_withdrawn"] * 2
    reinstate(source, alice())
    assert kinds(of_dora) == kinds(mine) == []


def test_what_was_answered_stays_answered() -> None:
    source = make_source()
    claim = using(source)
    withdraw(source)
    claim.refresh_from_db()
    hold_to_claim(claim, by=bob(), row_version=claim.row_version, reason="The other yearbook says so, too.")
    reinstate(source, alice())
    assert kinds(claim) == []
    assert claim.events.filter(verb=Verb.CLAIM_STILL_HOLDS).count() == 1


def test_why_a_confidential_source_withdrew_is_sealed() -> None:
    source = make_source(title="Jane Roe", terms="background", public_description="an official")
    claim = using(source)
    with pytest.raises(Forbidden):
        withdraw(source, make_person("eve"))
    withdraw(source)
    reinstate(source, alice())
    data = str(list(Event.objects.filter(number__gt=0).values_list("data", flat=True)))
    for words in (WHY, "wrong volume", "Jane"):
        assert words not in data
    assert kinds(claim) == []


def test_many_claims_take_as_many_statements_as_few() -> None:
    source, article = make_source(), make_article()
    for _ in range(3):
        using(source, article)
    with CaptureQueriesContext(connection) as few:
        withdraw(source)
    reinstate(source, alice())
    for _ in range(9):
        using(source, article)
    with CaptureQueriesContext(connection) as many:
        withdraw(source)
    assert Claim.objects.stale().count() == 12
    assert len(many) == len(few) <= 25

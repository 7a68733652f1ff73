"""Two readers disagree: both readings are shown, an editor who gave neither decides, and the dissent stays."""

import pytest

from annotations.actions.publications import publish_claim
from annotations.actions.verdicts import assess_claim, second_claim
from annotations.models import Claim, Person, Role
from tests.make import (
    alice,
    bob,
    give_claimant,
    make_article,
    make_claim,
    make_person,
    make_policy,
    make_submitted,
    rating,
)
from tests.pages.visiting import get, panel_of, post, words_of

pytestmark = pytest.mark.django_db

FIRST, SECOND, DECISION = "The yearbook says so.", "The plaque says 1912.", "The plaque is of the new pier."


@pytest.fixture
def claim() -> Claim:
    """Bob says true, Dora false."""
    policy = make_policy(name="Blind", second_read="blind", is_default=False)
    claim = make_submitted(make_claim(make_article(policy=policy)))
    dora = make_person("dora")
    assess_claim(claim, by=dora, rating=rating("false"), rationale=SECOND)
    return second_claim(claim, by=dora)


def test_both_readings_stand_side_by_side_with_their_reasons_and_the_rule(claim: Claim) -> None:
    page = panel_of(alice(), claim)
    assert "data-beside" in page
    assert FIRST in page
    assert SECOND in page
    assert "You gave neither reading, so you may decide." in page
    assert 'id="adjudication"' in page


def test_who_may_not_decide_is_told_who_may(claim: Claim) -> None:
    for person, words in (
        (bob(), "One of the readings is yours. An editor who gave neither decides."),
        (make_person("rita", Role.READER), "An editor who gave neither reading decides."),
    ):
        page = panel_of(person, claim)
        assert words in page
        assert 'id="adjudication"' not in page
    assert (
        post(bob(), "claim_step", claim.uid, "adjudicate", rating=rating("true").pk, reasons="x").status_code
        == 403
    )


def test_an_editor_who_gave_one_of_the_readings_does_not_decide(claim: Claim) -> None:
    Person.objects.filter(username="dora").update(role=Role.EDITOR)
    dora = Person.objects.get(username="dora")
    assert "One of the readings is yours." in panel_of(dora, claim)
    answer = post(dora, "claim_step", claim.uid, "adjudicate", rating=rating("false").pk, reasons="Mine")
    assert answer.status_code == 403


def test_no_colour_takes_a_side_while_readers_disagree(claim: Claim) -> None:
    page = panel_of(alice(), claim)
    mark = page[page.index("<mark") : page.index("</mark>")]
    assert 'data-class="open"' in mark


def test_after_the_decision_the_dissent_stays_inside_and_outside_only_that_there_was_one(
    claim: Claim,
) -> None:
    post(alice(), "claim_step", claim.uid, "adjudicate", rating=rating("true").pk, reasons=DECISION)
    for page in (panel_of(bob(), claim), words_of(get(bob(), "claim_detail", claim.uid))):
        assert "after two readers disagreed" in page
        assert SECOND in page
        assert page.count("Dissents") == 1
    claim = give_claimant(Claim.objects.get(pk=claim.pk))
    publish_claim(claim, by=alice())
    claim.refresh_from_db()
    public = words_of(get(None, "check_detail", claim.article.slug, claim.uid))
    assert "By an editor, after two readers disagreed" in public
    assert DECISION in public
    assert FIRST not in public
    assert SECOND not in public

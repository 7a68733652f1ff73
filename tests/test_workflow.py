"""The tables of rules: that they are complete, and what kind of no they say. `test_matrix.py` walks them."""

import pytest

from annotations.actions.steps import allow
from annotations.errors import Forbidden, NotFound, StepNotAllowed
from annotations.models import Claim
from annotations.permissions import GUARDS, PERMISSIONS, WHO, Permission, permits, steps_for
from annotations.workflow import STEPS, Guard, State, Step, Who
from tests.make import alice, bob, carol, make_claim, make_person


@pytest.mark.django_db
def test_a_refused_step_says_which_kind_of_no_it_is():
    claim = make_claim()
    with pytest.raises(NotFound):
        allow(Step.TAKE, claim, carol())
    with pytest.raises(Forbidden):
        allow(Step.ASSIGN, claim, bob())
    with pytest.raises(StepNotAllowed):
        allow(Step.PUBLISH, claim, alice())


def test_every_name_in_the_tables_has_its_meaning():
    assert set(STEPS) == set(Step)
    assert set(WHO) == set(Who)
    assert set(GUARDS) == set(Guard)
    assert set(PERMISSIONS) == set(Permission)


@pytest.mark.django_db
def test_a_deactivated_person_may_do_nothing():
    claim = make_claim()
    gone = make_person("gone", "editor", is_active=False)
    assert steps_for(gone, claim) == []
    assert not any(permits(gone, what, claim) for what in (Permission.IMPORT_ARTICLE, Permission.COMMENT))


@pytest.mark.django_db
def test_administration_gives_no_say_over_claims():
    root = make_person("root", "none", is_superuser=True)
    assert permits(root, Permission.MANAGE_PEOPLE)
    assert not permits(root, Permission.IMPORT_ARTICLE)
    assert not Claim.objects.visible_to(root).exists()
    with pytest.raises(NotFound):
        allow(Step.TAKE, make_claim(), root)


def test_every_state_is_reached_by_a_step_and_but_for_retraction_left_by_one():
    reached = {state for rule in STEPS.values() for state in rule.to}
    left = {state for rule in STEPS.values() for state in rule.starts}
    assert reached == set(State)
    assert left == set(State) - {State.RETRACTED}

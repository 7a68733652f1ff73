"""The table of a claim's life, walked whole: every role, every state, every step."""

import pytest

from annotations.actions.steps import allow
from annotations.errors import Forbidden, NotFound, StepNotAllowed
from annotations.models import Claim
from annotations.permissions import GUARDS, PERMISSIONS, WHO, Permission, permits, steps_for
from annotations.workflow import STEPS, Guard, State, Step, Who
from tests.make import alice, bob, carol, make_claim, make_person

S = State
LIFE = {
    Step.TAKE: ([S.SPOTTED, S.CHECKING], "checker editor"),
    Step.ASSIGN: ([S.SPOTTED, S.CHECKING], "editor"),
    Step.DECLINE: ([S.SPOTTED, S.CHECKING], "checker editor"),
    Step.SUBMIT: ([S.SPOTTED, S.CHECKING], "checker editor"),
    Step.SECOND: ([S.IN_REVIEW], "checker editor"),
    Step.SEND_BACK: ([S.IN_REVIEW, S.DISPUTED, S.APPROVED], "editor"),
    Step.ADJUDICATE: ([S.DISPUTED], "editor"),
    Step.EXPLAIN: ([S.APPROVED], "checker editor"),
    Step.PUBLISH: ([S.APPROVED], "editor"),
    Step.CORRECT: ([S.PUBLISHED], "editor"),
    Step.RETRACT: ([S.PUBLISHED], "editor"),
    Step.REOPEN: ([S.DECLINED, S.APPROVED], "editor"),
    Step.MERGE: ([S.SPOTTED, S.CHECKING, S.IN_REVIEW, S.DISPUTED, S.APPROVED, S.DECLINED], "editor"),
    Step.REMOVE: ([S.SPOTTED, S.CHECKING, S.DECLINED], "checker editor"),
    Step.RESTORE: ([S.REMOVED, S.MERGED], "checker editor"),
}
"""The product's table in a second hand: the claim is Bob's, nobody has assessed it yet."""


def people():
    return {
        "none": carol(),
        "reader": make_person("rita", "reader"),
        "checker": bob(),
        "editor": alice(),
        "administrator": make_person("root", "none", is_superuser=True),
    }


@pytest.mark.django_db
def test_every_role_in_every_state_may_take_exactly_the_steps_of_the_table():
    claim = make_claim()
    roles = people()
    for state in State:
        Claim.objects.filter(pk=claim.pk).update(state=state, state_before=S.SPOTTED)
        claim = Claim.objects.get(pk=claim.pk)
        for role, person in roles.items():
            expected = {
                step for step, (starts, who) in LIFE.items() if state in starts and role in who.split()
            }
            if (state, role) == (S.IN_REVIEW, "checker"):
                expected |= {Step.SEND_BACK}
            assert set(steps_for(person, claim)) == expected, (state, role)


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

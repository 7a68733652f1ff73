"""Scales and policies: a change is a new version, by an administrator, with its event."""

import pytest

from annotations.actions.policies import add_policy, add_scale, make_default
from annotations.errors import Forbidden, InvalidInput, NotFound
from annotations.models import CheckPolicy, Event, Verb
from tests.make import alice, carol, make_policy, make_scale, root

POINTS = [
    {"key": "so", "name": "So", "truth_class": "supported", "definition": "It is so.", "number": 1.0},
    {"key": "not-so", "name": "Not so", "truth_class": "contradicted", "definition": "It is not so."},
]

pytestmark = pytest.mark.django_db


def test_a_scale_comes_with_its_ratings_in_order():
    scale = add_scale(by=root(), name="Two words", points=POINTS)
    assert [(row.position, row.name) for row in scale.ratings.all()] == [(1, "So"), (2, "Not so")]
    event = Event.objects.latest("number")
    assert (event.verb, event.data["after"]["ratings"]) == (Verb.SCALE_ADDED, ["So", "Not so"])


def test_a_changed_scale_is_the_next_version_of_its_name():
    by = root()
    first = add_scale(by=by, name="Two words", points=POINTS)
    second = add_scale(by=by, name=" Two  words ", points=POINTS)
    assert (first.version, second.version) == (1, 2)
    assert first.ratings.count() == second.ratings.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "so"}, "same key"),
        ({"name": "So"}, "same name"),
        ({"truth_class": "plain"}, "truth_class"),
        ({"definition": ""}, "definition"),
        ({"name": "n" * 61}, "60"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_scale_that_cannot_be_read_is_refused(change, words):
    with pytest.raises(InvalidInput, match=words):
        add_scale(by=root(), name="Two words", points=[POINTS[0], POINTS[1] | change])


def test_a_scale_of_one_point_is_none():
    with pytest.raises(InvalidInput):
        add_scale(by=root(), name="One word", points=POINTS[:1])


def test_a_changed_policy_is_the_next_version_of_its_name():
    by, old = root(), make_policy()
    new = add_policy(by=by, name=old.name, scale=old.scale, second_read="blind", min_evidence=2)
    assert (new.version, new.second_read, new.is_default) == (2, "blind", False)
    old.refresh_from_db()
    assert old.second_read == "none"
    assert Event.objects.latest("number").verb == Verb.POLICY_ADDED


@pytest.mark.parametrize("rules", [{"second_read": "twice"}, {"min_evidence": -1}, {"name": " "}])
def test_a_policy_that_makes_no_sense_is_refused(rules):
    with pytest.raises(InvalidInput):
        add_policy(by=root(), **{"name": "Odd", "scale": make_scale()} | rules)


def test_one_policy_is_the_default():
    by, old = root(), make_policy()
    new = make_default(add_policy(by=by, name="Strict", scale=old.scale), by=by)
    assert CheckPolicy.objects.get(is_default=True) == new
    event = Event.objects.latest("number")
    assert event.data == {"before": {"default": "Desk of one"}, "after": {"default": "Strict"}}


def test_choosing_the_default_again_changes_nothing():
    by, policy = root(), make_policy()
    make_default(policy, by=by)
    assert not Event.objects.filter(verb=Verb.POLICY_MADE_DEFAULT).exists()


def test_an_editor_makes_no_rules():
    policy = make_policy()
    with pytest.raises(Forbidden):
        add_scale(by=alice(), name="Two words", points=POINTS)
    with pytest.raises(Forbidden):
        make_default(policy, by=alice())
    with pytest.raises(NotFound):
        add_policy(by=carol(), name="Mine", scale=policy.scale)


def test_administrators_without_a_role_see_rules_and_administration_and_nothing_else():
    by = root()
    add_scale(by=by, name="Two words", points=POINTS)
    assert type(make_scale()).objects.visible_to(by).exists()
    assert Event.objects.visible_to(by).filter(verb=Verb.SCALE_ADDED).exists()

"""Many claims given to one person at once, and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.assigning import assign_claims, take_back_assignments
from annotations.actions.claims import describe_claim, take_claim
from annotations.errors import Conflict, Forbidden, InvalidInput
from annotations.models import Claim, Person, Role, Verb
from tests.make import alice, bob, carol, make_article, make_claim, make_person, make_submitted

pytestmark = pytest.mark.django_db

WORDS = ("12 million euros", "twice as much as planned", "3 May 2024", "40 ships a day")


def dora() -> Person:
    return Person.objects.filter(username="dora").first() or make_person("dora")


def some_claims(number: int = 3) -> list[Claim]:
    article = make_article()
    return [make_claim(article, WORDS[place % 4]) for place in range(number)]


def read_again(claims: list[Claim]) -> list[tuple[str, Any, Any]]:
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).order_by("pk")
    return [(str(row.state), row.assignee, row.due) for row in rows]


def test_many_claims_of_several_articles_are_given_with_one_event_each() -> None:
    claims, due = [*some_claims(), make_claim(make_article())], timezone.now() + timedelta(hours=2)
    events = assign_claims(claims, by=alice(), assignee=dora(), due=due)
    assert read_again(claims) == [("checking", dora(), due)] * 4
    assert [event.number for event in events] == list(range(events[0].number, events[0].number + 4))
    assert {event.claim for event in events} == set(claims)
    for claim in claims:
        claim.refresh_from_db()
        assert claim.changed == claim.events.get(verb=Verb.CLAIM_ASSIGNED).number
        assert claim.row_version == 2
    assert dora().notifications.count() == 4


def test_what_is_past_checking_or_theirs_already_is_passed_over() -> None:
    free, theirs, handed_in = some_claims()
    take_claim(theirs, by=dora())
    make_submitted(handed_in)
    [event] = assign_claims([free, theirs, handed_in], by=alice(), assignee=dora())
    assert event.claim == free
    with pytest.raises(Conflict, match="to be given to dora any more"):
        assign_claims([free, theirs, handed_in], by=alice(), assignee=dora())


def test_only_editors_give_and_only_checkers_are_given() -> None:
    claims = some_claims()
    with pytest.raises(Forbidden):
        assign_claims(claims, by=bob(), assignee=dora())
    for person in (carol(), make_person("rafi", Role.READER), make_person("gone", is_active=False)):
        with pytest.raises(InvalidInput, match="Only checkers"):
            assign_claims(claims, by=alice(), assignee=person)
    with pytest.raises(InvalidInput, match="Choose the claims"):
        assign_claims([], by=alice(), assignee=dora())


def test_taken_back_each_claim_is_whose_it_was_and_due_when_it_was() -> None:
    claims, due = some_claims(), timezone.now()
    take_claim(claims[1], by=bob())
    describe_claim(claims[2], by=bob(), row_version=1, due=due)
    before = read_again(claims)
    events = assign_claims(claims, by=alice(), assignee=dora(), due=due + timedelta(days=1))
    assert read_again(claims) != before
    back = take_back_assignments(events, by=alice())
    assert read_again(claims) == before
    assert {event.verb for event in back} == {Verb.CLAIM_UNASSIGNED}
    with pytest.raises(Conflict):
        take_back_assignments(events, by=alice())


def test_what_has_gone_on_since_is_not_taken_back_and_nobody_elses_is() -> None:
    claims = some_claims()
    events = assign_claims(claims, by=alice(), assignee=dora())
    take_claim(claims[0], by=bob())
    with pytest.raises(Conflict):
        take_back_assignments(events, by=make_person("eve", Role.EDITOR))
    assert len(take_back_assignments(events, by=alice())) == 2
    assert read_again(claims)[0] == ("checking", bob(), None)


def test_the_number_of_statements_does_not_grow_with_the_claims(django_assert_max_num_queries: Any) -> None:
    few, many, _ = some_claims(2), some_claims(12), dora()
    with django_assert_max_num_queries(30) as of_few:
        assign_claims(few, by=alice(), assignee=dora())
    with django_assert_max_num_queries(30) as of_many:
        assign_claims(many, by=alice(), assignee=dora())
    assert len(of_many) == len(of_few)

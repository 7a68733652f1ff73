"""A claim in every state of its life, and everybody who could lay hands on one. Built by the actions themselves."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from annotations.actions.claims import (
    assign_claim,
    decline_claim,
    merge_claim,
    remove_claim,
)
from annotations.actions.publications import publish_claim, retract_claim
from annotations.actions.verdicts import explain_claim, second_claim, submit_claim
from annotations.models import Article, Assessment, Claim, Person, Rating, Role, Source
from annotations.workflow import State
from tests.make import (
    alice,
    bob,
    carol,
    give_claimant,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_source,
    rating,
)

S = State


@dataclass(frozen=True)
class Life:
    """`read` are claims read by Fay, then by Sam; `judged` those that Eve, an editor, read before Sam did."""

    people: dict[str, Any]
    read: dict[State, Claim]
    judged: dict[State, Claim]
    other: Claim
    mixed: Rating

    def claim(self, person: str, state: State) -> Claim:
        return self.judged[state] if person == "judge" else self.read[state]

    def walked(self) -> list[tuple[str, State]]:
        """Who is met in which state: readers only where there is a reading."""
        return [
            (person, state)
            for person in self.people
            for state in State
            if state in MET_IN.get(person, tuple(State))
        ]


MET_IN: dict[str, tuple[State, ...]] = {
    "first": (S.IN_REVIEW, S.DISPUTED, S.APPROVED, S.PUBLISHED, S.RETRACTED),
    "second": (S.DISPUTED, S.APPROVED, S.PUBLISHED, S.RETRACTED),
    "judge": (S.IN_REVIEW, S.DISPUTED, S.APPROVED, S.PUBLISHED, S.RETRACTED),
}


def make_life() -> Life:
    people = {
        "stranger": AnonymousUser(),
        "no role": carol(),
        "deactivated": make_person("dan", Role.EDITOR, is_active=False),
        "administrator": make_person("root", Role.NONE, is_superuser=True),
        "reader": make_person("rita", Role.READER),
        "marker": bob(),
        "checker": make_person("chris"),
        "first": make_person("fay"),
        "second": make_person("sam"),
        "editor": alice(),
        "judge": make_person("eve", Role.EDITOR),
    }
    policy = make_policy(name="Second pair of eyes", second_read="open")
    readings = Readings(make_article(policy=policy), make_source(), people["second"])
    other = readings.spotted()
    read = {state: readings.reach(state, people["first"], other) for state in State}
    judged = {state: readings.reach(state, people["judge"], other) for state in MET_IN["judge"]}
    insiders = [people[name] for name in ("marker", "checker", "first", "second", "editor", "judge")]
    rate_everything(insiders, [*read.values(), *judged.values()])
    return Life(people, read, judged, other, mixed=rating("mixed"))


def rate_everything(people: list[Person], claims: list[Claim]) -> None:
    """Each has written a rating down for each claim, so that only person and state decide."""
    drafts = [
        Assessment(claim=claim, person=person, round=claim.round, rating=rating("true"))
        for claim in claims
        for person in people
        if claim.state in (S.SPOTTED, S.CHECKING, S.IN_REVIEW)
    ]
    Assessment.objects.bulk_create(drafts, ignore_conflicts=True)


@dataclass(frozen=True)
class Readings:
    article: Article
    source: Source
    second: Person

    def spotted(self) -> Claim:
        claim = make_claim(self.article)
        make_evidence(claim, source=self.source)
        return give_claimant(claim)

    def in_review(self, first: Person) -> Claim:
        claim = self.spotted()
        make_assessment(claim, "true", by=first, rationale="The yearbook says so.")
        return submit_claim(claim, by=first)

    def read_twice(self, first: Person, key: str) -> Claim:
        claim = self.in_review(first)
        make_assessment(claim, key, by=self.second)
        return second_claim(claim, by=self.second)

    def approved(self, first: Person) -> Claim:
        return explain_claim(self.read_twice(first, "true"), by=bob(), explanation="The yearbook gives 1911.")

    def published(self, first: Person) -> Claim:
        claim = self.approved(first)
        publish_claim(claim, by=alice())
        return claim

    def retracted(self, first: Person) -> Claim:
        claim = self.published(first)
        retract_claim(claim, by=alice(), reason="We had the wrong bridge.")
        return claim

    def reach(self, state: State, first: Person, other: Claim) -> Claim:
        ways = {
            S.SPOTTED: self.spotted,
            S.CHECKING: lambda: assign_claim(self.spotted(), by=alice(), assignee=first),
            S.IN_REVIEW: lambda: self.in_review(first),
            S.DISPUTED: lambda: self.read_twice(first, "false"),
            S.APPROVED: lambda: self.approved(first),
            S.PUBLISHED: lambda: self.published(first),
            S.RETRACTED: lambda: self.retracted(first),
            S.DECLINED: lambda: decline_claim(self.spotted(), by=bob(), reason="opinion"),
            S.MERGED: lambda: merge_claim(self.spotted(), by=alice(), into=other),
            S.REMOVED: lambda: remove_claim(self.spotted(), by=bob()),
        }
        claim = Claim.objects.get(pk=ways[state]().pk)
        assert claim.state == state
        return claim

"""Nothing of what colleagues think of a claim reaches who reads it blind, through any door there is.

The proof is that nothing depends on it: every door is opened, then whatever is kept is made to say the opposite,
and every door is opened again. All answers must be the same, byte for byte, ETags included, until the own reading
is in; then they must differ, or the walk would have looked at nothing.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from annotations.actions.annotating import keep_foreign
from annotations.actions.claims import assign_claim, decline_claim
from annotations.actions.comments import add_comment
from annotations.actions.delivering import deliver_due
from annotations.actions.evidence import describe_evidence
from annotations.actions.proposals import accept_proposal, propose_words
from annotations.actions.verdicts import (
    adjudicate_claim,
    assess_claim,
    explain_claim,
    reopen_claim,
    second_claim,
    send_back_claim,
    submit_claim,
)
from annotations.errors import Forbidden
from annotations.models import (
    Assessment,
    Claim,
    Comment,
    Event,
    Evidence,
    Highlight,
    Person,
    Proposal,
    Role,
    Verdict,
)
from annotations.models.events import BLIND_VERBS
from annotations.workflow import BLIND_STATES, HIDDEN_STATES, IN_WORK, SecondRead, State
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    rating,
)
from tests.pages.visiting import post, words_of
from tests.receiving import receiving, webhook_at
from tests.walking import entered, every_door, main_doors, telling, walk

pytestmark = pytest.mark.django_db

KEPT = ("Marmalade", "Nutcracker", "Oboe", "Parsley", "Quince", "Rhubarb", "Saffron", "Tamarind", "Umbrella")
"""Words of the first readings, of comments and of proposals: none may be read or found."""


def erik() -> Person:
    """The second reader of the round before."""
    return Person.objects.filter(username="erik").first() or make_person("erik")


@pytest.fixture(scope="module")
def read_by_others(django_db_setup: None, django_db_blocker: Any) -> Iterator[Claim]:
    """As below, with a webhook of the second reader's that was sent what may be sent. Made once, around the
    transactions of the tests."""
    with receiving() as site, django_db_blocker.unblock(), transaction.atomic():
        webhook_at(site, by=alice())
        claim = told_of()
        while deliver_due() != "nothing to send":
            pass
        assert not [word for word in KEPT if word in "".join(site.requests)]
        yield claim
        transaction.set_rollback(True)


@pytest.fixture
def claim(read_by_others: Claim) -> Claim:
    return Claim.objects.get(pk=read_by_others.pk)


def told_of() -> Claim:
    """Declined, reopened, read by two who disagree, decided, sent back, and read first again by Bob."""
    policy = make_policy(name="Blind", second_read="blind", is_default=False)
    claim = make_claim(make_article(policy=policy))
    make_person("dora", Role.EDITOR)
    claim = decline_claim(claim, by=bob(), reason="trivial")
    claim = reopen_claim(claim, by=editor())
    claim = assign_claim(claim, by=editor(), assignee=bob())
    evidence = make_evidence(claim, by=bob(), stance="refutes", note="Marmalade")
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, note="Marmalade, indeed")
    read(claim, bob(), "false", "Nutcracker")
    claim = submit_claim(claim, by=bob())
    read(claim, erik(), "true", "Oboe")
    claim = second_claim(claim, by=erik())
    claim = adjudicate_claim(claim, by=editor(), rating=rating("false"), reasons="Parsley")
    claim = explain_claim(claim, by=editor(), explanation="Parsley", summary="Parsley")
    claim = send_back_claim(claim, by=editor(), comment="Quince")
    read(claim, bob(), "false", "Nutcracker")
    add_comment(claim, by=bob(), body="Rhubarb, @alice")
    add_comment(evidence, by=bob(), body="Saffron")
    proposal = propose_words(claim, by=bob(), words_proposed="The old bridge is new", why="Tamarind")
    accept_proposal(proposal, by=editor(), row_version=proposal.row_version, why="Tamarind")
    keep_foreign(Claim.objects.get(pk=claim.pk), {"bodies": ["urn:Umbrella"]}, [], by=bob())
    return submit_claim(claim, by=bob())


def editor() -> Person:
    return Person.objects.get(username="dora")


def read(claim: Claim, by: Person, key: str, rationale: str) -> None:
    assess_claim(claim, by=by, rating=rating(key), rationale=rationale, confidence="low")


def think_the_opposite() -> None:
    """Write over whatever is kept, past the actions: no counter moves, nothing else changes."""
    others = Assessment.objects.filter(person__username__in=["bob", "erik"])
    turned = {rating("false").pk: rating("true"), rating("true").pk: rating("false")}
    for reading in others:
        words = {"rationale": "changed", "rationale_html": "changed", "confidence": "high"}
        others.filter(pk=reading.pk).update(rating=turned[reading.rating_id], **words)
    words = {"explanation": "changed", "explanation_html": "changed", "summary": "changed"}
    Verdict.objects.update(rating=rating("true"), **words)
    Evidence.objects.filter(added_by=bob()).update(stance="supports", note="changed", note_html="changed")
    Comment.objects.exclude(by__username="alice").update(removed_at=timezone.now())
    Claim.objects.update(foreign={"rest": {"note": "changed"}, "by": str(bob().uid)})
    Highlight.objects.update(foreign={"rest": {"scope": "changed"}})
    Proposal.objects.update(words_proposed="changed", why="changed", state="refused", decided_why="changed")
    for event in Event.objects.filter(verb__in=BLIND_VERBS).exclude(by__username="alice"):
        Event.objects.filter(pk=event.pk).update(data={"after": {"rating": "changed", "reason": "changed"}})


def different(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The doors that answered otherwise, each with what they said where the answers part."""
    return [
        f"{place}: {' | '.join(parting(before[place], after[place]))}"
        for place in before
        if before[place] != after[place]
    ]


def parting(one: bytes, other: bytes) -> list[str]:
    at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    return [answer[max(0, at - 60) : at + 200].decode("utf-8", "replace") for answer in (one, other)]


def part_of(places: Iterable[str], *parts: str) -> list[str]:
    """Those of the parts that are in none of the addresses."""
    return [part for part in parts if not any(part in place for place in places)]


def as_second_reader() -> Person:
    """An editor who is an administrator, too: nobody has more doors."""
    Person.objects.filter(pk=alice().pk).update(is_superuser=True)
    return alice()


def opposite(client: Client, places: list[str]) -> dict[str, bytes]:
    """What the doors answer where others think the opposite; then it is undone."""
    with transaction.atomic():
        think_the_opposite()
        answers = walk(client, places)
        transaction.set_rollback(True)
    return answers


def test_no_door_tells_a_second_reader_what_others_think_until_their_own_reading_is_in(claim: Claim) -> None:
    person = as_second_reader()
    read(claim, person, "true", "My own words")
    client = entered(person)
    places = every_door("Oboe")
    before = walk(client, places)
    assert telling(before, *KEPT) == {}
    assert different(before, opposite(client, places)) == []
    second_claim(claim, by=person)
    uid = str(claim.uid)
    told_of_it = (uid, "/exports/", "/admin/annotations/assessment/", "/admin/annotations/proposal/")
    after = walk(client, [place for place in places if any(part in place for part in told_of_it)])
    seen = telling(after, *KEPT)
    assert {word for words in seen.values() for word in words} == set(KEPT)
    assert part_of(seen, f"/claims/{uid}/", f"?claim={uid}", "/assessments/", "/comments/", "/events/") == []
    assert part_of(seen, "exports/jsonl", "admin/annotations/assessment", "admin/annotations/proposal") == []
    assert "Refutes" in after["/api/v1/exports/csv/"].decode()
    assert "Refutes" not in before["/api/v1/exports/csv/"].decode()


def test_nor_does_it_tell_anybody_else_inside(claim: Claim) -> None:
    client = entered(make_person("rita", Role.READER))
    places = main_doors()
    before = walk(client, places)
    assert telling(before, *KEPT) == {}
    assert different(before, opposite(client, places)) == []


def test_outside_nothing_is_known_at_all(claim: Claim) -> None:
    assert telling(walk(entered(carol()), main_doors()), *KEPT, "The old bridge was built") == {}


def test_the_assignee_sees_all_that_is_there_to_work_with(claim: Claim) -> None:
    read_first = walk(entered(bob()), [f"/claims/{claim.uid}/", f"/api/v1/claims/{claim.uid}/assessments/"])
    assert len(telling(read_first, "Nutcracker")) == 2
    send_back_claim(claim, by=editor(), comment="Once more")
    told = Comment.objects.filter(body="Once more")
    assert told.visible_to(bob()).exists()
    assert not told.visible_to(erik()).exists()


def test_the_answer_to_a_stale_form_tells_no_stance_or_note(claim: Claim) -> None:
    evidence = claim.evidence.get()
    for columns in ({"stance": "supports"}, {"note": "x"}):
        with pytest.raises(Forbidden, match="until your own reading is in"):
            describe_evidence(evidence, by=alice(), row_version=1, **columns)
    sent = {"stance": "supports", "row_version": evidence.row_version}
    answer = post(alice(), "evidence_describe", evidence.uid, **sent)
    assert answer.status_code == 403
    assert "refutes" not in words_of(answer).lower()


EVERY_LIFE = [
    (state, before, second_read, assigned, handed_in)
    for state, before in [(state, "") for state in State] + [(s, b) for s in HIDDEN_STATES for b in State]
    for second_read, assigned, handed_in in product(SecondRead, (False, True), (False, True))
]


def test_the_rule_is_the_same_for_a_row_and_for_a_list() -> None:
    person, claim = alice(), make_claim()
    policies = {how: make_policy(name=f"Read {how}", second_read=how, is_default=False) for how in SecondRead}
    reading = Assessment.objects.create(claim=claim, person=person, rating=rating("true"))
    rows = Claim.objects.filter(pk=claim.pk)
    for state, before, second_read, assigned, handed_in in EVERY_LIFE:
        assignee, policy = person if assigned else None, policies[second_read]
        rows.update(state=state, state_before=before, policy=policy, assignee=assignee)
        Assessment.objects.filter(pk=reading.pk).update(submitted_at=timezone.now() if handed_in else None)
        row = rows.get()
        life = State(before or state)
        works = assigned and life in IN_WORK
        kept = second_read == SecondRead.BLIND and life in BLIND_STATES and not works and not handed_in
        assert row.is_read_blind_by(person) is kept, (state, before, second_read, assigned, handed_in)
        assert rows.read_blind_by(person).exists() is kept

"""Who may take which step of a claim's life, through every door: role × state × step, the whole table.

`LIFE` is written in an editor's words, in a second hand; nothing in it is read from the code. Every door is held
against it: what is offered is what is taken, and what is not offered is refused and leaves nothing behind.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from annotations.actions import claims, publications, verdicts
from annotations.admin.site import site
from annotations.errors import WorkbenchError
from annotations.models import Assessment, CheckPolicy, Claim, Event, Person, Role
from annotations.permissions import steps_for, unmet
from annotations.workflow import SecondRead, State
from tests.doors import DONE, LOG_IN, shown, told
from tests.life import Life, make_life

CHECKERS = "marker checker first second editor judge"
EDITORS = "editor judge"
"""`marker` marked the claim, `checker` is any other, `first` and `second` read it; `judge` is an editor who read it
first, before `second` did."""

LIFE = (
    ("take", "spotted checking", CHECKERS, "checking"),
    ("assign", "spotted checking", EDITORS, "checking"),
    ("decline", "spotted checking", CHECKERS, "declined"),
    ("submit", "spotted checking", CHECKERS, "in_review"),
    ("second", "in_review", "marker checker editor", "approved"),
    ("send_back", "in_review", "marker checker editor judge", "checking"),
    ("send_back", "disputed approved", "second editor judge", "checking"),
    ("adjudicate", "disputed", "editor", "approved"),
    ("explain", "approved", CHECKERS, "approved"),
    ("publish", "approved", EDITORS, "published"),
    ("correct", "published", EDITORS, "published"),
    ("retract", "published", EDITORS, "retracted"),
    ("reopen", "declined approved", EDITORS, "checking"),
    ("merge", "spotted checking in_review disputed approved declined", EDITORS, "merged"),
    ("remove", "spotted checking declined", "marker editor judge", "removed"),
    ("restore", "removed merged", "marker editor judge", "spotted"),
)
"""step, from, who, to. Whoever is not named is told that it is not theirs (403); whoever is named, in another state,
that it is not possible from there (409)."""

SAID = "refused in words"
OUTSIDE = {
    "stranger": {"action": 404, "page": LOG_IN, "api": 401, "admin": LOG_IN},
    "no role": {"action": 404, "page": 404, "api": 404, "admin": LOG_IN},
    "deactivated": {"action": 404, "page": 404, "api": 401, "admin": LOG_IN},
    "administrator": {"action": 404, "page": 404, "api": 404, "admin": 404},
}
"""What those without a role are told of every step, by every door."""

LEFT_TO_THE_WORKBENCH = "submit second adjudicate explain correct merge"
FOR_EDITORS_ALONE = "assign publish retract reopen"
"""In the administration: what is not there at all, and what a checker is not shown even in a list."""

pytestmark = pytest.mark.django_db

STEPS = tuple(dict.fromkeys(step for step, *_ in LIFE))


def expected(person: str, state: State, step: str, door: str) -> Any:
    if person in OUTSIDE:
        return OUTSIDE[person][door]
    rows = [row for row in LIFE if row[0] == step]
    _, states, people, _ = next((row for row in rows if state in row[1].split()), rows[-1])
    if person not in people.split():
        return 403
    return DONE if state in states.split() else 409


def at(door: str) -> "Expect":
    return lambda person, state, step: expected(person, state, step, door)


def leads_to(step: str) -> str:
    return next(row[3] for row in LIFE if row[0] == step)


@pytest.fixture(scope="module")
def life(django_db_setup: None, django_db_blocker: Any) -> Iterator[Life]:
    """Made once, around the transaction of each test; each step that is taken is taken back again."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_life()
        transaction.set_rollback(True)


def stored() -> tuple[Any, ...]:
    """What a step could change: every claim, every reading, and the log."""
    return (
        list(Claim.objects.order_by("pk").values_list("pk", "state", "round", "row_version", "changed")),
        Assessment.objects.exclude(submitted_at=None).count(),
        Event.objects.count(),
    )


Take = Callable[[str, Claim], Any]


Expect = Callable[[str, State, str], Any]


def walk(
    life: Life, expect: Expect, offered: Callable[[str, Claim], set[str]], take: Callable[[str], Take]
) -> list[str]:
    """Go through a door as everybody, in every state; says where it is not as the table has it."""
    wrong = []
    for person, state in life.walked():
        claim, press = life.claim(person, state), take(person)
        answers = {step: expect(person, state, step) for step in STEPS}
        allowed = {step for step, answer in answers.items() if answer == DONE}
        if (found := offered(person, claim)) != allowed:
            wrong.append(f"{person}, {state}: offered {sorted(found)}, not {sorted(allowed)}")
        wrong += [f"{person}, {state}: {what}" for what in refusals(claim, press, answers)]
        wrong += [f"{person}, {state}: {what}" for step in allowed if (what := taken(claim, press, step))]
    return wrong


def refusals(claim: Claim, press: Take, answers: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the steps that have to be refused, each in its way and without a trace."""
    before = stored()
    for step, answer in answers.items():
        if answer != DONE and (given_instead := press(step, claim)) != answer:
            yield f"{step} answered {given_instead}, not {answer}"
    if stored() != before:
        yield "a step that was refused was written"


def taken(claim: Claim, press: Take, step: str) -> str:
    """What is wrong with a step that has to be taken; it is taken back."""
    before = transaction.savepoint()
    answer, state = press(step, claim), Claim.objects.values_list("state", flat=True).get(pk=claim.pk)
    transaction.savepoint_rollback(before)
    return "" if (answer, state) == (DONE, leads_to(step)) else f"{step} answered {answer}, and it is {state}"


# The action itself


def given(life: Life, step: str) -> dict[str, Any]:
    """What the action needs besides the person."""
    return {
        "assign": {"assignee": life.people["checker"]},
        "decline": {"reason": "opinion"},
        "send_back": {"comment": "Which yearbook?"},
        "adjudicate": {"rating": life.mixed, "reasons": "Both have a point."},
        "explain": {"explanation": "The plaque says 1911."},
        "correct": {"kind": "correction", "text": "The year was wrong."},
        "retract": {"reason": "We had the wrong bridge."},
        "merge": {"into": life.other},
    }.get(step, {})


def action_of(step: str) -> Callable[..., Any]:
    rooms = (claims, verdicts, publications)
    return next(getattr(room, f"{step}_claim") for room in rooms if hasattr(room, f"{step}_claim"))


def test_the_actions_are_the_table(life: Life) -> None:
    def offered(person: str, claim: Claim) -> set[str]:
        return offered_by_rules(life.people[person], claim)

    def take(person: str) -> Take:
        return lambda step, claim: told_by_action(step, claim, life.people[person], given(life, step))

    assert walk(life, at("action"), offered, take) == []


def offered_by_rules(who: Any, claim: Claim) -> set[str]:
    return {step.value for step in steps_for(who, claim) if not unmet(who, step, claim)}


def test_a_blind_second_read_changes_nothing_about_who_may(life: Life) -> None:
    """Else the steps that are offered would tell of the first reading."""
    CheckPolicy.objects.update(second_read=SecondRead.BLIND)
    for person, state in life.walked():
        claim = Claim.objects.get(pk=life.claim(person, state).pk)
        allowed = {step for step in STEPS if expected(person, state, step, "action") == DONE}
        assert offered_by_rules(life.people[person], claim) == allowed, (person, state)


def told_by_action(step: str, claim: Claim, by: Any, arguments: dict[str, Any]) -> Any:
    try:
        action_of(step)(claim, by=by, **arguments)
    except WorkbenchError as error:
        return error.status
    return DONE


# The doors


def fields(life: Life, step: str) -> dict[str, Any]:
    """What a form sends: rows by their keys, the claim to merge with by its number in the article."""
    sent = {name: getattr(value, "pk", value) for name, value in given(life, step).items()}
    return sent | ({"into": 1} if step == "merge" else {})


def test_the_pages_are_the_table(life: Life) -> None:
    def offered(person: str, claim: Claim) -> set[str]:
        where = reverse("article_detail", args=[claim.article.uid])
        panel = shown(life.people[person], where, {"claim": claim.uid}, headers={"HX-Request": "true"})
        return set(re.findall(rf"/claims/{claim.uid}/steps/(\w+)/", panel))

    def take(person: str) -> Take:
        def press(step: str, claim: Claim) -> Any:
            address = reverse("claim_step", args=[claim.uid, step])
            return told(life.people[person], address, fields(life, step))

        return press

    assert walk(life, at("page"), offered, take) == []


def body(life: Life, step: str) -> dict[str, Any]:
    """What the API is sent: rows by their uid."""
    rows = {name: str(getattr(value, "uid", value)) for name, value in given(life, step).items()}
    return {"step": step, **rows}


def test_the_api_is_the_table(life: Life) -> None:
    def offered(person: str, claim: Claim) -> set[str]:
        answer = shown(life.people[person], reverse("api:steps", args=[claim.uid]))
        return {row["step"] for row in json.loads(answer or "{}").get("steps", []) if not row["missing"]}

    def take(person: str) -> Take:
        def press(step: str, claim: Claim) -> Any:
            address = reverse("api:steps", args=[claim.uid])
            # Words of a colleague are not replaced without a word about what was read.
            how: dict[str, Any] = {"content_type": "application/json", "headers": {"If-Match": "*"}}
            return told(life.people[person], address, body(life, step), **how)

        return press

    assert walk(life, at("api"), offered, take) == []


# The administration


def in_administration(person: str, state: State, step: str) -> Any:
    """The same table, of the steps that are there; why not this claim is said in words."""
    if person in OUTSIDE:
        return OUTSIDE[person]["admin"]
    if step in LEFT_TO_THE_WORKBENCH.split():
        return 404
    if person == "reader" or (step in FOR_EDITORS_ALONE.split() and person not in EDITORS.split()):
        return 403
    return DONE if expected(person, state, step, "admin") == DONE else SAID


def test_the_administration_is_the_table_for_the_steps_it_offers(life: Life) -> None:
    """Its doors stand open to all with a role here: being administrator gives nobody a say over claims."""
    Person.objects.exclude(role=Role.NONE).update(is_superuser=True)
    wrong = []
    for person, who in life.people.items():
        who = anew(who)
        met = [state for other, state in life.walked() if other == person]
        for state in met:
            allowed = {step for step in STEPS if in_administration(person, state, step) == DONE}
            wrong += of_one_claim(life, who, life.claim(person, state), allowed)
        for step in STEPS:
            refused = [state for state in met if in_administration(person, state, step) != DONE]
            wrong += [f"{person}, {step}: {what}" for what in of_many(life, who, person, step, refused)]
    assert wrong == []


def deed(life: Life, who: Any, step: str, claims: list[Claim]) -> Any:
    address = reverse("admin:annotations_claim_deed", args=[step])
    return told(who, address, {"pk": [claim.pk for claim in claims], **fields(life, step)})


def of_one_claim(life: Life, who: Any, claim: Claim, allowed: set[str]) -> Iterator[str]:
    """What is wrong with the steps that its page has to offer, and that are taken there."""
    offered = set(re.findall(r"/deeds/(\w+)/\?", " ".join(tools(claim, who))))
    if offered != allowed:
        yield f"{who}, {claim.state}: offered {sorted(offered)}, not {sorted(allowed)}"
    for step in allowed:
        if what := taken(claim, lambda step, claim: deed(life, who, step, [claim]), step):
            yield f"{who}, {claim.state}: {what}"


def of_many(life: Life, who: Any, person: str, step: str, states: list[State]) -> Iterator[str]:
    """What is wrong when the step is tried on the claims in all these states, where it has to be refused."""
    before, claims = stored(), [life.claim(person, state) for state in states]
    answer, told_so = (
        deed(life, who, step, claims),
        {in_administration(person, state, step) for state in states},
    )
    if told_so != {SAID if answer == DONE else answer}:
        yield f"answered {answer}, not {told_so}"
    if stored() != before:
        yield "was written though it was refused"


def tools(claim: Claim, who: Any) -> list[str]:
    """Where the buttons of the record's page lead; it is drawn in `tests/admin`."""
    request = RequestFactory().get("/")
    request.user, table = who, site._registry[Claim]
    try:
        row = table.get_object(request, str(claim.pk))
    except Http404:
        return []
    return [address for address, _ in table.tools(request, row)]


def anew(who: Any) -> Any:
    return Person.objects.get(pk=who.pk) if isinstance(who, Person) else who


@pytest.mark.parametrize("person", ["reader", "marker", "checker", "first", "second"])
def test_the_administration_is_shut_to_those_who_are_neither_editor_nor_administrator(
    life: Life, person: str
) -> None:
    address = reverse("admin:annotations_claim_deed", args=["take"])
    assert told(life.people[person], address, {"pk": life.other.pk}) == LOG_IN


# Marking, with which it all begins

NO_MARKS = {
    "stranger": {"page": LOG_IN, "api": 401},
    "no role": {"page": 404, "api": 422},
    "deactivated": {"page": 404, "api": 401},
    "administrator": {"page": 404, "api": 422},
    "reader": {"page": 403, "api": 403},
}
"""What those are told who may not mark; 422 says that there is no such article."""


def test_checkers_and_editors_mark_and_nobody_else(life: Life) -> None:
    article = life.other.article
    version = article.current_version()
    doors = {
        "page": (reverse("claim_mark", args=[article.uid]), {"start": 0, "end": 8}, {}),
        "api": (
            reverse("api:claims"),
            {"article": str(article.uid), "version": version.number, "start": 0, "end": 8},
            {"content_type": "application/json"},
        ),
    }
    for person, who in life.people.items():
        for door, (address, data, how) in doors.items():
            answer, number = NO_MARKS.get(person, {}).get(door), Claim.objects.count()
            assert told(who, address, data, **how) == (answer or DONE), (person, door)
            assert Claim.objects.count() == number + (answer is None)
        page = shown(who, reverse("article_detail", args=[article.uid]))
        assert ("mark-form" in page) == (person not in NO_MARKS)

"""What is not published is not there, for whoever has no business inside: not a word of it, not a number, not a hint.

The proof is that nothing depends on it. A newsroom is made with something published and something of every kind that
is not; every door is opened; then what is not published is undone, as if it had never been, and every door is opened
again at the same addresses. All answers must be the same, byte for byte, headers included. So a record that exists
is answered like one that does not, and no list, count, feed or file knows of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

import annotations.pages
from annotations.actions.access import make_token, revoke_token
from annotations.actions.articles import archive_article, describe_article
from annotations.actions.comments import add_comment
from annotations.actions.invitations import invite_person
from annotations.actions.links import link_claims
from annotations.actions.policies import add_policy, add_scale
from annotations.actions.proposals import propose_words
from annotations.models import ApiToken, Article, Claim, Person, PublicText, Role, Scope
from annotations.workflow import State
from tests.admin.newsroom import make_everything, make_inside
from tests.api.calling import openapi, operation
from tests.life import Readings
from tests.make import (
    POINTS,
    alice,
    bob,
    carol,
    make_article,
    make_blind_article,
    make_claim,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
    root,
)
from tests.walking import ROWS, every_address, every_door

pytestmark = pytest.mark.django_db

PUBLIC = (State.PUBLISHED, State.RETRACTED)
PLANTED = "Quokka"
"""A word of the article of which nothing is published; it is looked for everywhere."""

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
FOR_PROGRAMS = ("/api/", "/wa/")
NOWHERE = ("/articles/{}/", "/articles/{}/undo/", "/api/v1/claims/{}/", "/admin/annotations/claim/")
"""Where no record is, whatever is asked."""

ELSEWHERE = "0c0ffee0-0000-4000-8000-000000000000"
"""A uid that nothing has."""

SAID_BY_THE_VIEW = {"Allow", "Cache-Control", "Content-Length", "Content-Security-Policy", "Expires", "Vary"}
"""Headers that tell of the address and the clock alone."""

WAY_BACK = re.compile(rb"(/login/\?next=)[^\s'\"]*")
FORM_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w*"|"X-CSRFToken": ?"\w*"|&quot;\w{64}&quot;')
UID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PARAMETER_READ = re.compile(r'GET(?:\.get(?:list)?\(|\[)"(\w+)"')


class Question(NamedTuple):
    place: str
    method: str = "GET"

    def is_for(self, name: str) -> bool:
        """Programs read and post what is for programs: what a filter or another method says is asked by people."""
        for_programs = (
            is_for_programs(self.place) and "?" not in self.place and self.method in ("GET", "POST")
        )
        return for_programs or "token" not in name


Told = dict[tuple[str, Question], bytes]
"""Answers, by who asked what."""


@dataclass
class Visitor:
    """Somebody who asks: a browser, and what it sends along."""

    client: Client = field(default_factory=Client)
    headers: dict[str, str] = field(default_factory=dict)

    def told(self, question: Question) -> bytes:
        """The whole answer: status, headers, content. Nothing that the question itself leaves behind is kept."""
        address, _, how = question.place.partition("#")
        part = {"HX-Request": "true"} if how == "part" else {}
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            answer: Any = self.client.generic(question.method, address, headers=self.headers | part)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        self.client.cookies = cookies
        headers = sorted(row for row in answer.headers.items() if row[0] not in SAID_BY_THE_VIEW)
        return f"{answer.status_code} {headers}\n".encode() + FORM_TOKEN.sub(b"", content)

    def shut(self, method: str) -> set[bytes]:
        """What is answered where there is nothing, or where one has to log in first."""
        asked = [Question(place.format(uuid4()), method) for place in NOWHERE]
        return {without_address(question, self.told(question)) for question in asked}


def without_address(question: Question, answer: bytes) -> bytes:
    """Pages say where they are, and a log-in where it leads back to: that is no more than what was asked."""
    address = question.place.partition("#")[0]
    for written in (quote(address), escape(address)):
        answer = answer.replace(f'{written}"'.encode(), b'"')
    return WAY_BACK.sub(rb"\1", answer)


def browser_of(person: Person | None, **how: Any) -> Visitor:
    visitor = Visitor(Client(**how))
    if person is not None:
        visitor.client.force_login(person)
    return visitor


def program_of(person: Person, scope: Scope) -> tuple[ApiToken, Visitor]:
    token, secret = make_token(person, by=person, scopes=[scope])
    return token, program(secret)


def program(secret: str) -> Visitor:
    return Visitor(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def published() -> Claim:
    """A check of an article of our own, which readers may see in full."""
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        article = make_article(kind="own_draft")
        assert article.public_text == PublicText.FULL
        return make_published(make_claim(article))


def make_unpublished(published: Claim) -> list[Claim]:
    """Something of everything that is not published: beside the check, and an article with claims in every state."""
    make_inside(published)
    article = Article.objects.get(pk=published.article_id)
    article = describe_article(article, by=alice(), row_version=article.row_version, publisher=PLANTED)
    archive_article(article, by=alice(), row_version=article.row_version)
    points = [dict(zip(("key", "name", "truth_class"), point, strict=False)) for point in POINTS]
    add_scale(by=root(), name=PLANTED, points=[point | {"definition": PLANTED} for point in points])
    add_policy(by=root(), name=PLANTED, scale=make_policy().scale)
    invite_person(by=root(), username="quokka", name=PLANTED)
    hidden = make_article(
        f"{PLANTED} seen\n\nThe old bridge was built in 1911.",
        policy=make_policy(name="Twice", second_read="open"),
    )
    readings = Readings(hidden, make_source(title=PLANTED), alice())
    claims = [readings.spotted()]
    claims += [readings.reach(state, bob(), claims[0]) for state in State if state not in PUBLIC]
    link_claims(claims[0], by=bob(), to_claim=published, kind="repeats")
    return claims


def opened(visitor: Visitor, questions: Iterable[Question]) -> Iterator[tuple[Question, bytes]]:
    """The doors that say something else than that there is nothing."""
    shut = {method: visitor.shut(method) for method in {question.method for question in questions}}
    for question in questions:
        answer = visitor.told(question)
        if without_address(question, answer) not in shut[question.method]:
            yield question, answer


def outsiders() -> dict[str, Visitor]:
    return {"nobody": browser_of(None), "no role": browser_of(carol())}


def programs() -> dict[str, Visitor]:
    """With tokens that open nothing: unknown, revoked, expired, of somebody outside, for what is public alone."""
    revoked, with_revoked = program_of(alice(), Scope.READ)
    revoke_token(revoked, by=alice())
    expired, with_expired = program_of(alice(), Scope.READ)
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return {
        "unknown token": program("fcw_nobody-was-ever-given-this"),
        "revoked token": with_revoked,
        "expired token": with_expired,
        "token of no role": program_of(carol(), Scope.WRITE)[1],
        "token for what is public": program_of(alice(), Scope.PUBLIC)[1],
    }


def is_for_programs(place: str) -> bool:
    return place.startswith(FOR_PROGRAMS)


def one_a_route(questions: Iterable[Question]) -> list[Question]:
    """The first of the questions that differ in the records they name alone."""
    first: dict[tuple[str, str], Question] = {}
    for question in questions:
        first.setdefault((UID.sub("", question.place), question.method), question)
    return list(first.values())


def asked_anywhere() -> list[Question]:
    """Every address by every method that is of use there, with the newest record of each kind in it."""
    addresses = every_address()
    changing = [Question(place, method) for place in addresses for method in methods_of(place)]
    pulls = [
        f"{place}?updated_since=2999-01-01T00:00:00Z" for place in openapi()["paths"] if "{" not in place
    ]
    return changing + [Question(place) for place in [*addresses, *every_door(PLANTED), *pulls]]


def methods_of(place: str) -> list[str]:
    """The methods by which something is changed there: of programs those that the schema declares."""
    if place.startswith("/api/"):
        return [method for method in CHANGING if operation(place, method)]
    return list(CHANGING) if is_for_programs(place) else ["POST"]


def asked_of_open_doors(places: Iterable[str], claims: list[Claim]) -> Iterator[Question]:
    """Where nobody needs to be known: by every claim there is, by whatever is read from an address, and by HEAD."""
    known = str(claims[-1].uid)
    for place in places:
        yield from (Question(place, method) for method in ("HEAD", "OPTIONS"))
        yield from (Question(place.replace(known, str(claim.uid))) for claim in claims if known in place)
        yield Question(f"/oembed?url={settings.BASE_URL}{place}")
        for value in (known, PLANTED):
            yield Question(f"{place}?{'&'.join(f'{name}={value}' for name in names_read())}")
            yield from (Question(f"{place}?{name}={value}") for name in names_in_schema(place))


@cache
def names_read() -> list[str]:
    """The parameters that pages look at."""
    files = Path(annotations.pages.__file__).parent.glob("*.py")
    return sorted({name for file in files for name in PARAMETER_READ.findall(file.read_text())})


def names_in_schema(place: str) -> list[str]:
    described = openapi()["paths"].get(place, {}).get("get", {})
    return [row["name"] for row in described.get("parameters", ())]


def parting(one: bytes, other: bytes) -> list[str]:
    at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    return [answer[max(0, at - 60) : at + 120].decode("utf-8", "replace") for answer in (one, other)]


def different(told: Told, told_otherwise: Told) -> list[str]:
    return [
        f"{key}: {parting(answer, told_otherwise[key])}"
        for key, answer in told.items()
        if answer != told_otherwise[key]
    ]


def test_nothing_outside_depends_on_what_is_not_published(published: Claim) -> None:
    visitors, has_it_already = outsiders() | programs(), Visitor(headers={"If-None-Match": "*"})
    told: Told = {}
    with transaction.atomic():
        claims = make_unpublished(published)
        questions = one_a_route(asked_anywhere())
        for name, visitor in visitors.items():
            asked = [question for question in questions if question.is_for(name)]
            told |= {(name, question): answer for question, answer in opened(visitor, asked)}
        to_all = [
            place
            for name, (place, method) in told
            if (name, method) == ("nobody", "GET") and "?" not in place
        ]
        visitors["who has it already"] = has_it_already
        for question in asked_of_open_doors(to_all, claims):
            for name in ("nobody", "who has it already"):
                told[name, question] = visitors[name].told(question)
        transaction.set_rollback(True)
    assert not Article.objects.filter(headline__contains=PLANTED).exists()
    assert {place for _, (place, _) in told} >= {"/checks/", "/api/v1/checks/", "/sitemap.xml", "/login/"}
    assert different(told, {(name, asked): visitors[name].told(asked) for name, asked in told}) == []


def make_hidden_from_some() -> None:
    """Beside what is Bob's own, what is read blind."""
    browser_of(bob())
    claim = make_submitted(make_claim(make_blind_article()))
    add_comment(claim, by=bob(), body=PLANTED)
    propose_words(claim, by=bob(), words_proposed=PLANTED, why=PLANTED)


def hidden_from(person: Person) -> Iterator[tuple[str, str]]:
    """A word of addresses, and the newest record it names that this person may not see."""
    for word, model in ROWS.items():
        seen = model.objects.visible_to(person)
        row = model.objects.exclude(pk__in=seen.values("pk")).order_by("-pk").first()
        if row is not None:
            yield word, str(row.uid)


def asked_inside(person: Person) -> Iterator[tuple[Question, str]]:
    """Each address of a record that this person may not see, by each method; and the record's uid."""
    questions = one_a_route(asked_anywhere())
    for word, uid in hidden_from(person):
        named = re.compile(f"(?<=/{word}/){UID.pattern}")
        for place, method in questions:
            if named.search(place):
                yield Question(named.sub(uid, place), method), uid


def test_a_colleague_is_answered_about_what_is_not_theirs_as_about_what_is_not_there() -> None:
    make_everything()
    make_hidden_from_some()
    for person in (make_person("rita", Role.READER), alice()):
        visitor = browser_of(person)
        told: Told = {}
        nowhere: Told = {}
        for question, uid in asked_inside(person):
            told[person.username, question] = visitor.told(question)
            other = question._replace(place=question.place.replace(uid, ELSEWHERE))
            nowhere[person.username, question] = visitor.told(other).replace(ELSEWHERE.encode(), uid.encode())
        assert {"webhooks", "notices", "tokens", "sessions", "comments", "assessments"} <= words_in(told)
        assert different(told, nowhere) == []


def words_in(told: Told) -> set[str]:
    return {word for _, (place, _) in told for word in place.split("/")}

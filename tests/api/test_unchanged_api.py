"""A change that says what stands already changes nothing: neither the record nor its ETag, and it is no event."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.proposals import propose_words
from annotations.actions.webhooks import make_webhook
from annotations.models import Event, Person
from tests.api.calling import Caller
from tests.make import alice, bob, give_claimant, make_article, make_claim, make_evidence, make_source

pytestmark = pytest.mark.django_db

AUTHOR = {"family": "Roe", "given": "Jane"}
OPEN = {"confidential": False}


def article_path() -> str:
    article = make_article(publisher="The Harbour Courier", published_at=timezone.now(), due=timezone.now())
    return f"articles/{article.uid}/"


def claim_path() -> str:
    claim = give_claimant(make_claim(text="It is old.", tags=["harbour", "age"], due=timezone.now()))
    return f"claims/{claim.uid}/"


def source_path() -> str:
    source = make_source(
        author=[AUTHOR], url="https://port.example/", note="Printed.", terms="background", **OPEN
    )
    make_evidence(make_claim(), source=source)
    return f"sources/{source.uid}/"


def evidence_path() -> str:
    row = make_evidence(make_claim(), locator_label="page", locator="12", quotation="1911", note="*Yes.*")
    return f"claims/{row.claim.uid}/evidence/{row.uid}/"


def proposal_path() -> str:
    claim = make_claim()
    evidence = make_evidence(claim)
    row = propose_words(claim, by=bob(), words_proposed="The bridge", why="Shorter.", evidence=evidence)
    return f"claims/{claim.uid}/proposals/{row.uid}/"


def place_path() -> str:
    claim = make_claim()
    return f"claims/{claim.uid}/highlights/{claim.highlights.get().uid}/"


def webhook_path() -> str:
    article = make_article()
    sent = {
        "name": "Desk",
        "verbs": ["claim_marked", "claim_described"],
        "tag": "port",
        "states": ["spotted"],
    }
    webhook, _ = make_webhook(by=bob(), address="https://receiver.example/hook", article=article, **sent)
    return f"webhooks/{webhook.uid}/"


KINDS: dict[str, tuple[Callable[[], str], Callable[[], Person], str, dict[str, Any]]] = {
    "article": (
        article_path,
        alice,
        "headline publisher byline published_at due embargo_until policy public_text direction",
        {"publisher": "Another"},
    ),
    "claim": (claim_path, bob, "text claimant claim_date assertion_type materiality due tags", {"tags": []}),
    "source": (
        source_path,
        bob,
        "type title author container_title publisher issued url doi tier terms confidential note",
        {"title": "Yearbook"},
    ),
    "evidence": (
        evidence_path,
        bob,
        "stance locator_label locator quotation note accessed_on",
        {"stance": "refutes"},
    ),
    "proposal": (proposal_path, bob, "words_proposed why evidence", {"why": ""}),
    "place": (place_path, bob, "start end version", {"start": 4, "end": 14, "version": 1}),
    "webhook": (webhook_path, bob, "name address verbs article tag states", {"name": ""}),
}
"""How to make one, who changes it, the fields that can be sent back as they came, and a change that is one."""


def sent_back(shown: dict[str, Any], fields: str) -> dict[str, Any]:
    """As a client sends what it has read; other records by their uid."""
    values = {name: shown[name] for name in fields.split() if name in shown}
    return {
        name: value["uid"] if isinstance(value, dict) and "uid" in value else value
        for name, value in values.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_as_it_was_moves_nothing(kind: str) -> None:
    make, who, fields, change = KINDS[kind]
    path, api = make(), Caller(who())
    shown, events = api.get(path), Event.objects.count()
    body = sent_back(shown.json(), fields)
    assert len(body) > 1
    for part in (body, {}) if kind != "place" else (body,):
        answer = api.patch(path, part, If_Match=shown["ETag"])
        assert (answer.status_code, answer.content, answer.get("ETag")) == (200, shown.content, shown["ETag"])
    assert Event.objects.count() == events
    assert api.patch(path, change, If_Match='"other"').status_code == 412
    changed = api.patch(path, change, If_Match=shown["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != shown["ETag"]
    assert Event.objects.count() == events + 1
    assert api.patch(path, body, If_Match=shown["ETag"]).status_code == 412


def test_an_article_is_put_away_and_brought_back_once() -> None:
    path, api = article_path(), Caller(alice())
    for status, events in (("open", 0), ("archived", 1), ("archived", 0), ("open", 1), ("open", 0)):
        before, etag = Event.objects.count(), api.get(path)["ETag"]
        answer = api.patch(path, {"status": status}, If_Match=etag)
        assert (answer.status_code, answer.json()["status"]) == (200, status)
        assert Event.objects.count() == before + events
        assert (answer["ETag"] == etag) is (events == 0)

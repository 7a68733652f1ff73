"""The name of a confidential source is planted wherever a name can stand, and every door is looked through for it.

Who may know it sees it where they work, and nowhere else: no file, no search, no event holds it. When it was
forgotten, it is nowhere at all.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from annotations.actions.articles import import_version
from annotations.actions.comments import add_comment
from annotations.actions.delivering import deliver_due
from annotations.actions.evidence import add_evidence, describe_evidence
from annotations.actions.exporting import note_export
from annotations.actions.proposals import propose_words
from annotations.actions.publications import publish_claim
from annotations.actions.sources import describe_source, forget_source, store_snapshot
from annotations.actions.verdicts import explain_claim
from annotations.actions.withdrawing import withdraw_source
from annotations.errors import Conflict, Forbidden
from annotations.models import Claim, Draft, Event, IdempotencyKey, Person, Role, Scope, Source, Terms
from tests.api.calling import Caller
from tests.make import (
    TEXT,
    alice,
    bob,
    deputy,
    give_claimant,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)
from tests.net.misbehaving import Site
from tests.pages.visiting import get, post, words_of
from tests.receiving import receiving, webhook_at
from tests.walking import attachments, entered, every_door, main_doors, telling, walk

pytestmark = pytest.mark.django_db

NAME = "Zacharias Quill"
TRACES = ("Quill", "quill", "QUILL")
WHO = {
    "title": f"Talk with {NAME}",
    "author": [{"family": "Quill", "given": "Zacharias"}],
    "container_title": f"Letters of {NAME}",
    "publisher": f"{NAME} Ltd",
    "issued": "2024 (Quill)",
    "url": "https://quill.example/zacharias",
    "doi": "10.1000/quill",
    "archived_url": "https://archive.example/quill",
    "note": f"Ring {NAME} before noon",
}
SAID = {
    "locator_label": "Quill, hour",
    "locator": f"where {NAME} sat",
    "quotation": f"I, {NAME}, was there",
    "note": f"**{NAME}** was nervous",
}


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Site, Source]]:
    """As below, with webhooks that are sent what happens. Made once, around the transactions of the tests."""
    with receiving() as site, django_db_blocker.unblock(), transaction.atomic():
        for person in (alice(), bob(), deputy()):
            webhook_at(site, by=person)
        yield site, make_planted(site)
        transaction.set_rollback(True)


@pytest.fixture
def source(planted: tuple[Site, Source]) -> Iterator[Source]:
    """What the test does with it is sent, too, before it is taken back."""
    site, source = planted
    yield Source.objects.get(pk=source.pk)
    deliver_all()
    assert "uill" not in "".join(site.requests)


def make_planted(site: Site) -> Source:
    """Bob's source on Bob's published claim: open at first, then confidential, described, copied, withdrawn."""
    claim = make_submitted(make_claim())
    source = plant(claim)
    deliver_all()
    assert "uill" in "".join(site.requests)
    site.requests.clear()
    source = describe_source(source, by=bob(), row_version=source.row_version, terms=Terms.BACKGROUND)
    assert source.confidential, "what is not on the record is confidential unless something else is said"
    plant(claim, source)
    describe_source(source, by=bob(), row_version=source.row_version, note=f"{NAME} moved")
    published(claim)
    withdraw_source(source, by=bob(), row_version=source.row_version, why=f"{NAME} took it back")
    note_export(by=alice(), format="csv", filters={"q": [NAME]})
    import_version(claim.article, TEXT.replace("Nobody", "No one").encode(), by=alice())
    deliver_all()
    return Source.objects.get(pk=source.pk)


def deliver_all() -> None:
    while deliver_due() != "nothing to send":
        pass


def plant(claim: Claim, source: Source | None = None) -> Source:
    """The name in every column of a source and of evidence, in a copy, in what is said of it; used for a proposal."""
    source = source or make_source(by=bob(), public_description="A harbour official", **WHO)
    evidence = make_evidence(claim, by=bob(), source=source, **SAID)
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, note=f"{NAME}, again")
    add_comment(evidence, by=bob(), body=f"Call {NAME}, @alice @deputy")
    propose_words(claim, by=bob(), words_proposed="The old bridge is new", why="So it is.", evidence=evidence)
    copy = {"final_url": WHO["url"], "http_status": 200, "media_type": "text/html"}
    store_snapshot(source, by=bob(), body=f"by {NAME}".encode(), text=f"by {NAME}", **copy)
    kept = {"person": bob(), "object_kind": "source", "object_uid": source.uid, "field": "note"}
    Draft.objects.update_or_create(**kept, defaults={"text": f"{NAME} has a boat"})
    return source


def published(claim: Claim) -> None:
    claim = Claim.objects.get(pk=claim.pk)
    claim = give_claimant(claim)
    publish_claim(explain_claim(claim, by=bob(), explanation="So it is.", summary="So."), by=alice())


def test_who_may_not_know_a_source_meets_its_name_at_no_door(
    source: Source, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert telling(walk(entered(deputy()), every_door("Zacharias", "quill")), *TRACES) == {}
    assert [record for record in caplog.records if "uill" in f"{record.getMessage()}{record.exc_text}"] == []


def test_nor_does_a_reader(source: Source) -> None:
    assert telling(walk(entered(make_person("rita", Role.READER)), main_doors()), *TRACES) == {}


def test_readers_of_the_check_are_told_the_public_description(source: Source) -> None:
    claim = claim_of(source)
    public = [place for place in main_doors() if place.startswith(("/checks", "/api/v1/checks", "/embed"))]
    answers = walk(entered(None), public)
    assert telling(answers, *TRACES) == {}
    assert b"A harbour official" in answers[f"/checks/{claim.article.slug}/{claim.uid}/"]
    assert b"A harbour official" in answers[f"/api/v1/checks/{claim.uid}/"]


def claim_of(source: Source) -> Claim:
    return Claim.objects.filter(evidence__source=source).first()  # type: ignore[return-value]


NEVER = ("?q=", "?source=", "&term=", "/events/", "/exports/", "/wa/", "/event/", "/notices/", "taskresult")
"""Doors at which nobody reads the name, may they know it or not: searches, the log, files, annotations that are
passed on, what the queue did."""


def test_who_may_know_it_reads_it_where_they_work_and_at_no_other_door(source: Source) -> None:
    Person.objects.filter(pk=alice().pk).update(is_superuser=True)
    client, claim = entered(alice()), claim_of(source)
    never = places_of(every_door("Zacharias", "quill"), NEVER)
    assert telling(walk(client, never), *TRACES) == {}
    others = [place for place in main_doors() if place not in never]
    assert telling(attachments(client, others), *TRACES) == {}
    work = [
        f"/sources/{source.uid}/",
        f"/articles/{claim.article.uid}/?claim={claim.uid}",
        f"/claims/{claim.uid}/",
        f"/api/v1/claims/{claim.uid}/evidence/",
        f"/admin/annotations/source/{source.pk}/change/",
    ]
    assert list(telling(walk(client, work), *TRACES)) == work


def places_of(places: list[str], parts: tuple[str, ...]) -> list[str]:
    return [place for place in places if any(part in place for part in parts)]


def test_the_log_holds_seals_and_no_names(source: Source) -> None:
    log = json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert "uill" not in log
    sealed = [event for event in Event.objects.all() if "hmac-sha256:" in json.dumps(event.data)]
    kinds = {event.object_kind for event in sealed}
    assert kinds == {"source", "evidence", "comment"}


def test_what_was_sealed_once_is_not_sealed_again(source: Source) -> None:
    before = list(
        Event.objects.filter(object_uid=source.uid).order_by("number").values_list("data", flat=True)
    )
    for confidential in (False, True):
        source.refresh_from_db()
        describe_source(source, by=bob(), row_version=source.row_version, confidential=confidential)
    after = Event.objects.filter(object_uid=source.uid).order_by("number").values_list("data", flat=True)
    assert list(after)[: len(before)] == before


def test_commands_write_no_name(source: Source, tmp_path: Path) -> None:
    for person in (alice(), bob()):
        for form in ("csv", "jsonl"):
            file = tmp_path / f"{person.username}.{form}"
            call_command("export", form, "--by", person.username, "--output", str(file))
            assert "uill" not in file.read_text("utf-8")


def rows_that_tell() -> list[str]:
    """Every column of every row of ours in which the name still stands."""
    found = []
    for model in apps.get_app_config("annotations").get_models():
        for row in model._base_manager.values():
            told = {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            found += [f"{model.__name__}.{name}" for name, value in told.items() if "uill" in str(value)]
    return found


def test_what_is_forgotten_is_gone_for_everybody_and_from_the_tables(source: Source) -> None:
    Person.objects.filter(pk__in=[alice().pk, bob().pk]).update(is_superuser=True)
    evidence = source.evidence.order_by("pk").first()
    caller = Caller(bob(), "write", Scope.CONFIDENTIAL)
    sent = {"source": str(source.uid), "note": NAME}
    caller.post(f"claims/{evidence.claim.uid}/evidence/", sent, Idempotency_Key="once")
    assert IdempotencyKey.objects.exists()
    assert len(rows_that_tell()) > 15
    events = Event.objects.count()
    forgotten = forget_source(source, by=alice(), row_version=source.row_version)
    assert rows_that_tell() == []
    assert Event.objects.count() == events + 1
    assert forgotten.seal_key == b""
    assert str(forgotten) == "A harbour official"
    for person in (alice(), bob()):
        page = words_of(get(person, "source_detail", source.uid))
        assert "Forgotten" in page
        assert "A harbour official" in page
        assert "uill" not in page
    assert "hmac-sha256:" in json.dumps(list(Event.objects.values_list("data", flat=True)))


def test_nothing_new_is_kept_of_a_source_that_was_forgotten(source: Source) -> None:
    forget_source(source, by=alice(), row_version=source.row_version)
    source.refresh_from_db()
    evidence = source.evidence.select_related("claim").order_by("pk").first()
    with pytest.raises(Conflict):
        add_evidence(evidence.claim, by=bob(), source=source, note=NAME)
    with pytest.raises(Forbidden):
        describe_evidence(evidence, by=bob(), row_version=evidence.row_version, note=NAME)
    with pytest.raises(Forbidden):
        describe_source(source, by=alice(), row_version=source.row_version, title=NAME)
    with pytest.raises(Conflict):
        forget_source(source, by=alice(), row_version=source.row_version)
    add_comment(evidence, by=bob(), body=f"It was {NAME}")
    assert "uill" not in json.dumps(list(Event.objects.values_list("data", flat=True)))
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, stance="context")


def test_only_an_editor_has_a_source_forgotten_and_says_twice_that_it_is_meant(source: Source) -> None:
    assert get(bob(), "source_forget", source.uid).status_code == 403
    with pytest.raises(Forbidden):
        forget_source(source, by=bob(), row_version=source.row_version)
    asked = words_of(get(alice(), "source_forget", source.uid))
    assert "Gone for good" in asked
    assert claim_of(source).text in asked
    assert post(alice(), "source_forget", source.uid, row_version=source.row_version).status_code == 422
    assert Source.objects.get(pk=source.pk).title == WHO["title"]
    done = post(alice(), "source_forget", source.uid, row_version=source.row_version, sure="on")
    assert done.status_code == 302
    assert Source.objects.get(pk=source.pk).title == ""


def test_the_api_forgets_a_source_for_an_editor_whose_token_may_name_it(source: Source) -> None:
    path = f"sources/{source.uid}/forget/"
    assert Caller(bob(), "write", Scope.CONFIDENTIAL).post(path, {}).status_code == 403
    assert Caller(alice(), "write").post(path, {}).status_code == 403
    editor = Caller(alice(), "write", Scope.CONFIDENTIAL)
    assert editor.post(path, {}, If_Match='"x"').status_code == 412
    answer = editor.post(path, {}, Idempotency_Key="once")
    assert answer.json()["title"] == "A harbour official"
    assert answer.json()["forgotten_at"]
    assert editor.post(path, {}, Idempotency_Key="once").json() == answer.json()
    assert editor.post(path, {}).status_code == 409


def test_the_administration_forgets_by_the_same_action_when_it_is_said_twice(source: Source) -> None:
    client, where = entered(alice()), "/admin/annotations/source/deeds/forget/"
    asked = client.get(where, {"pk": source.pk}).content.decode()
    assert "I know that this cannot be taken back" in asked
    client.post(where, {"pk": source.pk})
    assert Source.objects.get(pk=source.pk).title == WHO["title"]
    client.post(where, {"pk": source.pk, "sure": "on"})
    assert Source.objects.get(pk=source.pk).title == ""


def test_the_confirmation_names_the_public_records_that_named_it() -> None:
    claim = make_submitted(make_claim())
    source = claim.evidence.get().source
    published(claim)
    source = describe_source(source, by=bob(), row_version=source.row_version, confidential=True)
    assert "It has been published by name." in words_of(get(alice(), "source_forget", source.uid))

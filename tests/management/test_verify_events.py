"""The log, compared with itself and with what it tells of."""

from typing import Any

import pytest
from django.core.management import call_command

from annotations.actions.recording import together
from annotations.actions.undoing import undo_last
from annotations.models import Claim, Event, Publication, Verb
from tests.make import bob, make_claim, make_published

pytestmark = pytest.mark.django_db


def told(capsys: Any) -> list[str]:
    with pytest.raises(SystemExit):
        call_command("verify_events")
    return capsys.readouterr().out.splitlines()


def test_a_log_that_nobody_touched_fits(capsys: Any) -> None:
    article = make_published().article
    with together():
        make_claim(article, "It cost 12 million euros", by=bob())
    undo_last(article, by=bob())
    call_command("verify_events")
    assert capsys.readouterr().out == f"{Event.objects.count()} events, and all of it fits.\n"


def test_what_somebody_changed_behind_the_actions_is_told(capsys: Any) -> None:
    claim = make_published()
    number = Event.objects.get(verb=Verb.EVIDENCE_ADDED).number
    Event.objects.filter(number=number).delete()
    publication = Publication.objects.get()
    Publication.objects.filter(pk=publication.pk).update(record={**publication.record, "text": "Other words"})
    Claim.objects.filter(pk=claim.pk).update(changed=1)
    assert told(capsys) == [
        f"An event is missing: {number}",
        f"A published record was changed: {publication.uid} (number 1 of claim {claim.pk})",
        f"A counter is behind the log: claim {claim.uid}",
    ]


def test_a_row_that_is_gone_and_an_undo_of_something_else_are_told(capsys: Any) -> None:
    article = make_claim().article
    with together():
        make_claim(article, "It cost 12 million euros")
    undo_last(article, by=bob())
    undo = Event.objects.latest("number")
    Event.objects.filter(pk=undo.undoes_id).update(inverse=Verb.COMMENTED)
    first = Event.objects.filter(verb=Verb.CLAIM_MARKED).order_by("number").first()
    assert first
    Event.objects.filter(pk=first.pk).update(object_uid=article.uid)
    assert told(capsys) == [
        f"An event takes back what it cannot: {undo.number}",
        f"An event tells of a row that is not there: {first.number} (claim)",
    ]

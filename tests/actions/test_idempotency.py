"""The same key twice at the same moment."""

import threading
from typing import Any

import pytest
from django.db import connection

from annotations.actions.idempotency import Answer, Asked, answer_once
from annotations.actions.sources import add_source
from annotations.models import IdempotencyKey, Source
from tests.make import bob


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_one_key_at_once_one_acts_and_both_hear_the_same() -> None:
    person = bob()
    asked = Asked(person, "key", "POST /api/v1/sources/", "digest")
    begin = threading.Barrier(4)
    heard: list[Answer] = []

    def act() -> Answer:
        return Answer(201, str(add_source(by=person, title="Yearbook").uid))

    def send() -> None:
        begin.wait()
        try:
            heard.append(answer_once(asked, act))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.body for answer in heard} == {str(Source.objects.get().uid)}
    assert sorted(answer.repeated for answer in heard) == [False, True, True, True]


@pytest.mark.django_db
def test_what_fails_leaves_neither_the_key_nor_the_change() -> None:
    def act() -> Any:
        add_source(by=bob(), title="Yearbook")
        raise RuntimeError("the server was stopped")

    with pytest.raises(RuntimeError):
        answer_once(Asked(bob(), "key", "POST /", "digest"), act)
    assert not Source.objects.exists()
    assert not IdempotencyKey.objects.exists()

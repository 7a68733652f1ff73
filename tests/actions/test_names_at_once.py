"""Two who give a thing the same new name at once: the second waits, and then finds the first one's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, connections, transaction

from annotations.actions.claims import describe_claim, mark_claim, name_claimant
from annotations.models import Agent, Article, Claim, Tag
from tests.make import alice, bob, make_article, make_claim

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 5


def wait_until_somebody_waits() -> None:
    """For a number, or for anything else (SQLite does not tell: there the write lock keeps the other out)."""
    ends = monotonic() + PATIENCE_SECONDS
    while connection.vendor == "postgresql" and monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        sleep(0.02)


def tag(claim: Claim, by: Any) -> None:
    describe_claim(claim, by=by, row_version=claim.row_version, tags=["quay", "harbour"])


def name(claim: Claim, by: Any) -> None:
    name_claimant(by=by, name="The harbour office")


@pytest.mark.parametrize("act", [tag, name])
def test_a_row_of_an_import_and_an_edit_that_make_the_same_name_both_get_through(
    act: Callable[[Claim, Any], None],
) -> None:
    article, other, marked = make_article(), make_claim(make_article()), Signal()

    def mark_and_act(by: Any) -> None:
        try:
            with transaction.atomic():
                claim = mark_first_words(article, by)
                marked.set()
                wait_until_somebody_waits()
                act(claim, by)
        finally:
            connections.close_all()

    def edit(by: Any) -> None:
        try:
            marked.wait(PATIENCE_SECONDS)
            act(other, by)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(mark_and_act, alice()), pool.submit(edit, bob())]:
            done.result()
    made = [*Tag.objects.values_list("name", flat=True), *Agent.objects.values_list("name", flat=True)]
    assert made == (["harbour", "quay"] if act is tag else ["The harbour office"])


def mark_first_words(article: Article, by: Any) -> Claim:
    """Its event has a number now, so the lock of numbers is held."""
    return mark_claim(article.current_version(), by=by, start=0, end=20)

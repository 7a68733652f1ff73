"""What watches the service is told the truth, and nothing more."""

import pytest
from django.db import OperationalError
from django.test import Client

from annotations.pages import health


def test_a_process_that_is_up_says_so_without_the_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_means_that_database_and_migrations_are_fine() -> None:
    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_without_inner_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(connection: object) -> None:
        raise OperationalError("password authentication failed for user desk at 10.0.0.7")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"The database does not answer.\n"


@pytest.mark.django_db
def test_waiting_migrations_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [("migration", False)]
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: waiting)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert b"manage.py migrate" in answer.content

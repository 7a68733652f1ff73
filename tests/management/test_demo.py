"""`manage.py demo`: loads once, and never into somebody's real work."""

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from annotations.models import Article, Claim, Event, Person, SentenceKind, Verdict
from annotations.workflow import State, TruthClass
from tests.make import alice

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_directory(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_it_loads_the_seeds_and_tells_address_accounts_and_password(data_directory, capsys):
    call_command("demo", no_serve=True)
    told = capsys.readouterr().out
    password = (data_directory / "demo_password").read_text().strip()
    assert password in told
    assert "http://127.0.0.1:8000/" in told
    for name in ("checker", "second", "editor", "reader", "admin"):
        assert name in told
        assert Person.objects.get(username=name).check_password(password)


def test_a_second_start_loads_nothing_twice(data_directory):
    call_command("demo", no_serve=True)
    counted = Article.objects.count(), Claim.objects.count(), Event.objects.count()
    call_command("demo", no_serve=True)
    assert (Article.objects.count(), Claim.objects.count(), Event.objects.count()) == counted


def test_it_shows_every_truth_class_and_every_state_of_interest(data_directory):
    call_command("demo", no_serve=True)
    assert set(Verdict.objects.values_list("rating__truth_class", flat=True)) == set(TruthClass)
    wanted = {State.SPOTTED, State.CHECKING, State.DECLINED, State.DISPUTED, State.APPROVED, State.PUBLISHED}
    assert wanted <= set(Claim.objects.values_list("state", flat=True))
    for article in Article.objects.all():
        kinds = {s.state for s in article.current_version().sentences.with_kind()}
        assert kinds == set(SentenceKind)


def test_it_fetches_nothing_by_itself(data_directory):
    call_command("demo", no_serve=True)
    assert not DBTaskResult.objects.exists()


def test_it_refuses_a_newsrooms_own_database(data_directory):
    alice()
    with pytest.raises(CommandError, match="real work"):
        call_command("demo", no_serve=True)
    assert not Person.objects.filter(username="checker").exists()

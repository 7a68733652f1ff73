"""`manage.py demo`: loads once, and never into somebody's real work."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from annotations.actions.accounting import account_for
from annotations.models import Article, ArticleKind, Claim, Event, Person, Proposal, SentenceKind, Verdict
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


TWO_CHILDREN = """
import django, os, sys
django.setup()
from annotations.management.commands.demo import run_together
child = [sys.executable, "-c", "import os, time; os.write(1, f'{os.getpid():9} '.encode()); time.sleep(60)"]
run_together([child, child], dict(os.environ))
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_it_is_stopped_it_leaves_no_process(stop, data_directory):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "workbench.settings",
        "DATA_DIR": str(data_directory),
    }
    command = [sys.executable, "-c", TWO_CHILDREN]
    with subprocess.Popen(
        command, env=environment, cwd=configured.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as demo:
        children = [int(demo.stdout.read(10)) for _ in range(2)]
        demo.send_signal(stop)
        assert demo.wait(20) == 0
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)

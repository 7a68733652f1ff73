"""`manage.py demo`: loads once, and never into somebody's real work."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from annotations.actions.accounting import account_for
from annotations.actions.recording import together
from annotations.actions.undoing import undo_last
from annotations.exports.records import content_hash
from annotations.models import (
    Article,
    ArticleKind,
    Claim,
    ClaimLink,
    Event,
    Person,
    Proposal,
    Publication,
    SentenceKind,
    Verdict,
)
from annotations.pages.dependencies import rests_on
from annotations.workflow import State, TruthClass
from tests.exports.odd_rows import wipe
from tests.make import alice, make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_directory(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_it_refuses_a_newsrooms_own_database(data_directory):
    alice()
    with pytest.raises(CommandError, match="real work"):
        call_command("demo", no_serve=True)
    assert not Person.objects.filter(username="checker").exists()


def start(directory: Path) -> str:
    """What a first or second start tells."""
    told = StringIO()
    with override_settings(DATA_DIR=directory):
        call_command("demo", no_serve=True, stdout=told)
    return told.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once, around the transactions of the tests: its directory, and what the first start told."""
    directory = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        yield directory, start(directory)
        transaction.set_rollback(True)


def test_it_loads_the_seeds_and_tells_address_accounts_and_password(demo):
    directory, told = demo
    password = (directory / "demo_password").read_text().strip()
    assert password in told
    assert "http://127.0.0.1:8000/" in told
    for name in ("checker", "second", "editor", "reader", "admin"):
        assert name in told
        assert Person.objects.get(username=name).check_password(password)


def test_a_second_start_loads_nothing_twice(demo):
    counted = Article.objects.count(), Claim.objects.count(), Event.objects.count()
    start(demo[0])
    assert (Article.objects.count(), Claim.objects.count(), Event.objects.count()) == counted


def test_it_shows_every_truth_class_and_every_state_of_interest(demo):
    assert set(Verdict.objects.values_list("rating__truth_class", flat=True)) == set(TruthClass)
    wanted = {State.SPOTTED, State.CHECKING, State.DECLINED, State.DISPUTED, State.APPROVED, State.PUBLISHED}
    assert wanted <= set(Claim.objects.values_list("state", flat=True))
    for article in Article.objects.all():
        kinds = {s.state for s in article.current_version().sentences.with_kind()}
        assert kinds == set(SentenceKind)


def test_it_shows_a_clarification_and_what_became_stale_by_it(demo):
    [stale] = [
        claim
        for claim in Claim.objects.stale()
        if "claim_corrected" in [entry["kind"] for entry in claim.stale_reasons]
    ]
    clarified = Publication.objects.get(number=2, claim__links_in__from_claim=stale)
    behind = ClaimLink.objects.get(to_claim=stale).from_claim
    [basis] = rests_on(behind, Person.objects.get(username="editor"))
    assert [node.claim for node in (basis, *basis.children)] == [stale, clarified.claim]


def test_our_own_draft_shows_open_proposals_and_one_that_its_second_version_did(demo):
    draft = Article.objects.get(kind=ArticleKind.OWN_DRAFT)
    states = Proposal.objects.of_article(draft).order_by("state").values_list("state", "done_in__number")
    assert list(states) == [("done", 2), ("open", None), ("open", None)]
    missing = account_for(draft.current_version()).missing
    assert (missing["claims"], missing["disputed"], missing["stale"]) == (0, 0, 0)


def test_it_fetches_nothing_by_itself(demo):
    assert not DBTaskResult.objects.exists()


def test_its_archive_comes_back_byte_by_byte_and_work_goes_on(demo, tmp_path):
    first, again = tmp_path / "first.zip", tmp_path / "again.zip"
    call_command("export", "archive", "--by", "editor", "-o", str(first))
    wipe()
    call_command("restore", str(first), stdout=StringIO())
    call_command("export", "archive", "--by", "editor", "-o", str(again))
    assert again.read_bytes() == first.read_bytes()
    assert again.stat().st_mode & 0o077 == 0
    checker = Person.objects.get(username="checker")
    assert not checker.has_usable_password()
    assert Publication.objects.exists()
    assert all(row.content_hash == content_hash(row.record) for row in Publication.objects.all())
    call_command("verify_events", stdout=StringIO())
    article = Article.objects.first()
    with together():
        claim = make_claim(article, article.current_version().text[:12], by=checker)
    undo_last(article, by=checker)
    claim.refresh_from_db()
    assert claim.state == State.REMOVED


TWO_CHILDREN = """
import django, os, sys
django.setup()
from annotations.management.commands.demo import run_together
def child(wait):
    told = f"time.sleep({wait}); os.write(1, f'{{os.getpid():9}} '.encode()); time.sleep(60)"
    return [sys.executable, "-c", f"import os, time; {told}"]
run_together(child(0), child(0.5), dict(os.environ))
"""
"""Each tells its number, the server first."""


@contextmanager
def running(data_directory):
    """The demo with two children that do nothing, and how to read the number of the next one that is started."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "workbench.settings",
        "DATA_DIR": str(data_directory),
    }
    command = [sys.executable, "-c", TWO_CHILDREN]
    with subprocess.Popen(
        command, env=environment, cwd=configured.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as demo:
        yield demo, lambda: int(demo.stdout.read(10))


def test_a_worker_that_dies_is_started_again(data_directory):
    with running(data_directory) as (demo, next_child):
        _, worker = next_child(), next_child()
        os.kill(worker, signal.SIGKILL)
        assert next_child() != worker
        demo.send_signal(signal.SIGINT)
        assert demo.wait(20) == 0


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_it_is_stopped_it_leaves_no_process(stop, data_directory):
    with running(data_directory) as (demo, next_child):
        children = [next_child(), next_child()]
        demo.send_signal(stop)
        assert demo.wait(20) == 0
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)

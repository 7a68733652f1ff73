"""Each thing that can be wrong is broken here, and named by `doctor` with what to do."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from annotations.actions.sources import store_snapshot
from annotations.actions.webhooks import make_webhook
from annotations.management.health import machine
from annotations.management.health.kept import copies_changed, highlights_displaced, texts_changed
from annotations.models import (
    ArticleVersion,
    Claim,
    Delivery,
    DeliveryState,
    Draft,
    Event,
    Highlight,
    IdempotencyKey,
    Snapshot,
    Webhook,
)
from tests.make import alice, bob, make_claim, make_published, make_source

pytestmark = pytest.mark.django_db
FORGETFUL = "django.core.cache.backends.dummy.DummyCache"
COPY = "annotations.tasks.copy_source"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    """A directory of this test's own, in order."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def examined(capsys: Any, *options: str) -> list[dict[str, str]]:
    """What is told, as programs read it; whether there is an error must be the exit status."""
    failed = False
    try:
        call_command("doctor", "--json", *options)
    except SystemExit as ended:
        failed = ended.code == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert failed == any(row["level"] == "error" for row in rows)
    return rows


def troubles(capsys: Any, *options: str) -> list[tuple[str, str]]:
    """Level and sentence of what is not well."""
    rows = [row for row in examined(capsys, *options) if row["level"] != "ok"]
    assert all(row["todo"] for row in rows), "each says what to do"
    return [(row["level"], row["sentence"]) for row in rows]


def make_task(path: str = COPY, status: str = "READY", *, ago: timedelta, **columns: Any) -> DBTaskResult:
    columns.setdefault("run_after", get_date_max())
    columns.setdefault("args_kwargs", {"args": [], "kwargs": {}})
    task = DBTaskResult.objects.create(
        task_path=path,
        status=status,
        backend_name="default",
        exception_class_path="",
        traceback="",
        **columns,
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - ago)
    return task


def test_where_nothing_is_wrong_each_question_is_answered_in_a_line(capsys: Any) -> None:
    claim = make_published()
    store_snapshot(
        claim.evidence.get().source,
        by=bob(),
        body=b"x",
        final_url="",
        http_status=200,
        media_type="",
        text="x",
    )
    assert {row["level"] for row in examined(capsys)} == {"ok"}
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 17
    assert "ok       Every highlight stands where it says." in lines


def test_what_was_changed_behind_the_actions_is_named(capsys: Any) -> None:
    claim = make_published()
    version = claim.article.current_version()
    source = claim.evidence.get().source
    copy = store_snapshot(
        source, by=bob(), body=b"<p>1911", final_url="", http_status=200, media_type="", text="1911"
    )
    Snapshot.objects.filter(pk=copy.pk).update(bytes=b"<p>1912")
    ArticleVersion.objects.filter(pk=version.pk).update(original=b"other bytes")
    Claim.objects.filter(pk=claim.pk).update(changed=1)
    type(source).objects.filter(pk=source.pk).update(changed=1)
    highlight = claim.highlights.get()
    Highlight.objects.filter(pk=highlight.pk).update(start=highlight.start + 1)
    assert troubles(capsys) == [
        ("error", f"The original of version 1 of article {claim.article.uid} is not what was stored."),
        ("error", f"The copy {copy.uid} of a source is not what was stored."),
        ("error", f"The highlight {highlight.uid} of claim {claim.uid} does not stand where it says."),
        ("error", f"A counter is behind the log: claim {claim.uid}."),
        ("error", f"A counter is behind the log: source {source.uid}."),
    ]


def test_a_text_that_was_changed_shows_in_its_hash_and_its_highlights(capsys: Any) -> None:
    claim = make_claim()
    version = claim.article.current_version()
    ArticleVersion.objects.filter(pk=version.pk).update(text=version.text.replace("1911", "1912"))
    first, second = troubles(capsys)
    assert first == ("error", f"The text of version 1 of article {claim.article.uid} is not what was stored.")
    assert "does not stand where it says" in second[1]


def test_the_files_of_many_versions_are_read_one_at_a_time(django_assert_max_num_queries: Any) -> None:
    """A question more a version for its highlights, none for its files."""
    for _ in range(3):
        make_claim()
    with django_assert_max_num_queries(2):
        assert not [*texts_changed(), *copies_changed()]
    with django_assert_max_num_queries(1 + 3):
        assert not list(highlights_displaced())


def test_tasks_that_nobody_takes_up_say_that_no_worker_runs(capsys: Any) -> None:
    make_task(ago=timedelta(minutes=2))
    make_task(ago=timedelta(hours=2), run_after=timezone.now() + timedelta(hours=1))
    assert troubles(capsys) == []
    make_task(ago=timedelta(minutes=20))
    [(level, said)] = troubles(capsys)
    assert level == "error"
    assert said.startswith("1 task in the queue, the first since ")
    assert said.endswith(": no worker is at it.")
    make_task(status="SUCCESSFUL", ago=timedelta(minutes=1), finished_at=timezone.now())
    [(level, said)] = troubles(capsys)
    assert (level, said.rpartition(": ")[2]) == ("warning", "the worker is behind.")


def test_a_killed_workers_task_is_named_and_put_back_when_asked(capsys: Any) -> None:
    began = timezone.now() - timedelta(hours=1)
    stuck = make_task(status="RUNNING", ago=timedelta(minutes=61), started_at=began, worker_ids=["gone"])
    at_work = make_task(status="RUNNING", ago=timedelta(minutes=1), started_at=timezone.now())
    [(level, said)] = troubles(capsys)
    assert level == "error"
    assert f"The task {COPY} ({stuck.pk}) runs since" in said
    rows = examined(capsys, "--mend")
    assert {"about": "mended", "level": "ok", "sentence": "Put 1 task of a killed worker back into the queue.",
            "todo": ""} in rows  # fmt: skip
    stuck.refresh_from_db()
    at_work.refresh_from_db()
    assert (stuck.status, stuck.started_at, at_work.status) == ("READY", None, "RUNNING")
    assert DBTaskResult.objects.ready().filter(pk=stuck.pk).exists()


def test_failed_tasks_and_refused_mails_are_counted(capsys: Any) -> None:
    for path, error in (
        (COPY, "builtins.KeyError"),
        ("annotations.tasks.mail_notices", "smtplib.SMTPDataError"),
    ):
        task = make_task(path, "FAILED", ago=timedelta(hours=1), finished_at=timezone.now())
        DBTaskResult.objects.filter(pk=task.pk).update(exception_class_path=error)
    make_task(status="FAILED", ago=timedelta(days=40), finished_at=timezone.now() - timedelta(days=40))
    (_, task), (_, mail) = troubles(capsys)
    assert task.startswith(f"{COPY} failed once (builtins.KeyError), last at ")
    assert mail.startswith("The mail server refused 1 mail, the last at ")


def test_a_webhook_that_gave_up_or_stopped_is_named_without_its_address(capsys: Any) -> None:
    make_claim()
    webhook = make_webhook(by=alice(), address="https://hooks.example.org/key-in-the-path")[0]
    Delivery.objects.create(
        webhook=webhook,
        event=Event.objects.latest("number"),
        state=DeliveryState.GIVEN_UP,
        queued_at=timezone.now(),
        finished_at=timezone.now(),
    )
    Webhook.objects.filter(pk=webhook.pk).update(active=False, failures=9, paused_why="It answered 410.")
    name = "The webhook “hooks.example.org” of alice"
    assert troubles(capsys) == [
        ("warning", f"{name} missed 1 event for good."),
        ("warning", f"{name} is paused. It answered 410."),
    ]


def test_what_is_kept_too_long_is_told_and_deleted_when_asked(capsys: Any) -> None:
    source = make_source()
    Draft.objects.create(person=bob(), object_kind="source", object_uid=source.uid, field="note", text="…")
    IdempotencyKey.objects.create(
        person=bob(), key="k", request="POST /", body_digest="", status=201, answer={}
    )
    assert troubles(capsys) == []
    old = timezone.now() - timedelta(days=40)
    Draft.objects.update(modified=old)
    IdempotencyKey.objects.update(created=old)
    assert troubles(capsys) == [
        ("warning", "Kept longer than they should be: drafts (1)."),
        ("warning", "Kept longer than they should be: answers to repeated requests (1)."),
    ]
    assert troubles(capsys, "--mend") == []
    assert not Draft.objects.exists()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize(
    ("changed", "level", "says"),
    [
        (
            {"BASE_URL": "http://checks.example.org", "ALLOWED_HOSTS": ["*"]},
            "warning",
            "passwords can be read",
        ),
        ({"ALLOWED_HOSTS": ["elsewhere.example.org"]}, "error", "ALLOWED_HOSTS does not hold 127.0.0.1"),
        (
            {"BASE_URL": "https://checks.example.org", "HTTPS": True, "DEBUG": True},
            "error",
            "DEBUG is on although people reach the workbench at https://checks.example.org",
        ),
        ({"SECRET_KEY": "short"}, "warning", "SECRET_KEY has less than 50 characters"),
        ({"WHITENOISE_USE_FINDERS": False, "STATIC_ROOT": "/nowhere"}, "error", "not collected in /nowhere"),
        ({"CACHES": {"default": {"BACKEND": FORGETFUL}}}, "error", "cache forgets"),
    ],
)
def test_a_setting_that_does_not_fit_is_told(
    changed: dict[str, Any], level: str, says: str, capsys: Any
) -> None:
    with override_settings(**changed):
        assert any(each[0] == level and says in each[1] for each in troubles(capsys))


def test_a_full_disk_and_a_directory_that_cannot_be_written_are_told(
    capsys: Any, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(data_dir)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=50_000_000))
    (data_dir / "secret_key").write_text("x" * 60)
    (data_dir / "secret_key").chmod(0o644)
    said = troubles(capsys)
    assert ("warning", f"{data_dir}/secret_key can be read by other accounts.") in said
    assert ("error", f"0.1 GB are free where {data_dir} is.") in said
    with override_settings(DATA_DIR=data_dir / "gone"):
        assert any("cannot be written: No such file" in sentence for _, sentence in troubles(capsys))


def test_without_a_database_or_its_tables_that_is_said_and_nothing_else_asked(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = machine.MigrationExecutor
    monkeypatch.setattr(
        executor, "migration_plan", lambda self, leaves: [(type("M", (), {"name": "0999_x"}), False)]
    )
    assert [row["about"] for row in examined(capsys)][-1] == "migrations"
    monkeypatch.setattr(connection, "cursor", refuse)
    last = examined(capsys)[-1]
    assert (last["about"], last["level"], last["sentence"]) == (
        "database",
        "error",
        "The database does not answer: no route to host.",
    )


def refuse() -> None:
    raise DatabaseError("no route to host\nIs the server running?")

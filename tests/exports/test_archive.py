"""The archive: everything goes out, and comes back as it was."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from annotations.actions.archives import INSTEAD, restore_archive
from annotations.actions.recording import together
from annotations.actions.undoing import undo_last
from annotations.errors import CannotRead, Conflict
from annotations.exports.archive.tables import LEFT_OUT, LEFT_OUT_COLUMNS, archived, columns_of
from annotations.exports.archive.writing import archive, at_one_moment
from annotations.models import (
    Article,
    Claim,
    Event,
    Person,
    Snapshot,
    Source,
    Verb,
    Webhook,
)
from annotations.workflow import State
from tests.exports.odd_rows import ROWS_A_TABLE, odd_rows, wipe
from tests.make import alice, bob, make_claim, make_source

pytestmark = pytest.mark.django_db
TELLING = ("secret", "password", "token", "digest", "salt", "session")


def packed(path: Path) -> Path:
    path.write_bytes(b"".join(archive()))
    return path


def restored(path: Path) -> dict[str, int]:
    wipe()
    return restore_archive(path, tell=lambda *_: None)


def test_every_table_is_in_it_or_is_named_with_the_reason() -> None:
    every = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    ours = {model._meta.label_lower for model in archived().values()}
    assert ours | set(LEFT_OUT) == every
    assert not ours & set(LEFT_OUT)
    assert all(reason.endswith(".") for reason in [*LEFT_OUT.values(), *LEFT_OUT_COLUMNS.values()])


def test_every_column_is_in_it_or_is_named_with_the_reason() -> None:
    every = {
        f"{model._meta.label_lower}.{field.attname}"
        for model in archived().values()
        for field in model._meta.concrete_fields
        if not field.generated
    }
    held = {
        f"{model._meta.label_lower}.{name}" for model in archived().values() for name in columns_of(model)
    }
    assert held | set(LEFT_OUT_COLUMNS) == every
    assert not [name for name in held if any(word in name for word in TELLING)]
    assert set(INSTEAD) <= set(LEFT_OUT_COLUMNS)


@pytest.mark.parametrize("seed", [1, 2])
def test_odd_rows_of_every_table_come_back_as_they_were(seed: int, tmp_path: Path) -> None:
    count = odd_rows(seed)
    first = packed(tmp_path / "first.zip")
    written = restored(first)
    assert sum(written.values()) == count > len(archived()) * ROWS_A_TABLE / 2
    assert packed(tmp_path / "second.zip").read_bytes() == first.read_bytes()


def test_an_undo_from_before_works_after_it(tmp_path: Path) -> None:
    with together():
        claim = make_claim()
    restored(packed(tmp_path / "archive.zip"))
    undo_last(Article.objects.get(), by=bob())
    assert Claim.objects.get().state == State.REMOVED
    assert Event.objects.latest("number").undoes.verb == Verb.CLAIM_MARKED
    assert Claim.objects.get().uid == claim.uid


def test_confidential_sources_and_their_copies_come_along_and_webhooks_wait(tmp_path: Path) -> None:
    source = make_source(title="Zacharias Quill", terms="background")
    copy = b"%PDF" + bytes(range(256)) * 20
    Snapshot.objects.create(source=source, retrieved_at=source.created, bytes=copy, sha256="")
    hook = Webhook.objects.create(person=bob(), address="https://example.org/", salt="one", failures=3)
    restored(packed(tmp_path / "archive.zip"))
    same = Source.objects.get()
    assert (same.title, bytes(same.seal_key)) == ("Zacharias Quill", source.seal_key)
    assert bytes(Snapshot.objects.get().bytes) == copy
    waiting = Webhook.objects.get()
    assert (waiting.uid, waiting.active, waiting.failures) == (hook.uid, False, 0)
    assert waiting.salt not in ("", "one")


def test_it_goes_only_into_an_empty_database(tmp_path: Path) -> None:
    make_claim()
    path, events = packed(tmp_path / "archive.zip"), Event.objects.count()
    with pytest.raises(CommandError, match="only into an empty database, and this one holds"):
        call_command("restore", str(path))
    assert Event.objects.count() == events


def test_the_database_has_to_be_migrated_first(tmp_path: Path) -> None:
    make_claim()
    path = packed(tmp_path / "archive.zip")
    wipe()
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied(*MigrationExecutor(connection).loader.graph.leaf_nodes("annotations")[0])
    with pytest.raises(CommandError, match="Run `migrate` first"):
        call_command("restore", str(path))
    assert not Person.objects.exists()


def changed(path: Path, target: Path, **parts: bytes) -> Path:
    """The archive with other parts: by name, with _ for the slash and the dot."""
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.split(".")[0].replace("/", "_")
            if key in parts:
                new.writestr(name, parts[key])
            else:
                new.writestr(name, old.read(name))
    return target


def manifest_with(path: Path, **said: object) -> bytes:
    with ZipFile(path) as pack:
        return json.dumps(json.loads(pack.read("manifest.json")) | said).encode()


def test_what_is_damaged_newer_or_something_else_is_told_in_a_sentence_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    make_claim()
    good = packed(tmp_path / "good.zip")
    content, target = good.read_bytes(), tmp_path / "bad.zip"
    with ZipFile(good) as pack:
        claim = pack.read("rows/claim.jsonl")
        tables = json.loads(pack.read("manifest.json"))["tables"]
    wipe()
    bad: list[tuple[Path, str]] = [
        (tmp_path / "nowhere.zip", "cannot be read: No such file"),
        (Path(settings.BASE_DIR) / "manage.py", "not an archive"),
        (changed(good, tmp_path / "1", rows_claim=claim.replace(b"1911", b"1912")), "rows of claim"),
        (changed(good, tmp_path / "2", rows_claim=b""), "rows of claim"),
        (changed(good, tmp_path / "3", manifest=manifest_with(good, version=2)), "newer release"),
        (changed(good, tmp_path / "4", manifest=manifest_with(good, format="other")), "not an archive"),
        (changed(good, tmp_path / "5", manifest=manifest_with(good, tables={})), "it has no agent"),
        (
            changed(good, tmp_path / "9", manifest=manifest_with(good, files=1)),
            "other parts than its manifest says",
        ),
        (changed(good, tmp_path / "6", manifest=manifest_with(good, tables=7)), "manifest is not whole"),
        (
            changed(good, tmp_path / "7", manifest=manifest_with(good, tables=tables | {"x": tables["tag"]})),
            "newer",
        ),
        (changed(good, tmp_path / "8", manifest=b"["), "not an archive"),
    ]
    for path, sentence in bad:
        with pytest.raises(CannotRead, match=sentence):
            restore_archive(path, tell=lambda *_: None)
    for cut in (len(content) // 2, len(content) - 4):
        target.write_bytes(content[:cut])
        with pytest.raises(CannotRead, match="not an archive"):
            restore_archive(target, tell=lambda *_: None)
    for place in range(50, len(content), len(content) // 40):
        target.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            restore_archive(target, tell=lambda *_: None)
        except CannotRead:
            continue
        assert b"".join(archive()) == content, "a byte of which nothing depends"
        wipe()
    assert not any(model._base_manager.exists() for model in archived().values())


def with_rows(path: Path, target: Path, name: str, rows: list[dict[str, object]]) -> Path:
    """The archive with these rows of a table, and a manifest that says so."""
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    with ZipFile(path) as pack:
        tables = json.loads(pack.read("manifest.json"))["tables"]
    tables[name] |= {
        "rows": len(rows),
        "sha256": hashlib.sha256(lines).hexdigest(),
        "columns": sorted(rows[0]),
    }
    parts = {f"rows_{name}": lines, "manifest": manifest_with(path, tables=tables)}
    return changed(path, target, **parts)


def packed_claim(path: Path) -> tuple[Path, dict[str, object]]:
    """An archive with one claim, and the row of it; the database is empty then."""
    make_claim()
    with ZipFile(packed(path)) as pack:
        [claim] = [json.loads(line) for line in pack.read("rows/claim.jsonl").splitlines()]
    with transaction.atomic():
        wipe()
    return path, claim


def test_rows_that_do_not_fit_together_are_refused_and_older_ones_are_filled_up(tmp_path: Path) -> None:
    good, claim = packed_claim(tmp_path / "good.zip")
    for number, (columns, sentence) in enumerate(
        [
            ({"article_id": 77_777}, "cannot be written"),
            ({"created": "yesterday"}, "has a created that cannot be read"),
            ({"round": "two"}, "has a round that cannot be read"),
            ({"due": 7}, "has a due that cannot be read"),
            ({"text": None}, "claim cannot be written"),
            ({"text": "\ud800"}, "claim cannot be written"),
            ({"row_version": 10**30}, "claim cannot be written"),
            ({"from_the_future": 1}, "newer release"),
        ]
    ):
        path = with_rows(good, tmp_path / str(number), "claim", [claim | columns])
        with pytest.raises(CannotRead, match=sentence), transaction.atomic():
            restore_archive(path, tell=lambda *_: None)
    assert not Person.objects.exists()
    older = {
        name: value for name, value in claim.items() if name not in ("foreign", "declined_reason", "due")
    }
    told: list[str] = []
    restore_archive(
        with_rows(good, tmp_path / "older", "claim", [older]), tell=lambda what, *_: told.append(what)
    )
    assert (Claim.objects.get().foreign, Claim.objects.get().declined_reason) == ({}, "")
    assert told[-1] == "checking that it fits together"
    needed = {name: value for name, value in claim.items() if name != "article_id"}
    wipe()
    with pytest.raises(CannotRead, match="claim has no article_id"):
        restore_archive(with_rows(good, tmp_path / "needed", "claim", [needed]), tell=lambda *_: None)


@contextmanager
def room_for_no_more() -> Iterator[None]:
    """SQLite's own limit of pages stands for the disk."""
    with connection.cursor() as cursor:
        [before] = cursor.execute("PRAGMA max_page_count").fetchone()
        [pages] = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 50}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA max_page_count = {before}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told that the disk is full")
def test_a_disk_that_is_full_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    good, claim = packed_claim(tmp_path / "good.zip")
    path = with_rows(good, tmp_path / "large", "claim", [claim | {"text": "x" * 4_000_000}])
    with room_for_no_more(), pytest.raises(Conflict, match=r"did not take it all \(.*full\)"):
        restore_archive(path, tell=lambda *_: None)
    assert not Person.objects.exists()


def test_a_line_that_unpacks_without_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, claim = packed_claim(tmp_path / "good.zip")
    monkeypatch.setattr("annotations.imports.archive.MOST_BYTES_AT_ONCE", 10_000)
    bomb = with_rows(good, tmp_path / "bomb", "claim", [claim | {"text": "x" * 20_000}])
    with pytest.raises(CannotRead, match="line 1 of claim is too long"):
        restore_archive(bomb, tell=lambda *_: None)


def test_a_backup_is_kept_whole_under_its_day_and_leaves_an_event(tmp_path: Path) -> None:
    make_claim(by=alice())
    call_command("backup", directory=tmp_path / "kept")
    [kept] = (tmp_path / "kept").iterdir()
    assert kept.name.startswith("workbench-")
    assert b"".join(archive(Event.objects.latest("number"))) == kept.read_bytes()
    assert Event.objects.latest("number").verb == Verb.EXPORTED
    with pytest.raises(CommandError, match="takes no filter"):
        call_command("export", "archive", "--state", "approved")
    with pytest.raises(CommandError, match="cannot be"):
        call_command("backup", directory=Path("/proc/nowhere"))


@pytest.mark.django_db(transaction=True)
def test_it_holds_one_moment_and_nobody_who_writes_meanwhile_waits() -> None:
    claim = make_claim()
    later: list[int] = []

    def write() -> None:
        make_claim(claim.article, "It cost 12 million euros")
        later.append(Claim.objects.count())
        connection.close()

    with at_one_moment():
        assert Claim.objects.count() == 1
        with ThreadPoolExecutor() as pool:
            pool.submit(write).result(10)
        assert (later, Claim.objects.count()) == ([2], 1)
    assert Claim.objects.count() == 2
    begun = archive()
    next(begun)
    begun.close()
    assert not connection.in_atomic_block
    assert b"".join(archive()).startswith(b"PK")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL is not the database of this run")
def test_it_goes_from_postgresql_to_sqlite_and_back(tmp_path: Path) -> None:
    odd_rows(3)
    here, there, back = (tmp_path / name for name in ("here.zip", "there.zip", "back.zip"))
    packed(here)
    elsewhere = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3",
    }
    for command in (["migrate"], ["restore", str(here)]):
        manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
        subprocess.run([*manage, *command], env=elsewhere, check=True, capture_output=True)
    copy = (
        "import django; django.setup(); from annotations.exports.archive.writing import archive; import sys;"
    )
    copy += f"open({str(there)!r}, 'wb').writelines(archive())"
    python = elsewhere | {"DJANGO_SETTINGS_MODULE": "workbench.settings"}
    subprocess.run([sys.executable, "-c", copy], env=python, check=True, cwd=settings.BASE_DIR)
    assert there.read_bytes() == here.read_bytes()
    restored(there)
    assert packed(back).read_bytes() == here.read_bytes()

"""Files that commands write: whole under their name, or not at all. The limits are the system's own."""

import os
import resource
import signal
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError

from annotations.management.writing import AS_ALL_FILES, ONLY_ITS_OWNER, keep, write_to


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes: to who writes it is as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def killed_half_way() -> Generator[bytes, None, None]:
    yield b"half" * 100_000
    os.kill(os.getpid(), signal.SIGTERM)
    yield b"the rest"


def test_a_file_is_whole_or_what_was_there_before(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    with (
        room_for(100_000),
        pytest.raises(CommandError, match=r"claims.jsonl cannot be written: File too large\."),
    ):
        write_to(str(path), [b"x" * 60_000] * 3)
    assert list(tmp_path.iterdir()) == []
    write_to(str(path), [b"one\n", b"two\n"])
    with room_for(100_000), pytest.raises(CommandError):
        write_to(str(path), [b"x" * 60_000] * 3)
    with pytest.raises(SystemExit) as ended:
        write_to(str(path), killed_half_way())
    assert ended.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("claims.jsonl", "one\ntwo\n")]


def test_a_device_that_is_full_is_told_and_stays_a_device() -> None:
    with pytest.raises(CommandError, match=r"/dev/full cannot be written: No space left on device\."):
        write_to("/dev/full", [b"one"])
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_standard_output_that_is_full_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(
            CommandError, match=r"Standard output cannot be written: No space left on device\."
        ):
            write_to(None, [b"one"])


def test_a_file_can_be_read_by_those_who_could_read_it_before_and_stands_behind_its_link(
    tmp_path: Path,
) -> None:
    path, link = tmp_path / "claims.csv", tmp_path / "latest.csv"
    path.write_bytes(b"before")
    path.chmod(0o640)
    link.symlink_to(path)
    write_to(str(link), [b"after"])
    assert (link.is_symlink(), path.read_bytes(), mode_of(path)) == (True, b"after", 0o640)
    new, archive = tmp_path / "new.csv", tmp_path / "archive.zip"
    before = os.umask(0o027)
    try:
        write_to(str(new), [b"new"])
        write_to(str(archive), [b"all"], mode=ONLY_ITS_OWNER)
    finally:
        os.umask(before)
    assert (mode_of(new), mode_of(archive)) == (0o640, 0o600)
    archive.chmod(0o644)
    assert keep((block for block in [b"all"]), archive, mode=ONLY_ITS_OWNER) == 3
    assert mode_of(archive) == 0o600, "an archive names confidential sources"
    assert keep((block for block in [b"all"]), new, mode=AS_ALL_FILES) == 3


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)

"""`manage.py … | head`: when nobody reads on, a command ends like any other program, without a word."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

MANAGE = Path(settings.BASE_DIR) / "manage.py"
EXPORT = "from annotations.management.writing import write_to; write_to(None, iter([b'x' * 9] * 90_000))"


@pytest.mark.parametrize(
    "words", [["doctor"], ["help", "--commands"], ["shell", "--verbosity=0", "-c", EXPORT]]
)
def test_a_pipe_that_nobody_reads_ends_a_command_quietly(words: list[str], tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [sys.executable, str(MANAGE), *words],
        env=os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""},
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (ended.stderr, ended.returncode) == ("", 128 + signal.SIGPIPE)

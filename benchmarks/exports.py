"""How fast claims are written as files, and in how much memory.

    python -m benchmarks exports [--claims 20000]

Uses an SQLite database of its own in a temporary directory, or DATABASE_URL: an empty database.
"""

import argparse
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

from benchmarks._newsroom import newsroom

CLAIMS = 20_000
MEGABYTE = 1_000_000


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks exports", description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS, help=f"claims in the newsroom ({CLAIMS})")
    count = parser.parse_args(arguments).claims
    with newsroom(count) as editor:
        measure(editor, count)
    return 0


def measure(editor: Any, count: int) -> None:
    from annotations.exports import FORMATS
    from annotations.exports.recipients import Recipient
    from annotations.models import Claim

    claims, recipient = Claim.objects.order_by("created", "pk"), Recipient(editor, identities=False)
    for name, form in FORMATS.items():
        begin = time.perf_counter()
        length = sum(map(len, form.write(claims, recipient)))
        seconds = time.perf_counter() - begin
        tenth, whole = (peak(form.write(claims[:rows], recipient)) for rows in (count // 10, count))
        print(
            f"{name:6} {count / seconds:8.0f} claims a second, {length / MEGABYTE:6.1f} MB in {seconds:5.2f} s; "
            f"most memory {tenth / MEGABYTE:.1f} MB for a tenth, {whole / MEGABYTE:.1f} MB for all"
        )


def peak(blocks: Iterator[bytes]) -> int:
    tracemalloc.start()
    for _ in blocks:
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most

"""How fast claims are written as files, how soon the first bytes are there, and in how much memory.

The rival is the least that Django and orjson can do with the same rows: `values()` of every table, written as they
come, nothing joined, nested or hidden.

    python -m benchmarks exports [--claims 20000] [--format jsonl]

Uses an SQLite database of its own in a temporary directory, or DATABASE_URL: an empty database.
"""

import argparse
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import orjson

from benchmarks._newsroom import newsroom

CLAIMS = 20_000
MEGABYTE = 1_000_000


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks exports", description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS, help=f"claims in the newsroom ({CLAIMS})")
    parser.add_argument("--format", action="append", dest="formats", help="one or, repeated, several (all)")
    chosen = parser.parse_args(arguments)
    with newsroom(chosen.claims) as editor:
        measure(editor, chosen.claims, chosen.formats)
    return 0


def measure(editor: Any, count: int, formats: list[str] | None) -> None:
    from annotations.exports import FORMATS
    from annotations.exports.recipients import Recipient
    from annotations.models import Claim

    claims, recipient = Claim.objects.order_by("created", "pk"), Recipient(editor, identities=False)
    rival, _, length = timed(bare())
    print(f"bare   {count / rival:8.0f} claims a second, {length / MEGABYTE:6.1f} MB in {rival:5.2f} s")
    for name in formats or FORMATS:
        form = FORMATS[name]
        seconds, first, length = timed(form.write(claims, recipient))
        tenth, whole = (peak(form.write(claims[:rows], recipient)) for rows in (count // 10, count))
        print(
            f"{name:6} {count / seconds:8.0f} claims a second, {length / MEGABYTE:6.1f} MB in {seconds:5.2f} s, "
            f"{seconds / rival:.2f} of bare; first bytes after {first * 1000:.0f} ms; "
            f"most memory {tenth / MEGABYTE:.1f} MB for a tenth, {whole / MEGABYTE:.1f} MB for all"
        )


def bare() -> Iterator[bytes]:
    """The rows of the tables an export reads, one after the other."""
    from annotations.models import Claim, Evidence, Highlight, Source, Verdict

    for model in (Claim, Highlight, Verdict, Evidence, Source):
        columns = [field.attname for field in model._meta.concrete_fields if field.name != "seal_key"]
        for row in model.objects.order_by("pk").values(*columns).iterator(chunk_size=500):
            yield orjson.dumps(row)


def timed(blocks: Iterator[bytes]) -> tuple[float, float, int]:
    """Seconds for all, seconds until the first, bytes."""
    begin = time.perf_counter()
    length = len(next(blocks))
    first = time.perf_counter() - begin
    length += sum(map(len, blocks))
    return time.perf_counter() - begin, first, length


def peak(blocks: Iterator[bytes]) -> int:
    tracemalloc.start()
    for _ in blocks:
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most

"""The next is read while this one goes out."""

import sys
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

T = TypeVar("T")

READS_AHEAD = ("postgresql",)
"""Databases that work in a process of their own. SQLite's work would only take turns with ours."""

TURN_SECONDS = 0.0005
"""How long a thread that has an answer to take in waits for one that works. Python's five milliseconds are as long as
all we do with a chunk: the database would wait with us."""

CHUNKS_AHEAD = 2
"""One is being read, and one waits until we have looked up, between the two, what the chunk before them names."""


def ahead(chunks: Generator[T, None, None]) -> Iterator[T]:
    """The same, but the database is at work on the next chunks while this one goes out.

    They are read in a second thread, on the same connection: whoever else wants it waits for its answer. Whoever
    stops asking ends that thread, and what it reads from.
    """
    with closing(chunks):
        if connections[DEFAULT_DB_ALIAS].vendor not in READS_AHEAD:
            yield from chunks
            return
        with second_thread() as other:
            asked = deque(other.submit(next, chunks, None) for _ in range(CHUNKS_AHEAD))
            while (this := asked.popleft().result()) is not None:
                asked.append(other.submit(next, chunks, None))
                yield this


@contextmanager
def second_thread() -> Iterator[Executor]:
    """A thread with our connection: by itself it would open one of its own. From then on the process's threads take
    short turns."""
    sys.setswitchinterval(min(TURN_SECONDS, sys.getswitchinterval()))
    ours = connections[DEFAULT_DB_ALIAS]
    other = ThreadPoolExecutor(1, "ahead", connections.__setitem__, (DEFAULT_DB_ALIAS, ours))
    ours.inc_thread_sharing()
    try:
        yield other
    finally:
        other.shutdown(cancel_futures=True)
        ours.dec_thread_sharing()

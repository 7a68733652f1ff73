"""How fast the workbench is on 20,000 words with 600 claims, at the server and in Chromium, and with 2,000 claims.

    python -m benchmarks pages [--times 40] [--actions 500]

Starts the server as the demo does, on a database of its own (SQLite in a temporary directory, or DATABASE_URL: an
empty database). Beside each figure stands what the same machine takes for a page that does nothing: as many bytes
through the same server, the same words without style or script in the same browser. Without Chromium the rest is
measured.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import _chromium
from benchmarks._newsroom import learn_the_tables, newsroom
from benchmarks._visitor import Answer, Visitor, form_at, value_of
from benchmarks._workbench import desk_of, write_article
from benchmarks.writers import ROOT, wait_for

CLAIMS = (600, 2_000)
TIMES = 40
ACTIONS = 500
MOST_QUERIES = 25
LIMIT_PAGE_MS = LIMIT_ACTION_MS = 150.0
LIMIT_READY_MS = 1_000.0
LIMIT_ECHO_MS = LIMIT_TASK_MS = 50.0
LIMIT_SENT_KB = 30.0
TICKS = os.sysconf("SC_CLK_TCK")
GROWTH = 1.15
"""What counts as flat: after all actions no more than this much of what there was after a fifth of them."""


class Figure(NamedTuple):
    """One line of the table. `limit` is for p95 (for the maximum where there is one value alone); 0 is none."""

    name: str
    values: Sequence[float]
    unit: str
    limit: float = 0
    bare: Sequence[float] = ()

    def holds(self) -> bool:
        return not self.limit or high(self.values) < self.limit


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help=f"requests of each kind ({TIMES})")
    parser.add_argument("--actions", type=int, default=ACTIONS, help=f"for the memory ({ACTIONS})")
    asked = parser.parse_args(arguments)
    with newsroom(0) as editor, served(editor) as (base, articles, server):
        print(f"{'':44} {'median':>9} {'p95':>9} {'limit':>9} {'bare':>9}   load {os.getloadavg()[0]:.1f}")
        held = True
        for claims, article in articles.items():
            limited = claims == CLAIMS[0]
            print(f"{claims} claims")
            for figure in measured(base, article, editor, server, asked):
                held &= told(figure, limited)
    return 0 if held else 1


@contextmanager
def served(editor: Any) -> Iterator[tuple[str, dict[int, Any], int]]:
    """Writes the articles and starts the server: its address, the articles by their claims, its process."""
    from django.core.management import call_command

    from annotations.models import CheckPolicy

    desk = desk_of(editor, CheckPolicy.objects.get(is_default=True))
    articles = {claims: write_article(desk, claims) for claims in CLAIMS}
    learn_the_tables()
    call_command("collectstatic", interactive=False, verbosity=0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        addr = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "benchmarks._bare:application", "--bind", addr]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "BASE_URL": f"http://{addr}"})
    try:
        wait_for(f"http://{addr}/healthz")
        yield f"http://{addr}", articles, server.pid
    finally:
        server.terminate()
        server.wait()


def measured(base: str, article: Any, editor: Any, server: int, asked: Any) -> Iterator[Figure]:
    from annotations.models import Person

    visitor = Visitor(base, editor)
    subjects = subjects_of(article)
    yield queries_of(article, subjects, editor)
    yield from pages(visitor, article, subjects, server, asked.times)
    checker = Visitor(base, Person.objects.get(username="checker1"))
    yield from actions(checker, article, server, asked.times)
    if not _chromium.chromium():
        print("No Chromium was found: what it would show is left out. Install it, or name it in CHROMIUM.")
        return
    with _chromium.browser(base, checker.cookies) as context:
        yield from in_chromium(context, article, asked.times)
        yield from memory(context, article, server, asked.actions)


def subjects_of(article: Any) -> dict[str, str]:
    """What the panel can be about, as a query: the article, a sentence, the tray, a claim in each state."""
    from annotations.models import Claim

    rows = Claim.objects.filter(article=article).order_by("pk")
    claims = {str(claim.state): claim for claim in rows.reverse()}
    claims["talked about"] = rows[2]
    claims["stale, talked about"] = rows[102]
    claims["read blind"] = rows.filter(policy__second_read="blind", state="in_review")[0]
    named = {"article": "?about=article", "sentence": "?sentence=5", "tray": "?waiting=1"}
    return named | {name: f"?claim={claim.uid}" for name, claim in claims.items()}


def queries_of(article: Any, subjects: dict[str, str], editor: Any) -> Figure:
    """Counted in this process, of an editor, who is offered most."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Host": "localhost"})
    client.force_login(editor)
    counts: dict[str, int] = {}

    for name, query in subjects.items():
        client.get(f"/articles/{article.uid}/{query}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/articles/{article.uid}/{query}")
            counts[name] = len(asked)
    most = max(counts, key=lambda name: counts[name])
    return Figure(f"queries of the page (most: {most})", list(counts.values()), "", MOST_QUERIES + 1)


def pages(
    visitor: Visitor, article: Any, subjects: dict[str, str], server: int, times: int
) -> Iterator[Figure]:
    path = f"/articles/{article.uid}/"
    for query in subjects.values():
        visitor.get(path + query)
    before = worked(server)
    whole = [visitor.get(path + query) for query in subjects.values() for _ in range(max(times // 5, 2))]
    processor = (worked(server) - before) / len(whole)
    size = int(statistics.median(len(answer.body) for answer in whole))
    bare = [visitor.get(f"/bare/{size}/").taken for _ in range(times)]
    yield Figure("page at the server", [answer.taken for answer in whole], "ms", LIMIT_PAGE_MS, bare)
    yield Figure("page, the processor's part", [processor], "ms")
    yield Figure("page, sent", [answer.sent / 1000 for answer in whole], "kB")


def actions(visitor: Visitor, article: Any, server: int, times: int) -> Iterator[Figure]:
    visitor.learn_token(f"/articles/{article.uid}/?sentence=2")
    before = worked(server)
    done: dict[str, list[Answer]] = {}
    for start, end, line in open_sentences(article)[: times // 2]:
        for name, answer in pressed(visitor, article, start, end, line):
            done.setdefault(name, []).append(answer)
    for name, answer in talked_about(visitor, article, times):
        done.setdefault(name, []).append(answer)
    every = [answer for answers in done.values() for answer in answers]
    processor = (worked(server) - before) / len(every)
    size = int(statistics.median(answer.size for answer in every))
    bare = [visitor.get(f"/bare/{size}/").taken for _ in range(times)]
    yield Figure("an action, the processor's part", [processor], "ms")
    for name, answers in done.items():
        yield Figure(name, [answer.taken for answer in answers], "ms", LIMIT_ACTION_MS, bare)
        yield Figure("    sent", [answer.sent / 1000 for answer in answers], "kB")
        yield Figure(
            "    before it was compressed", [answer.size / 1000 for answer in answers], "kB", LIMIT_SENT_KB
        )


def open_sentences(article: Any) -> list[tuple[int, int, int]]:
    """Those nobody has looked at: start, end, number."""
    rows = (
        article.current_version().sentences.with_kind().order_by("start").values_list("start", "end", "state")
    )
    return [(start, end, number) for number, (start, end, kind) in enumerate(rows, 1) if kind == "open"]


def pressed(visitor: Visitor, article: Any, start: int, end: int, line: int) -> Iterator[tuple[str, Answer]]:
    """What the shortest way from a sentence to a verdict sends, key by key."""
    path, version = f"/articles/{article.uid}/", {"version": 2}
    yield "x nothing to check", visitor.post(f"{path}dismiss/", sentence=line, last=line, **version)
    yield "x open again", visitor.post(f"{path}reopen/", sentence=line, last=line, **version)
    marked = visitor.post(f"{path}mark/", start=start, end=end, **version)
    yield "c a claim", marked
    adding, _ = form_at(marked.body, r"/claims/[^/]+/evidence/")
    added = visitor.post(adding, source=f"Report no. {line}", **version)
    yield "s a source", added
    describing, hidden = form_at(added.body, r"/evidence/[^/]+/")
    yield "+ its stance", visitor.post(describing, **hidden, stance="supports")
    rating, hidden = form_at(added.body, r".+/rate/")
    rated = visitor.post(rating, **hidden, rating=value_of(added.body, "rating"))
    yield "1 a rating", rated
    saying, hidden = form_at(rated.body, r"/claims/[^/]+/comments/")
    yield "m a comment", visitor.post(saying, **hidden, body="Who says so?")
    submitting = rating.replace("/rate/", "/steps/submit/")
    yield ". done", visitor.post(submitting, **hidden, rationale="The report says so.")


def talked_about(visitor: Visitor, article: Any, times: int) -> Iterator[tuple[str, Answer]]:
    """The same where many have talked already."""
    claim = article.claims.order_by("pk")[102]
    visitor.get(f"/articles/{article.uid}/?claim={claim.uid}")
    for _ in range(max(times // 5, 2)):
        yield (
            "m a comment beside 40 others",
            visitor.post(f"/claims/{claim.uid}/comments/", version=2, body="And this?"),
        )


def in_chromium(context: Any, article: Any, times: int) -> Iterator[Figure]:
    path, alone = f"/articles/{article.uid}/", f"/bare/text/{article.uid}/"
    few = max(times // 4, 3)
    bare = _chromium.ready(context, alone, few, _chromium.WHEN_DRAWN)
    yield Figure("interactive", _chromium.ready(context, path, few), "ms", LIMIT_READY_MS, bare)
    bare, bare_long, bare_frames = _chromium.barely(context, alone, few)
    page = _chromium.workbench(context, path)
    keys = [*("jjkjJKjn" * few), *("xx" * few), *("jc" * few)]
    for key, values in _chromium.echoes(page, keys).items():
        yield Figure(f"echo of {key}", values, "ms", LIMIT_ECHO_MS, bare)
    long, frames = _chromium.scrolled(page)
    page.close()
    longest, bare_longest = [max(long, default=0.0)], [max(bare_long, default=0.0)]
    yield Figure("longest task over 50 ms while scrolling", longest, "ms", LIMIT_TASK_MS, bare_longest)
    yield Figure("a frame while scrolling", frames, "ms", 0, bare_frames)


def memory(context: Any, article: Any, server: int, count: int) -> Iterator[Figure]:
    """What the page and the server hold after a fifth of the actions, and after all of them."""
    page = _chromium.workbench(context, f"/articles/{article.uid}/")
    early, late = {}, {}
    for number in range(1, count + 1):
        page.keyboard.press("x" if number % 5 < 2 else "j")
        page.wait_for_function(_chromium.IDLE)
        if number == count // 5:
            early = _chromium.held(page) | {"server": resident(server)}
    late = _chromium.held(page) | {"server": resident(server)}
    page.close()
    for name, divisor, unit in (
        ("JSHeapUsedSize", 1e6, "MB"),
        ("Nodes", 1, ""),
        ("JSEventListeners", 1, ""),
        ("server", 1e6, "MB"),
    ):
        limit = GROWTH * early[name] / divisor
        yield Figure(
            f"after {count} actions: {name}", [late[name] / divisor], unit, limit, [early[name] / divisor]
        )


def resident(server: int) -> float:
    """Bytes that the server's processes hold; 0 where the system does not say."""
    pages = [told.split()[1] for told in of_children(server, "statm")]
    return float(sum(map(int, pages)) * os.sysconf("SC_PAGE_SIZE"))


def worked(server: int) -> float:
    """Milliseconds of the processor that the server's processes have had: other work on the machine adds nothing."""
    fields = [told.rpartition(")")[2].split() for told in of_children(server, "stat")]
    return 1000 * sum(int(user) + int(system) for *_, user, system in (row[:13] for row in fields)) / TICKS


def of_children(server: int, name: str) -> list[str]:
    """What the system says of the processes that answer; nothing where it does not."""
    try:
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [Path(f"/proc/{child}/{name}").read_text() for child in children]
    except OSError:
        return []


def high(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 19 else max(values)


def told(figure: Figure, limited: bool) -> bool:
    """Prints the line; says whether it holds, where there is a limit."""
    unit, limit = figure.unit, f"{figure.limit:.0f}" if limited and figure.limit else ""
    bare = f"{statistics.median(figure.bare):.1f}" if figure.bare else ""
    middle, most = statistics.median(figure.values), high(figure.values)
    missed = limited and not figure.holds()
    print(
        f"{figure.name:44} {middle:9.1f} {most:9.1f} {limit:>9} {bare:>9} {unit:3}{' !' if missed else ''}",
        flush=True,
    )
    return not missed

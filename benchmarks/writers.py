"""Claims created each second through the REST API, by one and by four writers, and what two edits at once come to.

    python -m benchmarks writers [--claims 200]

Starts the production server on a database of its own (SQLite in a temporary directory, or DATABASE_URL: an empty
database). The bare figure beside it is the same number of commits of one event row each, which is what any writer
on this disk has to pay. doccano creates about 50 annotations a second, Label Studio 9.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import urllib3

ROOT = Path(__file__).resolve().parent.parent
WRITERS = 4
RIVALS = {"doccano": 50, "Label Studio": 9}
SECONDS_TO_START = 60
BARE_COMMITS = """
import time, uuid
from django.db import transaction
from django.utils import timezone
from annotations.models import Event
begun = time.perf_counter()
for number in range(10**9, 10**9 + {count}):
    with transaction.atomic():
        Event.objects.create(number=number, at=timezone.now(), verb="exported", object_kind="x",
                             object_uid=uuid.uuid4())
print({count} / (time.perf_counter() - begun))
Event.objects.filter(number__gte=10**9).delete()
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks writers", description=__doc__)
    parser.add_argument("--claims", type=int, default=200, help="claims a writer (200)")
    count = parser.parse_args(arguments).claims
    with tempfile.TemporaryDirectory() as directory, newsroom(Path(directory)) as (client, manage):
        article = client.post("articles/", {"text": text_of(count)})["uid"]
        one = rate(lambda: create(client, article, count), count)
        four = rate(lambda: together(client, article, count), count * WRITERS)
        bare = float(
            manage("shell", "--verbosity", "0", "-c", BARE_COMMITS.format(count=count)).splitlines()[-1]
        )
        outcomes = race(client, article)
    print(
        f"one writer      {one:7.0f} claims a second   ({one / bare:.2f} of bare commits, {bare:.0f} a second)"
    )
    print(f"four writers    {four:7.0f} claims a second")
    for name, figure in RIVALS.items():
        print(f"{name:15} {figure:7} as published; ratio {one / figure:.1f}")
    print(f"two edits at once, 20 times: {dict(sorted(outcomes.items()))} (200 is won, 412 is told)")
    return 0 if outcomes == Counter({200: 20, 412: 20}) else 1


class Client:
    """Just enough of the API to write."""

    def __init__(self, base: str, token: str) -> None:
        self.base = f"{base}/api/v1/"
        self.pool = urllib3.PoolManager(maxsize=WRITERS * 2)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> urllib3.BaseHTTPResponse:
        data = None if body is None else json.dumps(body).encode()
        return self.pool.request(method, self.base + path, body=data, headers={**self.headers, **headers})

    def post(self, path: str, body: Any) -> Any:
        answer = self.ask("POST", path, body)
        if answer.status not in (200, 201):
            raise SystemExit(f"{path}: {answer.status} {answer.data.decode()[:300]}")
        return answer.json()


@contextmanager
def newsroom(directory: Path) -> Iterator[tuple[Client, Any]]:
    """The demo's server on a free port, a client with a writing token, and `manage.py`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        addr = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, "DATA_DIR": str(directory)}

    def manage(*words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout

    command = [sys.executable, "manage.py", "demo", "--addr", addr]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://{addr}/healthz")
        token = manage("create_token", "editor", "--scope", "write").strip()
        yield Client(f"http://{addr}", token), manage
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    for _ in range(SECONDS_TO_START * 5):
        try:
            if urllib3.request("GET", address, retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.2)
    raise SystemExit("The server did not start.")


def text_of(count: int) -> str:
    """An article with a sentence for every claim."""
    lines = [f"Line {n} says that {n * 7} ships came in the year {1000 + n}." for n in range(count)]
    return "A harbour in numbers\n\n" + "\n\n".join(lines)


def create(client: Client, article: str, count: int) -> None:
    for n in range(count):
        start = 22 + n * 5
        client.post("claims/", {"article": article, "version": 1, "start": start, "end": start + 30})


def together(client: Client, article: str, count: int) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda _: create(client, article, count), range(WRITERS)))


def rate(work: Any, count: int) -> float:
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


def race(client: Client, article: str) -> Counter[int]:
    """Two people save the same claim at the same moment, each having seen it as it was."""
    outcomes: Counter[int] = Counter()
    for n in range(20):
        claim = client.post("claims/", {"article": article, "version": 1, "start": 0, "end": 20})
        path = f"claims/{claim['uid']}/"
        tag = client.ask("GET", path).headers["ETag"]

        def save(text: str, path: str = path, tag: str = tag) -> int:
            return client.ask("PATCH", path, {"text": text}, **{"If-Match": tag}).status

        with ThreadPoolExecutor(2) as pool:
            outcomes.update(pool.map(save, (f"One {n}.", f"Other {n}.")))
    return outcomes

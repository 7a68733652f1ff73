"""How long the API takes to answer, by kind of question, in a newsroom with many claims.

    python -m benchmarks api [--claims 10000]

In one process, without a network: what is measured is the work, from the parsed request to the written answer.
Uses an SQLite database of its own in a temporary directory, or DATABASE_URL: an empty database.
"""

import argparse
import json
import statistics
import time
from typing import Any

from benchmarks._newsroom import newsroom

CLAIMS = 10_000
TIMES = 15
BASE = "/api/v1/"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks api", description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS, help=f"claims in the newsroom ({CLAIMS})")
    count = parser.parse_args(arguments).claims
    with newsroom(count) as editor:
        measure(editor, count)
    return 0


def measure(editor: Any, count: int) -> None:
    client = caller(editor)
    claim = client("claims/?page_size=1").json()["results"][0]
    deep = f"claims/?page_size=50&since={count // 2}"
    questions = {
        "one claim": f"claims/{claim['uid']}/",
        "50 claims, the newest": "claims/?page_size=50",
        "50 claims in the middle of a pull": deep,
        "500 claims": "claims/?page_size=500",
        "500 claims with UTF-16 positions": "claims/?page_size=500&offsets=utf16",
        "50 claims by truth class": "claims/?page_size=50&truth_class=contradicted",
        "50 claims with words": "claims/?page_size=50&q=ferry%20works",
        "no claim with words that are nowhere": "claims/?q=nowhere",
        "one version with its text": f"articles/{claim['article']}/versions/1/",
    }
    print(f"{count} claims")
    for name, path in questions.items():
        print(f"{name:40} {median_milliseconds(client, path):8.1f} ms")
    body = {"article": claim["article"], "version": 1, "start": 0, "end": 20}
    print(f"{'marking a claim':40} {median_milliseconds(client, 'claims/', body):8.1f} ms")


def caller(person: Any) -> Any:
    from django.test import Client

    from annotations.actions.access import make_token
    from annotations.models import Scope

    _, secret = make_token(person, by=person, scopes=[Scope.READ, Scope.WRITE])
    client, headers = Client(), {"Authorization": f"Bearer {secret}", "Host": "localhost"}

    def call(path: str, body: Any = None) -> Any:
        if body is None:
            return client.get(BASE + path, headers=headers)
        return client.post(BASE + path, json.dumps(body), content_type="application/json", headers=headers)

    return call


def median_milliseconds(client: Any, path: str, body: Any = None) -> float:
    taken = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        answer = client(path, body)
        taken.append(time.perf_counter() - begin)
        assert answer.status_code < 300, (path, answer.content[:200])
    return 1000 * statistics.median(taken)

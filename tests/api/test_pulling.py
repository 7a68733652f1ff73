"""The program of docs/api.md that pulls everything, killed and started again while others write."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing as closing_connection
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from annotations.actions.access import make_token
from annotations.api.negotiation import written
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.articles import article_shapes
from annotations.exports.shapes.discussion import event_shapes
from annotations.exports.shapes.sources import source_shapes
from annotations.exports.web_annotation import addressed_claims, our_site
from annotations.models import Article, Claim, Event, Person, Scope, Source
from tests.api.calling import Caller, openapi
from tests.make import alice, bob, make_article, make_claim, make_person

TOUR = Path(settings.BASE_DIR) / "docs" / "api.md"
[PROGRAM] = re.findall(r"```python\n(.*?)```", TOUR.read_text("utf-8"), re.DOTALL)
SENTENCE = "Pier {0} was built in {1} and holds {2} ships."
ROUNDS = 3

Rows = dict[str, dict[str, Any]]


@pytest.mark.django_db(transaction=True)
def test_a_pull_that_is_killed_and_goes_on_while_four_people_write_ends_with_what_there_is(
    live_server: LiveServer, tmp_path: Path, settings: Any
) -> None:
    settings.BASE_URL = live_server.url
    openapi()  # by one thread: what makes it is not made for several
    dora = make_person("dora")
    writers = writers_of(make_article(harbour(0)), Caller(alice()), Caller(bob()), Caller(dora))
    puller = Puller(tmp_path, live_server.url, secret_of(dora))
    with ThreadPoolExecutor(len(writers)) as pool:
        at_work = [pool.submit(closing, writer) for writer in writers]
        pages = 0
        while not all(writer.done() for writer in at_work):
            pages += puller.run_and_kill(after_pages=4)
        for writer in at_work:
            writer.result()
    puller.run()
    assert pages >= 4
    states = {row["state"] for row in puller.copied("claims").values()}
    assert states >= {"spotted", "removed", "published", "retracted", "merged"}
    for kind, there in what_there_is(dora).items():
        assert puller.copied(kind) == there, kind


def harbour(number: int) -> str:
    """An article with a sentence for each of the claims that are marked in it."""
    return f"Harbour {number}\n\n" + " ".join(SENTENCE.format(n, 1800 + n, n + 3) for n in range(60))


def writers_of(article: Article, alices: Caller, bobs: Caller, doras: Caller) -> list[Callable[[], None]]:
    """Four people at work: one marks, one describes the same claims and puts some away, one finds sources and
    one publishes, corrects, retracts, and brings in articles."""
    shared = make_claim(article, SENTENCE.format(59, 1859, 62))
    return [
        lambda: mark_and_remove(bobs, article),
        lambda: source(doras, shared),
        lambda: edit(alices, shared, article),
        lambda: publish(alices),
    ]


def mark(api: Caller, article: str, number: int) -> str:
    quote = {"type": "TextQuoteSelector", "exact": SENTENCE.format(number, 1800 + number, number + 3)}
    return done(api.post("claims/", {"article": article, "target": {"selector": quote}})).json()["uid"]


def mark_and_remove(api: Caller, article: Article) -> None:
    for number in range(ROUNDS * 3):
        uid = mark(api, str(article.uid), number)
        done(api.patch(f"claims/{uid}/", {"tags": ["pier"]}, If_Match="*"))
        if number % 3:
            done(step(api, uid, "remove"))
        if number % 3 == 2:
            done(step(api, uid, "restore"))


def source(api: Caller, claim: Claim) -> None:
    for number in range(ROUNDS):
        uid = done(api.post("sources/", {"title": f"Harbour book {number}"})).json()["uid"]
        on = f"claims/{claim.uid}/evidence/"
        evidence = done(api.post(on, {"source": uid, "stance": "supports"})).json()["uid"]
        done(api.patch(f"sources/{uid}/", {"title": f"Harbour book {number}, 2nd edition"}, If_Match="*"))
        change = {"removed": True} if number % 2 else {"note": "Seen."}
        done(api.patch(f"{on}{evidence}/", change, If_Match="*"))


def edit(api: Caller, claim: Claim, article: Article) -> None:
    for number in range(ROUNDS):
        done(api.patch(f"claims/{claim.uid}/", {"text": f"Wording {number}."}, If_Match="*"))
        done(api.patch(f"articles/{article.uid}/", {"headline": f"Harbour, edition {number}"}, If_Match="*"))
        other = mark(api, str(article.uid), 40 + number)
        done(step(api, other, "merge", into=str(claim.uid)))
    text = harbour(0).replace("\n\n", "\n\nIt was measured anew. ")
    done(api.post(f"articles/{article.uid}/versions/", {"text": text}))


def publish(api: Caller) -> None:
    agent = done(api.post("agents/", {"name": "The mayor"})).json()["uid"]
    for number in range(1, ROUNDS + 1):
        article = done(api.post("articles/", {"text": harbour(number)})).json()["uid"]
        uid = mark(api, article, number)
        book = done(api.post("sources/", {"title": f"Register {number}"})).json()["uid"]
        done(api.post(f"claims/{uid}/evidence/", {"source": book, "stance": "supports"}))
        done(api.post(f"claims/{uid}/assessments/", {"rating": "true", "rationale": "It says so."}))
        done(api.patch(f"claims/{uid}/", {"claimant": agent}, If_Match="*"))
        for name, words in LIFE[: 2 + number]:
            done(step(api, uid, name, **words))


LIFE: list[tuple[str, dict[str, str]]] = [
    ("submit", {}),
    ("explain", {"explanation": "The register gives the year."}),
    ("publish", {}),
    ("correct", {"kind": "update", "text": "A pier was added."}),
    ("retract", {"reason": "Another pier."}),
]


def step(api: Caller, uid: str, name: str, **words: str) -> Any:
    return api.post(f"claims/{uid}/steps/", {"step": name, **words})


def done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.content
    return answer


def closing(write: Callable[[], None]) -> None:
    try:
        write()
    finally:
        connections.close_all()


class Puller:
    """The program as it stands in the documentation, but for its small pages; each run is a process of its own."""

    def __init__(self, folder: Path, server: str, secret: str) -> None:
        self.folder = folder
        small = PROGRAM.replace("page_size=500", "page_size=3")
        assert small != PROGRAM
        (folder / "pull.py").write_text(small, "utf-8")
        self.command = [sys.executable, "-u", "pull.py", f"{server}/api/v1", secret]

    def run(self) -> None:
        subprocess.run(self.command, cwd=self.folder, check=True, capture_output=True, timeout=60)

    def run_and_kill(self, *, after_pages: int) -> int:
        """Start it, and kill it (-9) while it works on the page after these many. How many it told of."""
        with subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.PIPE) as process:
            assert process.stdout
            told = len(list(islice(process.stdout, after_pages)))
            process.kill()
        return told

    def copied(self, kind: str) -> Rows:
        with closing_connection(sqlite3.connect(self.folder / "copy.sqlite3")) as copy:
            rows = copy.execute("SELECT uid, json FROM record WHERE kind = ?", [kind])
            return {uid: json.loads(text) for uid, text in rows}


def secret_of(person: Person) -> str:
    return make_token(person, by=person, scopes=[Scope.READ])[1]


def what_there_is(person: Person) -> dict[str, Rows]:
    """What this person may see of everything that can be pulled, as the API shapes it."""
    recipient = Recipient(person, identities=False)
    shapes = {
        "articles": article_shapes(Article.objects.visible_to(person)),
        "claims": addressed_claims(Claim.objects.visible_to(person), recipient, our_site()),
        "events": event_shapes(Event.objects.visible_to(person), recipient),
        "sources": source_shapes(Source.objects.visible_to(person), recipient),
    }
    return {
        kind: {row["uid"]: row for row in json.loads(written(list(rows)))} for kind, rows in shapes.items()
    }

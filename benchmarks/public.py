"""How long readers' pages take at the server, beside a bare "hello" through the same Django.

    python -m benchmarks public [--checks 1000] [--times 200]

In one process, without a network: what is measured is the work, from the parsed request to the written answer.
Uses an SQLite database of its own in a temporary directory, or DATABASE_URL: an empty database.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks._newsroom import CLAIMS_PER_ARTICLE, newsroom

CHECKS = 1_000
TIMES = 200
LIMIT_MS = 30.0

urlpatterns: list[Any] = []


class Taken(NamedTuple):
    """Milliseconds that passed, and that the processor worked: beside other work the first is more."""

    passed: float
    worked: float


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks public", description=__doc__)
    parser.add_argument("--checks", type=int, default=CHECKS, help=f"published checks ({CHECKS})")
    parser.add_argument("--times", type=int, default=TIMES, help=f"requests of each kind ({TIMES})")
    asked = parser.parse_args(arguments)
    with newsroom(asked.checks) as editor:
        publish_all(editor)
        collect_static_files()
        return measure(asked.checks, asked.times)


def publish_all(editor: Any) -> None:
    """Whatever has a verdict, as rows: the records are those that publishing makes."""
    from annotations.models import Agent, Article, Claim

    claimant = Agent.objects.create(name="The mayor", kind="person")
    Claim.objects.filter(state="approved").update(state="published", claimant=claimant)
    for article in Article.objects.order_by("pk"):
        split(article)
        Article.objects.filter(pk=article.pk).update(slug=f"2024-01-01-{article.pk}")
        freeze_all(article, editor)
    whole = Article.objects.filter(pk=Article.objects.latest("pk").pk)
    whole.update(public_text="full")
    freeze_all(whole.get(), editor)


def collect_static_files() -> None:
    """Pages name style sheets by the hash of their content."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def split(article: Any) -> None:
    """Sentences, and a paragraph for each five of them."""
    from annotations.models import ArticleVersion, Sentence

    version = article.current_version()
    places = list(article.claims.order_by("pk").values_list("highlights__start", "highlights__end"))
    Sentence.objects.bulk_create(
        Sentence(version=version, ordinal=ordinal, start=start, end=end)
        for ordinal, (start, end) in enumerate(places, start=1)
    )
    blocks = [
        {"kind": "paragraph", "start": places[at][0], "end": places[min(at + 4, len(places) - 1)][1]}
        for at in range(0, len(places), 5)
    ]
    ArticleVersion.objects.filter(pk=version.pk).update(blocks=blocks)


def freeze_all(article: Any, editor: Any) -> None:
    from django.utils import timezone

    from annotations.exports.records import content_hash, public_record
    from annotations.models import Claim, Publication

    rows = []
    for claim in Claim.objects.filter(article=article, state="published").order_by("pk"):
        now, number = timezone.now(), claim.publications.count() + 1
        record = public_record(claim, number=number, at=now)
        columns = {"record": record, "content_hash": content_hash(record), "by": editor, "at": now}
        rows.append(Publication(claim=claim, number=number, **columns))
    Publication.objects.bulk_create(rows)


def measure(checks: int, times: int) -> int:
    from annotations.models import Publication

    newest = Publication.objects.latest("pk").record
    oldest = Publication.objects.earliest("pk").record
    slug, uid = oldest["article"]["slug"], oldest["uid"]
    addresses = {
        "claim": f"/checks/{slug}/{uid}/",
        "claim, for who has it already": f"/checks/{slug}/{uid}/",
        f"article, 50 of its {CLAIMS_PER_ARTICLE} checks": f"/checks/{slug}/",
        "article of our own, with its text": f"/checks/{newest['article']['slug']}/",
        "list": "/checks/",
        "corrections": "/corrections/",
        "how we check": "/checks/how/",
        "card": f"/embed/{uid}/",
        "Atom feed": "/checks/feed.atom",
        "ClaimReview of all": "/checks/claimreview.json",
        "sitemap": "/sitemap.xml",
        "API, one record": f"/api/v1/checks/{uid}/",
    }
    print(f"{checks} published checks                  median         p95   processor")
    told("bare hello", timed_hello(times))
    slow = False
    for name, address in addresses.items():
        taken = timed(client_of(address, has_it="already" in name), times)
        told(name, taken)
        # Whole feeds are made for programs; pages have a limit.
        slow |= statistics.median(each.passed for each in taken) > LIMIT_MS and name != "ClaimReview of all"
    return int(slow)


def timed_hello(times: int) -> list[Taken]:
    """Through the same middleware."""
    from django.http import HttpResponse
    from django.test import Client, override_settings
    from django.urls import path

    urlpatterns[:] = [path("hello/", lambda request: HttpResponse("hello"))]
    client = Client(headers={"Host": "localhost"})
    with override_settings(ROOT_URLCONF="benchmarks.public"):
        return timed(lambda: client.get("/hello/"), times)


def client_of(address: str, has_it: bool) -> Callable[[], Any]:
    from django.test import Client

    client = Client(headers={"Host": "localhost"})
    headers = {"If-None-Match": client.get(address).headers["ETag"]} if has_it else {}

    def ask() -> Any:
        answer = client.get(address, headers=headers)
        assert answer.status_code == (304 if has_it else 200), (address, answer.status_code)
        return b"".join(answer) if answer.streaming else answer.content

    return ask


def timed(ask: Callable[[], Any], times: int) -> list[Taken]:
    """Milliseconds, after a first request that fills caches."""
    ask()
    taken = []
    for _ in range(times):
        begin, worked = time.perf_counter(), time.process_time()
        ask()
        passed = time.perf_counter() - begin
        taken.append(Taken(1000 * passed, 1000 * (time.process_time() - worked)))
    return taken


def told(name: str, taken: list[Taken]) -> None:
    passed = [each.passed for each in taken]
    p95 = statistics.quantiles(passed, n=20)[-1]
    worked = statistics.median(each.worked for each in taken)
    print(f"{name:36} {statistics.median(passed):8.1f} ms {p95:8.1f} ms {worked:8.1f} ms")

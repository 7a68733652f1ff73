"""Pages that claims quote, looked at again: real servers on the loopback address, asked through the guarded door."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from annotations import net
from annotations.actions.evidence import remove_evidence
from annotations.actions.sources import describe_source, forget_source
from annotations.models import Claim, Event, Notification, Source, Verb, Why
from annotations.tasks import copy_source
from tests.api.calling import Caller
from tests.make import alice, bob, make_claim, make_evidence, make_published, make_source
from tests.net.misbehaving import Site, answer
from tests.pages.visiting import get, panel_of, words_of
from tests.receiving import receiving

pytestmark = pytest.mark.django_db

PASSAGE = "The bridge was built in 1911."
PAGE = "<html><body><article><h1>Harbour yearbook</h1><p>{}</p><p>It has two arches, as before.</p></article>"


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        yield site


@pytest.fixture
def quoted(site: Site, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Claim]:
    """Makes a published claim that quotes a page of the site, of which there is a copy with these words."""
    settings.IMPORT_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    limits = net.Limits(total_seconds=5, connect_seconds=2, ports=frozenset({site.port}))
    monkeypatch.setattr(net, "get", partial(net.get, limits=limits, resolve=lambda host: ["127.0.0.1"]))

    def make(said: str = PASSAGE, path: str = "/yearbook", **columns: Any) -> Claim:
        site.pages[path] = page(said)
        source = make_source(url=site.url(path), title="Harbour yearbook", **columns)
        assert copy_source.call(str(source.uid)) == "copied"
        claim = make_claim()
        make_evidence(claim, source=source, quotation=PASSAGE)
        site.requests.clear()
        return make_published(claim)

    return make


def page(words: str, *headers: str, status: str = "200 OK") -> Any:
    return answer("Content-Type: text/html", *headers, body=PAGE.format(words).encode(), status=status)


def looked(capsys: Any, *options: str) -> list[dict[str, Any]]:
    call_command("watch_sources", "--json", "--pause", "0", *options)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def anew(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def source_of(claim: Claim) -> Source:
    return claim.evidence.exclude(quotation="").get().source


def test_a_passage_that_is_gone_is_kept_as_it_is_now_and_makes_its_claim_stale_once(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    source, last = source_of(claim), Event.objects.latest("number").number
    site.pages["/yearbook"] = page("The bridge was built in 1912.")
    [row] = looked(capsys)
    copy = source.snapshots.first()
    assert copy
    assert (row["outcome"], row["snapshot"], row["stale"]) == ("changed", str(copy.uid), [str(claim.uid)])
    assert "1912" in copy.text
    [entry] = anew(claim).stale_reasons
    evidence = claim.evidence.get(source=source)
    assert (entry["kind"], entry["source"], entry["evidence"]) == (
        "passage_gone",
        str(source.uid),
        str(evidence.uid),
    )
    events = Event.objects.filter(number__gt=last).order_by("number").values_list("verb", "by")
    assert list(events) == [(Verb.SOURCE_COPIED, None), (Verb.CLAIM_WENT_STALE, None)]
    assert looked(capsys, "--older-than", "0")[0]["outcome"] == "same"
    assert len(anew(claim).stale_reasons) == 1
    assert looked(capsys) == [], "looked at within the day"


def test_whoever_has_the_claim_is_told_and_every_door_says_why(
    site: Site, quoted: Callable[..., Claim], capsys: Any
) -> None:
    claim = quoted()
    site.pages["/yearbook"] = page("Nothing is known.")
    looked(capsys)
    assert Notification.objects.filter(person=bob(), why=Why.STALE, event__claim=claim).count() == 1
    sentence = "What is quoted from a source that it rests on is no longer there."
    assert sentence in words_of(get(bob(), "claim_detail", claim.uid))
    assert sentence in panel_of(bob(), claim)
    assert "<b>Somebody</b> made the claim stale" in words_of(get(bob(), "notice_list"))
    assert get(bob(), "source_detail", source_of(claim).uid).status_code == 200
    events = Caller(bob()).get(f"claims/{claim.uid}/events/").json()["results"]
    assert [each["by"] for each in events if each["verb"] == "claim_went_stale"] == [None]
    assert Caller(bob()).get(f"claims/{claim.uid}/").json()["stale_reasons"][0]["kind"] == "passage_gone"


def test_a_passage_that_stands_again_is_as_it_was_judged(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    for said in ("Nothing is known.", f"It is settled: {PASSAGE}"):
        site.pages["/yearbook"] = page(said)
        [row] = looked(capsys, "--older-than", "0")
    assert (row["stale"], row["lifted"]) == ([], [str(claim.uid)])
    claim = anew(claim)
    assert (claim.stale_since, claim.stale_reasons) == (None, [])
    assert claim.changed == source_of(claim).changed == Event.objects.latest("number").number


def test_what_else_changed_on_the_page_is_kept_and_makes_nothing_stale(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    site.pages["/yearbook"] = page(f"{PASSAGE} It was painted green.")
    [row] = looked(capsys)
    assert (row["outcome"], row["stale"]) == ("changed", [])
    assert source_of(claim).snapshots.count() == 2
    site.pages["/yearbook"] = page(f"<!-- visit 7 --> {PASSAGE} It was painted green.")
    assert looked(capsys, "--older-than", "0")[0]["outcome"] == "same"
    assert source_of(claim).snapshots.count() == 2
    assert not anew(claim).stale_since


def test_what_was_never_found_in_our_copy_is_not_missed(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted("A scan of page 12.")
    site.pages["/yearbook"] = page("A scan of page 13.")
    assert looked(capsys)[0]["outcome"] == "changed"
    assert not anew(claim).stale_since


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (page("Sorry", status="503 Sorry"), "down"),
        (page("Sorry", status="404 Not Found"), "down"),
        (lambda client: None, "down"),
        (answer("Content-Type: application/pdf", body=b"%PDF-1.7\n\x00\x01"), "unreadable"),
        (answer("Content-Type: text/html", body=b"<html><body><script>go()</script>"), "unreadable"),
    ],
)
def test_a_page_that_is_down_or_unreadable_changes_nothing(
    now: Any,
    outcome: str,
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    before = Event.objects.latest("number").number, source_of(claim).row_version
    site.pages["/yearbook"] = now
    [row] = looked(capsys)
    assert (row["outcome"], bool(row["why"]), row["snapshot"]) == (outcome, True, None)
    assert (Event.objects.latest("number").number, source_of(claim).row_version) == before
    assert source_of(claim).snapshots.count() == 1
    assert source_of(claim).watched_at, "so that it is not the first one again"


def test_a_server_that_names_its_answers_is_asked_whether_it_is_still_that_one(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    site.pages["/yearbook"] = page(f"{PASSAGE} Second edition.", 'ETag: "two"')
    looked(capsys)
    site.pages["/yearbook"] = answer('ETag: "two"', status="304 Not Modified")
    [row] = looked(capsys, "--older-than", "0")
    assert row["outcome"] == "same"
    first, second = site.requests
    assert "If-None-Match" not in first
    assert 'If-None-Match: "two"\r\n' in second
    source = source_of(claim)
    forget_source(source, by=alice(), row_version=source.row_version)
    assert set(source.snapshots.values_list("etag", flat=True)) == {""}


def test_only_pages_that_a_shown_claim_quotes_are_asked_for_and_no_confidential_one(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    make_source(url=site.url("/unused"))
    make_evidence(make_claim(), source=make_source(url=site.url("/unquoted")))
    taken_off = make_evidence(make_claim(), source=make_source(url=site.url("/off")), quotation="…")
    remove_evidence(taken_off, by=bob(), row_version=taken_off.row_version)
    secret = make_source(url=site.url("/secret"), confidential=True)
    make_evidence(make_claim(), source=secret, quotation="…")
    assert [row["source"] for row in looked(capsys)] == [str(source_of(claim).uid)]
    assert [request.split(" ")[1] for request in site.requests] == ["/yearbook"]


def test_a_source_that_becomes_confidential_while_it_is_fetched_is_left_alone(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = quoted()
    fetch = net.get

    def meanwhile(*args: Any, **options: Any) -> net.Fetched:
        source = source_of(claim)
        describe_source(source, by=alice(), row_version=source.row_version, confidential=True)
        return fetch(*args, **options)

    monkeypatch.setattr(net, "get", meanwhile)
    site.pages["/yearbook"] = page("Nothing is known.")
    assert looked(capsys)[0]["outcome"] == "left_alone"
    assert source_of(claim).snapshots.count() == 1


def test_a_limit_takes_those_first_that_were_looked_at_longest_ago_and_a_host_is_not_hurried(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims = [quoted(path=f"/{name}") for name in "abc"]
    ages = (timedelta(days=2), timedelta(days=3), None)
    for claim, age in zip(claims, ages, strict=True):
        Source.objects.filter(pk=source_of(claim).pk).update(watched_at=age and timezone.now() - age)
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    call_command("watch_sources", "--json", "--limit", "2")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["url"][-2:] for row in rows] == ["/c", "/b"]
    assert slept[0] == 0
    assert 4 < slept[1] <= 5


def test_what_is_said_to_people_names_what_changed_and_counts_the_rest(
    site: Site,
    quoted: Callable[..., Claim],
    capsys: Any,
) -> None:
    claim = quoted()
    quoted(path="/other")
    site.pages["/yearbook"] = page("Nothing is known.")
    call_command("watch_sources", "--pause", "0")
    said = capsys.readouterr()
    changed = f"{site.url('/yearbook')}: has changed; a copy was kept."
    assert said.out == f"{changed} Stale now: {claim}.\n"
    assert said.err == "1 says the same, 1 has changed; a copy was kept\n"

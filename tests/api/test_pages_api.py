"""Lists, page after page, and pulls in the order of commits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from annotations.actions.claims import describe_claim, remove_claim
from annotations.actions.sources import describe_source
from annotations.models import Claim, Event
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_published,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

WORDS = ("The council opened", "It cost 12 million", "We had no choice", "The old bridge", "Nobody was hurt")


def make_claims(count: int) -> list[Claim]:
    article = make_article()
    return [make_claim(article, WORDS[number % len(WORDS)]) for number in range(count)]


def test_pages_are_stable_while_rows_are_added_and_removed() -> None:
    claims = make_claims(7)
    api = Caller(bob())
    first = api.get("claims/?page_size=3").json()
    assert first["previous"] is None
    assert [row["uid"] for row in first["results"]] == [str(claim.uid) for claim in claims[:3:-1]]
    make_claim(claims[0].article, "The harbour handles")
    remove_claim(claims[4], by=bob())
    second = api.get(first["next"]).json()
    assert [row["uid"] for row in second["results"]] == [str(claim.uid) for claim in claims[3:0:-1]]
    third = api.get(second["next"]).json()
    assert ([row["uid"] for row in third["results"]], third["next"]) == ([str(claims[0].uid)], None)
    back = api.get(third["previous"]).json()
    assert back["results"] == second["results"]
    assert api.get(back["next"]).json()["results"] == third["results"]


def test_every_ordering_shows_each_row_once_forwards_and_backwards() -> None:
    """Some rows have no due date, and some have the same."""
    claims = make_claims(8)
    for number, claim in enumerate(claims[:5]):
        due = datetime(2030, 1, 1 + number // 2, tzinfo=UTC)
        describe_claim(claim, by=bob(), row_version=claim.row_version, due=due)
    api = Caller(bob())
    for ordering in ("created", "-created", "changed", "-modified", "due", "-due"):
        hold_to_each_row_once(api, ordering)


def hold_to_each_row_once(api: Caller, ordering: str) -> None:
    whole = [row["uid"] for row in api.get(f"claims/?ordering={ordering}").json()["results"]]
    assert len(set(whole)) == 8
    for size in (1, 2, 3, 5):
        page = api.get(f"claims/?ordering={ordering}&page_size={size}").json()
        forwards = [page]
        while page["next"]:
            page = api.get(page["next"]).json()
            forwards.append(page)
        assert [row["uid"] for page in forwards for row in page["results"]] == whole
        backwards = [page]
        while page["previous"]:
            page = api.get(page["previous"]).json()
            backwards.append(page)
        assert [page["results"] for page in reversed(backwards)] == [page["results"] for page in forwards]
    if "due" in ordering:
        by_due = [row["due"] for row in api.pages(f"claims/?ordering={ordering}")]
        assert by_due[5:] == [None, None, None]
        assert by_due[:5] == sorted(by_due[:5], reverse=ordering.startswith("-"))


def test_links_lead_to_the_host_that_the_settings_name() -> None:
    make_claims(2)
    following = Caller(bob()).get("claims/?page_size=1&state=spotted").json()["next"]
    assert following.startswith("http://127.0.0.1:8000/api/v1/claims/?page_size=1&state=spotted&cursor=")


def test_a_cursor_of_one_ordering_is_none_of_another() -> None:
    make_claims(2)
    api = Caller(bob())
    following = api.get("claims/?page_size=1").json()["next"]
    answers = [api.get(following + "&ordering=created"), api.get("claims/?cursor=nonsense")]
    assert [(answer.status_code, answer.json()["field"]) for answer in answers] == [(404, "cursor")] * 2


@pytest.mark.parametrize(
    ("query", "field"),
    [("since=1&updated_since=2024-01-01T00:00:00Z", "since"), ("since=1&state=approved", "state")],
)
def test_what_cannot_be_asked_together_is_said(query: str, field: str) -> None:
    answer = Caller(bob()).get(f"claims/?{query}")
    assert (answer.status_code, answer.json()["field"]) == (409, field)


def test_an_article_that_is_called_something_else_comes_with_its_claims() -> None:
    claim = make_claim()
    api = Caller(bob())
    for path, body in (("", {"headline": "A new name"}), ("versions/", {"text": "Newer\n\nIt opened."})):
        since = api.get("claims/?since=0").json()["since"]
        article = f"articles/{claim.article.uid}/"
        assert (api.post if path else api.change)(article + path, body).status_code in (200, 201)
        [pulled] = api.get(f"claims/?since={since}").json()["results"]
        assert pulled["article_headline"] in ("A new name", "Newer")


def test_a_pull_gives_what_changed_in_the_order_of_commits_and_nothing_twice() -> None:
    one, two, three = make_claims(3)
    api = Caller(bob())
    everything = api.get("claims/?since=0").json()
    assert [row["uid"] for row in everything["results"]] == [str(claim.uid) for claim in (one, two, three)]
    assert everything["next"] is None
    since = everything["since"]
    assert api.get(f"claims/?since={since}").json() == {
        "next": None,
        "previous": None,
        "since": since,
        "results": [],
    }
    describe_claim(one, by=bob(), row_version=one.row_version, text="It was opened in May.")
    remove_claim(two, by=bob())
    pulled = api.get(f"claims/?since={since}").json()
    assert [(row["uid"], row["state"]) for row in pulled["results"]] == [
        (str(one.uid), "spotted"),
        (str(two.uid), "removed"),
    ]


def test_a_pull_goes_page_by_page_even_between_rows_that_one_event_changed() -> None:
    claims = make_claims(5)
    source = make_source()
    for claim in claims:
        make_evidence(claim, source=source)
    api = Caller(bob())
    since = api.get("claims/?since=0").json()["since"]
    describe_source(source, by=bob(), row_version=source.row_version, title="Harbour yearbook 2024")
    pulled = api.pages(f"claims/?since={since}&page_size=2")
    assert sorted(row["uid"] for row in pulled) == sorted(str(claim.uid) for claim in claims)
    assert len({row["changed"] for row in pulled}) == 1


def test_retracted_claims_archived_articles_and_changed_sources_are_pulled_as_such() -> None:
    claim = make_published()
    api = Caller(alice())
    begin = api.get("claims/?since=0").json()["since"].split(".")[0]
    api.step(claim, "retract", reason="The wrong bridge.")
    api.change(f"articles/{claim.article.uid}/", {"status": "archived"})
    source = claim.evidence.get().source
    api.change(f"sources/{source.uid}/", {"tier": "primary"})
    assert [row["state"] for row in api.get(f"claims/?since={begin}").json()["results"]] == ["retracted"]
    assert [row["status"] for row in api.get(f"articles/?since={begin}").json()["results"]] == ["archived"]
    assert [row["tier"] for row in api.get(f"sources/?since={begin}").json()["results"]] == ["primary"]


def test_a_draft_of_a_reading_moves_no_counter_and_tells_nobody() -> None:
    claim = make_claim()
    api, others = Caller(bob()), Caller(alice())
    since = others.get("claims/?since=0").json()["since"]
    api.post(f"claims/{claim.uid}/assessments/", {"rating": "false"})
    assert others.get(f"claims/?since={since}").json()["results"] == []
    assert others.get(f"claims/{claim.uid}/assessments/").json()["results"] == []
    assert "claim_rated" not in [row["verb"] for row in others.pages("events/")]
    assert "claim_rated" in [row["verb"] for row in api.pages("events/")]


def test_updated_since_means_the_first_event_at_or_after_it() -> None:
    one, two, _ = make_claims(3)
    api = Caller(bob())
    before = timezone.now().isoformat()
    describe_claim(two, by=bob(), row_version=two.row_version, text="Later.")
    exactly = Event.objects.latest("number").at.isoformat().replace("+00:00", "Z")
    for when in (before, exactly):
        pulled = api.get(f"claims/?updated_since={when}").json()
        assert [row["uid"] for row in pulled["results"]] == [str(two.uid)]
    describe_claim(one, by=bob(), row_version=one.row_version, text="Later still.")
    onward = api.get(f"claims/?since={pulled['since']}").json()
    assert [row["uid"] for row in onward["results"]] == [str(one.uid)]
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert api.get(f"claims/?updated_since={later}").json()["results"] == []


@pytest.mark.parametrize(
    ("when", "status"), [("2026-01-01T00:00:00-23:59", 200), ("0001-01-01T00:00:00%2B23:59", 400)]
)
def test_times_at_the_edge_of_the_earth_and_of_time_are_answered(when: str, status: int) -> None:
    assert Caller(bob()).get(f"claims/?updated_since={when}").status_code == status


def test_events_are_pulled_by_their_number() -> None:
    claim = make_claim()
    api = Caller(bob())
    since = api.get("events/?since=0&page_size=500").json()["since"]
    assert since == str(Event.objects.latest("number").number)
    api.step(claim, "take")
    pulled = api.get(f"events/?since={since}").json()
    assert [(row["verb"], row["said"]) for row in pulled["results"]] == [("claim_taken", "took the claim")]
    assert pulled["since"] == str(int(since) + 1)
    assert [row["verb"] for row in api.pages(f"claims/{claim.uid}/events/")] == [
        "claim_taken",
        "claim_marked",
    ]


PATHS = ("articles/", "claims/", "claims/?since=0", "claims/?offsets=utf16", "sources/", "events/", "checks/")


def queries_of(api: Caller, path: str, at_least: int, count: DjangoAssertNumQueries) -> int:
    with count(12) as asked:
        assert len(api.get(path).json()["results"]) >= at_least
    return len(asked)


def test_a_list_asks_as_often_for_nine_rows_as_for_three(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    api = Caller(bob())
    # The first use of a token in a minute is written down.
    api.get("me/")
    for _ in range(3):
        make_published(make_claim(make_article()))
    few = {path: queries_of(api, path, 3, django_assert_max_num_queries) for path in PATHS}
    for _ in range(6):
        make_published(make_claim(make_article()))
    assert {path: queries_of(api, path, 9, django_assert_max_num_queries) for path in PATHS} == few
    assert min(few.values()) > 0


def test_what_hangs_on_a_claim_is_asked_for_at_once(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    claim = make_claim()
    api = Caller(bob())

    def add(count: int) -> None:
        for _ in range(count):
            make_evidence(claim)
            api.post(f"claims/{claim.uid}/comments/", {"body": "Hm."})

    def asked() -> dict[str, int]:
        counts = {}
        for path in ("evidence/", "comments/", "assessments/", "events/"):
            with django_assert_max_num_queries(100) as queries:
                api.get(f"claims/{claim.uid}/{path}")
            counts[path] = len(queries)
        return counts

    add(3)
    few = asked()
    add(15)
    many = asked()
    assert [path for path in few if many[path] > few[path]] == []


def test_a_submitted_claim_shows_in_its_list() -> None:
    claim = make_submitted()
    assert Caller(bob()).pages("claims/?state=approved")[0]["uid"] == str(claim.uid)

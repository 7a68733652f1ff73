"""The desk: what waits, for whom, and the one thing to do next."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.actions.articles import describe_article, import_version
from annotations.actions.claims import describe_claim, take_claim
from annotations.actions.verdicts import second_claim, submit_claim
from annotations.models import Claim, Role
from annotations.pages.desk import PARTS
from tests.make import (
    TEXT,
    alice,
    bob,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, queries_of, words_of

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:

    return [title for title in PARTS if f">{title} <" in words_of(answer)]


def reader() -> Any:
    return make_person("rafi", role=Role.READER)


def blind_article() -> Any:
    return make_blind_article()


def in_blind_review() -> Claim:
    return make_submitted(make_claim(blind_article()), "false")


def later_today() -> Any:
    return timezone.localtime().replace(hour=23, minute=59, second=58)


def disputed() -> Claim:
    claim = make_submitted(
        make_claim(make_article(policy=make_policy(name="Open", second_read="open"))), "true"
    )
    dora = make_person("dora")
    make_assessment(claim, "false", by=dora)
    return second_claim(claim, by=dora)


def test_a_claim_one_took_waits_under_for_me() -> None:
    take_claim(make_claim(), by=bob())
    page = words_of(get(bob(), "desk"))
    assert "The old bridge was built in 1911" in page
    assert "Go on" in page


def test_a_claim_of_nobody_can_be_taken_from_the_list() -> None:
    claim = make_claim()
    page = words_of(get(bob(), "desk", queue="unassigned"))
    assert reverse("claim_step", args=[claim.uid, "take"]) in page
    browser_of(bob()).post(reverse("claim_step", args=[claim.uid, "take"]))
    claim.refresh_from_db()
    assert claim.assignee == bob()


def test_what_is_due_today_comes_first() -> None:
    article = make_article()
    make_claim(article)
    late = make_claim(make_article(), "It cost 12 million euros")
    describe_article(late.article, by=bob(), row_version=late.article.row_version, due=later_today())
    page = words_of(get(bob(), "desk", queue="everyone"))
    assert page.index("It cost 12 million euros") < page.index("The old bridge was built in 1911")
    assert titles(get(bob(), "desk", queue="everyone")) == ["Due today", "To check"]


def test_what_is_late_says_so_and_has_a_queue_with_what_is_due_today() -> None:
    article = make_article(due=later_today())
    late, _ = make_claim(article), make_claim(article, "40 ships")
    make_claim(make_article(due=timezone.now() + timedelta(days=2)), "3 May 2024")
    an_hour_ago = timezone.now() - timedelta(hours=1, minutes=5)
    describe_claim(late, by=bob(), row_version=late.row_version, due=an_hour_ago)
    answer = get(bob(), "desk", queue="due")
    assert titles(answer) == ["Late", "Due today"]
    assert "1 h 5 min late" in words_of(answer)
    assert "3 May 2024" not in words_of(answer)
    assert words_of(answer).count('class="late"') == 1
    make_submitted(late)
    assert titles(get(alice(), "desk", queue="due")) == ["Due today", "Ready to publish"]


def test_a_second_reader_finds_what_waits_for_them_and_its_first_reader_does_not() -> None:
    make_submitted(make_claim(make_article(policy=make_policy(name="Open", second_read="open"))))
    assert titles(get(make_person("dora"), "desk")) == ["Waiting for your second read"]
    assert titles(get(bob(), "desk")) == []


def test_a_draft_keeps_the_claim_in_the_second_readers_list() -> None:
    claim = in_blind_review()
    dora = make_person("dora")
    make_assessment(claim, "true", by=dora)
    assert titles(get(dora, "desk")) == ["Waiting for your second read"]


def test_nothing_of_a_blind_first_reading_is_on_the_desk() -> None:
    in_blind_review()
    for queue in ("mine", "everyone", "second"):
        page = words_of(get(make_person(f"dora-{queue}"), "desk", queue=queue))
        assert "Blind" in page
        assert "False" not in page
        assert "contradicted" not in page


def test_readers_that_disagree_wait_for_an_editor_who_sees_both_ratings() -> None:
    disputed()
    page = words_of(get(alice(), "desk"))
    assert "See both" in page
    assert ">True<" in page
    assert ">False<" in page
    assert "See both" not in words_of(get(bob(), "desk", queue="decision"))


def test_a_draft_is_shown_to_its_author_alone() -> None:
    claim = take_claim(make_claim(), by=bob())
    make_assessment(claim, "false", by=bob())
    assert "your draft" in words_of(get(bob(), "desk"))
    assert ">False<" not in words_of(get(alice(), "desk", queue="everyone"))


def test_an_approved_claim_waits_to_be_published_by_an_editor() -> None:
    make_submitted()
    assert "Make ready" in words_of(get(alice(), "desk", queue="publish"))
    assert "Make ready" not in words_of(get(bob(), "desk", queue="publish"))


def test_readers_see_the_work_and_are_offered_none_of_it() -> None:
    make_claim()
    make_submitted(make_claim(words="It cost 12 million euros"))
    page = words_of(get(reader(), "desk"))
    assert "It cost 12 million euros" in page
    assert 'class="button button-main"' not in page
    assert "Take<" not in page


def test_a_verdict_whose_words_changed_waits_for_an_answer_and_says_why() -> None:
    claim = make_submitted(make_claim(words="It cost 12 million euros"))
    import_version(claim.article, TEXT.replace("12 million", "14 million").encode(), by=alice())
    answer = get(bob(), "desk")
    assert titles(answer) == ["Stale"]
    assert "its words changed in version 2: number" in words_of(answer)
    assert "Answer" in words_of(answer)


def test_search_looks_through_the_queue() -> None:
    make_claim()
    make_claim(words="It cost 12 million euros")
    page = words_of(get(bob(), "desk", queue="everyone", q="million cost"))
    assert "It cost 12 million euros" in page
    assert "built in 1911" not in page
    assert "No claim here holds" in words_of(get(bob(), "desk", queue="everyone", q="zeppelin"))


@pytest.mark.parametrize("words", ["%", "_", "'\"\\", "\0", "x" * 10_000, "<b>"])
def test_any_words_get_an_answer(words: str) -> None:
    make_claim()
    assert get(bob(), "desk", q=words).status_code == 200


@pytest.mark.parametrize("query", [{"queue": "nope"}, {"sort": "nope"}, {"page": "nope"}, {"page": "999"}])
def test_an_address_that_is_half_right_gets_a_page(query: dict[str, str]) -> None:
    assert get(bob(), "desk", **query).status_code == 200


def test_an_empty_desk_says_what_to_do() -> None:
    assert "No article is in check" in words_of(get(bob(), "desk"))
    assert reverse("article_import") in words_of(get(bob(), "desk"))
    make_article()
    assert "Nothing waits for you." in words_of(get(bob(), "desk"))


def test_htmx_gets_the_list_alone() -> None:
    answer = browser_of(bob()).get(reverse("desk"), headers={"HX-Request": "true"})
    assert "<html" not in words_of(answer)
    assert 'id="list"' in words_of(answer)
    assert "HX-Request" in answer.headers["Vary"]


def test_going_back_with_htmx_brings_the_whole_page() -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in words_of(browser_of(bob()).get(reverse("desk"), headers=headers))


def test_the_number_of_queries_does_not_grow_with_the_claims() -> None:
    def more(number: int) -> None:
        for place in range(number):
            claim = make_claim(make_article(due=timezone.now() + timedelta(days=place)))
            make_evidence(claim)
            make_assessment(claim)
            submit_claim(claim, by=bob()) if place % 2 else take_claim(claim, by=bob())

    more(2)
    before = queries_of(bob(), "desk", queue="everyone")
    more(8)
    assert queries_of(bob(), "desk", queue="everyone") == before <= 20


def test_a_long_queue_has_pages_and_counts_all() -> None:
    article = make_article()
    for _ in range(35):
        make_claim(article)
    first, second = (words_of(get(bob(), "desk", queue="everyone", page=number)) for number in (1, 2))
    assert first.count('td class="wording"') == 30
    assert second.count('td class="wording"') == 5
    assert 'To check <span class="number">35<' in first


def test_head_is_answered() -> None:
    browser = Client()
    browser.force_login(bob())
    assert browser.head(reverse("desk")).status_code == 200

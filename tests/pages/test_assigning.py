"""Giving many claims to somebody from the desk or an article, taking it back, and due times."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.actions.claims import take_claim
from annotations.models import Article, Claim, Role
from tests.make import alice, bob, make_article, make_claim, make_person, make_policy, make_submitted
from tests.pages.visiting import browser_of, get, post, words_of

pytestmark = pytest.mark.django_db

WORDS = ("12 million euros", "twice as much as planned", "3 May 2024")


def three_claims() -> list[Claim]:
    article = make_article()
    return [make_claim(article, words) for words in WORDS]


def give(browser: Client, claims: list[Claim], **data: Any) -> Any:
    data = {"claim": [claim.uid for claim in claims], "assignee": bob().pk} | data
    return browser.post(reverse("claims_assign"), data)


def people_of(article: Article) -> list[str]:
    return [str(claim.assignee or "") for claim in article.claims.order_by("pk")]


def test_ticked_claims_are_given_in_one_go_and_taken_back_from_the_notice() -> None:
    claims, browser = three_claims(), browser_of(alice())
    desk = reverse("desk") + "?queue=everyone"
    page = words_of(browser.get(desk))
    assert page.count('name="claim"') == 3
    assert f'<input type="hidden" name="next" value="{desk}">' in page
    answer = give(browser, claims[:2], next=desk, due="2030-05-03T16:30")
    assert answer.url.startswith(f"{desk}&assigned=")
    assert people_of(claims[0].article) == ["bob", "bob", ""]
    claims[0].refresh_from_db()
    assert f"{claims[0].due:%Y-%m-%d %H:%M}" == "2030-05-03 16:30"
    page = words_of(browser.get(answer.url))
    assert "2 claims given to bob." in page
    first, _, last = answer.url.partition("assigned=")[2].partition("-")
    back = browser.post(reverse("assignments_undo"), {"first": first, "last": last, "next": desk})
    assert back.url == desk
    assert "2 claims taken back." in words_of(browser.get(desk))
    assert people_of(claims[0].article) == ["", "", ""]


def test_who_may_not_give_claims_is_offered_nothing_and_refused() -> None:
    claims = three_claims()
    page = words_of(get(bob(), "desk", queue="everyone"))
    assert 'name="claim"' not in page
    assert 'id="give"' not in page
    assert give(browser_of(bob()), claims).status_code == 403
    assert people_of(claims[0].article) == ["", "", ""]


def test_only_what_is_still_checked_can_be_ticked() -> None:
    first, second, third = three_claims()
    make_submitted(first)
    assert words_of(get(alice(), "desk", queue="everyone")).count('name="claim"') == 2
    give(browser_of(alice()), [first, second, third])
    assert people_of(first.article) == ["bob", "bob", "bob"]
    assert Claim.objects.get(pk=first.pk).state == "approved"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"claim": []}, "Choose the claims first"),
        ({"claim": ["0a8f0c76-0000-4000-8000-000000000000"]}, "not there any more"),
        ({"assignee": ""}, "Choose a person."),
        ({"assignee": "0"}, "Choose a checker."),
        ({"due": "soon"}, "Write day and time"),
    ],
)
def test_what_is_missing_is_told(data: dict[str, Any], sentence: str) -> None:
    answer = give(browser_of(alice()), three_claims(), **data)
    assert answer.status_code == 422
    assert sentence in words_of(answer)


def test_an_address_of_somebody_elses_assignment_offers_nothing() -> None:
    claims, browser = three_claims(), browser_of(alice())
    answer = give(browser, claims)
    assert "given to bob" not in words_of(browser_of(bob()).get(answer.url))
    for nonsense in ("1", "a-b", "9" * 40 + "-1", "1-0"):
        assert get(alice(), "desk", assigned=nonsense).status_code == 200


def test_all_open_claims_of_an_article_are_given_or_those_nobody_has() -> None:
    claims, browser = three_claims(), browser_of(alice())
    article = claims[0].article
    take_claim(claims[1], by=alice())
    assert reverse("article_assign", args=[article.uid]) in words_of(
        browser.get(reverse("article_detail", args=[article.uid]))
    )
    post(alice(), "article_assign", article.uid, assignee=bob().pk, which="free")
    assert people_of(article) == ["bob", "alice", "bob"]
    answer = browser.post(
        reverse("article_assign", args=[article.uid]),
        {"assignee": bob().pk, "which": "all"},
        headers={"HX-Request": "true"},
    )
    assert "1 claim given to bob." in words_of(answer)
    assert "Undo: assign the claim" in words_of(answer)
    assert people_of(article) == ["bob", "bob", "bob"]
    assert reverse("article_assign", args=[article.uid]) not in words_of(
        get(bob(), "article_detail", article.uid)
    )


def test_a_claim_has_a_due_time_of_its_own_or_that_of_its_article() -> None:
    claim = make_claim(make_article(due=timezone.now() + timedelta(days=30)))
    address = reverse("article_detail", args=[claim.article.uid]) + f"?claim={claim.uid}"
    browser = browser_of(bob())
    assert "the article" in words_of(browser.get(address)).partition("<dt>Due</dt>")[2][:200]
    post(bob(), "claim_due", claim.uid, row_version=1, due="2020-05-03T16:30")
    page = words_of(browser.get(address))
    assert 'value="2020-05-03T16:30"' in page
    assert " days late" in page
    post(bob(), "claim_due", claim.uid, row_version=2, due="")
    claim.refresh_from_db()
    assert claim.due is None


def test_a_colleague_is_asked_for_a_second_reading_from_the_claims_menu() -> None:
    claim = make_submitted(make_claim(make_article(policy=make_policy(name="Open", second_read="open"))))
    dora, rafi = make_person("dora"), make_person("rafi", Role.READER)
    address, ask = (
        reverse("article_detail", args=[claim.article.uid]),
        reverse("reading_ask", args=[claim.uid]),
    )
    page = words_of(browser_of(bob()).get(f"{address}?claim={claim.uid}"))
    assert f'name="reader" value="{dora.pk}"' in page
    assert f'name="reader" value="{bob().pk}"' not in page
    assert ask not in words_of(browser_of(rafi).get(f"{address}?claim={claim.uid}"))
    answer = browser_of(bob()).post(ask, {"reader": dora.pk}, headers={"HX-Request": "true"})
    assert "dora is asked to read it." in words_of(answer)
    assert "waits for your second reading" in words_of(get(dora, "notice_list"))
    assert post(rafi, "reading_ask", claim.uid, reader=dora.pk).status_code == 403

"""What one is told: the list, the count in every head, and what marks it as seen."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.comments import add_comment, remove_comment
from annotations.models import Claim, Notification, Person, Role
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = pytest.mark.django_db


def mention(claim: Claim | None = None, body: str = "Look here, @bob.") -> Notification:
    add_comment(claim or make_claim(), by=alice(), body=body)
    return bob().notifications.latest("event__number")


def count_of(person: Person) -> str:
    """What the link in the head says."""
    page = words_of(get(person, "article_list"))
    return page.partition('aria-label="Notices')[2].partition('"')[0]


def test_the_list_says_who_did_what_why_and_what_was_said() -> None:
    mention()
    page = words_of(get(bob(), "notice_list"))
    for words in (
        "<b>alice</b> commented",
        "mentions you",
        "The old bridge was built in 1911",
        "Look here, @bob.",
    ):
        assert words in page
    assert "Nobody has told you anything yet." in words_of(get(alice(), "notice_list"))


def test_the_head_of_every_page_counts_what_is_new() -> None:
    assert count_of(bob()) == ""
    claim = mention().event.claim
    mention(claim)
    assert count_of(bob()) == ": 2 new"
    assert "Notices: 2 new" in words_of(get(bob(), "article_detail", claim.article.uid))
    assert "Notices" not in words_of(get(carol(), "account_detail"))


def test_following_a_notice_leads_to_the_comment_and_marks_it_as_seen() -> None:
    notice = mention()
    answer = get(bob(), "notice_open", notice.uid)
    comment = notice.event.object_uid
    assert answer.url == f"{reverse('claim_detail', args=[notice.event.claim.uid])}#comment-{comment}"
    assert f'id="comment-{comment}"' in words_of(browser_of(bob()).get(answer.url))
    assert count_of(bob()) == ""
    assert get(alice(), "notice_open", notice.uid).status_code == 404


@pytest.mark.parametrize("page", ["claim_detail", "article_detail"])
def test_opening_a_claim_marks_what_one_was_told_of_it(page: str) -> None:
    claim = mention().event.claim
    other = mention(make_claim(claim.article, "40 ships"))
    where, query = (claim, {}) if page == "claim_detail" else (claim.article, {"claim": claim.uid})
    get(bob(), page, where.uid, **query)
    assert list(bob().notifications.unseen()) == [other]


def test_what_is_said_of_the_article_is_seen_with_the_article() -> None:
    article, _ = make_article(), bob()
    add_comment(article, by=alice(), body="@bob, whose text is it?")
    get(bob(), "article_detail", article.uid, sentence=1)
    assert count_of(bob()) == ": 1 new"
    answer = get(bob(), "notice_open", bob().notifications.get().uid)
    assert "whose text is it?" in words_of(browser_of(bob()).get(answer.url))
    assert count_of(bob()) == ""


def test_one_or_all_are_marked_as_seen_but_not_what_came_meanwhile() -> None:
    first = mention()
    mention(first.event.claim)
    post(bob(), "notice_see", first.uid)
    assert count_of(bob()) == ": 1 new"
    assert post(alice(), "notice_see", first.uid).status_code == 404
    shown = bob().notifications.latest("event__number").event.number
    late = mention(first.event.claim)
    assert post(bob(), "notice_see_all", last=shown, show="new").url == f"{reverse('notice_list')}?show=new"
    assert list(bob().notifications.unseen()) == [late]
    post(bob(), "notice_see_all", last="all of them")
    assert "You have seen everything" in words_of(get(bob(), "notice_list", show="new"))


def test_nothing_of_a_blind_first_reading_is_listed_or_counted() -> None:
    claim = make_submitted(make_claim(make_blind_article()))
    dora = make_person("dora")
    add_comment(claim, by=bob(), body="It is a hoax, @dora.")
    assert count_of(dora) == ""
    assert "hoax" not in words_of(get(dora, "notice_list"))
    assert get(dora, "notice_open", dora.notifications.get().uid).status_code == 404


def test_what_was_taken_away_or_said_of_a_confidential_source_is_not_quoted() -> None:
    secret = make_evidence(make_claim(), source=make_source(title="Quill", terms="background"))
    add_comment(secret, by=alice(), body="@bob, ask Quill.")
    comment = add_comment(make_claim(), by=alice(), body="@bob, it was a slip.")
    remove_comment(comment, by=alice(), row_version=1)
    page = words_of(get(bob(), "notice_list"))
    assert page.count("mentions you") == 2
    assert "Quill" not in page
    assert "slip" not in page


def test_the_unseen_come_first_and_the_list_has_pages(settings: Any) -> None:
    notice = mention(body="The first word, @bob.")
    for number in range(31):
        mention(notice.event.claim, body=f"Word {number}, @bob.")
    Notification.objects.exclude(pk=notice.pk).update(seen_at=notice.created)
    page = words_of(get(bob(), "notice_list"))
    assert page.index("The first word") < page.index("Word 30,")
    assert "Page 1 of 2" in page
    assert "Word 0," in words_of(get(bob(), "notice_list", page=2))


def test_the_number_of_queries_does_not_grow_with_the_notices() -> None:
    claim = mention().event.claim
    before = queries_of(bob(), "notice_list")
    for _ in range(5):
        mention(claim)
    assert queries_of(bob(), "notice_list") == before <= 12


def test_who_has_no_role_has_no_notices() -> None:
    assert get(carol(), "notice_list").status_code == 404
    assert get(None, "notice_list").status_code == 302


def test_mail_is_chosen_on_ones_own_page_where_there_is_mail(settings: Any) -> None:
    rafi = make_person("rafi", Role.READER, email="rafi@example.org")
    assert "by mail" not in words_of(get(rafi, "account_detail"))
    settings.NOTICES_BY_MAIL = True
    assert "Send no more mail" in words_of(get(rafi, "account_detail"))
    post(rafi, "notices_by_mail", row_version=1, wanted="off")
    rafi.refresh_from_db()
    assert not rafi.notices_by_mail
    assert "Send them to rafi@example.org" in words_of(get(rafi, "account_detail"))
    assert "has to know your address" in words_of(get(bob(), "account_detail"))

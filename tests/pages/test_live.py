"""What colleagues did since the page was drawn."""

import pytest
from django.urls import reverse

from annotations.actions.articles import import_version
from annotations.actions.claims import take_claim
from annotations.actions.sentences import dismiss_sentence
from annotations.actions.sources import describe_source
from annotations.actions.verdicts import submit_claim
from annotations.models import Article
from tests.make import (
    TEXT,
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
)
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


def news(person, article, since, **headers):
    address = reverse("article_live", args=[article.uid])
    return browser_of(person).get(address, {"since": since}, headers=headers)


def counter(article):
    return Article.objects.get(pk=article.pk).changed


def test_nothing_new_costs_one_small_question(django_assert_num_queries):
    article = make_article()
    since = counter(article)
    browser = browser_of(bob())
    etag = news(bob(), article, since)["ETag"]
    with django_assert_num_queries(3):  # the session, the person, the article's counter
        answer = browser.get(
            reverse("article_live", args=[article.uid]), {"since": since}, headers={"If-None-Match": etag}
        )
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_colleagues_mark_brings_its_block_the_counts_and_a_sentence():
    article = make_article()
    since = counter(article)
    make_claim(article, "It cost 12 million euros", by=alice())
    answer = news(bob(), article, since, **{"If-None-Match": f'W/"{since}"'})
    markup = answer.content.decode()
    assert f'data-changed="{counter(article)}" data-claims="1"' in markup
    assert "alice marked a claim (1)." in markup
    assert markup.count('class="block') == 1
    assert 'data-claims="1"' in markup
    assert "Coverage 14 %" in markup


def test_one_hears_nothing_of_oneself():
    article = make_article()
    since = counter(article)
    make_claim(article, by=bob())
    assert "marked" not in news(bob(), article, since).content.decode()


def test_a_sentence_said_to_need_no_check_is_drawn_again():
    article = make_article()
    since = counter(article)
    dismiss_sentence(article.current_version().sentences.first(), by=alice())
    assert 'data-disposition="nothing_to_check"' in news(bob(), article, since).content.decode()


def test_a_source_that_a_colleague_describes_is_news_of_each_claim_that_uses_it():
    article, elsewhere = make_article(), make_article("Another bridge was built. It says more.")
    source = make_evidence(make_claim(article, "It cost 12 million euros")).source
    make_claim(article, "Nobody was hurt")
    make_evidence(make_claim(elsewhere, "Another bridge was built."), source=source)
    since = counter(article)
    etag = news(bob(), article, since)["ETag"]
    describe_source(source, by=alice(), row_version=source.row_version, publisher="City archive")
    for each in (article, elsewhere):
        answer = news(bob(), each, since, **{"If-None-Match": etag})
        assert f'data-changed="{counter(each)}" data-claims="1"' in answer.content.decode()
        assert "alice described a source." in answer.content.decode()


def test_a_new_version_is_told():
    article = make_article()
    since = counter(article)
    import_version(article, TEXT.replace("Nobody", "No one").encode(), by=alice())
    answer = browser_of(bob()).get(
        reverse("article_live", args=[article.uid]), {"since": since, "version": 1}
    )
    assert 'data-newer="2"' in answer.content.decode()


def test_a_blind_reader_learns_nothing_of_the_first_reading():
    article = make_blind_article()
    claim = make_claim(article)
    take_claim(claim, by=bob())
    since = counter(article)
    make_evidence(claim, by=bob(), stance="refutes")
    make_assessment(claim, "false", by=bob(), rationale="planted")
    submit_claim(claim, by=bob())
    markup = news(alice(), article, since).content.decode()
    assert "submitted" not in markup
    assert "added evidence" not in markup
    assert '<u data-class="contradicted"' not in markup
    assert 'Contradicted</span><span class="number">0<' in markup
    assert "False" not in markup


def test_strangers_are_told_nothing():
    article = make_article()
    assert news(carol(), article, 0).status_code == 404
    assert news(None, article, 0).status_code == 302
    assert news(bob(), article, "x").status_code == 404


def test_many_changes_cost_as_many_questions_as_one(django_assert_max_num_queries):
    article = make_article()
    since = counter(article)
    words = ("The council", "It cost", "Nobody", "The harbour", "The old bridge")
    for each in words:
        make_claim(article, each, by=alice())
    browser = browser_of(bob())
    with django_assert_max_num_queries(20):
        browser.get(reverse("article_live", args=[article.uid]), {"since": since})

"""What the workbench says of where an article stands: all accounted for, archived, under embargo, due."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations.actions.articles import archive_article, describe_article
from annotations.actions.sentences import dismiss_sentence
from annotations.models import Article
from tests.make import alice, bob, make_article, make_claim
from tests.pages.visiting import browser_of, get

pytestmark = pytest.mark.django_db


def dismissed(article: Article, *, but: int = 0) -> list[Any]:
    """The open sentences, after all but the last `but` of them were said to need no check."""
    rows = article.current_version().sentences.with_kind().order_by("start")
    open_ones = [row for row in rows if row.state == "open"]
    for sentence in open_ones[: len(open_ones) - but]:
        dismiss_sentence(sentence, by=alice())
    return open_ones


def test_an_article_with_nothing_left_says_so_and_where_to_go() -> None:
    article = make_article()
    make_claim(article, by=alice())
    *_, last = dismissed(article, but=1)
    before = get(bob(), "article_detail", article.uid).content.decode()
    assert 'Next open sentence, <span class="number">1</span> left' in before
    assert "accounted for</h3>" not in before
    dismiss = reverse("sentence_dismiss", args=[article.uid])
    sent = {"version": 1, "sentence": last.ordinal}
    answer = browser_of(bob()).post(dismiss, sent, headers={"HX-Request": "true"}).content.decode()
    assert '<span id="left" hx-swap-oob="true"><a class="button"' in answer
    after = get(bob(), "article_detail", article.uid).content.decode()
    assert "Every sentence is accounted for</h3>" in after
    assert "1 of 7 holds a claim, 6 nothing to check." in after
    assert reverse("clearance_detail", args=[article.uid]) in after


def test_archived_embargo_and_due_stand_in_the_bar() -> None:
    article, later = make_article(), timezone.now() + timedelta(days=30)
    described = describe_article(
        article, by=alice(), row_version=article.row_version, embargo_until=later, due=later
    )
    page = get(bob(), "article_detail", article.uid).content.decode()
    assert "Embargo until <time" in page
    assert "Due <time" in page
    archive_article(described, by=alice(), row_version=described.row_version)
    page = get(bob(), "article_detail", article.uid).content.decode()
    assert "Archived</span>" in page
    assert "Embargo until" not in page
    assert "Due <time" not in page

"""What the workbench asks before it draws."""

import pytest

from annotations.models import Article, Person
from annotations.pages.reading import read
from tests.make import alice, bob, make_article, make_blind_article, make_claim, make_submitted

pytestmark = pytest.mark.django_db


def counts(article: Article, person: Person) -> dict[str, int]:
    shows = read(article, article.current_version(), person).shows()
    return {show.key: show.number for show in shows if show.number}


def test_the_filter_counts_sentences_by_state_and_by_class() -> None:
    article = make_article()
    make_submitted(make_claim(article, "12 million euros, twice as much as planned"), "mixed")
    make_submitted(make_claim(article, "twice as much as planned"), "mixed")
    make_submitted(make_claim(article, "40 ships a day"), "false")
    make_claim(article)
    assert counts(article, bob()) == {
        "": 7,
        "open": 4,
        "mine": 2,
        "overlap": 1,
        "qualified": 1,
        "contradicted": 1,
        "unrated": 1,
    }


def test_by_class_it_counts_what_the_reader_may_know() -> None:
    article = make_blind_article()
    make_submitted(make_claim(article, "twice as much as planned"), "mixed", by=bob())
    own, others = counts(article, bob()), counts(article, alice())
    assert (own.get("qualified"), own.get("unrated")) == (1, None)
    assert (others.get("qualified"), others.get("unrated")) == (None, 1)

"""One search over claims, articles and sources."""

import pytest

from annotations.actions.claims import remove_claim
from tests.make import bob, make_article, make_claim, make_evidence, make_source
from tests.pages.visiting import get, queries_of, words_of

pytestmark = pytest.mark.django_db


def test_claims_articles_and_sources_are_found_together() -> None:
    make_claim()
    make_source(title="Bridges of 1911")
    page = words_of(get(bob(), "search", q="1911"))
    for title in ("Claims", "Articles", "Sources"):
        assert f">{title} <span" in page


def test_articles_are_found_by_the_words_of_their_newest_text() -> None:
    make_article(headline="A bridge")
    assert "A bridge" in words_of(get(bob(), "search", q="ships hurt"))
    assert "Nothing holds" in words_of(get(bob(), "search", q="ships zeppelin"))


def test_one_kind_is_shown_in_full() -> None:
    article = make_article()
    for _ in range(7):
        make_claim(article)
    assert "All 7 claims" in words_of(get(bob(), "search", q="bridge"))
    assert words_of(get(bob(), "search", q="bridge", **{"in": "claims"})).count('td class="wording"') == 7


def test_removed_claims_are_not_found() -> None:
    remove_claim(make_claim(), by=bob())
    assert ">Claims <span" not in words_of(get(bob(), "search", q="built"))


@pytest.mark.parametrize("words", ["%", "_", "'\"\\%", "\0\0", "x" * 10_000, "<i>", " ", "\ud83d\ude00"])
def test_any_words_get_an_answer(words: str) -> None:
    make_claim()
    words = words.encode("utf-16", "surrogatepass").decode("utf-16")
    assert get(bob(), "search", q=words).status_code == 200


def test_a_per_cent_sign_is_a_character_not_a_pattern() -> None:
    make_claim()
    assert "Nothing holds" in words_of(get(bob(), "search", q="b%t"))


def test_without_words_it_asks_for_some() -> None:
    assert "What do you look for?" in words_of(get(bob(), "search"))


def test_the_number_of_queries_does_not_grow_with_what_is_found() -> None:
    def more(number: int) -> None:
        for _ in range(number):
            make_evidence(make_claim(), source=make_source(title="Bridge"))

    more(2)
    before = queries_of(bob(), "search", q="bridge")
    more(4)
    assert queries_of(bob(), "search", q="bridge") == before <= 20

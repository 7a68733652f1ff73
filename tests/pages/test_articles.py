"""The list of articles, their details, putting one away."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.sentences import dismiss_sentence
from annotations.models import Article, ArticleKind, ArticleStatus, PublicText, Role
from tests.make import alice, bob, make_article, make_claim, make_person, make_policy, make_published
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = pytest.mark.django_db


def details(article: Article, **changed: Any) -> dict[str, Any]:
    """What the form of the details sends."""
    form = {
        "row_version": article.row_version,
        "headline": article.headline,
        "policy": article.policy.uid,
        "public_text": article.public_text,
        "direction": article.direction,
    }
    return form | changed


def test_each_article_shows_how_far_it_is() -> None:
    article = make_article(publisher="The Harbour Courier")
    make_claim(article)
    dismiss_sentence(article.current_version().sentences.get(ordinal=1), by=bob())
    total = article.current_version().sentences.count()
    page = words_of(get(bob(), "article_list"))
    assert f"{total - 2} open of {total}" in page
    assert f'aria-label="{100 * 2 // total} percent of {total} sentences accounted for"' in page
    assert "The Harbour Courier · version 1" in page


def test_the_list_is_filtered_by_state_kind_and_publisher() -> None:
    make_article(headline="Somebody else’s", publisher="Courier")
    make_article(headline="Ours", kind=ArticleKind.OWN_DRAFT, publisher="Post")
    page = words_of(get(bob(), "article_list", kind="own_draft"))
    assert "Ours" in page
    assert "Somebody else’s" not in page
    assert "Ours" not in words_of(get(bob(), "article_list", publisher="Courier"))
    assert "No article fits." in words_of(get(bob(), "article_list", state="archived"))


def test_an_article_with_a_standing_check_counts_as_published() -> None:
    make_published()
    page = words_of(get(bob(), "article_list", state="published"))
    assert '<span class="chip">Published</span>' in page


@pytest.mark.parametrize("sort", ["", "due", "changed", "headline", "nope"])
def test_the_list_can_be_sorted(sort: str) -> None:
    make_article()
    assert get(bob(), "article_list", sort=sort).status_code == 200


def test_words_find_headline_publisher_and_author() -> None:
    make_article(headline="Bridge over the sound", publisher="The Harbour Courier")
    assert "Bridge over the sound" in words_of(get(bob(), "article_list", q="courier sound"))
    assert "No article fits." in words_of(get(bob(), "article_list", q="courier zeppelin"))


def test_an_empty_list_offers_the_import_to_who_may() -> None:
    assert "There is no article yet." in words_of(get(bob(), "article_list"))
    reader = words_of(get(make_person("rafi", role=Role.READER), "article_list"))
    assert "Paste one" not in reader


def test_the_number_of_queries_does_not_grow_with_the_articles() -> None:
    def more(number: int) -> None:
        for _ in range(number):
            make_claim(make_article())

    more(2)
    before = queries_of(bob(), "article_list")
    more(8)
    assert queries_of(bob(), "article_list") == before <= 20


def test_details_are_changed() -> None:
    article = make_article()
    policy = make_policy(name="Blind", second_read="blind")
    form = details(
        article,
        headline="Another headline",
        byline="Ada Lind, Bo Ek",
        due="2030-01-02T16:30",
        policy=policy.uid,
        public_text=PublicText.NONE,
    )
    answer = post(bob(), "article_describe", article.uid, **form)
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.byline, article.policy) == (
        "Another headline",
        ["Ada Lind", "Bo Ek"],
        policy,
    )
    assert f"{article.due:%Y-%m-%d %H:%M}" == "2030-01-02 16:30"


def test_the_form_shows_what_is_known() -> None:
    article = make_article(due=None, publisher="The Harbour Courier")
    page = words_of(get(bob(), "article_describe", article.uid))
    assert 'value="The Harbour Courier"' in page
    assert f'name="row_version" value="{article.row_version}"' in page


def test_a_wrong_value_is_told_beside_its_field_and_what_was_typed_is_kept() -> None:
    article = make_article()
    answer = post(
        bob(), "article_describe", article.uid, **details(article, headline="Typed", due="tomorrow")
    )
    page = words_of(answer)
    assert answer.status_code == 422
    assert "Write day and time as 2024-11-29 16:30." in page
    assert 'aria-invalid="true"' in page
    assert 'value="Typed"' in page


def test_a_reader_reads_the_details_and_cannot_change_them() -> None:
    article, reader = make_article(), make_person("rafi", role=Role.READER)
    assert '<form class="form"' not in words_of(get(reader, "article_describe", article.uid))
    answer = post(reader, "article_describe", article.uid, **details(article, headline="Mine"))
    assert answer.status_code == 403
    article.refresh_from_db()
    assert article.headline != "Mine"


def test_an_editor_puts_an_article_away_and_brings_it_back() -> None:
    article = make_article()
    post(alice(), "article_archive", article.uid, row_version=article.row_version)
    article.refresh_from_db()
    assert article.status == ArticleStatus.ARCHIVED
    assert str(article) not in words_of(get(bob(), "article_list"))
    assert str(article) in words_of(get(bob(), "article_list", state="archived"))
    post(alice(), "article_restore", article.uid, row_version=article.row_version)
    article.refresh_from_db()
    assert article.status == ArticleStatus.OPEN


def test_a_checker_is_not_offered_to_put_it_away_and_cannot() -> None:
    article = make_article()
    assert "It leaves the lists" not in words_of(get(bob(), "article_describe", article.uid))
    answer = post(bob(), "article_archive", article.uid, row_version=article.row_version)
    assert answer.status_code == 403


def test_no_get_changes_anything() -> None:
    article = make_article()
    assert get(alice(), "article_archive", article.uid).status_code == 405


@pytest.mark.parametrize("number", ["", "x", "9" * 40])
def test_putting_away_needs_to_know_the_state_it_was_asked_from(number: str) -> None:
    article = make_article()
    assert post(alice(), "article_archive", article.uid, row_version=number).status_code == 422


def test_an_article_of_another_script_keeps_its_direction() -> None:
    make_article(headline="الحكومة تعلن")
    page = words_of(get(bob(), "article_list"))
    assert 'dir="auto">الحكومة تعلن<' in page


def test_htmx_gets_the_list_alone() -> None:
    answer = browser_of(bob()).get(reverse("article_list"), headers={"HX-Request": "true"})
    assert words_of(answer).lstrip().startswith('<div class="with-side" id="list"')

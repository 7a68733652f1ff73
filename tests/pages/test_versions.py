"""The versions of an article: the list, one of them to be read, the next one."""

import hashlib
from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.answers import give_up_highlight
from annotations.actions.articles import import_version
from annotations.models import Article, Highlight, Role
from tests.make import TEXT, alice, bob, make_article, make_claim, make_person
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = pytest.mark.django_db


def with_two_versions() -> Article:
    article = make_article()
    make_claim(article)
    import_version(article, TEXT.replace("The old bridge was built in 1911.", "").encode(), by=alice())
    return article


def test_the_list_says_who_brought_in_what_and_when() -> None:
    article = with_two_versions()
    page = words_of(get(bob(), "version_list", article.uid))
    version = article.versions.get(number=1)
    assert "Version 2" in page
    assert "alice" in page
    assert version.sha256[:8] in page
    assert "1 lost" in page


def test_what_waits_in_the_newest_version_is_one_press_away() -> None:
    article, reader = with_two_versions(), make_person("rafi", role=Role.READER)
    address = f"{reverse('article_detail', args=[article.uid])}?waiting=1"
    page = words_of(get(bob(), "version_list", article.uid))
    assert f'<a href="{address}#panel">Answer 1 change</a>' in page
    assert "Answer 1 change" not in words_of(get(reader, "version_list", article.uid))
    waiting = Highlight.objects.waiting().get()
    give_up_highlight(waiting, by=bob(), row_version=waiting.row_version)
    assert "Answer 1 change" not in words_of(get(bob(), "version_list", article.uid))


def test_a_new_version_is_pasted() -> None:
    article = make_article()
    make_claim(article)
    answer = post(bob(), "version_list", article.uid, by="paste", text=TEXT + "\n\nA last word.")
    assert answer.status_code == 302
    assert article.versions.count() == 2
    page = words_of(get(bob(), "version_list", article.uid))
    assert "1 as before" in page


def test_what_came_of_a_new_version_is_said_as_everywhere() -> None:
    article, browser = make_article(), browser_of(bob())
    address = reverse("version_list", args=[article.uid])
    for text, said in (
        (TEXT, f"“{article}” has this text already, as version 1. Nothing was imported."),
        (TEXT + "\n\nA last word.", f"“{article}” has a new version 2. It had no claims yet."),
    ):
        answer = browser.post(address, {"by": "paste", "text": text}, follow=True)
        assert said in words_of(answer)
    assert article.versions.count() == 2


def test_an_empty_version_is_refused_beside_the_field() -> None:
    article = make_article()
    answer = post(bob(), "version_list", article.uid, by="paste", text="")
    assert answer.status_code == 422
    assert "Paste the text first." in words_of(answer)


def test_a_reader_reads_the_versions_and_brings_none() -> None:
    article, reader = make_article(), make_person("rafi", role=Role.READER)
    assert "Bring in a new version" not in words_of(get(reader, "version_list", article.uid))
    assert post(reader, "version_list", article.uid, by="paste", text="New.").status_code == 403


def test_each_version_shows_its_own_highlights() -> None:
    article = with_two_versions()
    first = words_of(get(bob(), "version_detail", article.uid, 1))
    second = words_of(get(bob(), "version_detail", article.uid, 2))
    assert "<mark" in first
    assert "<mark" not in second
    assert article.versions.get(number=2).sha256 in second


def test_the_links_of_a_version_open_the_workbench_on_it() -> None:
    article = with_two_versions()
    answer = get(bob(), "version_detail", article.uid, 1, sentence=2)
    assert answer.url == f"{reverse('article_detail', args=[article.uid])}?sentence=2&version=1#panel"


def test_a_version_that_is_not_there_is_not_found() -> None:
    article = make_article()
    assert get(bob(), "version_detail", article.uid, 7).status_code == 404
    assert get(bob(), "version_original", article.uid, 7).status_code == 404


def test_the_original_is_saved_and_never_shown() -> None:
    article = make_article()
    answer = get(bob(), "version_original", article.uid, 1)
    assert hashlib.sha256(answer.content).hexdigest() == article.current_version().sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_number_of_queries_does_not_grow_with_the_versions() -> None:
    article = make_article()
    make_claim(article)
    counts: list[Any] = []
    for number in range(4):
        import_version(article, f"{TEXT}\n\nAdded {number}.".encode(), by=alice())
        counts.append(queries_of(bob(), "version_list", article.uid))
    assert len(set(counts)) == 1

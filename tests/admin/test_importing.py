"""An article comes in from the administration: pasted, from a file, by its address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.errors import CannotFetch
from annotations.models import Article, Role
from annotations.net import Fetched
from tests.admin.browsing import address, page_of, send, text_of
from tests.make import TEXT, alice, make_article, make_claim, make_person, make_policy
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db

WHERE = "/admin/annotations/article/add/"


@pytest.fixture(autouse=True)
def _policy():
    make_policy()


def test_a_pasted_text_becomes_an_article():
    answer = send(
        browser_of(alice()), WHERE, text=TEXT, publisher="The Courier", url="https://courier.example.org/1"
    )
    article = Article.objects.get()
    assert (article.publisher, article.url) == ("The Courier", "https://courier.example.org/1")
    assert answer.redirect_chain[-1][0] == page_of(article)
    assert "“A bridge for the old harbour” was imported. 7 sentences to go through." in text_of(answer)


def test_a_file_becomes_an_article():
    upload = SimpleUploadedFile("bridge.txt", TEXT.encode(), "text/plain")
    browser_of(alice()).post(WHERE, {"file": upload, "kind": "own_draft"})
    assert Article.objects.get().kind == "own_draft"


def test_an_address_is_fetched(monkeypatch):
    page = Fetched(
        url="https://courier.example.org/1",
        final_url="https://courier.example.org/1",
        status=200,
        content_type="text/plain",
        body=TEXT.encode(),
        headers={},
    )
    monkeypatch.setattr("annotations.actions.articles.fetch", lambda url: page)
    send(browser_of(alice()), WHERE, address="https://courier.example.org/1")
    assert Article.objects.get().url == "https://courier.example.org/1"


def test_what_cannot_be_fetched_is_said_and_what_was_typed_stays(monkeypatch):
    def fail(url: str) -> Fetched:
        raise CannotFetch()

    monkeypatch.setattr("annotations.actions.articles.fetch", fail)
    answer = send(
        browser_of(alice()), WHERE, address="https://courier.example.org/1", publisher="The Courier"
    )
    assert answer.status_code == 422
    assert "could not be fetched" in text_of(answer)
    assert "The Courier" in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"text": TEXT, "address": "https://courier.example.org/"}])
def test_one_way_has_to_be_chosen(typed):
    answer = send(browser_of(alice()), WHERE, **typed)
    assert "Give one of these" in text_of(answer)
    assert not Article.objects.exists()


def test_what_holds_no_article_is_said():
    upload = SimpleUploadedFile("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")
    answer = browser_of(alice()).post(WHERE, {"file": upload, "kind": "third_party"})
    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_what_is_too_large_is_said():
    upload = SimpleUploadedFile("big.txt", b"word " * 6_000_000, "text/plain")
    answer = browser_of(alice()).post(WHERE, {"file": upload, "kind": "third_party"})
    assert answer.status_code == 413
    assert not Article.objects.exists()


def test_the_same_text_makes_nothing_unless_asked():
    client = browser_of(alice())
    send(client, WHERE, text=TEXT)
    answer = send(client, WHERE, text=TEXT)
    assert "Nothing was imported." in text_of(answer)
    assert Article.objects.count() == 1
    send(client, WHERE, text=TEXT, anyway="on")
    assert Article.objects.count() == 2


def test_a_new_version_tells_what_became_of_the_claims():
    article = make_article()
    make_claim(article)
    where = address(Article, "import", article.pk)
    answer = send(browser_of(alice()), where, text=TEXT.replace("Nobody", "No one"))
    assert "has a new version 2. Of 1 place of a claim 1 stands as before." in text_of(answer)
    assert article.versions.count() == 2


def test_a_reader_imports_nothing():
    client = browser_of(make_person("rita", Role.READER, is_superuser=True))
    assert client.get(WHERE).status_code == 403
    assert client.get(address(Article, "import", make_article().pk)).status_code == 403

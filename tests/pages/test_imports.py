"""Bringing in an article from the browser: pasted, as a file, by its address."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotations.actions import articles
from annotations.errors import CannotFetch
from annotations.models import Article, ArticleKind, Role
from annotations.net import Fetched
from tests.make import TEXT, bob, make_article, make_person, make_policy
from tests.pages.visiting import browser_of, get, post, words_of

pytestmark = pytest.mark.django_db

PAGE = f"<html><body><article><h1>A bridge</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture(autouse=True)
def policy() -> Any:
    return make_policy()


def paste(text: str = TEXT, **more: Any) -> Any:
    return post(bob(), "article_import", by="paste", text=text, **more)


def answering(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """The network, as far as the import sees it."""
    address = "https://example.org/bridge"
    fetched = Fetched(
        url=address,
        final_url=address,
        status=200,
        content_type="text/html; charset=utf-8",
        headers={},
        body=body.encode(),
    )
    monkeypatch.setattr(articles, "fetch", lambda url: fetched)


def test_a_pasted_text_becomes_an_article_and_opens() -> None:
    answer = paste(publisher="The Harbour Courier", kind="own_draft")
    article = Article.objects.get()
    assert answer.url == f"/articles/{article.uid}/"
    assert (article.publisher, article.kind) == ("The Harbour Courier", ArticleKind.OWN_DRAFT)
    assert "A bridge for the old harbour" in article.current_version().text


def test_a_paste_beyond_all_measure_is_told_what_to_do(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    answer = post(bob(), "article_import", by="paste", text="The quay is closed. " * 200)
    assert answer.status_code == 413
    assert "paste only the text of the article" in words_of(answer)
    assert not Article.objects.exists()


def test_a_file_becomes_an_article() -> None:
    upload = SimpleUploadedFile("bridge.txt", TEXT.encode(), "text/plain")
    assert post(bob(), "article_import", by="file", file=upload).status_code == 302
    assert bytes(Article.objects.get().current_version().original) == TEXT.encode()


def test_an_address_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, PAGE)
    answer = post(bob(), "article_import", by="address", address="https://example.org/bridge")
    assert answer.status_code == 302
    assert Article.objects.get().url == "https://example.org/bridge"


def test_an_address_we_have_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = {"by": "address", "address": "https://example.org/bridge"}
    answering(monkeypatch, PAGE)
    post(bob(), "article_import", **sent, kind="own_draft")
    answering(monkeypatch, PAGE.replace("1911", "1912"))
    browser = browser_of(bob())
    # The kind that stands in the form from the start is nothing that was said of it.
    browser.post(reverse("article_import"), {**sent, "kind": "third_party"})
    article = Article.objects.get()
    assert article.versions.count() == 2
    page = words_of(browser.get(f"/articles/{article.uid}/"))
    assert f"“{article}” has a new version 2. It had no claims yet." in page
    assert "What is here stays" not in page
    browser.post(reverse("article_import"), {**sent, "publisher": "The Courier"})
    assert "Filled in: publisher." in words_of(browser.get(f"/articles/{article.uid}/"))


def test_a_page_that_cannot_be_had_is_told_at_the_address_which_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(url: str) -> None:
        raise CannotFetch("The server answered 403.", field="url")

    monkeypatch.setattr(articles, "fetch", refused)
    answer = post(bob(), "article_import", by="address", address="https://example.org/x", publisher="Courier")
    page = words_of(answer)
    assert answer.status_code == 422
    assert 'id="id_address_error"' in page
    assert "The server answered 403." in page
    assert 'value="https://example.org/x"' in page
    assert 'value="Courier"' in page
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"by": "paste", "text": ""}, "Paste the text first."),
        ({"by": "paste", "text": "  \n "}, 'id="id_text_error"'),
        ({"by": "file"}, "Choose a file first."),
        ({"by": "address", "address": ""}, "Give the address first."),
        ({"by": "address", "address": "not an address"}, "An address begins with http://"),
        ({"by": "paste", "text": "Words.", "due": "soon"}, "Write day and time as"),
        ({"by": "paste", "text": "Words.", "url": "ftp://example.org"}, "An address begins with http://"),
        ({"by": "pigeon", "text": "Words."}, "Nothing was imported yet"),
    ],
)
def test_what_is_missing_is_told_in_a_sentence(sent: dict[str, str], sentence: str) -> None:
    answer = post(bob(), "article_import", **sent)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert not Article.objects.exists()


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 \x00\x01", b"\x00\x01\x02\x03" * 50])
def test_a_file_that_is_no_text_is_told_at_the_file(body: bytes) -> None:
    answer = post(bob(), "article_import", by="file", file=SimpleUploadedFile("x", body))
    assert answer.status_code == 422
    assert 'id="id_file_error"' in words_of(answer)


def test_a_text_that_is_here_already_is_said_so_and_can_be_opened() -> None:
    known = make_article()
    answer = paste(publisher="Courier")
    page = words_of(answer)
    assert answer.status_code == 409
    assert "This text is already here" in page
    assert f'href="/articles/{known.uid}/"' in page
    assert "Import it again anyway" in page
    assert 'name="publisher" value="Courier"' in page
    assert Article.objects.count() == 1


def test_a_text_that_is_here_already_can_be_imported_anyway() -> None:
    make_article()
    assert paste(anyway="on").status_code == 302
    assert Article.objects.count() == 2


def test_a_link_may_fill_in_the_address() -> None:
    page = words_of(get(bob(), "article_import", address="https://example.org/<b>"))
    assert 'value="address" checked' in page
    assert 'value="https://example.org/&lt;b&gt;"' in page


def test_a_reader_is_told_that_the_role_does_not_allow_it() -> None:
    reader = make_person("rafi", role=Role.READER)
    assert get(reader, "article_import").status_code == 403
    assert post(reader, "article_import", by="paste", text=TEXT).status_code == 403


def test_typed_markup_comes_back_as_text() -> None:
    page = words_of(paste(text="", headline="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in page

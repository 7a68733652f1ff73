"""Articles, versions and coverage through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from annotations.models import Article, ArticleStatus
from tests.api.calling import Caller
from tests.make import TEXT, alice, bob, carol, make_article, make_claim, make_policy

pytestmark = pytest.mark.django_db


def test_an_article_comes_in_as_text_and_out_as_it_was() -> None:
    make_policy()
    api = Caller(bob())
    answer = api.post("articles/", {"text": TEXT, "publisher": "The Harbour Courier"})
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1/articles/{answer.json()['uid']}/")
    told = {"outcome": "new_article", "version": 1, "report": None, "filled": [], "left": []}
    assert answer.json()["imported"] == told
    article = api.get(answer["Location"]).json()
    assert (article["headline"], article["publisher"]) == (
        "A bridge for the old harbour",
        "The Harbour Courier",
    )
    version = api.get(f"articles/{article['uid']}/versions/1/").json()
    assert version["text"] == TEXT
    assert [version["text"][s["start"] : s["end"]] for s in version["sentences"]][1].endswith("3 May 2024.")


def test_a_page_comes_in_as_html_and_as_a_file() -> None:
    make_policy()
    api = Caller(bob())
    page = "<html><body><article><h1>Ferry returns</h1><p>The ferry sailed on Monday.</p></article></body></html>"
    assert api.post("articles/", {"html": page}).status_code == 201
    file = SimpleUploadedFile("note.txt", b"The quay closed.\n\nIt opened again on Friday.", "text/plain")
    body = encode_multipart(BOUNDARY, {"file": file, "headline": "The quay"})
    answer = api.call("POST", "articles/", body, Content_Type=MULTIPART_CONTENT)
    assert answer.status_code == 201
    assert answer.json()["headline"] == "The quay"


def test_a_language_that_is_none_is_refused_by_name_however_the_text_comes() -> None:
    make_policy()
    api = Caller(bob())
    file = SimpleUploadedFile("note.txt", TEXT.encode(), "text/plain")
    form = encode_multipart(BOUNDARY, {"file": file, "language": "jp"})
    refused = [api.post("articles/", {"text": TEXT, "language": tag}) for tag in ("klingon", "xx-DE", "e")]
    for answer in (*refused, api.call("POST", "articles/", form, Content_Type=MULTIPART_CONTENT)):
        assert (answer.status_code, answer.json()["field"]) == (422, "language")
        assert "language tag" in answer.json()["detail"]
    assert not Article.objects.exists()
    for number, (tag, kept) in enumerate(
        (("pt_br", "pt-BR"), ("zh-Hant", "zh-Hant"), ("nds", "nds"), (" ", "en"))
    ):
        answer = api.post("articles/", {"text": f"{TEXT}\n\nPart {number}.", "language": tag})
        assert (answer.status_code, answer.json()["language"]) == (201, kept)


def test_the_same_text_again_answers_with_the_article_that_has_it() -> None:
    article = make_article()
    answer = Caller(bob()).post("articles/", {"text": TEXT, "publisher": "The Courier"})
    assert answer.status_code == 200
    assert answer.json()["uid"] == str(article.uid)
    told = answer.json()["imported"]
    assert (told["outcome"], told["filled"], told["left"]) == ("same_text", [], ["publisher"])
    assert Caller(bob()).post("articles/", {"text": TEXT, "anyway": True}).status_code == 201


@pytest.mark.parametrize(
    "body", [{}, {"text": TEXT, "html": "<p>x</p>"}, {"headline": "No text"}, {"file": "not a file"}]
)
def test_an_import_needs_exactly_one_text(body: dict[str, str]) -> None:
    make_policy()
    assert Caller(bob()).post("articles/", body).status_code == 422
    assert not Article.objects.exists()


def test_an_address_that_may_not_be_fetched_is_refused_in_a_sentence() -> None:
    make_policy()
    answer = Caller(bob()).post("articles/", {"url": "http://127.0.0.1:1/"})
    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_fetch")


def test_a_reader_imports_nothing_and_nothing_is_fetched_for_them() -> None:
    from tests.make import make_person

    make_policy()
    answer = Caller(make_person("rita", "reader")).post("articles/", {"url": "http://127.0.0.1:1/"})
    assert answer.status_code == 403


def test_a_new_version_answers_with_what_became_of_the_claims() -> None:
    article = make_article()
    kept = make_claim(article, "The old bridge was built in 1911")
    changed = make_claim(article, "It cost 12 million euros")
    api = Caller(bob())
    answer = api.post(f"articles/{article.uid}/versions/", {"text": TEXT.replace("12 million", "14 million")})
    assert answer.status_code == 201
    report = answer.json()["imported"]["report"]
    assert str(kept.uid) in report["same"]
    assert str(changed.uid) in report["changed"]
    again = api.post(f"articles/{article.uid}/versions/", {"text": TEXT.replace("12 million", "14 million")})
    assert (again.status_code, again.json()["imported"]["outcome"]) == (200, "same_text")
    numbers = [row["number"] for row in api.pages(f"articles/{article.uid}/versions/?page_size=1")]
    assert numbers == [2, 1]


def test_coverage_counts_and_names_what_is_open() -> None:
    claim = make_claim()
    coverage = Caller(bob()).get(f"articles/{claim.article.uid}/coverage/").json()
    assert (coverage["claim"], coverage["sentences"]) == (1, coverage["open"] + 1)
    assert "Nobody was hurt during the works." in [row["text"] for row in coverage["open_sentences"]]


def test_an_article_is_described_archived_and_brought_back_and_never_deleted() -> None:
    article = make_article()
    api = Caller(alice())
    path = f"articles/{article.uid}/"
    answer = api.change(path, {"headline": "A bridge", "byline": ["N. N."]})
    assert (answer.json()["headline"], answer.json()["byline"]) == ("A bridge", ["N. N."])
    assert api.change(path, {"status": "archived"}).json()["status"] == ArticleStatus.ARCHIVED
    assert api.change(path, {"status": "open"}).json()["status"] == ArticleStatus.OPEN
    assert api.call("DELETE", path).status_code == 405
    assert api.change(path, {"status": "open", "headline": "x"}).status_code == 422


def test_who_has_no_role_sees_no_articles() -> None:
    article = make_article()
    api = Caller(carol())
    assert api.get("articles/").json()["results"] == []
    for path in ("", "versions/", "versions/1/", "coverage/"):
        assert api.get(f"articles/{article.uid}/{path}").status_code == 404
    assert api.post("articles/", {"text": TEXT}).status_code == 404

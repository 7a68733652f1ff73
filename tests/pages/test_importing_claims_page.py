"""The page that looks a file of claims through, and then brings them in."""

import base64
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.exports import FORMATS
from annotations.models import Article, Claim, Event, Role
from annotations.pages import importing_claims
from tests.actions.test_importing_claims import TABLE, bridge
from tests.make import bob, carol, make_article, make_claim, make_person
from tests.pages.visiting import get, post, words_of

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="(kept|name|format|done|made)" value="([^"]*)"')


def file(content: bytes, name: str = "claims.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent_on(page: str, **pressed: str) -> dict[str, str]:
    return dict(HIDDEN.findall(page)) | pressed


def test_a_file_is_looked_through_then_brought_in_and_what_is_left_out_is_told() -> None:
    bridge()
    page = words_of(post(bob(), "claim_import", file=file(TABLE)))
    assert "2 new, 0 here already, of 3 rows" in page
    assert "Not read: Who found it." in page
    assert "“soon” is no day." in page
    assert page.index("“soon”") < page.index("The bridge cost 12 million euros.")
    assert "Import 2 claims" in page
    assert not Claim.objects.exists()
    table = post(bob(), "claim_import", **sent_on(page, left="1"))
    assert b"6,Cannot be taken," in b"".join(table.streaming_content)
    page = words_of(post(bob(), "claim_import", **sent_on(page, confirmed="1")))
    assert "2 claims marked, 1 row left out." in page
    assert Claim.objects.count() == 2
    page = words_of(post(bob(), "claim_import", **sent_on(page, confirmed="1")))
    assert "0 claims marked, 1 row left out." in page
    assert Claim.objects.count() == 2


def test_into_one_article_when_nothing_is_left_out_it_is_shown() -> None:
    article = make_article()
    content = b"quotation\nIt cost 12 million euros\n"
    page = words_of(post(bob(), "article_claims_import", article.uid, file=file(content)))
    answer = post(bob(), "article_claims_import", article.uid, **sent_on(page, confirmed="1"))
    assert answer["Location"].endswith(f"/articles/{article.uid}/")
    assert article.claims.get().quotation == "It cost 12 million euros"


def test_a_long_file_is_done_in_several_steps_without_doing_anything_twice(monkeypatch: Any) -> None:
    bridge()
    monkeypatch.setattr(importing_claims, "SECONDS_AT_ONCE", -1.0)
    page = words_of(post(bob(), "claim_import", file=file(TABLE)))
    said = []
    for _ in range(3):
        page = words_of(post(bob(), "claim_import", **sent_on(page, confirmed="1")))
        said.append(re.findall(r"(\d of 3 rows|\d claims marked, 1 row)", page))
    assert said == [["1 of 3 rows"], ["2 of 3 rows"], ["2 claims marked, 1 row"]]
    assert Claim.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file first."),
        ({"file": file(b"")}, "The file is empty."),
        ({"file": file(b"\xff")}, "Save it as UTF-8."),
        ({"file": file(b"a,b\n1,2")}, "has to name the columns"),
        ({"file": file(b"quotation\n" + b"a\n" * 5_001)}, "At most 5,000 rows"),
        ({"file": file(b"quotation\na"), "format": "xlsx"}, "Select a valid choice"),
        ({"kept": base64.b64encode(b"quotation\na").decode(), "done": "-7"}, "Choose the file again."),
    ],
)
def test_what_cannot_be_read_is_said(sent: dict[str, Any], said: str) -> None:
    answer = post(bob(), "claim_import", **sent)
    assert answer.status_code == 422
    assert said in words_of(answer)


def test_a_table_without_rows_is_an_empty_one() -> None:
    assert "There is no claim in it." in words_of(post(bob(), "claim_import", file=file(b"quotation\n")))


def test_only_those_who_mark_may() -> None:
    article: Article = make_article()
    reader = make_person("rita", Role.READER)
    for name, *uid in (("claim_import",), ("article_claims_import", article.uid)):
        assert get(bob(), name, *uid).status_code == 200
        assert get(reader, name, *uid).status_code == 403
        assert get(carol(), name, *uid).status_code == 404
        assert post(reader, name, *uid, file=file(TABLE)).status_code == 403
    assert "Import claims" not in words_of(get(reader, "article_list"))
    assert "Import claims" in words_of(get(bob(), "article_list"))


def test_claims_are_taken_along_in_every_format_as_the_api_gives_them() -> None:
    article = make_article()
    make_claim(article)
    other = make_claim(make_article(), "It cost 12 million euros")
    page = words_of(get(bob(), "article_describe", article.uid))
    for name in FORMATS:
        assert f"/claims/export/{name}/?article={article.uid}" in page
        answer = get(bob(), "claim_export", name, article=str(article.uid))
        assert answer["Content-Disposition"].endswith(f'.{FORMATS[name].extension}"')
        assert str(other.uid).encode() not in b"".join(answer.streaming_content)
        assert Event.objects.latest("number").data["format"] == name
    assert get(bob(), "claim_export", "xlsx").status_code == 404
    assert get(bob(), "claim_export", "csv", article="7").status_code == 422
    assert get(carol(), "claim_export", "csv").status_code == 404

"""`manage.py import_article`: one line an input; what cannot be read does not stop the rest."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotations.models import Article
from tests.make import TEXT, alice, make_article, make_policy

pytestmark = pytest.mark.django_db
ARTICLES = Path(__file__).parents[3] / "shared" / "articles"


@pytest.fixture
def paste(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT)
    return str(path)


def run(*inputs: str, **options: Any) -> tuple[list[dict[str, Any]], int]:
    """The JSON lines printed, and the exit status."""
    out, status = io.StringIO(), 0
    try:
        call_command("import_article", *inputs, json=True, stdout=out, **options)
    except SystemExit as end:
        status = end.code
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_a_dry_run_prints_what_would_come_out_and_writes_nothing(paste):
    [row], status = run(paste, dry_run=True)
    assert status == 0
    assert row["path"] == paste
    assert row["headline"] == "A bridge for the old harbour"
    assert {"standfirst", "byline", "published_at", "language", "text", "body"} <= set(row)
    for part in (*row["blocks"], *row["sentences"]):
        assert row["text"][part["start"] : part["end"]].strip()
    assert not Article.objects.exists()


def test_an_import_names_the_article_and_a_second_one_says_that_nothing_was_made(paste):
    alice(), make_policy()
    [first], _ = run(paste, publisher="The Courier")
    [second], status = run(paste)
    assert (first["outcome"], second["outcome"], status) == ("new_article", "same_text", 0)
    assert first["article"] == second["article"]
    assert Article.objects.get().publisher == "The Courier"


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(paste, tmp_path):
    alice(), make_policy()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n\x00\x01\x02")
    rows, status = run(str(broken), str(tmp_path / "missing"), paste)
    assert status == 1
    assert [("error" in row) for row in rows] == [True, True, False]
    assert Article.objects.count() == 1


def test_a_language_that_is_none_is_told_and_nothing_is_made(paste):
    alice(), make_policy()
    for dry_run in (True, False):
        [row], status = run(paste, language="english", dry_run=dry_run)
        assert (status, "“english” is no language tag" in row["error"]) == (1, True)
    assert not Article.objects.exists()


def test_standard_input_is_an_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    [row], _ = run("-", dry_run=True)
    assert row["path"] == "-"
    assert row["headline"] == "A bridge for the old harbour"


def test_a_version_is_brought_in_by_the_articles_uid(paste, tmp_path):
    article = make_article()
    changed = tmp_path / "changed.txt"
    changed.write_text(TEXT.replace("1911", "1912"))
    [row], _ = run(str(changed), article=str(article.uid))
    assert (row["outcome"], row["version"]) == ("new_version", 2)
    with pytest.raises(CommandError, match="no article"):
        run(paste, article="not-a-uid")


def test_an_address_inside_the_house_is_refused_in_a_sentence():
    alice(), make_policy()
    [row], status = run("http://127.0.0.1:1/")
    assert status == 1
    assert row["error"]
    assert not Article.objects.exists()


@pytest.mark.skipif(not ARTICLES.exists(), reason="the shared articles are not beside this checkout")
@pytest.mark.django_db(databases=[])
def test_the_real_paste_comes_out_as_expected():
    expected = json.loads((ARTICLES / "zelenskyy-cease-fire.expected.json").read_text())["v1"]
    [row], _ = run(str(ARTICLES / "zelenskyy-cease-fire.v1.txt"), dry_run=True)
    texts = {kind: [] for kind in ("paragraph", "caption")}
    for block in row["blocks"]:
        texts.setdefault(block["kind"], []).append(row["text"][block["start"] : block["end"]])
    for name in ("headline", "standfirst", "byline"):
        assert row[name] == expected[name]
    assert texts["caption"] == [expected["caption"]]
    assert len(texts["paragraph"]) == expected["body_paragraphs"]
    assert texts["paragraph"][0] == expected["first_paragraph"]
    assert texts["paragraph"][-1] == expected["last_paragraph"]
    assert not [words for words in expected["not_in_the_text"] if words in row["text"]]
    assert row["text"].count(expected["headline"]) <= expected["headline_appears_in_the_text_at_most"]

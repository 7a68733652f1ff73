"""The commands `export` and `create_token`."""

import csv
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotations.actions.access import token_of
from annotations.models import Event, Scope, Verb
from tests.api.calling import Caller
from tests.make import alice, bob, make_claim, make_evidence, make_published, make_source

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_token_stands_alone_on_standard_output_and_works() -> None:
    bob()
    secret = told("create_token", "bob", "--scope", "write").removesuffix("\n")
    assert "\n" not in secret
    token = token_of(secret)
    assert token is not None
    assert token.scopes == [Scope.READ, Scope.WRITE]
    api = Caller()
    api.headers["Authorization"] = f"Bearer {secret}"
    assert api.get("me/").json()["username"] == "bob"


def test_a_token_for_reading_expires_when_asked_to() -> None:
    bob()
    token = token_of(told("create_token", "bob", "--scope", "read", "--days", "7").strip())
    assert token is not None
    assert token.scopes == [Scope.READ]
    assert timedelta(days=6) < token.expires_at - token.created < timedelta(days=8)


@pytest.mark.parametrize("arguments", [("nobody", "--scope", "read"), ("bob", "--scope", "all"), ("bob",)])
def test_a_token_that_cannot_be_made_is_refused(arguments: tuple[str, ...]) -> None:
    bob()
    with pytest.raises(CommandError):
        told("create_token", *arguments)


def test_the_export_takes_the_filters_of_the_lists(tmp_path: Path) -> None:
    alice()
    claim = make_published(make_claim(), "false")
    make_claim(claim.article, "It cost 12 million euros")
    file = tmp_path / "claims.csv"
    call_command("export", "csv", "--truth-class", "contradicted", "--state", "published", "-o", str(file))
    rows = list(csv.DictReader(StringIO(file.read_text("utf-8-sig"), newline="")))
    assert [row["uid"] for row in rows] == [str(claim.uid)]
    [event] = Event.objects.filter(verb=Verb.EXPORTED)
    assert event.by == alice()
    assert event.data["filters"] == {"truth_class": ["contradicted"], "state": ["published"]}


def test_the_export_names_no_confidential_source(capfdbinary: Any) -> None:
    make_evidence(make_claim(), source=make_source(title="Zacharias Quill", terms="background"))
    call_command("export", "jsonl", "--by", alice().username)
    [line] = capfdbinary.readouterr().out.splitlines()
    assert json.loads(line)["evidence"][0]["source"]["title"] == "A confidential source"


def test_a_filter_with_a_bad_value_and_a_file_that_cannot_be_written_are_told() -> None:
    alice()
    with pytest.raises(CommandError, match="--article"):
        call_command("export", "csv", "--article", "seven")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export", "csv", "-o", "/nowhere/claims.csv")
    with pytest.raises(CommandError, match="nobody"):
        call_command("export", "csv", "--by", "nobody")


def test_the_dossier_of_one_article_is_written(tmp_path: Path) -> None:
    claim, file = make_published(), tmp_path / "dossier.html"
    call_command("export", "dossier", "--article", str(claim.article.uid), "-o", str(file))
    assert "The yearbook says so." in file.read_text("utf-8")
    assert Event.objects.get(verb=Verb.EXPORTED).data["format"] == "dossier"
    uid = str(claim.uid)
    for wrong in ([], ["--article", uid], ["--article", "x"], ["--article", uid, "--state", "published"]):
        with pytest.raises(CommandError, match="article"):
            call_command("export", "dossier", *wrong)

"""Sources from a bibliography program, through the page that looks a file through first."""

import base64
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models import Event, Role, Source, Verb
from tests.exports.test_csl import ZOTERO
from tests.make import bob, carol, make_person, make_source
from tests.pages.visiting import get, post, words_of

pytestmark = pytest.mark.django_db


def file(content: bytes, name: str = "mine.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(kept|name)" value="([^"]*)"', page))


def test_a_file_is_looked_through_then_added() -> None:
    there = make_source(title="Bridge", doi="10.1000/jp.7")
    page = words_of(post(bob(), "source_import", file=file(ZOTERO)))
    assert "mine.json" in page
    assert "3 new, 1 here already, of 4 rows" in page
    assert f"/sources/{there.uid}/" in page
    assert "Kept as it came: editor, page, publisher-place" in page
    assert "Add 3 sources and fill in 1" in page
    assert "What is here stays: title" in page
    assert Source.objects.count() == 1
    answer = post(bob(), "source_import", confirmed="1", **hidden(page))
    assert answer.status_code == 302
    assert Source.objects.count() == 4
    there.refresh_from_db()
    assert (there.title, bool(there.container_title)) == ("Bridge", True)
    assert post(bob(), "source_import", confirmed="1", **hidden(page)).status_code == 302
    assert Source.objects.count() == 4


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file first."),
        ({"file": file(b"")}, "It is not JSON"),
        ({"file": file(b"\xff")}, "Save it as UTF-8."),
        ({"file": file(b" " * (5 * 1024 * 1024 + 1))}, "larger than 5 MB"),
        ({"kept": "#"}, "Choose the file again."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(sent: dict[str, Any], said: str) -> None:
    answer = post(bob(), "source_import", **sent)
    assert answer.status_code == 422
    assert said in words_of(answer)


def test_only_those_who_add_sources_may() -> None:
    assert get(carol(), "source_import").status_code == 404
    reader = make_person("rita", Role.READER)
    assert get(reader, "source_import").status_code == 403
    kept = base64.b64encode(ZOTERO).decode()
    assert post(reader, "source_import", kept=kept, confirmed="1").status_code == 403
    assert "Import" not in words_of(get(reader, "source_list"))


def test_the_library_is_taken_without_confidential_sources_and_leaves_an_event() -> None:
    make_source(title="Yearbook")
    make_source(title="Zacharias Quill", terms="background")
    answer = get(bob(), "source_export")
    items = json.loads(b"".join(answer.streaming_content))
    assert [item["title"] for item in items] == ["Yearbook"]
    assert answer["Content-Disposition"].endswith('.csl.json"')
    assert Event.objects.latest("number").verb == Verb.EXPORTED

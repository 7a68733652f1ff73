"""Every example of docs/web-annotation.md, run in a shell against a running server."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from annotations.models import Claim
from tests.api.touring import examples_of, objects, printed_for_an_editor


@pytest.mark.django_db(transaction=True)
def test_the_tour_works_as_it_is_written(live_server: LiveServer, tmp_path: Path, settings: Any) -> None:
    settings.BASE_URL = live_server.url
    tour = examples_of("web-annotation").replace("\npython -c", f"\n{sys.executable} -c")
    printed = printed_for_an_editor(tour, live_server, tmp_path)
    told, headers = re.subn(r"(?i)(?:allow|accept-post): .*$", "", printed, flags=re.M)
    assert headers == 2
    container, iris, minimal, made, changed, status, gone = objects(told)
    assert (container["total"], iris["total"], "items" in minimal) == (0, 0, False)
    assert made["via"] == "https://tool.example/7"
    assert (changed["label"], changed["body"]) == ("The bridge cost 12 million", made["body"])
    assert (status, gone["status"]) == (204, 410)
    assert Claim.objects.get().state == "removed"
    assert '"AnnotationCollection"' in (tmp_path / "claims.jsonld").read_text("utf-8")

"""Every example of docs/api.md, run in a shell against a running server."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.api.touring import examples_of, objects, printed_for_an_editor

EXAMPLES = examples_of("api")


@pytest.mark.django_db(transaction=True)
def test_the_tour_works_as_it_is_written(live_server: LiveServer, tmp_path: Path, settings: Any) -> None:
    settings.BASE_URL = live_server.url
    # The commands are run by this Python, on the database of the test.
    tour = "\n".join(line for line in EXAMPLES.split("\n") if not line.startswith("python manage.py"))
    answers = list(objects(printed_for_an_editor(tour, live_server, tmp_path)))
    wrong = [answer for answer in answers if "code" in answer]
    assert [problem["field"] for problem in wrong] == ["stat"], wrong
    check = next(answer for answer in answers if answer.get("published_at") and "verdict" in answer)
    assert check["verdict"]["summary"] == "It cost more."
    [line] = (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["highlights"][0]["version"] == 2
    assert "14.1 million" in (tmp_path / "claims.csv").read_text("utf-8-sig")


def test_the_commands_of_the_tour_are_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"python manage.py (\w+)", EXAMPLES)
    assert set(commands) == {"compare_versions", "create_token", "export", "match_claims"}
    for command in set(commands):
        with pytest.raises(SystemExit) as ended:
            call_command(command, "--help")
        assert ended.value.code == 0
        assert command in capsys.readouterr().out

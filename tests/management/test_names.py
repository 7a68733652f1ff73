"""The names of commands and their options are a contract: other programs call them."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from annotations.exports import FORMATS
from annotations.exports.selection import ClaimFilter

DOCS = Path(__file__).parents[2] / "docs"
FILTERS = {f"--{name.replace('_', '-')}" for name in ClaimFilter.base_filters}

CONTRACT: dict[str, tuple[list[str], set[str]]] = {
    "backup": ([], {"--directory", "-d"}),
    "compare_versions": (["article", "first", "second"], {"--json"}),
    "create_token": (["username"], {"--scope", "--confidential", "--days"}),
    "db_worker": ([], set()),
    "demo": ([], {"--addr", "--no-serve"}),
    "doctor": ([], {"--json", "--mend"}),
    "export": (["format"], {"-o", *FILTERS}),
    "import_article": (["inputs"], {"--publisher", "--url", "--kind", "--article", "--dry-run", "--json"}),
    "import_claims": (["file"], {"--format", "--dry-run", "--json"}),
    "match_claims": (["text"], set()),
    "restore": (["file"], set()),
    "verify_events": ([], set()),
    "watch_sources": ([], {"--limit", "--older-than", "--pause", "--json"}),
}
"""Command → what it is given by its place, and the options it takes at least."""


@pytest.mark.parametrize("name", CONTRACT)
def test_a_command_takes_what_it_is_said_to_take(name: str) -> None:
    places, options = CONTRACT[name]
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    taken = {option for action in parser._actions for option in action.option_strings}
    assert [action.dest for action in parser._actions if not action.option_strings] == places
    assert options <= taken


def test_a_token_is_for_reading_or_for_writing_and_every_format_is_exported() -> None:
    token = load_command_class("annotations", "create_token").create_parser("manage.py", "create_token")
    export = load_command_class("annotations", "export").create_parser("manage.py", "export")
    chosen = {action.dest: action.choices for parser in (token, export) for action in parser._actions}
    assert set(chosen["scope"] or ()) == {"read", "write"}
    assert set(chosen["format"] or ()) == {*FORMATS, "dossier", "archive"}


def test_every_command_of_ours_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app == "annotations"}
    words = " ".join(path.read_text() for path in DOCS.glob("*.md")) + (DOCS.parent / "README.md").read_text()
    assert {name for name in ours if not re.search(rf"\b{name}\b", words)} == set()
    assert ours | {"db_worker"} >= set(CONTRACT)

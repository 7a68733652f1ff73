"""The lock files: everything that pyproject.toml asks for, pinned, with hashes, from no particular host."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SERVING = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["postgres"]]
ALL = [
    *PROJECT["dependencies"],
    *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
]
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; [^\\]+)? \\\n(?P<hashes>(?:    --hash=\S+.*\n)+)", re.M
)


def _pins(file: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for pin in PIN.finditer((ROOT / file).read_text("utf-8")):
        pins.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return pins


@pytest.mark.parametrize(
    ("file", "wanted"), [("requirements.lock", ALL), ("requirements.serving.lock", SERVING)]
)
def test_what_the_project_asks_for_is_locked(file: str, wanted: list[str]) -> None:
    pins = _pins(file)
    stale = [
        line
        for line in map(Requirement, wanted)
        if not any(line.specifier.contains(version) for version in pins.get(canonicalize_name(line.name), ()))
    ]
    assert not stale, f"Run `make lock`: {file} does not fit {stale}"


@pytest.mark.parametrize("file", ["requirements.lock", "requirements.serving.lock"])
def test_a_lock_holds_nothing_but_pins_with_hashes(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    rest = PIN.sub("", text)
    assert [line for line in rest.splitlines() if not line.lstrip().startswith("#")] == []
    assert re.findall(r"://|file:|--(?!hash=sha256:)\w+", text) == []


def test_what_serves_is_what_was_tested() -> None:
    assert _pins("requirements.serving.lock").items() <= _pins("requirements.lock").items()

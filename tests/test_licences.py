"""No dependency may put its own licence on the workbench: GPL and AGPL are out, LGPL and MPL are welcome."""

import re
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
STRONG_COPYLEFT = re.compile(
    r"(?<![A-Za-z])A?GPL|(?<!Lesser )(?<!Library )(?<!Library or Lesser )General Public License"
    r"|Affero General Public",
    re.IGNORECASE,
)

# Package: why it may stay.
EXCEPTIONS = {
    "text-unidecode": "offered under the Artistic License as well, which is what we take",
    "tld": "offered under MPL 1.1 and LGPL 2.1 as well",
}


def _locked() -> set[str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return {canonicalize_name(line.split("==")[0]) for line in lines if "==" in line and line[0].isalnum()}


def _said_of_licence(package: metadata.Distribution) -> str:
    """What the metadata says; of a licence given in full only its head, since the body may name others."""
    said = package.metadata
    given = [*said.get_all("License-Expression", []), *said.get_all("License", [])]
    classified = [line for line in said.get_all("Classifier", []) if line.startswith("License ::")]
    return "\n".join([line[:200] for line in given] + classified)


def _installed() -> dict[str, str]:
    return {
        canonicalize_name(package.name): _said_of_licence(package) for package in metadata.distributions()
    }


def test_no_dependency_is_under_a_strong_copyleft_licence() -> None:
    locked = _locked()
    bad = {name for name, said in _installed().items() if name in locked and STRONG_COPYLEFT.search(said)}
    assert bad <= set(EXCEPTIONS), {name: _installed()[name] for name in bad - set(EXCEPTIONS)}


def test_no_exception_outlives_its_package() -> None:
    assert set(EXCEPTIONS) <= _locked()


def test_lesser_and_mozilla_licences_pass_and_the_strong_ones_do_not() -> None:
    weak = ["LGPL-3.0-only", "GNU Lesser General Public License v3 (LGPLv3)", "MPL-2.0", "MIT License",
            "GNU Library or Lesser General Public License (LGPL)", "LGPLv2+"]  # fmt: skip
    strong = ["GPL-3.0-or-later", "GNU General Public License v2 (GPLv2)", "AGPLv3", "MIT AND GPL-2.0-only",
              "GNU Affero General Public License v3"]  # fmt: skip
    assert [said for said in weak if STRONG_COPYLEFT.search(said)] == []
    assert [said for said in strong if not STRONG_COPYLEFT.search(said)] == []

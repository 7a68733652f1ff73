"""What the pages load: every name a module, a sheet or a template mentions is there, also under its hashed name."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from annotations.templatetags.modules import module

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "annotations" / "static" / "annotations"
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
DECLARATION = re.compile(r"(?<![\w-])([a-z-]+)\s*:\s*([^;{}]*)(?=[;}])")
A_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|light-dark)\("
    r"|\b(?:black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|teal|navy|maroon)\b"
)
A_FACE = re.compile(r"\d(?:px|pt|rem|em|%)|\b(?:serif|sans-serif|monospace|system-ui)\b(?!\))")
SET_BY_SCRIPT = {"--line"}
IMPORTED = re.compile(r"""from\s*["'](\.[^"']+)["']""")


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """Our own files as the product serves them."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "workbench.storage.ModuleStorage"}}
    others = ["admin", "drf_spectacular_sidecar", "rest_framework", "django_filters", "django_htmx"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)
    return tmp_path / "annotations"


def test_hashed_modules_import_hashed_modules_that_are_there(collected: Path) -> None:
    hashed = [
        path for path in (collected / "js").rglob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)
    ]
    assert len(hashed) == len(list((STATIC / "js").rglob("*.js")))
    for path in hashed:
        for name in IMPORTED.findall(path.read_text("utf-8")):
            assert re.search(r"\.[0-9a-f]{12}\.js$", name), f"{path.name} imports {name}"
            assert (path.parent / name).is_file(), f"{path.name} imports {name}"


def test_modules_import_only_modules_that_are_there() -> None:
    for path in (STATIC / "js").rglob("*.js"):
        for name in IMPORTED.findall(path.read_text("utf-8")):
            assert (path.parent / name).is_file(), f"{path.name} imports {name}"


def test_a_page_asks_for_all_its_modules_at_once_and_no_module_is_left_over() -> None:
    pages = ("main", "readers", "naming")
    asked = {name: re.findall(r'href="/static/annotations/js/([^"]+)"', module(name)) for name in pages}
    assert asked["readers"] == ["elements/copy-text.js"]
    left = {path.relative_to(STATIC / "js").as_posix() for path in (STATIC / "js").rglob("*.js")}
    assert left == {f"{name}.js" for name in pages}.union(*asked.values())


def test_every_drawing_and_sheet_that_is_named_is_there() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    for path in TEMPLATES:
        markup = path.read_text("utf-8")
        assert set(re.findall(r'{% icon "([^"]+)"', markup)) <= drawn, path.name
        for names in re.findall(r'{% stylesheets "([^"]+)" %}', markup):
            for name in names.split():
                assert (STATIC / "css" / f"{name}.css").is_file(), f"{path.name} wants {name}.css"


def test_colours_and_faces_are_written_in_the_tokens_alone() -> None:
    for path in (STATIC / "css").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        declared = [] if path.name == "tokens.css" else DECLARATION.findall(rules)
        for name, value in declared:
            assert not A_COLOUR.search(value), f"{path.name}: {name}: {value}"
            assert not (name.startswith("font") and A_FACE.search(value)), f"{path.name}: {name}: {value}"


def test_every_name_a_sheet_uses_is_given_somewhere() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in (STATIC / "css").glob("*.css")}
    given = {name for rules in sheets.values() for name in re.findall(r"(--[\w-]+)\s*:", rules)}
    used = {name for rules in sheets.values() for name in re.findall(r"var\((--[\w-]+)\)", rules)}
    # Django's own sheets give the rest to the administration.
    assert {name for name in used - given if name not in sheets["admin.css"]} == SET_BY_SCRIPT

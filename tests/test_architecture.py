"""The walls of the house (docs/architecture.md): who may import whom, who may write, who may go out."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "annotations"

SURFACES = {"pages", "api", "admin"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "anchoring": {"errors"},
    "assist": {"anchoring", "errors"},
    "strict_json": set(),
    "imports": {"anchoring", "strict_json", "errors"},
    "intake": {"anchoring", "sanitize", "errors"},
    "sanitize": {"errors"},
    "addresses": {"errors"},
    "net": {"addresses", "errors"},
    "workflow": {"errors"},
    "models": {"anchoring", "workflow", "errors"},
    "permissions": {"models", "workflow", "errors"},
    "exports": {"anchoring", "assist", "models", "sanitize", "workflow", "errors"},
    # Of exports: a publication freezes its record in the shape in which it is exported.
    "actions": {
        "anchoring", "intake", "imports", "assist", "sanitize", "net", "addresses",
        "exports", "models", "permissions", "workflow", "errors",
    },
    "tasks": {"actions", "exports", "intake", "net", "models", "errors"},
    "pages": {"actions", "exports", "assist", "anchoring", "models", "permissions", "workflow", "errors"},
    "api": {
        "actions", "exports", "assist", "anchoring", "models", "permissions", "strict_json", "workflow", "errors",
    },
    "admin": {"actions", "exports", "anchoring", "models", "permissions", "workflow", "errors"},
    # Of pages: the addresses to which links lead are made there.
    "templatetags": {"anchoring", "models", "pages", "permissions", "workflow"},
    "apps": {"checks"},
    "checks": set(),
    "migrations": {"models", "workflow"},
}  # fmt: skip
MAY_IMPORT["management"] = set(MAY_IMPORT) - SURFACES

PLAIN_PYTHON = {
    "errors",
    "anchoring",
    "assist",
    "imports",
    "intake",
    "sanitize",
    "addresses",
    "net",
    "strict_json",
}
FRAMEWORK = re.compile(r"django\w*|rest_framework|drf_\w+|csp")
NETWORK = ("socket", "urllib3", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "smtplib",
           "ftplib", "socketserver", "trafilatura.downloads")  # fmt: skip
MAY_OPEN_A_SOCKET = {
    "annotations/net.py": "the only way out",
    "annotations/management/commands/demo.py": "asks whether its own port is taken",
}
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
}
WRITES |= {f"a{name}" for name in WRITES}
MAY_WRITE = {
    "annotations/models/access.py": "makes a person with a hashed password",
    "annotations/models/base.py": "refuses words that do not fit their column",
    "annotations/models/articles.py": "refuses to save a version twice",
    "annotations/models/publications.py": "refuses to save a publication twice",
    "annotations/exports/archive/writing.py": "carries on a SHA-256",
    "annotations/management/commands/demo.py": "empties the queue of a database it has just made",
}
"""Besides actions. Plain Python writes no rows, so there `.update()` is a set's."""

WITHOUT_AN_EVENT = {
    "note_use": "when a token was last used: once a minute at the most",
    "see_notices": "when one saw what one was told: one's own list of what is new",
    "note_hint_read": "that one knows how the workbench is used: how one's own pages look",
    "send_notices": "when a notice went out by mail: what it tells has its own event",
    "keep_draft": "words nobody but their author sees, overwritten as they are typed",
    "drop_drafts": "what they became has its own event",
    "take_up_again": "a killed worker's tasks, back in the queue: what they do has its own event",
    "drop_outlived": "what was kept for a time that is over: the same as is deleted in passing",
    "answer_once": "the answer kept for a repeated request: what it answers has its own event",
}
"""Doors that write and leave no trace. docs/architecture.md also names what Django writes by itself."""

MAY_BE_RELATIVE = re.compile(r"\bfrom[\s\\]*\.")
"""Whatever stands before a relative import, and more."""

MAX_LINES = 400
CODE = {".py", ".js", ".css", ".html"}
DRAWERS_FOR_ANYTHING = {"utils.py", "helpers.py", "common.py", "misc.py"}
NOT_OURS = re.compile(r"@license|copyright \(c\)|\(c\) \d{4}|sourceMappingURL", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?(?:https?:)?//", re.IGNORECASE
)


def _files(*folders: str, suffixes: set[str] = CODE) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """Every module or name that the file imports, in full, wherever in the file the import stands."""
    return tuple(
        f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        for node in _import_lines(path)
        for alias in node.names
    )


@cache
def _import_lines(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """The one walk through a file's tree that all questions about its imports share."""
    return tuple(node for node in ast.walk(_tree(path)) if isinstance(node, ast.Import | ast.ImportFrom))


def _part(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def _is_in(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def _hold(wrong: list[str]) -> None:
    assert not wrong, "\n" + "\n".join(wrong)


APP_FILES = [path for path in _files("annotations", suffixes={".py"}) if _part(path) != "__init__"]
PYTHON = _files("annotations", "workbench", "tests", "benchmarks", suffixes={".py"})


def _said(path: Path, what: str) -> str:
    return f"{path.relative_to(ROOT)}: {what}"


def test_every_part_has_a_row_in_the_table() -> None:
    assert {_part(path) for path in APP_FILES} <= set(MAY_IMPORT)


def test_imports_point_inwards() -> None:
    wrong = [
        _said(path, name)
        for path in APP_FILES
        for name in _imports(path)
        if _is_in(name, "annotations")
        and f"{name}.".split(".")[1] not in MAY_IMPORT.get(_part(path), set()) | {_part(path)}
    ]
    _hold(wrong)


def test_the_app_does_not_know_the_project() -> None:
    _hold([_said(path, name) for path in APP_FILES for name in _imports(path) if _is_in(name, "workbench")])


def test_imports_are_written_in_full() -> None:
    relative = [
        _said(path, f"line {node.lineno}")
        for path in PYTHON
        # Most of the test's time would go into reading the grammar of files that have none.
        if MAY_BE_RELATIVE.search(path.read_text("utf-8"))
        for node in _import_lines(path)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    _hold(relative)


def test_plain_python_knows_no_framework() -> None:
    pure = [path for path in APP_FILES if _part(path) in PLAIN_PYTHON]
    wrong = [
        _said(path, name)
        for path in pure
        for name in _imports(path)
        if FRAMEWORK.fullmatch(name.split(".")[0])
    ]
    _hold(wrong)


def test_only_net_goes_out() -> None:
    ours = _files("annotations", "workbench", suffixes={".py"})
    others = [path for path in ours if str(path.relative_to(ROOT)) not in MAY_OPEN_A_SOCKET]
    wrong = [
        _said(path, name)
        for path in others
        for name in _imports(path)
        if any(_is_in(name, module) for module in NETWORK)
    ]
    _hold(wrong)


def test_only_sanitize_knows_bleach() -> None:
    named = [path for path in PYTHON if "bleach" in path.read_text("utf-8")]
    others = [path for path in named if path != APP / "sanitize.py"]
    _hold([_said(path, name) for path in others for name in _imports(path) if _is_in(name, "bleach")])


@cache
def _called(node: ast.AST) -> set[str]:
    """The names of what is called in it: of a method its last part."""
    functions = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {function.id for function in functions if isinstance(function, ast.Name)} | {
        function.attr for function in functions if isinstance(function, ast.Attribute)
    }


def _outside_actions() -> list[Path]:
    return [path for path in APP_FILES if _part(path) not in {"actions", "migrations"}]


def test_only_actions_write() -> None:
    """By name, whatever the receiver: `dict.update` is rare enough there to be written another way."""
    others = [path for path in _outside_actions() if _part(path) not in PLAIN_PYTHON]
    found = {str(path.relative_to(ROOT)): _called(_tree(path)) & WRITES for path in others}
    assert {name for name, calls in found.items() if calls} == set(MAY_WRITE), "see MAY_WRITE"


def _actions() -> dict[str, ast.FunctionDef]:
    """The functions of `actions/` in full, as in `annotations.actions.claims.mark_claim`."""
    return {
        f"annotations.actions.{path.stem}.{node.name}": node
        for path in (APP / "actions").glob("*.py")
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef)
    }


def _called_through(name: str, actions: dict[str, ast.FunctionDef]) -> set[str]:
    """What is called by this action and by those that it calls in turn."""
    called, waiting, met = set[str](), [name], set[str]()
    while waiting:
        name = waiting.pop()
        if name in actions and name not in met:
            met.add(name)
            module = name.rpartition(".")[0]
            known = {
                known.rpartition(".")[2]: known
                for known in _imports(APP / f"actions/{module.rpartition('.')[2]}.py")
            }
            own = _called(actions[name])
            called |= own
            waiting += [known.get(each, f"{module}.{each}") for each in own]
    return called


def _doors() -> dict[str, set[str]]:
    """What each door calls: actions that others import, or that ask for permission themselves."""
    actions = _actions()
    imported = {name for path in _outside_actions() for name in _imports(path)}
    asking = {name for name, node in actions.items() if _called(node) & {"require", "allow"}}
    return {name: _called_through(name, actions) for name in (imported | asking) & set(actions)}


def test_every_door_leaves_a_trace() -> None:
    silent = {
        name.rpartition(".")[2]
        for name, called in _doors().items()
        if called & WRITES and not called & {"record", "record_many"}
    }
    assert silent == set(WITHOUT_AN_EVENT)


def test_files_are_read_in_one_sitting() -> None:
    folders = ("annotations", "workbench", "tests", "benchmarks", "templates")
    ours = [path for path in _files(*folders) if path.parent != APP / "migrations"]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in ours}
    _hold([_said(path, f"{lines} lines") for path, lines in lengths.items() if lines > MAX_LINES])


def test_no_drawer_is_for_anything() -> None:
    _hold([_said(path, "say what it is for") for path in PYTHON if path.name in DRAWERS_FOR_ANYTHING])


def test_nothing_is_vendored_or_loaded_from_elsewhere() -> None:
    shipped = [
        path for folder in ("annotations/static", "templates") for path in (ROOT / folder).rglob("*.*")
    ]
    text = {path: path.read_text("utf-8", "replace") for path in shipped if path.is_file()}
    _hold([_said(path, "minified") for path in text if ".min." in path.name or path.suffix == ".map"])
    _hold([_said(path, "not ours") for path, content in text.items() if NOT_OURS.search(content)])
    _hold([_said(path, "from elsewhere") for path, content in text.items() if FROM_ELSEWHERE.search(content)])

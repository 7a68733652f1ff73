"""What Firefox 132 and Safari 18.1 lack is not used, or is asked for first; `docs/browsers.md` has the list."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "annotations" / "static" / "annotations"

NEVER = {
    "js": (
        r"requestIdleCallback",
        r"\bscheduler\.",
        r"startViewTransition",
        r"\bRegExp\.escape\b",
        r"\bPromise\.try\b",
        r"\bIterator\.",
        r"(?<!Object)\.(?:keys|values|entries|matchAll)\([^()]*\)\.(?:map|filter|find|some|every|toArray|forEach)\(",
        r"\bmoveBefore\(",
        r"\bCloseWatcher\b",
        r"\bURLPattern\b",
        r"\bTemporal\.",
        r"\bwindow\.navigation\b",
        r"^(?:const \w+ = )?await ",
        r"import .* with \{",
        r"\((?:\?[ims]+:|\?[ims]*-[ims]+:)",
    ),
    "css": (
        r"\banchor\(|position-anchor|anchor-name",
        r"@scope|@function|@position-try|@view-transition",
        r"\bcalc-size\(|interpolate-size",
        r"\bif\(|\bsibling-(?:index|count)\(",
        r"animation-timeline|scroll-timeline|view-timeline",
        r"text-box(?:-trim|-edge)?\s*:",
        r"\bcorner-shape\b|reading-flow",
        r"\bcontrast-color\(",
    ),
    "html": (
        r"\bclosedby=",
        r"\bcommandfor=",
        r"hidden=.?until-found",
        r"<selectedcontent",
        r"\bpopover=.?hint",
    ),
}
"""By the end of the file's name: what is in none of them."""

ONLY_BEHIND = {
    "CSS.highlights.": "CSS?.highlights",
    "new Highlight(": "CSS?.highlights",
    "caretRangeFromPoint": "caretRangeFromPoint?.",
    "caretPositionFromPoint": "caretPositionFromPoint?.",
    "navigator.clipboard.": "!navigator.clipboard",
}
"""What a module may use when it asks for it, in these words."""


def sources(kind: str) -> dict[str, str]:
    where = {"html": ROOT / "templates", "css": STATIC / "css", "js": STATIC / "js"}[kind]
    comments = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
    return {path.name: comments.sub("", path.read_text("utf-8")) for path in where.rglob(f"*.{kind}")}


def test_nothing_is_used_that_a_browser_of_the_last_two_years_lacks() -> None:
    for kind, patterns in NEVER.items():
        for name, text in sources(kind).items():
            for pattern in patterns:
                found = re.search(pattern, text, re.MULTILINE)
                assert not found, f"{name} uses {found[0]!r}"


def test_what_only_some_have_is_asked_for_first() -> None:
    for name, text in sources("js").items():
        for used, asked in ONLY_BEHIND.items():
            assert used not in text or asked in text, f"{name} uses {used} without {asked}"


def test_what_safari_knows_by_another_name_is_written_twice() -> None:
    for name, text in sources("css").items():
        for word in ("user-select", "box-decoration-break", "text-size-adjust"):
            plain = len(re.findall(rf"(?<!-){word}:", text))
            assert plain == text.count(f"-webkit-{word}:"), f"{name} writes {word} once"

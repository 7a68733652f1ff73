"""A page looked at as axe does: wide and narrow, light and dark, without being loaded again."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 800}

ALL_RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    # No sheet here turns anything by the way a telephone is held: nothing to fetch them for once more.
    "preload": False,
    # Off as axe comes, though WCAG 2.2 AA asks for it.
    "rules": {"target-size": {"enabled": True}},
}
OF_COLOUR: dict[str, Any] = ALL_RULES | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "rules": {},
}
"""The rules whose outcome can be another in the other theme."""

RUN = """async ([part, options]) => {
    // The rows of a long table are all alike.
    const looked = { include: [part], exclude: ["tr:nth-child(n + 5)"] };
    const found = await axe.run(looked, options);
    // Two sentences that end a block on one line have their numbers close together; the words lead there, too.
    const isNumber = (rule, target) => rule === "target-size" && target.startsWith('a[href="?sentence=');
    return found.violations.flatMap(({ id, nodes }) => {
        const targets = nodes.map((node) => node.target.join(" ")).filter((target) => !isNumber(id, target));
        return targets.length ? [[id, targets.join(", ")]] : [];
    });
}"""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


Way = tuple[Literal["light", "dark"], ViewportSize, dict[str, Any]]

FOUR_WAYS: tuple[Way, ...] = (
    ("light", WIDE, ALL_RULES),
    ("dark", WIDE, OF_COLOUR),
    ("dark", NARROW, ALL_RULES),
    ("light", NARROW, OF_COLOUR),
)
TWO_WAYS: tuple[Way, ...] = (("light", WIDE, ALL_RULES), ("dark", NARROW, ALL_RULES))
"""For pages whose sheet is the same for every width."""


def with_axe(page: Page) -> Page:
    """Each document that this page opens brings axe along."""
    page.add_init_script(AXE_SCRIPT)
    return page


def faults(page: Page, part: str = "html", ways: Iterable[Way] = FOUR_WAYS) -> list[str]:
    """What is wrong with the page, or with a part of it, each with how it was looked at."""
    return [*looked_at(page, part, ways)]


def looked_at(page: Page, part: str, ways: Iterable[Way]) -> Iterator[str]:
    for scheme, size, options in ways:
        page.emulate_media(color_scheme=scheme)
        if page.viewport_size != size:
            page.set_viewport_size(size)
        how = f"{size['width']} {scheme}"
        yield from (f"{how} {rule}: {targets}" for rule, targets in page.evaluate(RUN, [part, options]))
        if (wider := page.evaluate(OVERFLOW)) > 0:
            yield f"{how}: {wider} px wider than the window"


def look(page: Page, address: str) -> list[str]:
    """What is wrong with the page at this address, for whoever looks at few pages."""
    page.goto(address)
    page.evaluate(AXE_SCRIPT)
    return faults(page, ways=TWO_WAYS)

"""What people set for themselves holds: forced colours, less motion, more contrast, magnified, spaced out, by Tab."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from annotations.actions.sentences import dismiss_sentence
from annotations.models import Article
from tests.browser.looking import NARROW, OVERFLOW, WIDE, with_axe
from tests.make import alice, bob, make_article, make_claim, make_policy, make_published, make_submitted

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

WEAR = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""

CUT_OFF = """() => [...document.querySelectorAll("a, button, summary, label, h2, h3, dt, dd, td, .chip")]
    .filter((each) => each.checkVisibility() && !each.closest(".spoken, .keys"))
    .filter((each) => each.scrollWidth > each.clientWidth + 2)
    .filter((each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowX))
    .map((each) => each.outerHTML.slice(0, 80))"""

MOVING = """() => [...document.querySelectorAll("*")].filter((each) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
    return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
}).map((each) => each.localName)"""

LINES = """() => Object.fromEntries([...document.querySelectorAll("mark u[data-class]")].map((line) => {
    const { textDecorationStyle, borderBottomStyle, textDecorationLine } = getComputedStyle(line);
    return [line.dataset.class, textDecorationLine === "none" ? borderBottomStyle : textDecorationStyle];
}))"""

GLYPHS = """() => [...document.querySelectorAll(".sign .icon")].map((icon) => getComputedStyle(icon).color)"""

FILLS = """() => ["claim", "nothing_to_check"].map((kind) =>
    getComputedStyle(document.querySelector(`.meter rect.${kind}`)).fill)"""

LOW_CONTRAST = """async () => (await axe.run(document, { preload: false,
    runOnly: { type: "rule", values: ["color-contrast-enhanced"] } }))
    .violations.flatMap(({ nodes }) => nodes.map((node) => node.target.join(" ")))"""

AT_FOCUS = """() => {
    const here = document.activeElement;
    if (here === document.body || here === document.documentElement) return null;
    here.dataset.reached = "";
    const around = here.closest(".segmented > :focus-within") ?? here;
    const drawn = here.matches(".sentence") ? here.querySelector(".words") : around;
    const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
    const boxes = [...drawn.getClientRects()];
    const seen = boxes.some((box) => [0.1, 0.5, 0.9].some((part) => {
        const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part);
        return found && (drawn.contains(found) || found.contains(drawn));
    }));
    const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    return [here.outerHTML.slice(0, 90), ring, seen];
}"""

NOT_REACHED = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.tabIndex >= 0)
    .filter((each) => each.type !== "hidden" && !each.closest(".skip") && !("reached" in each.dataset))
    .filter((each) => each.type !== "radio" || !document.querySelector(`[name="${each.name}"][data-reached]`))
    .map((each) => each.outerHTML.slice(0, 90))"""

MOST_TABS = 150
FEWEST_STOPS = 5


@pytest.fixture
def article() -> Article:
    """A claim of each class, a sentence with nothing to check, and one to look at."""
    article = make_article(by=alice(), publisher="The Harbour Courier", headline="A bridge")
    words = ("It cost 12 million euros", "The old bridge was built in 1911", "Nobody was hurt")
    for key, stretch in zip(("mixed", "false", "unproven"), words, strict=True):
        make_submitted(make_claim(article, stretch), key)
    make_published(make_claim(article, "The council opened the new bridge"))
    dismiss_sentence(article.current_version().sentences.order_by("start").first(), by=bob(), reason="title")
    return article


@pytest.fixture
def places(page: Page, sign_in: Callable[[Any], None], article: Article) -> dict[str, str]:
    """The main pages, as Alice sees them."""
    make_policy()
    sign_in(alice())
    claims = article.claims.order_by("pk")
    bench = reverse("article_detail", args=[article.uid])
    check = claims.latest("pk")
    slug = Article.objects.get(pk=article.pk).slug
    return {
        "claim": f"{bench}?claim={claims.first().uid}",
        "sentence": f"{bench}?sentence=7",
        "desk": f"{reverse('desk')}?queue=everyone",
        "import": reverse("article_import"),
        "keys": reverse("account_keys"),
        "figures": reverse("mirror"),
        "check": reverse("check_detail", args=[slug, check.uid]),
    }


def test_in_forced_colours_lines_glyphs_and_meters_are_told_apart(page: Page, places: dict[str, str]) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(places["claim"])
    lines = page.evaluate(LINES)
    assert sorted(lines) == ["contradicted", "qualified", "supported", "unsettled"]
    assert len(set(lines.values())) == 4
    ink = page.evaluate("() => getComputedStyle(document.querySelector('h1')).color")
    assert set(page.evaluate(GLYPHS)) == {ink}
    claim, nothing = page.evaluate(FILLS)
    assert claim != nothing
    page.goto(places["desk"])
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    edge = (
        "() => getComputedStyle(document.querySelector('.masthead nav a:not([aria-current])')).borderTopColor"
    )
    assert page.evaluate(edge) in (paper, "rgb(0, 0, 0)")


def test_nothing_moves_for_whoever_wants_no_motion(page: Page, places: dict[str, str]) -> None:
    moving = {}
    for name, place in places.items():
        page.goto(place)
        moving[name] = page.evaluate(MOVING)
    assert {name: found for name, found in moving.items() if found} == {}
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) != []


def test_whoever_asks_for_more_contrast_gets_it(page: Page, places: dict[str, str]) -> None:
    with_axe(page).emulate_media(contrast="more")
    faint = {}
    for name, place in places.items():
        page.goto(place)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faint[f"{name} {scheme}"] = page.evaluate(LOW_CONTRAST)
    assert {name: found for name, found in faint.items() if found} == {}


def test_spaced_out_or_magnified_nothing_is_cut_off(page: Page, places: dict[str, str]) -> None:
    wrong = {}
    for name, place in places.items():
        page.goto(place)
        for size in (WIDE, {"width": 640, "height": 450}, NARROW):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.evaluate(WEAR, "")
            page.evaluate(DRAWN)
            wrong[f"{name} {size['width']}"] = [page.evaluate(OVERFLOW)]
            page.evaluate(WEAR, SPACED)
            wrong[f"{name} {size['width']} spaced"] = [page.evaluate(OVERFLOW), *page.evaluate(CUT_OFF)]
    assert {name: found for name, found in wrong.items() if found != [0]} == {}


def test_tab_reaches_everything_and_the_focus_is_always_seen(page: Page, places: dict[str, str]) -> None:
    wrong: dict[str, Any] = {}
    for name, place in places.items():
        page.goto(place)
        page.evaluate("() => document.querySelector('.skip').focus()")
        hidden = []
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            found = page.evaluate(AT_FOCUS)
            if found is None:
                break
            if not found[2]:
                # It is scrolled out from under what lies over it in the next frame.
                page.evaluate(DRAWN)
                found = page.evaluate(AT_FOCUS)
            hidden += [found] * (not (found[1] and found[2]))
        wrong[name] = hidden + page.evaluate(NOT_REACHED)
        assert page.locator("[data-reached]").count() > FEWEST_STOPS
    assert [f"{name}: {found}" for name, each in wrong.items() for found in each] == []

"""Every field in which people write keeps its words, or stands in a table with the reason why not.

The administration is beside the pages, for managing data: its forms are Django's own and keep nothing.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import SafeString

from annotations.actions.articles import import_version
from annotations.models import Claim, Person
from tests.admin.newsroom import make_everything
from tests.life import make_life
from tests.make import TEXT, alice, make_article, make_claim, make_person, make_submitted
from tests.pages.visiting import browser_of
from tests.walking import opened, pages

pytestmark = pytest.mark.django_db

TEXT_TYPES = {"", "text", "url", "email", "tel", "date", "datetime-local"}

NOT_KEPT = {"give-due": "one moment, chosen beside ticks that are kept nowhere either"}
"""By id. Passwords are kept nowhere, fields of one character (keys) lose nothing that one press does not bring back,
and forms that only ask (`method="get"`, searching) are no writing: these are not looked at."""

DRAWN = re.compile(
    r"<textarea(?![^>]*readonly)|<input(?=[^>]*class)(?![^>]*readonly)(?![^>]*type=\"(?:search|password|checkbox|radio)\")|as_field_group"
)
"""What a template has in which people may write."""

NOT_DRAWN = {
    "invitation.html": "passwords",
    "login.html": "passwords",
    "conflict_detail.html": "the answer to a form: tests/pages/test_conflicts.py",
}
"""Templates with fields that the walk does not draw, with the reason."""


UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Fields(HTMLParser):
    """The fields of a page in which people write: (name, id, whether a `kept-words` holds it)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, bool]] = []
        self.inside = 0
        self.asks = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "kept-words":
            self.inside += 1
        if tag == "form":
            self.asks = named.get("method") not in ("post", "dialog")
        writes = tag == "textarea" or (tag == "input" and (named.get("type") or "") in TEXT_TYPES)
        if writes and not self.asks and "readonly" not in named and named.get("maxlength") != "1":
            self.found.append((named.get("name") or "", named.get("id") or "", self.inside > 0))

    def handle_endtag(self, tag: str) -> None:
        if tag == "kept-words":
            self.inside -= 1


def drawn_in(markup: str) -> list[tuple[str, str, bool]]:
    fields = Fields()
    fields.feed(markup)
    return fields.found


def addresses(claims: Iterable[Claim]) -> list[str]:
    """Every page, the panel of these claims by itself, and that of a sentence and of what waits."""
    # Of several records the newest is opened: they differ in their words.
    alike = {UID.sub("*", place): place for place in pages(()) if "?" not in place and "#" not in place}
    whole = [place for place in alike.values() if not place.startswith(("/checks", "/embed"))]
    panels = [f"/articles/{claim.article.uid}/?claim={claim.uid}#part" for claim in claims]
    articles = {claim.article.uid for claim in claims}
    return (
        whole
        + panels
        + [
            f"/articles/{uid}/?{what}"
            for uid in articles
            for what in ("sentence=1", "waiting=1", "about=article")
        ]
    )


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the templates that were drawn."""
    names, draw = set(), Template._render

    def note(template: Template, context: Context) -> SafeString:
        names.add(f"{template.name}".rpartition("/")[2])
        return draw(template, context)

    monkeypatch.setattr(Template, "_render", note)
    return names


def test_every_field_to_write_in_keeps_its_words(drawn: set[str]) -> None:
    make_everything()
    make_life()
    waits = make_submitted(make_claim(make_article(), "It cost 12 million euros"))
    import_version(waits.article, TEXT.replace("12 million", "13 million").encode(), by=alice())
    everybody: Person = make_person("ed", alice().role, is_superuser=True)
    browser = browser_of(everybody)
    seen: dict[str, tuple[str, str, bool]] = {}
    for place in addresses(Claim.objects.select_related("article")):
        answer, content = opened(browser, place)
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            seen |= {
                f"{field or name} on {place}": (name, field, kept)
                for name, field, kept in drawn_in(content.decode())
            }
    lost = [
        where for where, (name, field, kept) in seen.items() if field not in NOT_KEPT and not (kept and field)
    ]
    assert lost == []
    assert len({field for _, field, kept in seen.values() if kept}) > 30
    written = {
        path.name
        for path in Path(settings.BASE_DIR, "templates/annotations").rglob("*.html")
        if DRAWN.search(path.read_text())
    }
    assert sorted(written - drawn - set(NOT_DRAWN)) == []

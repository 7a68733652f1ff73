"""No answer holds script or style of its own or asks another host for anything; each tells the browser so."""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from annotations.admin.site import site
from annotations.models import Article, Role
from annotations.pages.urls import urlpatterns
from tests.admin.newsroom import make_everything
from tests.make import alice, make_person
from tests.walking import FILES_BY_FORM, entered, filled, opened

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CARD = {
    "default-src": "'self'",
    "script-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "*",
}
A_FILE = STRICT | {"default-src": "'none'", "sandbox": ""}
POLICIES: dict[str, dict[str, str]] = {
    "/embed/": CARD,
    "/api/docs/": STRICT | {"img-src": "'self' data:"},
}
"""What the browser is told, by how the address begins; everywhere else `STRICT`, and of a kept file `A_FILE`."""

LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "use": "href",
    "form": "action",
    "input": "formaction",
    "button": "formaction",
}
"""Which attribute names what the browser fetches or sends to; of `link` it depends on `rel`."""

LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
SENDING = ("hx-get", "hx-post", "data-address")


class Faults(HTMLParser):
    """What of a page a strict policy would refuse, or should."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and "json" not in given.get("type", "")):
            self.found.append(f"<{tag}> with its own content")
        self.found += [f"<{tag}> {where}" for where in fetched(tag, given) if is_elsewhere(where)]


def fetched(tag: str, given: dict[str, str]) -> Iterable[str]:
    names = [*SENDING, *([LOADED[tag]] if tag in LOADED else [])]
    if tag == "link" and LOADING_LINKS & set(given.get("rel", "").split()):
        names.append("href")
    return [given[name] for name in names if given.get(name)]


def is_elsewhere(where: str) -> bool:
    return where.startswith("//") or ":" in where.partition("/")[0].partition("?")[0]


def policy_of(answer: Any) -> dict[str, str]:
    parts = answer.headers.get("Content-Security-Policy", "").split(";")
    return {name: value for name, _, value in (part.strip().partition(" ") for part in parts) if name}


def faults_of(place: str, answer: Any, content: bytes) -> list[str]:
    begins = next((begin for begin in POLICIES if place.startswith(begin)), "")
    told = policy_of(answer)
    faults = [] if told in (POLICIES.get(begins, STRICT), A_FILE) else [f"is told {told}"]
    kept = "attachment" in answer.headers.get("Content-Disposition", "")
    if not kept and answer.headers.get("Content-Type", "").startswith("text/html"):
        faults += Faults(content.decode()).found
    return faults


def doors() -> Iterable[str]:
    """Each kind of page once, each panel of the workbench, and the administration's index, lists and forms."""
    for pattern in urlpatterns:
        name = getattr(pattern, "name", "")
        if name != "logout" and name not in FILES_BY_FORM:
            yield from list(filled(f"/{pattern.pattern}"))[:1]
    article = reverse("article_detail", args=[Article.objects.earliest("pk").uid])
    claims = Article.objects.earliest("pk").claims.values_list("uid", flat=True)
    asked = ("sentence=1", "waiting=1", "about=article", *(f"claim={uid}" for uid in claims))
    yield from (f"{article}?{query}" for query in asked)
    yield from (reverse(name) for name in ("api:docs", "api:schema", "admin:index", "admin:login"))
    for model in site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{base}_changelist")
        yield from (
            reverse(f"{base}_change", args=[row.pk]) for row in model._base_manager.order_by("-pk")[:1]
        )


def test_no_page_of_the_house_needs_a_looser_policy_or_another_host() -> None:
    make_everything()
    browser = entered(make_person("chief", Role.EDITOR, is_superuser=True))
    faults = {place: faults_of(place, *opened(browser, place)) for place in sorted(set(doors()))}
    assert {place: found for place, found in faults.items() if found} == {}
    assert len(faults) > len(urlpatterns)


def test_nor_do_strangers_and_what_went_wrong() -> None:
    stranger, alices = Client(), entered(alice())
    asked = (
        stranger.get("/"),
        stranger.get("/login/"),
        stranger.get("/nothing/"),
        alices.get("/articles/import/?x"),
    )
    refused = (
        Client(enforce_csrf_checks=True).post("/login/"),
        alices.get(reverse("claim_detail", args=["00000000-0000-4000-8000-000000000000"])),
        alices.post("/articles/"),
        stranger.get("/api/v1/claims/"),
        stranger.get("/", headers={"host": "elsewhere.example"}),
        alices.get("/\0"),
    )
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        too_large = alices.post("/articles/import/", {"text": "x" * 100})
    for answer in (*asked, *refused, too_large, broken()):
        place = answer.request["PATH_INFO"]
        assert faults_of(place, answer, answer.content) == [], (place, answer.status_code)


def broken() -> Any:
    """The answer to what we did not expect."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("annotations.pages.signing.Login.get_context_data", lambda *_, **__: 1 / 0)
        answer = Client(raise_request_exception=False).get("/login/")
    assert answer.status_code == 500
    return answer


def test_the_reader_of_pages_finds_what_would_be_refused() -> None:
    markup = """<p style="color:red" onclick="x()"><style>p{}</style><script>1</script>
    <script type="application/ld+json">{}</script><script src="//cdn.example/x.js"></script>
    <link rel="stylesheet" href="https://cdn.example/x.css"><link rel="canonical" href="https://us.example/">
    <a href="https://source.example/">a link leads, it does not load</a><img src="/static/a.png">
    <form action="javascript:x()"></form>"""
    assert Faults(markup).found == [
        "<p style>",
        "<p onclick>",
        "<style> with its own content",
        "<script> with its own content",
        "<script> //cdn.example/x.js",
        "<link> https://cdn.example/x.css",
        "<form> javascript:x()",
    ]

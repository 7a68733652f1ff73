"""Every door of the house, opened as one person: pages, API, files, administration.

The addresses come from the tables of addresses themselves, so that a new door is walked through without being
named here. One whose parameters are not understood fails the walk: say in `ROWS` or `VALUES` what they name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.resolvers import RoutePattern

from annotations.admin.site import site
from annotations.api.web_annotation.urls import urlpatterns as web_annotation
from annotations.exports import FORMATS
from annotations.models import (
    ApiToken,
    Article,
    ArticleVersion,
    Assessment,
    Claim,
    ClaimLink,
    Clearance,
    Comment,
    Delivery,
    Evidence,
    Highlight,
    Notification,
    Person,
    Proposal,
    Rating,
    Session,
    Snapshot,
    Source,
    Webhook,
)
from annotations.models.agents import Agent
from annotations.pages.agreement import TABLES
from annotations.pages.desk import BY_KEY
from annotations.pages.urls import urlpatterns
from annotations.workflow import Stance, TruthClass
from tests.api.calling import openapi

ROWS: dict[str, type[Any]] = {
    "agents": Agent,
    "articles": Article,
    "assessments": Assessment,
    "checks": Claim,
    "claims": Claim,
    "clearance": Clearance,
    "clearances": Clearance,
    "comments": Comment,
    "deliveries": Delivery,
    "embed": Claim,
    "evidence": Evidence,
    "highlights": Highlight,
    "invitation": Person,
    "links": ClaimLink,
    "notices": Notification,
    "notifications": Notification,
    "people": Person,
    "proposals": Proposal,
    "sessions": Session,
    "snapshots": Snapshot,
    "sources": Source,
    "tokens": ApiToken,
    "webhooks": Webhook,
}
"""Which records are named by a uid that stands behind this word of an address."""

VALUES: dict[str, Callable[[], Iterable[Any]]] = {
    "annotation": lambda: newest_uids(Claim),
    "container": lambda: newest_uids(Article),
    "format": lambda: [*FORMATS],
    "life": lambda: [2],
    "newer": lambda: [2],
    "number": lambda: ArticleVersion.objects.order_by("number").values_list("number", flat=True).distinct(),
    "older": lambda: [1],
    "slug": lambda: Article.objects.exclude(slug="").values_list("slug", flat=True),
    "step": lambda: ["take"],
    "table": lambda: [*TABLES],
    "token": lambda: ["x"],
}
"""What other parameters can be, by their names."""

FILES_BY_FORM = ("agreement_export",)
"""Files that are taken with a form, because taking them leaves a trace. No other form is sent by a walk."""

MOST_ROWS = 2
"""Of each table the newest so many are opened: one door more for each row of a long table tells nothing new."""

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w*"|"X-CSRFToken": ?"\w*"|&quot;\w{64}&quot;|<time.*?</time>'
    rb'|data-mark="[\w-]*"',
    re.S,
)
"""What differs between two answers though nothing that is shown does: times, and the mark of a piece that has one."""

Answers = Mapping[str, bytes]


def entered(person: Person | None) -> Client:
    """A browser, signed in as this person. Signing in leaves a trace, so one browser is used for walks to compare."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def every_door(*words: str) -> list[str]:
    """The addresses; `words` are looked for where one can look for something."""
    return [*pages(words), *api(words), *annotations(), *admin(words)]


def main_doors() -> list[str]:
    """Those of pages and API without what is asked of lists, and with the panel of each claim."""
    doors = (*pages(()), *api(()), *annotations())
    return [place for place in doors if "?" not in place or "?claim=" in place]


def walk(client: Client, places: Iterable[str]) -> dict[str, bytes]:
    """What each door answers, by address. Nothing that the walk itself would leave behind is kept."""
    return {place: answer_of(client, place) for place in places}


def answer_of(client: Client, place: str) -> bytes:
    """The status, where it leads, the ETag, and the content."""
    answer, content = opened(client, place)
    kept = [str(answer.status_code), *(answer.headers.get(name, "") for name in ("Location", "ETag"))]
    return " ".join(kept).encode() + b"\n" + CHANGING.sub(b"", content)


def opened(client: Client, place: str) -> tuple[Any, bytes]:
    """The answer and its content. `#part` stands for what the page's own script asks, `#form` for sending a form."""
    address, _, how = place.partition("#")
    with transaction.atomic():
        asks = {"HX-Request": "true"} if how == "part" else {}
        answer: Any = client.post(address) if how == "form" else client.get(address, headers=asks)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer, content


def attachments(client: Client, places: Iterable[str]) -> dict[str, bytes]:
    """Those of the answers that are files to be passed on."""
    opening = ((place, opened(client, place)) for place in places)
    return {
        place: content
        for place, (answer, content) in opening
        if answer.headers.get("Content-Disposition", "").startswith("attachment")
    }


def pages(words: Iterable[str]) -> Iterator[str]:
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name not in ("logout", "theme_choose", "lines_choose", "hint_choose"):
            for place in filled(f"/{pattern.pattern}"):
                yield f"{place}#form" if pattern.name in FILES_BY_FORM else place
                yield from (f"{place}?{query}" for query in asked_of_page(pattern.name or "", words))


def asked_of_page(name: str, words: Iterable[str]) -> list[str]:
    """The questions a page answers."""
    queries = (
        [f"q={word}" for word in words] if name.endswith(("_list", "desk", "search", "claim_matches")) else []
    )
    if name == "desk":
        queries += [f"queue={key}&sort=newest" for key in BY_KEY]
    if name == "source_list":
        queries += ["sort=title", "sort=used"]
    if name == "source_offers":
        queries += [f"source={word}" for word in words]
    if name == "article_detail":
        claims = Claim.objects.values_list("uid", flat=True)
        queries += ["sentence=1", "show=mine", *(f"claim={uid}" for uid in claims)]
        queries += [f"claim={uid}#part" for uid in claims]
    return queries


def api(words: Iterable[str]) -> Iterator[str]:
    for path, methods in openapi()["paths"].items():
        if "get" not in methods or path.startswith(("/api/schema", "/api/docs")):
            continue
        for place in filled(path):
            yield place
            # Files take the filters of the list they are taken from.
            if "/exports/" not in place:
                yield from (f"{place}?{query}" for query in asked_of_api(methods["get"], words))


def annotations() -> Iterator[str]:
    """Web Annotation has a table of addresses of its own; a page of a container is asked for by its number."""
    for pattern in web_annotation:
        if isinstance(pattern.pattern, RoutePattern):
            for place in filled(f"/wa/{pattern.pattern}"):
                yield place
                yield from (f"{place}?iris={iris}&page=0" for iris in (0, 1) if pattern.name == "container")


def asked_of_api(operation: Mapping[str, Any], words: Iterable[str]) -> Iterator[str]:
    for parameter in operation.get("parameters", ()):
        name, schema = parameter["name"], parameter["schema"]
        if parameter["in"] != "query":
            continue
        values = {
            "q": words,
            "text": words,
            "since": ["0"],
            "rating": Rating.objects.values_list("key", flat=True),
        }.get(name, schema.get("enum", schema.get("items", {}).get("enum", ())))
        if name in ("q", "text", "since", "rating", "ordering", "truth_class", "stance"):
            yield from (f"{name}={value}" for value in values)


def filled(route: str) -> Iterator[str]:
    """The addresses of this form, one for each combination of records."""
    names = [(match[1] or match[2], route[: match.start()]) for match in PARAMETER.finditer(route)]
    parts = PARAMETER.sub("\0", route).split("\0")
    for values in product(*(list(possible(name, before, route)) for name, before in names)):
        yield "".join(f"{part}{value}" for part, value in zip(parts, (*values, ""), strict=True))


def possible(name: str, before: str, route: str) -> Iterable[Any]:
    if name in VALUES:
        return VALUES[name]()
    word = next(word for word in reversed(before.split("/")) if word and not PARAMETER.search(word))
    assert word in ROWS, f"Which record does <{name}> of {route} name? Say it in tests/walking.py."
    return newest_uids(ROWS[word])


def newest_uids(model: type[Any]) -> Iterable[Any]:
    return model._base_manager.order_by("-pk").values_list("uid", flat=True)[:MOST_ROWS]


def admin(words: Iterable[str]) -> Iterator[str]:
    filters = {
        "evidence": [f"stance={stance}" for stance in Stance],
        "claim": [f"verdict={key}" for key in (*TruthClass, "none")],
        "verdict": [f"rating__truth_class__exact={key}" for key in TruthClass],
        "assessment": [f"rating__id__exact={key}" for key in Rating.objects.values_list("pk", flat=True)],
    }
    yield reverse("admin:index")
    for model in site._registry:
        name = model._meta.model_name or ""
        base = f"admin:{model._meta.app_label}_{name}"
        rows = reverse(f"{base}_changelist")
        yield rows
        yield from (f"{rows}?q={word}" for word in words)
        yield from (f"{rows}?{query}" for query in filters.get(name, ()))
        keys = model._base_manager.order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS]
        yield from (reverse(f"{base}_change", args=[key]) for key in keys)
    for word in words:
        asked = f"app_label=annotations&model_name=evidence&field_name=source&term={word}"
        yield f"{reverse('admin:autocomplete')}?{asked}"


def every_address() -> list[str]:
    """Whatever method it takes, with the newest records in it: what is only sent to, too."""
    protocol = [pattern for pattern in web_annotation if isinstance(pattern.pattern, RoutePattern)]
    routes = [
        *(f"/{pattern.pattern}" for pattern in urlpatterns),
        *openapi()["paths"],
        *(f"/wa/{pattern.pattern}" for pattern in protocol),
    ]
    return [*(place for route in routes for place in filled(route)), *administered()]


def administered() -> Iterator[str]:
    """The administration names records by their keys; what else an address of it names, the walk does not know."""
    for model, room in site._registry.items():
        base = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        key = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
        for pattern in room.get_urls():
            yield base + PARAMETER.sub(str(key), str(pattern.pattern))


def telling(answers: Answers, *words: str) -> dict[str, list[str]]:
    """The doors at which one of the words is said, but for those that only say what was looked for."""
    found = {}
    for place, content in answers.items():
        text = content.decode("utf-8", "replace")
        asked = place.partition("?")[2]
        if said := [word for word in words if word in text and word not in asked]:
            found[place] = said
    return found

"""What the Web Annotation Protocol says a server must and should do, sentence by sentence.

The table has an entry for each assertion of the W3C's test of protocol servers; what it cannot know (that a claim
needs words of the article) is put in its place.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from pytest_django import DjangoAssertNumQueries

from annotations.exports import annotation_pages
from annotations.models import Claim
from tests.api.annotating import CONTEXT, Annotator, address_of, container_of, made_by_a_foreigner
from tests.exports.test_lines import many_claims
from tests.make import alice, bob, make_article, make_claim, make_evidence, make_published

pytestmark = pytest.mark.django_db

MINIMAL = 'return=representation;include="http://www.w3.org/ns/ldp#PreferMinimalContainer"'
IRIS = 'return=representation; include="http://www.w3.org/ns/oa#PreferContainedIRIs"'
DESCRIPTIONS = 'return=representation; include="http://www.w3.org/ns/oa#PreferContainedDescriptions"'


class Scene(NamedTuple):
    """Answers of one session with a container of three pages."""

    address: str
    container: Any
    head: Any
    options: Any
    minimal: Any
    first: Any
    last: Any
    annotation: Any
    annotation_head: Any
    annotation_options: Any
    sent: dict[str, Any]
    created: Any
    updated: Any
    deleted: Any
    gone: Any


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(annotation_pages, "ITEMS_A_PAGE", 1)
    article = make_article()
    for words in (
        "The old bridge was built in 1911",
        "Nobody was hurt",
        "The harbour handles 40 ships a day",
    ):
        claim = make_claim(article, words)
    client, address = Annotator(bob()), f"http://127.0.0.1:8000{container_of(article)}"
    sent = made_by_a_foreigner(
        article,
        "It cost 12 million euros",
        body={"type": "TextualBody", "value": "I like this page!"},
        canonical="urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df",
    )
    minimal = client.get(address, Prefer=MINIMAL)
    container, first, last = (
        client.get(address),
        *(client.get(minimal.json()[end]) for end in ("first", "last")),
    )
    created = client.post(address, sent)
    mine = created["Location"]
    return Scene(
        address=address,
        container=container,
        head=client.call("HEAD", address),
        options=client.call("OPTIONS", address),
        minimal=minimal,
        first=first,
        last=last,
        annotation=client.get(address_of(claim)),
        annotation_head=client.call("HEAD", address_of(claim)),
        annotation_options=client.call("OPTIONS", address_of(claim)),
        sent=sent,
        created=created,
        updated=client.put(mine, {**created.json(), "label": "12 million"}, If_Match=created["ETag"]),
        deleted=client.delete(mine),
        gone=client.get(mine),
    )


ASSERTIONS: dict[str, Callable[[Scene], Any]] = {
    # Containers
    "a container's address ends in a slash": lambda s: s.container.json()["id"].split("?")[0].endswith("/"),
    "containers allow GET": lambda s: "GET" in s.container["Allow"],
    "containers allow HEAD": lambda s: "HEAD" in s.container["Allow"] and s.head.status_code == 200,
    "containers allow OPTIONS": lambda s: "OPTIONS" in s.container["Allow"] and s.options.status_code == 200,
    "containers that take annotations allow POST": lambda s: "POST" in s.container["Allow"],
    "HEAD says what GET says": lambda s: s.head["ETag"] and not s.head.content,
    "a container is JSON-LD by default": lambda s: s.container["Content-Type"].startswith(
        "application/ld+json"
    ),
    "in the annotation profile": lambda s: f'profile="{CONTEXT}"' in s.container["Content-Type"],
    "it is a BasicContainer": lambda s: "BasicContainer" in s.container.json()["type"],
    "it is an AnnotationCollection": lambda s: "AnnotationCollection" in s.container.json()["type"],
    "its Link says so": lambda s: (
        '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"' in s.container["Link"]
    ),
    "its Link names the constraints": lambda s: "ns/ldp#constrainedBy" in s.container["Link"],
    "it has a strong ETag": lambda s: s.container["ETag"].startswith('"'),
    "it varies on Accept": lambda s: "Accept" in s.container["Vary"],
    "it varies on Prefer": lambda s: "Prefer" in s.container["Vary"],
    "it says what may be posted": lambda s: s.container["Accept-Post"].startswith("application/ld+json"),
    "Content-Location is its id": lambda s: s.container["Content-Location"] == s.container.json()["id"],
    "it holds the first page": lambda s: len(s.container.json()["first"]["items"]) == 1,
    "with whole annotations": lambda s: s.container.json()["first"]["items"][0]["body"],
    "it says how many there are": lambda s: s.container.json()["total"] == 3,
    "it says when it changed": lambda s: s.container.json()["modified"].endswith("Z"),
    # The minimal container
    "minimal has a total": lambda s: s.minimal.json()["total"] == 3,
    "minimal links the first page": lambda s: isinstance(s.minimal.json()["first"], str),
    "minimal links the last page": lambda s: isinstance(s.minimal.json()["last"], str),
    "minimal holds no annotations": lambda s: not {"items", "ldp:contains"} & set(s.minimal.json()),
    "its Content-Location is its id": lambda s: s.minimal["Content-Location"] == s.minimal.json()["id"],
    "a preference that was met is named": lambda s: (
        s.minimal["Preference-Applied"] == "return=representation"
    ),
    "and none that was not": lambda s: "Preference-Applied" not in s.container,
    # Pages
    "a page is an AnnotationPage": lambda s: s.first.json()["type"] == "AnnotationPage",
    "it links its container": lambda s: s.first.json()["partOf"]["id"].startswith(s.address),
    "as an object that says more": lambda s: (
        {"id", "total", "label", "modified"} == set(s.first.json()["partOf"])
    ),
    "the first page has a next": lambda s: "next" in s.first.json() and "prev" not in s.first.json(),
    "the last page has a prev": lambda s: "prev" in s.last.json() and "next" not in s.last.json(),
    "it says where it begins": lambda s: (
        (s.first.json()["startIndex"], s.last.json()["startIndex"]) == (0, 2)
    ),
    "its annotations say their context": lambda s: all(
        "@context" in item for item in s.first.json()["items"]
    ),
    "Content-Location is the page's id": lambda s: s.last["Content-Location"] == s.last.json()["id"],
    "no Prefer comes back": lambda s: "Prefer" not in s.first,
    # Annotations
    "annotations allow GET": lambda s: "GET" in s.annotation["Allow"],
    "annotations allow HEAD": lambda s: (
        "HEAD" in s.annotation["Allow"] and s.annotation_head.status_code == 200
    ),
    "annotations allow OPTIONS": lambda s: "OPTIONS" in s.annotation["Allow"],
    "OPTIONS of an annotation is 200": lambda s: s.annotation_options.status_code == 200,
    "annotations allow PUT and DELETE": lambda s: (
        "PUT" in s.annotation["Allow"] and "DELETE" in s.annotation["Allow"]
    ),
    "an annotation is JSON-LD": lambda s: s.annotation["Content-Type"].startswith("application/ld+json"),
    "its Link is that of a Resource": lambda s: (
        '<http://www.w3.org/ns/ldp#Resource>; rel="type"' in s.annotation["Link"]
    ),
    "an annotation has an ETag": lambda s: s.annotation["ETag"],
    "an annotation varies on Accept": lambda s: "Accept" in s.annotation["Vary"],
    # Writing
    "creating is 201": lambda s: s.created.status_code == 201,
    "what was created has an id": lambda s: s.created.json()["id"],
    "it begins with the container's address": lambda s: s.created.json()["id"].startswith(s.address),
    "Location is that id": lambda s: s.created["Location"] == s.created.json()["id"],
    "it has an ETag, good for the next change": lambda s: s.created["ETag"] and s.updated.status_code == 200,
    "the canonical address is kept": lambda s: s.created.json()["canonical"] == s.sent["canonical"],
    "and kept by an update": lambda s: s.updated.json()["canonical"] == s.sent["canonical"],
    "what was sent is there": lambda s: s.sent["body"] in s.created.json()["body"],
    "an update is made with PUT": lambda s: s.updated.json()["label"] == "12 million",
    "and has a new ETag": lambda s: s.updated["ETag"] != s.created["ETag"],
    "deleting is 204": lambda s: s.deleted.status_code == 204 and not s.deleted.content,
    "afterwards it is gone": lambda s: s.gone.status_code == 410,
}


def test_the_protocol_is_kept_sentence_by_sentence(scene: Scene) -> None:
    assert [sentence for sentence, holds in ASSERTIONS.items() if not holds(scene)] == []


def test_as_much_of_a_container_is_sent_as_is_preferred() -> None:
    claim = make_claim()
    client, address = Annotator(bob()), f"http://127.0.0.1:8000{container_of(claim.article)}"
    iri = f"http://127.0.0.1:8000{address_of(claim)}"
    whole, iris = client.get(address, Prefer=DESCRIPTIONS).json(), client.get(address, Prefer=IRIS)
    assert (whole["id"], whole["first"]["items"][0]["id"]) == (f"{address}?iris=0", iri)
    assert (iris.json()["id"], iris.json()["first"]["items"]) == (f"{address}?iris=1", [iri])
    assert client.get(iris["Content-Location"]).content == iris.content
    assert client.get(iris.json()["last"]).json()["items"] == [iri]
    both = client.get(address, Prefer=f'{MINIMAL[:-1]} http://www.w3.org/ns/oa#PreferContainedIRIs"').json()
    assert (both["id"], both["first"]) == (address, f"{address}?iris=1&page=0")
    impossible = f"{IRIS}, {DESCRIPTIONS}"
    for odd in (
        "",
        "respond-async",
        "return=minimal",
        'return=representation; include="urn:x"',
        impossible,
        'é;;=,"',
    ):
        answer = client.get(address, Prefer=odd)
        assert "Preference-Applied" not in answer
        assert answer.json()["id"] == f"{address}?iris=0"
    assert client.get(f"{address}?iris=1", Prefer=MINIMAL).json()["first"]["items"] == [iri]


def test_what_cannot_be_answered_is_said(scene: Scene) -> None:
    client, mine = Annotator(bob()), scene.annotation.json()["id"]
    for address in (scene.address, mine):
        assert client.get(address, Accept="text/turtle").status_code == 406
        assert client.get(address, Accept="text/html, application/ld+json;q=0").status_code == 406
        assert client.call("PATCH", address, {}).status_code == 405
        assert client.get(f"{address}?colour=red").json()["field"] == "colour"
    for wanted in (
        "application/ld+json",
        "*/*",
        "",
        "text/html, application/*;q=0.1",
        'application/ld+json; profile="x"',
    ):
        assert client.get(mine, Accept=wanted)["Content-Type"].startswith("application/ld+json")
    assert client.get(mine, Accept="application/json")["Content-Type"] == "application/json"
    for query in ("iris=2", "page=-1", "page=x", f"page={'9' * 12}"):
        assert client.get(f"{scene.address}?{query}").status_code == 400
    assert client.get(f"{scene.address}?page=3").status_code == 404
    for kind in ("text/turtle", "application/x-www-form-urlencoded", 'application/ld+json; profile="urn:x"'):
        assert client.post(scene.address, {}, Content_Type=kind).status_code == 415
    assert client.post(scene.address, scene.sent, Content_Type="application/json").status_code == 201
    for body in (
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\u0000"}',
        b"[" * 100 + b"]" * 100,
    ):
        assert client.post(scene.address, body).status_code == 400
        assert client.put(mine, body, If_Match="*").status_code == 400
    assert client.post(scene.address, b'{"a": "' + b"x" * 1024 * 1024 + b'"}').status_code == 413
    assert client.get(scene.address[:-1]).status_code == 404
    assert client.get("/wa/").status_code == 404


def test_a_client_that_has_it_already_is_told_so(scene: Scene) -> None:
    client = Annotator(bob())
    for answer in (scene.annotation, scene.last):
        address = answer.json()["id"]
        etag = client.get(address)["ETag"]
        for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            again = client.get(address, If_None_Match=known)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert client.get(address, If_None_Match='"x"').status_code == 200
    make_evidence(Claim.objects.get(uid=scene.annotation.json()["id"].split("/")[-2]))
    assert (
        client.get(scene.annotation.json()["id"], If_None_Match=scene.annotation["ETag"]).status_code == 200
    )


def test_scripts_of_other_sites_may_read_and_nothing_else(scene: Scene) -> None:
    asked = {"Origin": "https://other.example", "Access_Control_Request_Method": "GET"}
    before = Annotator().call("OPTIONS", scene.address, **asked)
    assert before.status_code == 200
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "authorization" not in before["Access-Control-Allow-Headers"].lower()
    shown = Annotator().get(scene.address, Origin="https://other.example")["Access-Control-Expose-Headers"]
    assert {"Allow", "Content-Location", "ETag", "Link", "Location", "Vary"} <= set(shown.split(", "))


def test_a_container_of_hundreds_is_read_in_constant_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many_claims(600)
    article = Claim.objects.order_by("pk")[0].article
    client, address = Annotator(bob()), container_of(article)
    client.get(address)
    with django_assert_max_num_queries(14):
        page = client.get(f"{address}?iris=0&page=3").json()
    assert (page["startIndex"], len(page["items"]), page["partOf"]["total"]) == (150, 50, 601)
    with django_assert_max_num_queries(8):
        assert len(client.get(f"{address}?iris=1&page=3").json()["items"]) == 50
    seen = [client.get(address).json()["last"]]
    assert seen[0].endswith("page=12")
    found: list[str] = []
    following: str | None = f"{address}?iris=1&page=0"
    while following:
        page = client.get(following).json()
        found, following = found + page["items"], page.get("next")
    assert len(set(found)) == 601


def test_outside_pages_are_read_in_constant_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    claim = make_published()
    second = make_published(make_claim(claim.article, "Nobody was hurt"))
    with django_assert_max_num_queries(6):
        shown = Annotator().get(container_of(claim.article)).json()
    assert shown["total"] == 2
    # The oldest first, so that a new one moves no other to another page.
    assert [item["label"] for item in shown["first"]["items"]] == [claim.text, second.text]
    assert [json.dumps(item).count("urn:uuid") for item in shown["first"]["items"]] == [0, 0]
    assert shown["first"]["items"] == [Annotator().get(item["id"]).json() for item in shown["first"]["items"]]
    assert Annotator(alice(), "public").get(container_of(claim.article)).json() == shown

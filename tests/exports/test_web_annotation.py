"""Claims as Web Annotations, and what a JSON-LD processor makes of them."""

import json
from typing import Any

import pytest
from pyld import jsonld
from pytest_django import DjangoAssertNumQueries

from annotations.actions.claims import describe_claim
from annotations.actions.sources import describe_source
from annotations.exports import FORMATS
from annotations.exports.annotation_pages import Container, collection, collection_page
from annotations.exports.recipients import Recipient, Units
from annotations.exports.records import public_record
from annotations.exports.web_annotation import Site, annotations, published_annotation
from annotations.models import Claim, Publication
from tests.exports.terms import CONTEXTS
from tests.exports.test_lines import many_claims
from tests.make import bob, make_article, make_claim, make_evidence, make_published

pytestmark = pytest.mark.django_db

SITE = Site("https://checks.example", "The desk", "en")


def one(claim: Claim) -> dict[str, Any]:
    [written] = annotations(Claim.objects.filter(pk=claim.pk), Recipient(bob()), SITE)
    return json.loads(json.dumps(written))


def processed(document: Any) -> Any:
    """Expanded and compacted again by a real processor: a key it does not know is gone."""

    def load(url: str, options: Any) -> dict[str, Any]:
        return {
            "document": {"@context": CONTEXTS[url]},
            "documentUrl": url,
            "contextUrl": None,
            "contentType": "",
        }

    expanded = jsonld.expand(document, {"documentLoader": load, "base": ""})
    contexts = {"@context": list(CONTEXTS.values())}
    return jsonld.compact(expanded, contexts, {"documentLoader": load, "base": ""})


def plain(value: Any) -> Any:
    """Without contexts; a list of one is the one."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key != "@context"}
    if isinstance(value, list):
        return plain(value[0]) if len(value) == 1 else [plain(inner) for inner in value]
    return value


@pytest.fixture
def full() -> Claim:
    """Published, with tags, two sources and two places."""
    article = make_article(url="https://courier.example/bridge")
    claim = make_claim(article)
    source = make_evidence(claim, locator_label="page", locator="7", quotation="Built in 1911.").source
    describe_source(source, by=bob(), row_version=source.row_version, url="https://port.example/yearbook")
    describe_claim(claim, by=bob(), row_version=claim.row_version, tags=["bridge", "history"])
    return make_published(claim)


def test_no_key_of_ours_is_lost_to_a_processor(full: Claim) -> None:
    spotted = make_claim(full.article, "The harbour handles 40 ships a day")
    record = public_record(full, number=1, at=full.created)
    container = Container("https://checks.example/wa/x/", "A bridge", 120, "2024-05-03T00:00:00Z")
    items = [one(full), one(spotted)]
    documents = [
        *items,
        published_annotation(record, 1, SITE),
        collection(container, iris=False, items=items),
        collection(container, iris=True, items=None),
        collection_page(container, 1, iris=False, items=items),
        collection_page(container, 0, iris=True, items=["https://a.example/1", "https://a.example/2"]),
    ]
    for document in documents:
        assert plain(processed(document)) == plain(document)


def test_the_processor_would_lose_a_private_key(full: Claim) -> None:
    assert "stance" not in processed({**one(full), "stance": "refutes"})


def test_a_judged_claim_says_verdict_words_and_sources(full: Claim) -> None:
    written = one(full)
    assert written["motivation"] == "assessing"
    assert written["label"] == full.text
    assert written["creator"] == {"id": f"urn:uuid:{bob().uid}", "type": "Person", "name": "bob"}
    assert written["created"].endswith("Z")
    assert written["modified"] > written["created"]
    spoken = [(body["purpose"], body.get("value") or body["source"]) for body in written["body"]]
    assert spoken[:4] == [
        ("classifying", "True"),
        ("describing", "It was 1911."),
        ("describing", "<p>The <strong>yearbook</strong> gives 1911.</p>"),
        ("linking", "https://port.example/yearbook"),
    ]
    assert spoken[-2:] == [("tagging", "bridge"), ("tagging", "history")]
    assert written["body"][2]["format"] == "text/html"
    assert written["body"][3]["label"].endswith("page 7")
    assert written["body"][3]["selector"] == {"type": "TextQuoteSelector", "exact": "Built in 1911."}
    version, place = full.article.current_version(), full.highlights.get()
    quote, position = written["target"]["selector"]
    assert version.text[position["start"] : position["end"]] == quote["exact"] == full.quotation
    assert version.text[: place.start].endswith(quote["prefix"])
    assert version.text[place.end :].startswith(quote["suffix"])
    assert written["target"]["source"] == "https://courier.example/bridge"
    assert written["target"]["state"]["cached"].endswith(f"/articles/{full.article.uid}/versions/1/")


def test_positions_are_code_points_whatever_the_recipient_counts() -> None:
    claim = make_claim(make_article("A 🌉🌉 bridge.\n\nIt was built in 1911."), "It was built in 1911")
    recipient = Recipient(bob(), units=Units.UTF16)
    [written] = annotations(Claim.objects.filter(pk=claim.pk), recipient, SITE)
    assert written["target"]["selector"][1]["start"] == claim.highlights.get().start


def test_outside_the_newsroom_speaks_and_unnamed_sources_have_no_address(full: Claim) -> None:
    record = Publication.objects.get().record
    record["evidence"].append({"stance": "supports", "source": {"title": "A harbour official"}})
    written = published_annotation(record, 1, SITE)
    assert written["creator"]["name"] == "The desk"
    assert "bob" not in json.dumps(written)
    assert [body["purpose"] for body in written["body"]] == [
        *("classifying", "describing", "describing", "linking", "linking", "linking", "tagging", "tagging")
    ]
    assert written["body"][5]["label"] == "A harbour official"
    assert written["body"][5]["source"] == f"{written['id']}#source-3"
    record["highlights"], record["article"]["url"] = [], ""
    assert (
        published_annotation(record, 1, SITE)["target"]
        == f"https://checks.example/checks/{record['article']['slug']}/"
    )


def test_a_number_too_long_for_64_bits_in_one_annotation_stops_no_export() -> None:
    make_claim()
    Claim.objects.update(foreign={"rest": {"x:distance": 2**70}})
    blocks = FORMATS["web-annotation"].write(Claim.objects.all(), Recipient(bob()))
    [written] = json.loads(b"".join(blocks))["first"]["items"]
    assert written["x:distance"] == float(2**70)


def test_the_export_is_one_collection_streamed_in_constant_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many_claims(600)
    write = FORMATS["web-annotation"].write
    with django_assert_max_num_queries(16):
        whole = json.loads(b"".join(write(Claim.objects.order_by("created", "pk"), Recipient(bob()))))
    assert whole["total"] == len(whole["first"]["items"]) == 601
    assert whole["first"]["items"][0]["type"] == "Annotation"
    nothing = json.loads(b"".join(write(Claim.objects.none(), Recipient(bob()))))
    assert (nothing["total"], nothing["first"]["items"]) == (0, [])

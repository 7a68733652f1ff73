"""Claims as W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

Every key is a term of the context, so that nothing is lost to a JSON-LD processor. What a foreign annotation said
that we have no column for stands beside what we say, as it came. Nobody's e-mail address goes out, and no
confidential source is named: annotations are passed on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.db.models import QuerySet

from annotations.exports.citations import citation, place_in
from annotations.exports.recipients import Recipient, Units
from annotations.exports.shapes.claims import HIGHLIGHT, claim_shapes, written
from annotations.exports.shapes.columns import CHUNK_ROWS, Columns, Shape
from annotations.models import Claim, Event
from annotations.workflow import State

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
MOTIVATION = "assessing"


class Site(NamedTuple):
    """Under which address everything is (without a slash at the end), whose it is, and in which language we write."""

    address: str
    newsroom: str
    language: str


def our_site() -> Site:
    return Site(settings.BASE_URL, settings.NEWSROOM, settings.LANGUAGE_CODE)


def container_address(site: Site, article: Any) -> str:
    return f"{site.address}/wa/{article}/"


def annotation_address(site: Site, article: Any, claim: Any, life: int) -> str:
    """An address that has answered 410 never serves again, so a claim that is brought back gets another."""
    first = f"{container_address(site, article)}{claim}/"
    return first if life == 1 else f"{first}{life}/"


def addressed_claims(claims: QuerySet[Claim], recipient: Recipient, site: Site) -> Iterator[Shape]:
    """The claims as `claim_shapes` gives them, each with `annotation_url`: where it is a Web Annotation."""
    for claim in claim_shapes(claims, recipient, {"life": "life"}):
        claim["annotation_url"] = annotation_address(site, claim["article"], claim["uid"], claim.pop("life"))
        yield claim


def version_address(site: Site, article: Any, number: int) -> str:
    return f"{site.address}/api/v1/articles/{article}/versions/{number}/"


def article_addresses(site: Site, uid: Any, url: str, slug: str) -> list[str]:
    """What a target may call the article; the first is what we call it."""
    pages = [f"{site.address}/articles/{uid}/", container_address(site, uid)]
    public = [f"{site.address}/checks/{slug}/"] if slug else []
    return [*([url] if url else []), *pages, *public, f"{site.address}/api/v1/articles/{uid}/"]


CLAIM_BESIDE: Columns = {"key": "pk", "foreign": "foreign", "life": "life"}
PLACE: Columns = {**HIGHLIGHT, "foreign": "foreign", "retrieved_at": "version__retrieved_at"}


@dataclass(frozen=True)
class Standing:
    """Beside the shape of a highlight: what a foreign annotation said of the place, and when its text was read."""

    foreign: Shape
    retrieved_at: str


@dataclass(frozen=True)
class Beside:
    """Beside the shape of a claim: what a foreign annotation said, its places by uid, when anything changed, and
    which of its lives this is."""

    foreign: Shape = field(default_factory=dict)
    places: Mapping[str, Standing] = field(default_factory=dict)
    modified: Any = None
    life: int = 1


@dataclass(frozen=True)
class Shown:
    """A claim as one recipient may see it, and the annotation that says so."""

    claim: Shape
    beside: Beside
    written: Shape


def annotations(claims: QuerySet[Claim], recipient: Recipient, site: Site) -> Iterator[Shape]:
    """The claims as the recipient may see them, in order."""
    return (each.written for each in shown_annotations(claims, recipient, site))


def shown_annotations(claims: QuerySet[Claim], recipient: Recipient, site: Site) -> Iterator[Shown]:
    """A number of queries a chunk that does not grow with it."""
    known = replace(recipient, identities=False, units=Units.CODE_POINTS)
    shapes = map(orjson.loads, written(claims, known, PLACE, CLAIM_BESIDE))
    while chunk := list(islice(shapes, CHUNK_ROWS)):
        for claim, own in zip(chunk, beside_each(chunk, known), strict=True):
            yield Shown(claim, own, annotation(claim, own, site))


def beside_each(claims: list[Shape], recipient: Recipient) -> list[Beside]:
    """What stands beside the claims, taken out of their shapes. What a foreign annotation says is an opinion: who
    reads blind sees none but their own."""
    blind = recipient.reads_blind(claim["key"] for claim in claims if claim["foreign"])
    times = dict(event_times(claim["changed"] for claim in claims))
    found = []
    for claim in claims:
        hidden = claim.pop("key") in blind
        beside = beside_one(claim, times.get(claim["changed"], claim["modified"]))
        own = beside.foreign.get("by") == str(recipient.person.uid)
        found.append(silenced(beside) if hidden and not own else beside)
    return found


def beside_one(claim: Shape, modified: Any) -> Beside:
    places = {
        place["uid"]: Standing(place.pop("foreign"), place.pop("retrieved_at"))
        for place in claim["highlights"]
    }
    return Beside(claim.pop("foreign"), places, modified, claim.pop("life"))


def silenced(beside: Beside) -> Beside:
    """Without all that a foreign annotation says."""
    places = {uid: Standing({}, place.retrieved_at) for uid, place in beside.places.items()}
    return replace(beside, foreign=identity(beside.foreign), places=places)


def identity(foreign: Shape) -> Shape:
    """What a foreign annotation says of itself alone, and of no claim."""
    return {key: foreign[key] for key in ("via", "canonical") if key in foreign}


def event_times(numbers: Iterable[int]) -> Iterator[tuple[int, datetime]]:
    yield from Event.objects.filter(number__in=set(numbers)).values_list("number", "at")


def annotation(claim: Shape, beside: Beside, site: Site) -> Shape:
    """A claim, from its shape (`exports.shapes.claims`), as whoever is inside sees it."""
    foreign = beside.foreign
    iri = annotation_address(site, claim["article"], claim["uid"], beside.life)
    return {
        "@context": one_or_many([CONTEXT, *foreign.get("context", [])]),
        "id": iri,
        "type": one_or_many(["Annotation", *foreign.get("types", [])]),
        "motivation": one_or_many([MOTIVATION, *foreign.get("motivations", [])]),
        "label": claim["text"],
        "created": in_utc(claim["created"]),
        "modified": in_utc(beside.modified or claim["modified"]),
        "creator": one_or_many([creator(claim["created_by"]), *foreign.get("creators", [])]),
        **({"via": one_or_many(foreign["via"])} if "via" in foreign else {}),
        **({"canonical": foreign["canonical"]} if "canonical" in foreign else {}),
        "body": bodies(claim, foreign, iri, site),
        "target": targets(claim, beside, site),
        **foreign.get("rest", {}),
    }


def creator(person: Shape) -> Shape:
    return {"id": f"urn:uuid:{person['uid']}", "type": "Person", "name": person["name"] or person["username"]}


def bodies(claim: Shape, foreign: Shape, iri: str, site: Site) -> list[Any]:
    """At least one always: what has no verdict says in which state it is."""
    spelt = foreign.get("tags", {})
    return [
        *(body for _, body in own_bodies(claim, site)),
        *state_bodies(claim, iri),
        *(spelt.get(name) or tag_body(name) for name in claim["tags"]),
        *foreign.get("bodies", []),
    ]


def own_bodies(claim: Shape, site: Site) -> Iterator[tuple[str, Shape]]:
    """What the newsroom says, each with its name for people: verdict, words for readers, sources."""
    if claim["verdict"]:
        yield from verdict_bodies(claim["verdict"], site)
    for evidence in claim["evidence"]:
        source = evidence["source"]
        iri = source["url"] or f"urn:uuid:{source['uid']}"
        yield f"the source “{source['title']}”", source_body(evidence, iri)


def verdict_bodies(verdict: Shape, site: Site) -> Iterator[tuple[str, Shape]]:
    written = {
        "the verdict": (verdict["rating"]["name"], "classifying", "text/plain"),
        "the summary": (verdict["summary"], "describing", "text/plain"),
        "the explanation": (verdict["explanation_html"], "describing", "text/html"),
    }
    for name, (value, purpose, kind) in written.items():
        if value:
            body = {"type": "TextualBody", "purpose": purpose, "value": value, "format": kind}
            yield name, {**body, "language": site.language}


def source_body(evidence: Shape, iri: str) -> Shape:
    """A source: its citation with the place in it, and the passage quoted."""
    source = evidence["source"]
    named = citation(source) if "author" in source else source["title"]
    quotation = evidence.get("quotation")
    return {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": iri,
        "label": " ".join(filter(None, (named, place_in(evidence)))),
        **({"selector": {"type": "TextQuoteSelector", "exact": quotation}} if quotation else {}),
    }


def state_bodies(claim: Shape, iri: str) -> list[Shape]:
    """A claim that nobody has decided, and a check that was withdrawn, say so; by its id it is known from a tag."""
    says_so = claim["verdict"] is None or claim["state"] == State.RETRACTED
    return [{"id": f"{iri}#state", **tag_body(claim["state"])}] if says_so else []


def tag_body(name: str) -> Shape:
    return {"type": "TextualBody", "purpose": "tagging", "value": name}


def targets(claim: Shape, beside: Beside, site: Site) -> Any:
    """Each place in the current version; a claim that stands nowhere is about the article, or words once in it."""
    if found := place_targets(claim, beside, site):
        return one_or_many(found)
    source = source_of(claim, site)
    if not claim["quotation"]:
        return source
    quote = {"type": "TextQuoteSelector", "exact": claim["quotation"]}
    return {"type": "SpecificResource", "source": source, "selector": quote}


def place_targets(claim: Shape, beside: Beside, site: Site) -> list[Shape]:
    """One for each of the claim's highlights, in their order."""
    source, article = source_of(claim, site), claim["article"]
    places = claim["highlights"]
    return [target(place, beside.places.get(place["uid"]), source, article, site) for place in places]


def source_of(claim: Shape, site: Site) -> str:
    return claim["article_url"] or f"{site.address}/articles/{claim['article']}/"


def target(place: Shape, standing: Standing | None, source: str, article: str, site: Site) -> Shape:
    foreign = standing.foreign if standing else {}
    states = foreign.get("states", [])
    if standing and place["start"] is not None:
        number = place["version"]
        own = time_state(in_utc(standing.retrieved_at), version_address(site, article, number))
        states = [own, *states]
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [*selectors(place, foreign), *foreign.get("selectors", [])],
        **({"state": one_or_many(states)} if states else {}),
        **foreign.get("rest", {}),
    }


def time_state(at: str, cached: str) -> Shape:
    return {"type": "TimeState", "sourceDate": at, "cached": cached}


def selectors(place: Shape, foreign: Shape) -> Iterator[Shape]:
    """Words and their surroundings; positions, half-open code points of the article's text, unless it was lost."""
    context = {key: place[key] for key in ("prefix", "suffix") if place[key]}
    yield {"type": "TextQuoteSelector", "exact": place["exact"], **context, **foreign.get("quote", {})}
    if place["start"] is not None:
        position = {"start": place["start"], "end": place["end"]}
        yield {"type": "TextPositionSelector", **position, **foreign.get("position", {})}


def published_annotation(record: Shape, life: int, site: Site) -> Shape:
    """A published check, from its frozen record alone (`exports.records`): what anybody may read.

    `life` is the claim's, and says no more than the address: what is published is not put away.
    """
    article = record["article"]
    iri = annotation_address(site, article["uid"], record["uid"], life)
    return {
        "@context": CONTEXT,
        "id": iri,
        "type": "Annotation",
        "motivation": MOTIVATION,
        "label": record["text"],
        "created": in_utc(record["first_published_at"]),
        "modified": in_utc(record["published_at"]),
        "creator": newsroom(site),
        "body": [
            *(body for _, body in verdict_bodies(record["verdict"], site)),
            *(
                published_source(row, f"{iri}#source-{n}")
                for n, row in enumerate(record["evidence"], start=1)
            ),
            *(tag_body(name) for name in record["tags"]),
        ],
        "target": published_targets(record, article["url"] or f"{site.address}/checks/{article['slug']}/"),
    }


def newsroom(site: Site) -> Shape:
    return {"id": f"{site.address}/", "type": "Organization", "name": site.newsroom}


def published_source(evidence: Shape, iri: str) -> Shape:
    """One that may not be named is there by the words chosen for it; it has no address but in this annotation."""
    return source_body(evidence, evidence["source"].get("url") or iri)


def published_targets(record: Shape, source: str) -> Any:
    """The text as it was when the record was frozen."""
    state = {"type": "TimeState", "sourceDate": in_utc(record["published_at"])}
    found = [
        {"type": "SpecificResource", "source": source, "selector": [*selectors(place, {})], "state": state}
        for place in record["highlights"]
    ]
    return one_or_many(found) if found else source


def one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def in_utc(moment: Any) -> str:
    """ISO 8601 in UTC, ending in Z, from a time or from one that is written already."""
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return str(when.astimezone(UTC).isoformat()).replace("+00:00", "Z")

"""What the terms of the Web Annotation context mean, as far as annotations of ours or in tests use them.

Facts of https://www.w3.org/TR/annotation-vocab/ and https://www.w3.org/TR/json-ld11/, written down here so that a
JSON-LD processor can be asked without a network.
"""

from typing import Any

OA = "http://www.w3.org/ns/oa#"
ACTIVITY = "http://www.w3.org/ns/activitystreams#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
XSD = "http://www.w3.org/2001/XMLSchema#"

CLASSES = {
    **{
        name: f"{OA}{name}"
        for name in (
            *("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector"),
            *("FragmentSelector", "RangeSelector", "XPathSelector", "TimeState", "HttpRequestState"),
        )
    },
    "Person": f"{FOAF}Person",
    "Organization": f"{FOAF}Organization",
    "AnnotationCollection": f"{ACTIVITY}OrderedCollection",
    "AnnotationPage": f"{ACTIVITY}OrderedCollectionPage",
}
MOTIVATIONS = {
    name: f"{OA}{name}"
    for name in ("assessing", "classifying", "commenting", "describing", "linking", "tagging")
}
NODES = {
    "body": f"{OA}hasBody",
    "target": f"{OA}hasTarget",
    "source": f"{OA}hasSource",
    "selector": f"{OA}hasSelector",
    "state": f"{OA}hasState",
    "scope": f"{OA}hasScope",
    "startSelector": f"{OA}hasStartSelector",
    "endSelector": f"{OA}hasEndSelector",
    "via": f"{OA}via",
    "canonical": f"{OA}canonical",
    "cached": f"{OA}cachedSource",
    "creator": f"{DCTERMS}creator",
    "conformsTo": f"{DCTERMS}conformsTo",
    "partOf": f"{ACTIVITY}partOf",
    "first": f"{ACTIVITY}first",
    "last": f"{ACTIVITY}last",
    "next": f"{ACTIVITY}next",
    "prev": f"{ACTIVITY}prev",
}
CHOSEN = {"motivation": f"{OA}motivatedBy", "purpose": f"{OA}hasPurpose"}
WORDS = {
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "name": f"{FOAF}name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}
TIMES = {
    "created": f"{DCTERMS}created",
    "modified": f"{DCTERMS}modified",
    "sourceDate": f"{OA}sourceDate",
}
NUMBERS = {
    "start": f"{OA}start",
    "end": f"{OA}end",
    "total": f"{ACTIVITY}totalItems",
    "startIndex": f"{ACTIVITY}startIndex",
}


def typed(terms: dict[str, str], kind: str) -> dict[str, Any]:
    return {name: {"@id": iri, "@type": kind} for name, iri in terms.items()}


ANNOTATION: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **CLASSES,
    **MOTIVATIONS,
    **WORDS,
    **typed(NODES, "@id"),
    **typed(CHOSEN, "@vocab"),
    **typed(TIMES, f"{XSD}dateTime"),
    **typed(NUMBERS, f"{XSD}nonNegativeInteger"),
    "items": {"@id": f"{ACTIVITY}items", "@type": "@id", "@container": "@list"},
}
LDP: dict[str, Any] = {"BasicContainer": "http://www.w3.org/ns/ldp#BasicContainer"}

CONTEXTS = {"http://www.w3.org/ns/anno.jsonld": ANNOTATION, "http://www.w3.org/ns/ldp.jsonld": LDP}

"""Reads a Web Annotation that another program made: JSON values in, what is asked of us out.

What we have a column for is taken (words, places, tags); whatever else stands there is kept as it came, in `foreign`,
and goes out again unchanged (https://www.w3.org/TR/annotation-model/).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from annotations import strict_json
from annotations.anchoring.selectors import Selector, from_w3c
from annotations.errors import InvalidInput, TooLarge
from annotations.imports.linked_data import refuse_unreadable

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXTS = (CONTEXT, CONTEXT.replace("http:", "https:"))

MOST_TARGETS = 50
MOST_BODIES = 100
MAX_FOREIGN_BYTES = 64 * 1024
MAX_ADDRESS_CHARACTERS = 2_000
MAX_TAG_CHARACTERS = 60
MOST_TAGS = 50
LARGEST_NUMBER = 2**53
"""Beyond it programs that count in floating point read another number."""

ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s\x00-\x20\x7f<>\"{}|\\^`]+")

OURS = ("@context", "id", "type", "target", "body", "bodyValue", "motivation", "creator", "created", "modified",
        "label", "via", "canonical")  # fmt: skip
"""The keys of an annotation that we read; all others are kept as they come."""

WRITTEN = frozenset(
    {*OURS, "Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "TimeState",
     "source", "selector", "state", "exact", "prefix", "suffix", "start", "end", "sourceDate", "cached", "value",
     "purpose", "format", "language", "name", "Person", "Organization", "assessing", "classifying", "describing",
     "linking", "tagging"}
)  # fmt: skip
"""Terms that we write ourselves: a client's context may not give them another meaning."""

QUOTE_KEYS = ("type", "exact", "prefix", "suffix")
POSITION_KEYS = ("type", "start", "end")
PERSONAL = ("email", "email_sha1")

Shape = dict[str, Any]


@dataclass(frozen=True)
class Own:
    """What a target may name of ours: `pages` are addresses of the article, `versions` turns what a TimeState says
    (the address of a version, or its time) into the version's number."""

    pages: Sequence[str]
    versions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Which words are meant, in which version (None: the one there is now)."""

    selector: Selector
    version: int | None
    foreign: Shape


@dataclass(frozen=True)
class Annotation:
    """What was sent. `targets` are read by `place_of`, `bodies` sorted by `sorted_bodies`; `label` is our wording."""

    id: str
    targets: tuple[Any, ...]
    bodies: tuple[Any, ...]
    creators: tuple[Any, ...]
    label: str
    foreign: Shape


@dataclass(frozen=True)
class Bodies:
    """What an annotation says beside what we say: names for our tags, and everything else."""

    tags: tuple[str, ...]
    foreign: Shape


def read_annotation(value: Any) -> Annotation:
    """Raises InvalidInput naming the field, or TooLarge for more than is kept of foreign things."""
    if not isinstance(value, dict):
        raise InvalidInput("An annotation is a JSON object.")
    refuse_unsound(value)
    refuse_unreadable(value)
    if "Annotation" not in words(value, "type"):
        raise InvalidInput("The type has to be Annotation.", field="type")
    foreign = {
        "context": foreign_contexts(value.get("@context")),
        "types": [kind for kind in words(value, "type") if kind != "Annotation"],
        "motivations": [word for word in words(value, "motivation") if word != "assessing"],
        "via": [address(each, "via") for each in listed(value.get("via"))],
        "canonical": address(value["canonical"], "canonical") if "canonical" in value else "",
        "rest": {key: inner for key, inner in value.items() if key not in OURS},
    }
    return Annotation(
        id=identity(value.get("id", "")),
        targets=several(value, "target", MOST_TARGETS),
        bodies=tuple(body for body in bodies_sent(value) if not tells_a_state(body, value)),
        creators=tuple(without_personal(listed(value.get("creator")))),
        label=text(value, "label"),
        foreign=without_personal(filled(foreign)),
    )


def refuse_unsound(value: Any) -> None:
    """Raises InvalidInput, naming the field, for what no database keeps or other programs read otherwise."""
    try:
        strict_json.refuse_unsound(value)
    except strict_json.NotStrict as error:
        raise InvalidInput(error.sentence, field=error.path) from error
    refuse_large(value, "")


def refuse_large(value: Any, path: str) -> None:
    """Numbers that JavaScript does not count exactly."""
    if isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
        raise InvalidInput("This number is too large.", field=path)
    for name, inner in strict_json.members(value):
        refuse_large(inner, f"{path}.{name}".removeprefix("."))


def foreign_contexts(value: Any) -> list[Any]:
    """The contexts beside that of Web Annotation. They are never fetched."""
    contexts = listed(value)
    if not any(context in CONTEXTS for context in contexts if isinstance(context, str)):
        raise InvalidInput(f"The context has to be {CONTEXT}.", field="@context")
    others = [context for context in contexts if context not in CONTEXTS]
    for context in others:
        if isinstance(context, str):
            address(context, "@context")
        elif not isinstance(context, dict):
            raise InvalidInput("A context is an address or an object.", field="@context")
        elif taken := WRITTEN.intersection(context):
            raise InvalidInput(f"The context gives “{min(taken)}” another meaning.", field="@context")
    return others


def bodies_sent(value: Shape) -> tuple[Any, ...]:
    if "bodyValue" not in value:
        return several(value, "body", MOST_BODIES) if "body" in value else ()
    if "body" in value:
        raise InvalidInput("Give body or bodyValue, not both.", field="bodyValue")
    return ({"type": "TextualBody", "value": text(value, "bodyValue"), "format": "text/plain"},)


def tells_a_state(body: Any, annotation: Shape) -> bool:
    """Whether it says in which state of our work the claim is or was: here or in another newsroom, that is no tag."""
    return isinstance(body, dict) and "id" in annotation and body.get("id") == f"{annotation['id']}#state"


def several(value: Shape, name: str, most: int) -> tuple[Any, ...]:
    """One or many, each an object or an address."""
    found = listed(value.get(name))
    if len(found) > most:
        raise TooLarge(f"At most {most} of these are taken.", field=name)
    for each in found:
        if isinstance(each, str):
            address(each, name)
        elif not isinstance(each, dict):
            raise InvalidInput(f"A {name} is an object or an address.", field=name)
    return tuple(found)


def place_of(target: Any, own: Own) -> Place:
    """Which words a target means: of the article, when it names no source. Raises InvalidInput naming the part."""
    if isinstance(target, str) or "selector" not in target:
        raise InvalidInput(
            "Say which words are meant: a TextQuoteSelector or a TextPositionSelector.",
            field="target.selector",
        )
    if "source" in target:
        refuse_other_page(target["source"], own)
    try:
        selector = from_w3c(target["selector"])
    except InvalidInput as error:
        part = "" if error.field == "selector" else f".{error.field}"
        raise InvalidInput(error.sentence, field=f"target.selector{part}") from error
    states = [(state, version_of(state, own)) for state in listed(target.get("state"))]
    foreign = {
        **selectors_beside(listed(target["selector"])),
        "states": [state for state, version in states if version is None],
        "rest": {
            key: inner
            for key, inner in target.items()
            if key not in ("source", "selector", "state") and (key, inner) != ("type", "SpecificResource")
        },
    }
    version = next((version for _, version in states if version is not None), None)
    return Place(selector, version, without_personal(filled(foreign)))


def refuse_other_page(source: Any, own: Own) -> None:
    named = source.get("id") if isinstance(source, dict) else source
    if not isinstance(named, str):
        raise InvalidInput("The source has to be an address.", field="target.source")
    if not any(is_page(named, page) for page in own.pages):
        raise InvalidInput(f"This is not the article. Its address is {own.pages[0]}", field="target.source")


def is_page(named: str, page: str) -> bool:
    """Whether both are the same page, whatever was looked at in it or counted of who came from where."""
    one, other = page_parts(named), page_parts(page)
    return one == other or (not other[2] and one[:2] == other[:2])


def page_parts(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url, ""
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


def version_of(state: Any, own: Own) -> int | None:
    if not isinstance(state, dict) or "TimeState" not in listed(state.get("type")):
        return None
    told = [*listed(state.get("cached")), *listed(state.get("sourceDate"))]
    return next((own.versions[each] for each in told if isinstance(each, str) and each in own.versions), None)


def selectors_beside(alternatives: list[Any]) -> Shape:
    """The selectors that we do not read, and what else the two say that we do."""
    first = {kind: first_of(alternatives, kind) for kind in ("TextQuoteSelector", "TextPositionSelector")}
    read = [each for each in first.values() if each is not None]
    return {
        "selectors": [each for each in alternatives if not any(each is one for one in read)],
        "quote": besides(first["TextQuoteSelector"], QUOTE_KEYS),
        "position": besides(first["TextPositionSelector"], POSITION_KEYS),
    }


def first_of(alternatives: list[Any], kind: str) -> Any:
    return next((each for each in alternatives if kind in listed(each.get("type"))), None)


def besides(selector: Shape | None, known: Sequence[str]) -> Shape:
    return {key: inner for key, inner in (selector or {}).items() if key not in known}


def sorted_bodies(bodies: Sequence[Any], motivations: Sequence[str] = ()) -> Bodies:
    """Tags, and what is no tag of ours. A tag that is not written as we write it comes back as it was written.

    A body that does not say what it is for is there for what the annotation is.
    """
    tags, spelt, others = dict[str, None](), dict[str, Any](), list[Any]()
    for body in bodies:
        name = tag_in(body, motivations)
        if not name or len(tags) == MOST_TAGS:
            others.append(body)
            continue
        tags[name] = None
        if body != tag_body(name):
            spelt[name] = body
    return Bodies(tuple(tags), without_personal(filled({"bodies": others, "tags": spelt})))


def tag_in(body: Any, motivations: Sequence[str]) -> str:
    """The tag, as we keep tags, that a textual body gives; else nothing."""
    if not isinstance(body, dict) or not isinstance(body.get("value"), str):
        return ""
    kinds = listed(body.get("type")) or ["TextualBody"]
    purposes = listed(body.get("purpose")) or motivations
    if "tagging" not in purposes or "TextualBody" not in kinds:
        return ""
    name = " ".join(body["value"].lower().split())
    return name if len(name) <= MAX_TAG_CHARACTERS else ""


def tag_body(name: str) -> Shape:
    return {"type": "TextualBody", "purpose": "tagging", "value": name}


def refuse_too_much(foreign: Any) -> None:
    """Raises TooLarge for more than is kept of what we have no column for."""
    if len(json.dumps(foreign).encode()) > MAX_FOREIGN_BYTES:
        raise TooLarge(
            f"At most {MAX_FOREIGN_BYTES // 1024} kB of other things are kept with a claim.", field="body"
        )


def without_personal(value: Any) -> Any:
    """The same without e-mail addresses of people: they are nobody's to pass on."""
    if isinstance(value, dict):
        return {key: without_personal(inner) for key, inner in value.items() if not is_personal(key, inner)}
    return [without_personal(inner) for inner in value] if isinstance(value, list) else value


def is_personal(key: str, value: Any) -> bool:
    return key in PERSONAL or (key == "id" and isinstance(value, str) and value.lower().startswith("mailto:"))


def listed(value: Any) -> list[Any]:
    """One or many, as JSON-LD has it."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def words(value: Shape, name: str) -> list[str]:
    found = listed(value.get(name))
    if not all(isinstance(each, str) for each in found):
        raise InvalidInput(f"{name} has to be a word, or several.", field=name)
    return found


def text(value: Shape, name: str) -> str:
    found = value.get(name, "")
    if not isinstance(found, str):
        raise InvalidInput("This has to be text.", field=name)
    return found


def identity(value: Any) -> str:
    """The address it came with; "" for a relative one ("#7", a bare UUID), which names nothing outside its page."""
    if isinstance(value, str) and not {":", "/"} & {*value} and ADDRESS.fullmatch(f"page:/{value}"):
        return ""
    return address(value, "id")


def address(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > MAX_ADDRESS_CHARACTERS or not ADDRESS.fullmatch(value):
        raise InvalidInput("This has to be an absolute address (an IRI).", field=name)
    return value


def filled(shape: Shape) -> Shape:
    return {key: value for key, value in shape.items() if value not in ("", [], {}, ())}

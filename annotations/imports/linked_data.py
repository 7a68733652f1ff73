"""Can a processor of JSON-LD read it? A container is read whole: what it fails on would hide what all others wrote.

Nothing is expanded here and no context is fetched; what could make the expansion fail is refused by its form
(https://www.w3.org/TR/json-ld11/#syntax-tokens-and-keywords).
"""

from typing import Any

from annotations.errors import InvalidInput
from annotations.strict_json import members

Shape = dict[str, Any]

VALUE_KEYWORDS = frozenset({"@value", "@language", "@direction", "@type"})
"""Of a value that says its own language or type; every other keyword has a name in the Web Annotation context."""

CONTEXT_KEYWORDS: dict[str, tuple[type, ...]] = {
    "@vocab": (str, type(None)),
    "@base": (str, type(None)),
    "@language": (str, type(None)),
    "@direction": (str, type(None)),
    "@version": (int, float),
    "@protected": (bool,),
}
TERM_KEYWORDS: dict[str, tuple[type, ...]] = {
    "@id": (str,),
    "@type": (str,),
    "@container": (str, list),
    "@language": (str, type(None)),
    "@prefix": (bool,),
    "@protected": (bool,),
}
OWN_TYPES = frozenset({"@id", "@vocab", "@json", "@none"})


def refuse_unreadable(value: Any, path: str = "") -> None:
    """Raises InvalidInput naming the part; `value` is JSON."""
    if isinstance(value, dict):
        refuse_bad_names(value, path)
    for name, inner in members(value):
        if name != "@context":
            refuse_unreadable(inner, within(path, name))
        else:
            for context in inner if isinstance(inner, list) else [inner]:
                refuse_bad_context(context, within(path, name))


def refuse_bad_names(value: Shape, path: str) -> None:
    """What it is called, of which types it is, and keywords."""
    if not isinstance(value.get("id", ""), str):
        raise InvalidInput("This has to be an address.", field=within(path, "id"))
    types = value.get("type", "")
    if not all(isinstance(kind, str) for kind in (types if isinstance(types, list) else [types])):
        raise InvalidInput("This has to be a word, or several.", field=within(path, "type"))
    keywords = [name for name in value if name.startswith("@") and name != "@context"]
    if keywords and not is_plain_value(value):
        raise InvalidInput("Write id and type, without the @.", field=within(path, keywords[0]))


def is_plain_value(value: Shape) -> bool:
    """As {"@value": "Brücke", "@language": "de"}."""
    beside = [inner for name, inner in value.items() if name != "@value"]
    return (
        "@value" in value
        and value.keys() <= VALUE_KEYWORDS
        and isinstance(value["@value"], str | int | float)
        and all(isinstance(inner, str) for inner in beside)
        and ("@type" not in value or (isinstance(value["@type"], str) and ":" in value["@type"]))
        and not {"@type", "@language"} <= value.keys()
    )


def refuse_bad_context(context: Any, path: str) -> None:
    """Addresses are left to whoever reads; an object defines names by addresses, with or without a prefix."""
    if not (context is None or isinstance(context, dict) or is_address(context)):
        raise InvalidInput("A context is an address or an object.", field=path)
    for name, meaning in context.items() if isinstance(context, dict) else ():
        fits = says_of_all(name, meaning) if name.startswith("@") else name and is_meaning(meaning)
        if not fits:
            raise InvalidInput(f"The context says of “{name[:60]}” what cannot be read.", field=path)


def says_of_all(name: str, meaning: Any) -> bool:
    return name in CONTEXT_KEYWORDS and isinstance(meaning, CONTEXT_KEYWORDS[name])


def is_meaning(meaning: Any) -> bool:
    """Of a name: an address, or an object that says it and of what type its values are."""
    if isinstance(meaning, dict):
        return (
            all(isinstance(inner, TERM_KEYWORDS.get(name, ())) for name, inner in meaning.items())
            and is_address(meaning.get("@id", "urn:"))
            and (meaning.get("@type", "@id") in OWN_TYPES or is_address(meaning["@type"]))
            and all(isinstance(each, str) for each in meaning.get("@container", []))
        )
    return meaning is None or is_address(meaning)


def is_address(value: Any) -> bool:
    return isinstance(value, str) and ":" in value and not value.startswith("@")


def within(path: str, name: str) -> str:
    return f"{path}.{name}".removeprefix(".")

"""Reading annotations that other programs made: values in, values out."""

import json
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.selectors import Selector, TextPosition, TextQuote
from annotations.errors import InvalidInput, TooLarge, WorkbenchError
from annotations.imports.web_annotation import (
    CONTEXT,
    MAX_FOREIGN_BYTES,
    Own,
    is_page,
    place_of,
    read_annotation,
    refuse_too_much,
    refuse_unsound,
    sorted_bodies,
)

PAGE = "https://courier.example/bridge"
OWN = Own(
    [PAGE, "http://127.0.0.1:8000/articles/1/"], {"http://127.0.0.1:8000/v/2/": 2, "2024-05-03T00:00:00Z": 1}
)
QUOTE = {"type": "TextQuoteSelector", "exact": "The bridge"}
TARGET = {"type": "SpecificResource", "source": PAGE, "selector": QUOTE}


def sent(**keys: Any) -> dict[str, Any]:
    return {"@context": CONTEXT, "type": "Annotation", "target": TARGET, **keys}


def test_what_has_no_column_is_kept_as_it_came() -> None:
    read = read_annotation(
        sent(
            **{"@context": [CONTEXT, {"ext": "https://ext.example/"}]},
            type=["Annotation", "ext:Note"],
            id="https://a.example/7",
            via="https://b.example/7",
            canonical="urn:uuid:6f2c",
            motivation=["assessing", "commenting"],
            creator={"id": "https://a.example/jo", "name": "Jo", "email": "mailto:jo@a.example"},
            created="2020-01-01T00:00:00Z",
            audience={"type": "Audience", "schema:audienceType": "editors"},
            **{"ext:mood": [1, None, {"deep": True}]},
        )
    )
    assert read.id == "https://a.example/7"
    assert read.creators == ({"id": "https://a.example/jo", "name": "Jo"},)
    assert read.foreign == {
        "context": [{"ext": "https://ext.example/"}],
        "types": ["ext:Note"],
        "motivations": ["commenting"],
        "via": ["https://b.example/7"],
        "canonical": "urn:uuid:6f2c",
        "rest": {
            "audience": {"type": "Audience", "schema:audienceType": "editors"},
            "ext:mood": [1, None, {"deep": True}],
        },
    }


REFUSED = {
    "not an object": ([], ""),
    "no context": ({"type": "Annotation", "target": TARGET}, "@context"),
    "another context": (sent(**{"@context": "https://other.example/"}), "@context"),
    "a context that is no address": (sent(**{"@context": [CONTEXT, "x"]}), "@context"),
    "a context of nothing": (sent(**{"@context": [CONTEXT, 3]}), "@context"),
    "another meaning for our words": (sent(**{"@context": [CONTEXT, {"target": "urn:x"}]}), "@context"),
    "another type": (sent(type="Note"), "type"),
    "a type of numbers": (sent(type=[1]), "type"),
    "keywords": (sent(**{"@id": "urn:x"}), "@id"),
    "keywords of a target": (sent(target={**TARGET, "@id": "urn:x"}), "target.@id"),
    "keywords within": (sent(body=[{"ext:of": {"@list": ["urn:x"]}}]), "body.0.ext:of.@list"),
    "a value in two languages": (sent(body={"a": {"@value": "x", "@language": 3}}), "body.a.@value"),
    "a name that is no address": (sent(body=[{"id": 5}]), "body.0.id"),
    "a type within that is no word": (sent(generator={"type": ["Software", 5]}), "generator.type"),
    "a context that means nothing": (sent(**{"@context": [CONTEXT, {"ext": []}]}), "@context"),
    "a context of a word": (sent(**{"@context": [CONTEXT, {"ext": "somewhere"}]}), "@context"),
    "another name for a keyword": (sent(**{"@context": [CONTEXT, {"ext": "@id"}]}), "@context"),
    "a context from elsewhere": (sent(**{"@context": [CONTEXT, {"@import": "urn:x"}]}), "@context"),
    "a context of a truth": (sent(body={"@context": [True]}), "body.@context"),
    "a context within": (sent(body={"@context": {"ext": {"@id": 3}}}), "body.@context"),
    "an address that is none": (sent(id="number seven"), "id"),
    "an address with a space": (sent(canonical="urn:a b"), "canonical"),
    "an address of a mile": (sent(via="urn:" + "x" * 3_000), "via"),
    "a body of nothing": (sent(body=[3]), "body"),
    "two bodies that exclude one another": (sent(body=[], bodyValue="x"), "bodyValue"),
    "a value that is no text": (sent(bodyValue=3), "bodyValue"),
    "a label that is no text": (sent(label={"en": "x"}), "label"),
    "a NUL": (sent(body={"value": ["a\x00"]}), "body.value.0"),
    "half a character": (sent(body={"value": "\ud800"}), "body.value"),
    "a NUL in a name": (sent(body={"a\x00": 1}), "body"),
    "a number too large": (sent(size=2**60), "size"),
    "no number": (sent(size=float("nan")), "size"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_by_name(what: str) -> None:
    value, field = REFUSED[what]
    with pytest.raises(InvalidInput) as told:
        read_annotation(value)
    assert told.value.field == field


def test_values_and_names_that_a_processor_reads_are_taken() -> None:
    contexts = [
        {"ext": "https://ext.example/", "@language": "de", "@vocab": "https://ext.example/v#"},
        {"mood": {"@id": "ext:mood", "@type": "xsd:string", "@container": "@set"}, "gone": None},
    ]
    words = {"ext:mood": {"@value": "froh", "@language": "de"}, "ext:at": {"@value": 3, "@type": "xsd:int"}}
    read = read_annotation(sent(**{"@context": [CONTEXT, *contexts]}, **words))
    assert read.foreign["context"] == contexts
    assert read.foreign["rest"] == words


def test_depth_and_size_have_an_end() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"in": deep}
    with pytest.raises(InvalidInput, match="too deep"):
        read_annotation(sent(body=deep))
    for name, many in (("body", "urn:x"), ("target", PAGE)):
        with pytest.raises(TooLarge):
            read_annotation(sent(**{name: [many] * 101}))
    with pytest.raises(TooLarge):
        refuse_too_much({"rest": "é" * (MAX_FOREIGN_BYTES // 6 + 1)})


def test_a_place_is_words_or_positions_and_everything_beside_them_is_kept() -> None:
    fragment = {"type": "FragmentSelector", "value": "p4", "conformsTo": "http://tools.ietf.org/rfc/rfc3236"}
    position = {"type": "TextPositionSelector", "start": 3, "end": 9, "note": "x"}
    request = {"type": "HttpRequestState", "value": "Accept: text/html"}
    ours = {"type": "TimeState", "cached": "http://127.0.0.1:8000/v/2/"}
    place = place_of(
        {
            "type": "SpecificResource",
            "source": {"id": f"{PAGE}#top", "language": "en"},
            "selector": [fragment, {**QUOTE, "prefix": "So: ", "id": "urn:q"}, position, QUOTE],
            "state": [request, ours],
            "scope": "https://courier.example/",
        },
        OWN,
    )
    assert place.selector == Selector(TextQuote("The bridge", "So: "), TextPosition(3, 9))
    assert place.version == 2
    assert place.foreign == {
        "selectors": [fragment, QUOTE],
        "quote": {"id": "urn:q"},
        "position": {"note": "x"},
        "states": [request],
        "rest": {"scope": "https://courier.example/"},
    }
    assert (
        place_of(
            {**TARGET, "state": {"type": "TimeState", "sourceDate": "2024-05-03T00:00:00Z"}}, OWN
        ).version
        == 1
    )
    assert place_of(TARGET, OWN).version is None


UNPLACED = {
    "an address alone": (PAGE, "target.selector"),
    "no selector": ({"source": PAGE}, "target.selector"),
    "another page": ({**TARGET, "source": "https://other.example/bridge"}, "target.source"),
    "no page": ({**TARGET, "source": 3}, "target.source"),
    "a selector we do not read": (
        {**TARGET, "selector": {"type": "CssSelector", "value": "p"}},
        "target.selector",
    ),
    "a selector that is none": ({**TARGET, "selector": 3}, "target.selector"),
    "no words": (
        {**TARGET, "selector": {"type": "TextQuoteSelector", "exact": " "}},
        "target.selector.exact",
    ),
    "words refined": ({**TARGET, "selector": {**QUOTE, "refinedBy": QUOTE}}, "target.selector.refinedBy"),
    "positions that are none": (
        {**TARGET, "selector": {"type": "TextPositionSelector", "start": "1", "end": 2}},
        "target.selector.start",
    ),
}


@pytest.mark.parametrize("what", UNPLACED)
def test_a_target_that_names_no_words_of_the_article_is_refused_by_name(what: str) -> None:
    target, field = UNPLACED[what]
    with pytest.raises(InvalidInput) as told:
        place_of(target, OWN)
    assert told.value.field == field


def test_a_page_is_the_same_however_one_came_to_it() -> None:
    for other in (
        "http://www.courier.example/bridge/",
        f"{PAGE}?utm_source=mail#p3",
        "https://COURIER.example/bridge",
    ):
        assert is_page(other, PAGE), other
    assert not is_page("https://courier.example/harbour", PAGE)
    assert not is_page(f"{PAGE}?id=2", f"{PAGE}?id=1")
    assert not is_page("https://[broken", PAGE)


def test_textual_tags_become_tags_and_are_kept_as_they_were_spelt() -> None:
    plain = {"type": "TextualBody", "purpose": "tagging", "value": "bridge"}
    loud = {"type": "TextualBody", "purpose": "tagging", "value": "Old  Harbour", "language": "en"}
    semantic = {"type": "SpecificResource", "purpose": "tagging", "source": "https://w.example/Q1"}
    long = {"type": "TextualBody", "purpose": "tagging", "value": "x" * 61}
    read = sorted_bodies([plain, loud, semantic, "https://a.example/body", long])
    assert read.tags == ("bridge", "old harbour")
    assert read.foreign == {
        "tags": {"old harbour": loud},
        "bodies": [semantic, "https://a.example/body", long],
    }
    bare, described = {"value": "Quay"}, {"type": ["TextualBody"], "purpose": ["describing"], "value": "so"}
    read = sorted_bodies([bare, described, {"type": "Text", "value": "x"}], ["tagging"])
    assert (read.tags, read.foreign["tags"]) == (("quay",), {"quay": bare})
    assert sorted_bodies([bare]).tags == ()
    many = [{"type": "TextualBody", "purpose": "tagging", "value": f"t{n}"} for n in range(60)]
    assert len(sorted_bodies(many).tags) == 50
    assert len(sorted_bodies(many).foreign["bodies"]) == 10


def test_a_name_that_holds_on_its_own_page_alone_is_none() -> None:
    assert [read_annotation(sent(id=name)).id for name in ("#7", "a88b22d0", "", "urn:x:7")] == [
        "",
        "",
        "",
        "urn:x:7",
    ]


def test_nobodys_address_is_passed_on() -> None:
    jo = {"id": "mailto:jo@a.example", "type": "Person", "name": "Jo", "email_sha1": "58bad08927902ff9"}
    read = sorted_bodies([{"type": "TextualBody", "value": "x", "creator": [jo]}])
    assert read.foreign["bodies"] == [
        {"type": "TextualBody", "value": "x", "creator": [{"type": "Person", "name": "Jo"}]}
    ]


NAMES = [
    *(
        "@context",
        "@id",
        "id",
        "type",
        "target",
        "body",
        "bodyValue",
        "motivation",
        "creator",
        "label",
        "via",
    ),
    *(
        "canonical",
        "selector",
        "source",
        "state",
        "exact",
        "prefix",
        "suffix",
        "start",
        "end",
        "cached",
        "purpose",
    ),
    *("value", "refinedBy", "sourceDate", "email", "x"),
]
WORDS = [
    *(
        CONTEXT,
        PAGE,
        "Annotation",
        "SpecificResource",
        "TextualBody",
        "TextQuoteSelector",
        "TextPositionSelector",
    ),
    *(
        "TimeState",
        "tagging",
        "assessing",
        "http://127.0.0.1:8000/v/2/",
        "urn:x:1",
        "",
        " ",
        "\x00",
        "\ud800",
    ),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
NEAR = st.fixed_dictionaries(
    {"@context": st.just(CONTEXT), "type": st.just("Annotation")},
    optional={name: VALUES for name in NAMES if name not in ("@context", "@id", "type")},
)
NEAR_TARGET = st.fixed_dictionaries(
    {"source": st.just(PAGE), "selector": VALUES | st.just(QUOTE)},
    optional={"state": VALUES, "type": VALUES, "x": VALUES},
)


@given(VALUES | NEAR, NEAR_TARGET)
def test_whatever_is_sent_is_read_or_refused_in_a_sentence(value: Any, target: Any) -> None:
    kept: list[Any] = []
    with suppress(WorkbenchError):
        read = read_annotation(value)
        kept += [read.foreign, sorted_bodies(read.bodies, ["tagging"]).foreign]
        for each in (*read.targets, target):
            with suppress(WorkbenchError):
                refuse_unsound(each)
                kept.append(place_of(each, OWN).foreign)
    assert "email" not in json.dumps(kept)
    assert json.loads(orjson.dumps(kept)) == kept

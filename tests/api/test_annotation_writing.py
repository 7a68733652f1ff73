"""Annotations of foreign clients become claims, and come back with everything they said."""

from typing import Any

import pytest

from annotations.actions.annotating import remove_annotation, replace_annotation
from annotations.actions.articles import import_version
from annotations.actions.evidence import add_evidence
from annotations.actions.highlights import move_highlight
from annotations.actions.recording import together
from annotations.actions.undoing import undo_last
from annotations.errors import StaleEdit
from annotations.exports.recipients import Recipient
from annotations.exports.web_annotation import our_site, shown_annotations
from annotations.models import Article, Claim, Event, Highlight, Method, Role, Verb
from tests.api.annotating import (
    CONTEXT,
    Annotator,
    address_of,
    container_of,
    made_by_a_foreigner,
    page_of,
    quoting,
)
from tests.make import (
    TEXT,
    alice,
    bob,
    carol,
    make_article,
    make_claim,
    make_person,
    make_published,
    make_source,
)

pytestmark = pytest.mark.django_db

COMMENT = {
    "type": "TextualBody",
    "purpose": "commenting",
    "value": "<script>alert(1)</script>",
    "format": "text/html",
}
EMBEDDED = {
    "type": "Choice",
    "items": [{"id": "https://a.example/voice.mp3", "type": "Sound"}, "https://a.example/v"],
}
FRAGMENT = {
    "type": "FragmentSelector",
    "value": "xywh=0,0,1,1",
    "conformsTo": "http://www.w3.org/TR/media-frags/",
}
RANGE = {
    "type": "RangeSelector",
    "startSelector": {"type": "XPathSelector", "value": "//p[1]"},
    "endSelector": {"type": "XPathSelector", "value": "//p[2]"},
}


@pytest.fixture
def article() -> Article:
    return make_article()


def posted(article: Article, **keys: Any) -> Any:
    """What Bob's client makes of the first sentence, with these keys."""
    sent = made_by_a_foreigner(article, "The council opened the new bridge on 3 May 2024", **keys)
    answer = Annotator(bob()).post(container_of(article), sent)
    assert answer.status_code == 201, answer.content
    return answer


def claim_at(answer: Any) -> Claim:
    return Claim.objects.get(uid=answer["Location"].split("/")[-2])


def stretch(article: Article, words: str) -> tuple[int, int]:
    start = article.current_version().text.index(words)
    return start, start + len(words)


def test_unknown_parts_come_back_unchanged(article: Article) -> None:
    target = quoting(article, "It cost 12 million euros", prefix="on 3 May 2024. ")
    target["selector"] = [RANGE, {**target["selector"], "note": "q"}, FRAGMENT]
    state = {"type": "HttpRequestState", "value": "Accept: text/html"}
    sent = {
        "@context": [CONTEXT, {"ext": "https://ext.example/"}],
        "type": ["Annotation", "ext:Note"],
        "id": "https://a.example/7",
        "motivation": ["commenting", "assessing"],
        "creator": {"id": "https://a.example/jo", "type": "Person", "name": "Jo"},
        "generator": {"id": "https://a.example/", "type": "Software"},
        "body": [COMMENT, EMBEDDED, "https://a.example/body"],
        "target": {**target, "state": state, "scope": "https://a.example/page"},
        "ext:mood": {"deep": [1, 2.5, None, True, "é🌉"]},
    }
    back = Annotator(bob()).post(container_of(article), sent).json()
    for key in ("@context", "type", "generator", "ext:mood"):
        assert back[key] == sent[key]
    assert back["via"] == "https://a.example/7"
    assert back["motivation"] == ["assessing", "commenting"]
    assert back["creator"][1] == sent["creator"]
    assert back["body"][1:] == sent["body"]
    assert back["target"]["scope"] == "https://a.example/page"
    assert back["target"]["state"][1] == state
    quote, position, *others = back["target"]["selector"]
    assert others == [RANGE, FRAGMENT]
    assert (quote["note"], quote["exact"]) == ("q", "It cost 12 million euros")
    assert (position["start"], position["end"]) == stretch(article, "It cost 12 million euros")


def test_what_one_newsroom_gives_out_another_takes_and_its_state_is_no_tag(article: Article) -> None:
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "money"}
    given = posted(article, body=[tag, COMMENT]).json()
    assert given["body"][0]["value"] == "spotted"
    elsewhere = make_article()
    given["target"]["source"] = page_of(elsewhere)
    taken = Annotator(alice()).post(container_of(elsewhere), given)
    claim = claim_at(taken)
    assert [tag.name for tag in claim.tags.all()] == ["money"]
    assert taken.json()["via"] == given["id"]
    assert taken.json()["body"][1:] == given["body"][1:]
    assert claim.foreign["bodies"] == [COMMENT]


def test_a_position_alone_is_taken_and_one_that_differs_gives_way_to_the_words(article: Article) -> None:
    start, end = stretch(article, "The old bridge was built in 1911")
    for selector in (
        {"type": "TextPositionSelector", "start": start, "end": end},
        [
            {"type": "TextPositionSelector", "start": 5, "end": 9},
            {"type": "TextQuoteSelector", "exact": "The old bridge was built in 1911"},
        ],
    ):
        claim = claim_at(posted(article, target={**quoting(article, "x"), "selector": selector}))
        place = claim.highlights.get()
        assert (place.start, place.end, place.method) == (start, end, Method.LOCATED)
        assert claim.text == "The old bridge was built in 1911"


def test_several_targets_are_several_places_and_tags_are_tags(article: Article) -> None:
    words = ("Nobody was hurt", "The old bridge was built in 1911", "Nobody was hurt")
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "Old Bridge"}
    answer = posted(
        article, target=[quoting(article, each) for each in words], body=tag, label="  It is old "
    )
    claim = claim_at(answer)
    assert claim.text == "It is old"
    assert [tag.name for tag in claim.tags.all()] == ["old bridge"]
    assert [place.exact for place in claim.highlights.all()] == [words[1], words[0]]
    assert [target["selector"][0]["exact"] for target in answer.json()["target"]] == [words[1], words[0]]
    assert tag in answer.json()["body"]
    assert Event.objects.filter(claim=claim, verb=Verb.HIGHLIGHT_ADDED).exists()
    with together():
        undo_last(article, by=bob())
    claim.refresh_from_db()
    assert claim.state == "removed"


def test_what_was_said_of_a_place_goes_along_into_new_versions(article: Article) -> None:
    target = {**quoting(article, "The old bridge was built in 1911"), "scope": "https://a.example/"}
    target["selector"] = [target["selector"], FRAGMENT]
    old = article.current_version()
    import_version(article, TEXT.replace("Nobody", "No one").encode(), by=alice())
    cached = f"http://127.0.0.1:8000/api/v1/articles/{article.uid}/versions/1/"
    answer = posted(article, target={**target, "state": {"type": "TimeState", "cached": cached}})
    shown = answer.json()["target"]
    assert shown["state"]["cached"].endswith("/versions/2/")
    assert shown["selector"][2] == FRAGMENT
    assert shown["scope"] == "https://a.example/"
    assert Highlight.objects.get(version=old).method == Method.LOCATED
    import_version(article, b"Another text, of nothing at all.", by=alice())
    lost = Annotator(bob()).get(answer["Location"])
    assert [each["type"] for each in lost.json()["target"]["selector"]] == [
        "TextQuoteSelector",
        "FragmentSelector",
    ]
    assert "state" not in lost.json()["target"]
    again = Annotator(bob()).put(answer["Location"], lost.json(), If_Match=lost["ETag"])
    assert again.json() == lost.json()


def test_what_cannot_be_used_is_refused_by_name_and_makes_nothing(article: Article) -> None:
    client, address = Annotator(bob()), container_of(article)
    for keys, status, field in (
        ({"target": "https://www.example.com/index.html"}, 422, "target.selector"),
        ({"target": []}, 422, "target"),
        ({"target": quoting(article, "words that stand nowhere in it")}, 422, "target.selector"),
        ({"target": quoting(article, "bridge")}, 422, "target.selector"),
        (
            {"target": {**quoting(article, "Nobody"), "source": "https://other.example/"}},
            422,
            "target.source",
        ),
        ({"target": [quoting(article, "Nobody was hurt"), {}]}, 422, "target.1.selector"),
        ({"body": {"value": "x" * 70_000}}, 413, "body"),
        ({"note": 2**60}, 422, "note"),
        ({"type": "Note"}, 422, "type"),
    ):
        answer = client.post(address, {**made_by_a_foreigner(article, "Nobody was hurt"), **keys})
        assert (answer.status_code, answer.json()["field"]) == (status, field), keys
    assert not Claim.objects.exists()


def test_sent_again_with_the_same_key_it_is_one_claim(article: Article) -> None:
    client, sent = Annotator(bob()), made_by_a_foreigner(article, "Nobody was hurt")
    first, again = (
        client.post(container_of(article), sent, Idempotency_Key="k", Slug="mine") for _ in range(2)
    )
    assert (again.status_code, again.content, again["Location"]) == (201, first.content, first["Location"])
    assert again["Content-Type"] == first["Content-Type"]
    assert again["Idempotent-Replayed"] == "true"
    other = client.post(container_of(article), {**sent, "label": "x"}, Idempotency_Key="k")
    assert other.status_code == 422


def test_who_may_not_write_is_told_so(article: Article) -> None:
    sent, claim = made_by_a_foreigner(article, "Nobody was hurt"), make_claim(article)
    for who, status in (
        (Annotator(), 401),
        (Annotator(bob(), "read"), 403),
        (Annotator(make_person("rita", Role.READER)), 403),
        (Annotator(carol()), 404),
    ):
        assert who.post(container_of(article), sent).status_code == status
        assert who.put(address_of(claim), sent, If_Match="*").status_code == status
        assert who.call("DELETE", address_of(claim), If_Match="*").status_code == status
    assert Claim.objects.count() == 1


def test_put_changes_words_tags_places_and_what_is_foreign(article: Article) -> None:
    client, answer = Annotator(bob()), posted(article, body=COMMENT)
    claim = claim_at(answer)
    target = {**quoting(article, "It cost 12 million euros"), "scope": "https://a.example/"}
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "money"}
    changed = client.change(
        answer["Location"], label="It cost a lot", target=[target], body=[EMBEDDED, tag], mood=3
    )
    assert changed.status_code == 200, changed.content
    claim.refresh_from_db()
    assert (claim.text, claim.quotation) == ("It cost a lot", "It cost 12 million euros")
    assert claim.highlights.get().foreign == {"rest": {"scope": "https://a.example/"}}
    assert claim.foreign == {"bodies": [EMBEDDED], "rest": {"mood": 3}, "by": str(bob().uid)}
    assert changed.json()["body"][1:] == [tag, EMBEDDED]
    assert client.get(answer["Location"])["ETag"] == changed["ETag"]
    event = Event.objects.filter(verb=Verb.CLAIM_ANNOTATED).latest("number")
    assert event.data["before"]["foreign"] == {"bodies": [COMMENT]}
    assert event.data["after"]["foreign"] == {"bodies": [EMBEDDED], "rest": {"mood": 3}}
    events = Event.objects.count()
    client.change(answer["Location"])
    assert Event.objects.count() == events, "what comes back as it was changes nothing"


def test_put_adds_moves_and_takes_away_places(article: Article) -> None:
    client, answer = Annotator(bob()), posted(article)
    claim, first = claim_at(answer), answer.json()["target"]
    second, third = (quoting(article, words) for words in ("Nobody was hurt", "The harbour handles 40 ships"))

    def places() -> list[str]:
        return list(claim.highlights.filter(removed_at=None).values_list("exact", flat=True))

    client.change(answer["Location"], target=[first, second])
    assert places() == [first["selector"][0]["exact"], "Nobody was hurt"]
    kept = claim.highlights.earliest("pk").row_version
    client.change(answer["Location"], target=[first, third])
    assert places() == [first["selector"][0]["exact"], "The harbour handles 40 ships"]
    assert claim.highlights.earliest("pk").row_version == kept
    client.change(answer["Location"], target=third)
    assert places() == ["The harbour handles 40 ships"]
    refused = client.change(answer["Location"], target=[quoting(article, "no such words at all")])
    assert (refused.status_code, places()) == (422, ["The harbour handles 40 ships"])


def test_what_the_newsroom_says_has_to_come_back_as_it_was() -> None:
    claim = make_published()
    client, address = Annotator(alice()), address_of(claim)
    shown = client.get(address).json()
    for index, name in enumerate(
        ("the verdict", "the summary", "the explanation", "the source “Harbour yearbook 2023”")
    ):
        left_out = [body for body in shown["body"] if body != shown["body"][index]]
        for bodies in (left_out, [*left_out, {**shown["body"][index], "label": "x"}]):
            refused = client.change(address, body=bodies)
            assert (refused.status_code, refused.json()["differing"]) == (409, [name])
            assert name in refused.json()["detail"]
    added = client.change(address, body=[COMMENT, *reversed(shown["body"])])
    assert added.json()["body"] == [*shown["body"], COMMENT]
    for keys in ({"id": "https://a.example/1"}, {"id": address_of(make_claim(claim.article, "Nobody"))}):
        assert client.change(address, **keys).status_code in (409, 422)
    claim.refresh_from_db()
    assert claim.state == "published"


def test_the_canonical_address_is_kept_for_good(article: Article) -> None:
    client, answer = Annotator(bob()), posted(article, canonical="urn:uuid:1", id="https://a.example/1")
    sent = answer.json()
    sent.pop("canonical"), sent.pop("via")
    kept = client.put(answer["Location"], sent, If_Match=answer["ETag"])
    assert (kept.json()["canonical"], kept.json()["via"]) == ("urn:uuid:1", "https://a.example/1")
    other = client.change(answer["Location"], canonical="urn:uuid:2")
    assert (other.status_code, other.json()["field"]) == (409, "canonical")


def test_of_two_changes_the_second_is_told(article: Article) -> None:
    client, answer = Annotator(bob()), posted(article)
    address, sent = answer["Location"], answer.json()
    assert client.put(address, sent).status_code == 428
    assert client.call("DELETE", address).status_code == 428
    add_evidence(claim_at(answer), by=alice(), source=make_source())
    stale = answer["ETag"]
    assert client.put(address, {**sent, "label": "x"}, If_Match=stale).status_code == 412
    assert client.call("DELETE", address, If_Match=stale).status_code == 412


def test_what_a_colleague_did_between_reading_and_writing_is_not_overwritten(article: Article) -> None:
    claim = claim_at(posted(article))
    [shown] = shown_annotations(Claim.objects.filter(pk=claim.pk), Recipient(bob()), our_site())
    place = claim.highlights.get()
    start, end = stretch(article, "It cost 12 million euros")
    move_highlight(place, by=alice(), row_version=place.row_version, start=start, end=end)
    sent = {**shown.written, "target": quoting(article, "Nobody was hurt")}
    with pytest.raises(StaleEdit):
        replace_annotation(claim, by=bob(), sent=sent, shown=shown, site=our_site())
    with pytest.raises(StaleEdit):
        remove_annotation(claim, by=bob(), shown=shown)
    assert claim.highlights.get().exact == "It cost 12 million euros"


def test_delete_is_the_step_remove_and_the_address_is_gone() -> None:
    claim, published = make_claim(), make_published()
    client = Annotator(bob())
    assert client.delete(address_of(claim)).status_code == 204
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert client.call(method, address_of(claim), {}).status_code == 410, method
    assert Annotator().get(address_of(claim)).status_code == 404
    assert client.get(container_of(claim.article)).json()["total"] == 0
    refused = Annotator(alice()).delete(address_of(published))
    assert refused.status_code == 409
    assert "Published" in refused.json()["detail"] or "published" in refused.json()["detail"]
    assert Annotator(alice()).call("DELETE", container_of(claim.article)).status_code == 405


def test_the_article_may_be_called_by_any_of_its_addresses() -> None:
    article = make_published(make_claim(make_article(url="https://courier.example/bridge"))).article
    for source in (
        "https://courier.example/bridge",
        "http://www.courier.example/bridge?utm_source=x#top",
        page_of(article),
        f"http://127.0.0.1:8000{container_of(article)}",
        f"http://127.0.0.1:8000/checks/{article.slug}/",
    ):
        answer = posted(article, target={**quoting(article, "Nobody was hurt"), "source": source})
        assert answer.json()["target"]["source"] == "https://courier.example/bridge"


def test_an_annotation_as_it_lies_in_a_tool_of_this_page_is_taken(article: Article) -> None:
    """Annotorious and RecogitoJS name no source, for there is one text, and give an id that holds there alone."""
    selectors = [
        {"type": "TextQuoteSelector", "exact": "It cost 12 million euros"},
        {"type": "TextPositionSelector", "start": 3, "end": 27},
    ]
    sent = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "#a88b22d0-6106-4872-9435-c78b5e89fede",
        "type": "Annotation",
        "body": [{"type": "TextualBody", "value": "So much?", "purpose": "commenting"}],
        "target": {"selector": selectors},
    }
    made = Annotator(bob()).post(container_of(article), sent)
    assert made.status_code == 201, made.content
    assert "via" not in made.json()
    changed = Annotator(bob()).put(made["Location"], {**sent, "label": "It cost 12"}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["label"]) == (200, "It cost 12")
    assert changed.json()["target"] == made.json()["target"]


def test_the_browser_session_writes_with_its_csrf_token_alone(article: Article) -> None:
    client = Annotator()
    client.client.handler.enforce_csrf_checks = True
    client.client.force_login(bob())
    assert client.get(container_of(article)).json()["total"] == 0
    assert client.post(container_of(article), made_by_a_foreigner(article, "Nobody")).status_code == 403

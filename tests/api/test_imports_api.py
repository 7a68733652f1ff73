"""Claims and sources from files, through the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from annotations.models import Claim, Event, Evidence, Role, Scope, Source, Verb
from tests.actions.test_importing_claims import TABLE, bridge
from tests.api.calling import Caller
from tests.exports.test_csl import ZOTERO
from tests.make import alice, bob, make_article, make_claim, make_evidence, make_person, make_source

pytestmark = pytest.mark.django_db


def test_a_file_is_tried_then_brought_in_and_sent_again_makes_nothing_twice() -> None:
    bridge()
    api = Caller(bob())
    text = TABLE.decode()
    tried = api.post("claims/import/", {"text": text, "format": "csv", "dry_run": True}).json()
    assert tried["counts"] == {"new": 2, "faulty": 1}
    assert (tried["unread"], tried["results"][2]["line"]) == (["Who found it"], 6)
    assert not Claim.objects.exists()
    made = api.post("claims/import/", {"text": text, "format": "csv"}).json()
    assert [row["outcome"] for row in made["results"]] == ["new", "new", "faulty"]
    assert {row["claim"] for row in made["results"][:2]} == {str(claim.uid) for claim in Claim.objects.all()}
    assert api.post("claims/import/", {"text": text}).json()["counts"] == {"there": 2, "faulty": 1}


def test_a_file_may_come_as_one_for_one_article() -> None:
    article = make_article()
    file = SimpleUploadedFile("claims.jsonl", b'{"quotation": "It cost 12 million euros"}\n')
    body = encode_multipart(BOUNDARY, {"file": file, "article": str(article.uid)})
    answer = Caller(bob()).call("POST", "claims/import/", body, Content_Type=MULTIPART_CONTENT)
    assert (answer.status_code, answer.json()["counts"]) == (200, {"new": 1})
    assert article.claims.count() == 1


def test_with_an_idempotency_key_the_first_answer_comes_again() -> None:
    bridge()
    api = Caller(bob())
    first = api.post("claims/import/", {"text": TABLE.decode()}, Idempotency_Key="one")
    again = api.post("claims/import/", {"text": TABLE.decode()}, Idempotency_Key="one")
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"


def test_what_cannot_be_used_is_a_problem_with_a_sentence() -> None:
    api = Caller(bob())
    for body, status in (
        ({}, 422),
        ({"text": "", "format": "csv"}, 422),
        ({"text": "a,b\n1,2"}, 422),
        ({"text": "quotation\na", "format": "xlsx"}, 422),
        ({"text": "quotation\na", "dry_run": "true"}, 422),
        ({"text": "quotation\na", "article": "7"}, 422),
        ({"text": "quotation\n" + "a\n" * 1_001}, 413),
    ):
        answer = api.post("claims/import/", body)
        assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)
    reader = Caller(make_person("rita", Role.READER))
    assert reader.post("claims/import/", {"text": "quotation\na"}).status_code == 403
    assert Caller().post("claims/import/", {"text": "quotation\na"}).status_code == 401


def test_sources_are_tried_then_added_and_sent_again_make_nothing_twice() -> None:
    there = make_source(title="Bridge", doi="10.1000/jp.7")
    api, items = Caller(bob()), json.loads(ZOTERO)
    items[3] = {"title": "A law", "author": "nobody"}
    tried = api.post("sources/import/", {"items": items, "dry_run": True}).json()
    assert tried["counts"] == {"there": 1, "new": 2, "faulty": 1}
    assert (tried["results"][0]["source"], tried["results"][1]["source"]) == (str(there.uid), None)
    assert tried["results"][1]["kept"] == ["editor", "page", "publisher-place"]
    assert tried["results"][3]["why"] == "Its author is no list of names."
    assert Source.objects.count() == 1
    made = api.post("sources/import/", {"items": items}).json()
    assert {row["source"] for row in made["results"][:3]} == {str(row.uid) for row in Source.objects.all()}
    text = api.post("sources/import/", {"text": json.dumps(items)}).json()
    assert text["counts"] == {"there": 3, "faulty": 1}
    file = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("z.json", ZOTERO), "dry_run": "false"})
    answer = api.call("POST", "sources/import/", file, Content_Type=MULTIPART_CONTENT)
    assert (answer.status_code, answer.json()["counts"]) == (200, {"there": 3, "new": 1})


@pytest.mark.parametrize("key", [{}, {"Idempotency_Key": "one"}])
def test_of_a_source_that_is_here_what_is_empty_is_filled_in_and_what_is_not_taken_is_named(
    key: dict[str, str],
) -> None:
    there = make_source(title="Bridge", doi="10.1000/jp.7", publisher="The port")
    make_evidence(make_claim(), source=there)
    api = Caller(bob())
    item = {"DOI": "10.1000/JP.7", "title": "A bridge", "publisher": "The port", "container-title": "Ships"}
    body = {"items": [item | {"volume": "3"}, item | {"container-title": "Boats"}]}
    wanted = (["container_title"], ["title", "volume"], [])
    [first, second] = api.post("sources/import/", body | {"dry_run": True}).json()["results"]
    assert (first["filled"], first["left"], first["kept"]) == wanted
    assert first["why"] == "Would be filled in: container title. What is here stays: title, volume."
    assert not Event.objects.filter(verb=Verb.SOURCE_DESCRIBED).exists()
    [first, second] = api.post("sources/import/", body, **key).json()["results"]
    assert (first["filled"], first["left"], first["kept"]) == wanted
    assert first["why"] == "Filled in: container title. What is here stays: title, volume."
    assert (second["filled"], second["left"]) == ([], ["title", "container_title"])
    there.refresh_from_db()
    assert (there.title, there.container_title) == ("Bridge", "Ships")
    assert Event.objects.get(verb=Verb.SOURCE_DESCRIBED).data["after"] == {"container_title": "Ships"}


def test_a_row_says_what_it_says_otherwise_of_a_source_that_is_here() -> None:
    article = make_article()
    make_source(title="Bridge", url="https://example.org/b")
    source = {"url": "https://example.org/b", "title": "A bridge", "publisher": "The port"}
    row = {"quotation": "It cost 12 million euros", "evidence": [{"source": source}]}
    body = {"text": json.dumps(row), "format": "jsonl", "article": str(article.uid)}
    api = Caller(bob())
    for more in ({"dry_run": True}, {}):
        [told] = api.post("claims/import/", body | more).json()["results"]
        assert (told["outcome"], told["why"]) == (
            "new",
            "“Bridge” is cited as it is here; not taken: publisher, title.",
        )
    assert Source.objects.get().publisher == ""
    make_source(title="A letter", url="https://example.org/l", terms="background", by=alice())
    row["text"], source["url"] = "Another", "https://example.org/l"
    [told] = api.post("claims/import/", body | {"text": json.dumps(row), "dry_run": True}).json()["results"]
    assert (told["outcome"], told["why"]) == ("new", "")


def test_a_row_that_cites_by_a_doi_alone_finds_the_source_or_is_told_that_there_is_none() -> None:
    claim, there = make_claim(), make_source(title="Bridge", doi="10.1000/jp.7")
    row = {"quotation": "It cost 12 million euros", "evidence": [{"source": {"doi": "10.1000/JP.7"}}]}
    body = {"format": "jsonl", "article": str(claim.article.uid)}
    unknown = row | {"text": "Else", "evidence": [{"source": {"doi": "10.1000/none"}}]}
    text = "\n".join(map(json.dumps, (row, unknown)))
    for more in ({"dry_run": True}, {}):
        told = Caller(bob()).post("claims/import/", body | {"text": text} | more).json()["results"]
        assert [(one["outcome"], one["why"]) for one in told] == [
            ("new", ""),
            ("faulty", "Give the source a title or an address."),
        ]
    assert [row.source for row in Evidence.objects.all()] == [there]


def test_sources_sent_with_a_key_are_answered_as_the_first_time() -> None:
    api, body = Caller(bob()), {"text": ZOTERO.decode()}
    first, again = (api.post("sources/import/", body, Idempotency_Key="one") for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert api.post("sources/import/", {"text": "[]"}, Idempotency_Key="one").status_code == 422


def test_who_a_confidential_source_is_cannot_be_found_out_by_sending_it() -> None:
    secret = make_source(by=bob(), title="Talk", url="https://quill.example/", terms="background")
    body = {"items": [{"title": "X", "URL": "https://quill.example/"}], "dry_run": True}
    named = Caller(bob(), "write", Scope.CONFIDENTIAL).post("sources/import/", body).json()
    assert (named["counts"], named["results"][0]["source"]) == ({"there": 1}, str(secret.uid))
    for who in (Caller(bob()), Caller(make_person("cara"), "write", Scope.CONFIDENTIAL)):
        assert who.post("sources/import/", body).json()["counts"] == {"new": 1}
        made = who.post("sources/import/", body | {"dry_run": False}).json()["results"][0]
        assert made["outcome"] == "new"
        Source.objects.filter(uid=made["source"]).delete()


def test_a_claim_that_cites_a_confidential_source_does_not_give_it_away_to_a_token() -> None:
    make_article()
    article, secret = (
        make_article(),
        make_source(by=bob(), title="Talk", url="https://quill.example/", terms="background"),
    )
    sent = "quotation,sources\nIt cost 12 million euros,https://quill.example/\n"
    body = {"text": sent, "format": "csv", "article": str(article.uid)}
    [told] = Caller(bob()).post("claims/import/", body).json()["results"]
    assert Claim.objects.get(uid=told["claim"]).evidence.get().source != secret
    other = body | {"text": sent.replace("It cost 12 million euros", "Nobody was hurt")}
    [told] = Caller(bob(), "write", Scope.CONFIDENTIAL).post("claims/import/", other).json()["results"]
    assert Claim.objects.get(uid=told["claim"]).evidence.get().source == secret


def test_sources_that_cannot_be_read_are_a_problem_with_a_sentence() -> None:
    api = Caller(bob())
    for body, status, field in (
        ({}, 422, ""),
        ({"items": [], "text": "[]"}, 422, "items"),
        ({"items": []}, 422, "items"),
        ({"items": ["A title"]}, 422, "items.0"),
        ({"text": "title: A"}, 422, ""),
        ({"text": "[]"}, 422, ""),
        ({"items": [{"title": "A"}], "format": "csl"}, 422, "format"),
        ({"items": [{"title": "A"}], "dry_run": "true"}, 422, "dry_run"),
        ({"items": [{"title": "A"}] * 1_001}, 413, ""),
    ):
        answer = api.post("sources/import/", body)
        told = answer.json()
        assert (answer.status_code, bool(told["detail"])) == (status, True), body
        assert told.get("field", "") == field, body
    assert Caller(make_person("rita", Role.READER)).post("sources/import/", {"text": "[]"}).status_code == 403
    assert Caller().post("sources/import/", {"text": "[]"}).status_code == 401

"""Claims through the API: marking, describing, finding, and two editors at once."""

import pytest

from annotations.actions.claims import describe_claim, remove_claim
from annotations.anchoring.text import utf16_from_codepoints
from tests.api.calling import Caller
from tests.make import alice, bob, make_article, make_claim, make_person, make_submitted

pytestmark = pytest.mark.django_db

WORDS = "The old bridge was built in 1911"


def quote(exact: str, **more: str) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact, **more}


def position(start: int, end: int) -> dict[str, object]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def test_a_claim_is_marked_by_the_words_alone() -> None:
    article = make_article()
    body = {"article": str(article.uid), "target": {"selector": [quote(WORDS)]}}
    answer = Caller(bob()).post("claims/", body)
    assert answer.status_code == 201
    claim = answer.json()
    assert (claim["text"], claim["quotation"], claim["state"]) == (WORDS, WORDS, "spotted")
    [place] = claim["highlights"]
    assert article.current_version().text[place["start"] : place["end"]] == WORDS
    assert Caller(bob()).get(answer["Location"])["ETag"] == answer["ETag"]


def test_a_claim_is_marked_by_positions_in_a_version_that_is_named() -> None:
    article = make_article()
    start = article.current_version().text.index(WORDS)
    api = Caller(bob())
    body = {
        "article": str(article.uid),
        "start": start,
        "end": start + len(WORDS),
        "text": "It dates from 1911.",
    }
    unnamed = api.post("claims/", body)
    assert (unnamed.status_code, unnamed.json()["field"]) == (422, "version")
    assert api.post("claims/", body | {"version": 1}).json()["text"] == "It dates from 1911."
    unknown = api.post("claims/", body | {"version": 7})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "version")


def test_positions_with_other_words_there_are_told_the_words_that_do_stand_there() -> None:
    article = make_article()
    selector = [quote("The old bridge was built in 1912"), position(168, 200)]
    body = {"article": str(article.uid), "version": 1, "target": {"selector": selector}}
    answer = Caller(bob()).post("claims/", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_locate")
    assert answer.json()["standing"] == WORDS


def test_words_that_are_absent_or_ambiguous_are_refused_and_say_so() -> None:
    article = make_article("The bridge is old. The bridge is new. The bridge is red.")
    api = Caller(bob())
    body = {"article": str(article.uid), "target": {"selector": quote("a cathedral of glass and steel")}}
    assert api.post("claims/", body).json()["reason"] == "absent"
    answer = api.post("claims/", body | {"target": {"selector": quote("The bridge is")}})
    assert answer.status_code == 422
    assert answer.json()["places"] == [[0, 13], [19, 32], [38, 51]]
    answer = api.post("claims/", body | {"target": {"selector": quote("The bridge is", suffix=" new.")}})
    assert answer.json()["highlights"][0]["start"] == 19


def test_javascript_gives_and_gets_utf16_units() -> None:
    article = make_article(
        "A fine 🌉 day.\n\nThe bridge 🌉 cost 12 million euros. 🌉 The bridge 🌉 was late."
    )
    version = article.current_version()
    start = version.text.index("cost 12")
    end = start + len("cost 12 million euros")
    sent = [utf16_from_codepoints(version.text, offset) for offset in (start, end)]
    assert sent[0] == start + 2
    api = Caller(bob())
    body = {"article": str(article.uid), "version": 1, "start": sent[0], "end": sent[1]}
    claim = api.post("claims/?offsets=utf16", body).json()
    assert claim["quotation"] == "cost 12 million euros"
    assert [claim["highlights"][0][name] for name in ("start", "end")] == sent
    assert api.get(f"claims/{claim['uid']}/").json()["highlights"][0]["start"] == start
    version_in_utf16 = api.get(f"articles/{article.uid}/versions/1/?offsets=utf16").json()
    assert version_in_utf16["sentences"][-1]["end"] == len(version.text.encode("utf-16-le")) // 2
    inside = api.post("claims/?offsets=utf16", body | {"start": version.text.index("🌉") + 1})
    assert (inside.status_code, inside.json()["field"]) == (422, "start")
    twice = {"article": str(article.uid), "target": {"selector": quote("The bridge 🌉")}}
    [_, second] = api.post("claims/?offsets=utf16", twice).json()["places"]
    assert second[0] == utf16_from_codepoints(version.text, version.text.index("The bridge 🌉", 20))
    assert api.get("claims/?offsets=bytes").status_code == 400


def test_a_claim_is_described_by_who_has_read_it() -> None:
    claim = make_claim()
    api = Caller(bob())
    agent = api.post("agents/", {"name": "The mayor", "role": "mayor of the harbour town"}).json()
    change = {"text": "It was built in 1911.", "claimant": agent["uid"], "tags": ["Bridge", "history"]}
    path = f"claims/{claim.uid}/"
    assert api.patch(path, change).status_code == 428
    etag = api.get(path)["ETag"]
    answer = api.patch(path, change, If_Match=etag)
    assert answer.json()["claimant"]["name"] == "The mayor"
    assert answer.json()["tags"] == ["bridge", "history"]
    assert answer["ETag"] == api.get(path)["ETag"] != etag
    late = api.patch(path, {"text": "Built 1911."}, If_Match=etag)
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
    assert api.patch(path, {}, If_Match=answer["ETag"]).json()["row_version"] == answer.json()["row_version"]


def test_of_two_editors_at_once_the_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the comparison of the ETag and the write there is a moment; the row's own version holds it."""
    claim = make_claim()

    def quicker(row, **arguments):
        describe_claim(row, by=alice(), row_version=row.row_version, text="Alice was quicker.")
        return describe_claim(row, **arguments)

    monkeypatch.setattr("annotations.api.views.claims.describe_claim", quicker)
    answer = Caller(bob()).change(f"claims/{claim.uid}/", {"text": "Bob was slower."})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_edit")
    assert answer.json()["current"]["text"] == "Alice was quicker."


def test_an_etag_changes_with_anything_that_is_shown_and_only_then() -> None:
    claim = make_claim()
    api = Caller(bob())
    path = f"claims/{claim.uid}/"
    etag = api.get(path)["ETag"]
    unchanged = api.get(path, If_None_Match=etag)
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)
    api.post(f"claims/{claim.uid}/comments/", {"body": "Look at the plaque."})
    assert api.get(path, If_None_Match=etag).status_code == 200
    assert api.get(path, If_None_Match="*").status_code == 304


@pytest.mark.parametrize("path", ["articles/", "claims/", "sources/"])
def test_answers_to_people_are_theirs_alone(path: str) -> None:
    answer = Caller(bob()).get(path)
    assert "private" in answer["Cache-Control"]
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


def test_claims_are_found_by_what_is_said_of_them() -> None:
    wanted = make_submitted(key="false")
    api = Caller(bob())
    agent = api.post("agents/", {"name": "The mayor"}).json()
    api.change(f"claims/{wanted.uid}/", {"tags": ["history"], "claimant": agent["uid"]})
    api.step(make_claim(wanted.article, "The harbour handles 40 ships a day"), "take")
    other = make_claim()
    for question in (
        f"article={wanted.article.uid}&state=approved",
        "state=approved&state=published",
        "rating=false",
        f"rating={api.get('ratings/').json()['results'][2]['uid']}",
        "truth_class=contradicted",
        "claimant=the mayor",
        f"claimant={agent['uid']}",
        "tag=History",
    ):
        assert [row["uid"] for row in api.pages(f"claims/?{question}")] == [str(wanted.uid)], question
    assert len(api.pages("claims/?assignee=bob")) == 2
    assert len(api.pages("claims/?q=ships")) == 1
    assert len(api.pages(f"claims/?article={other.article.uid}")) == 1
    assert api.pages("claims/?rating=true") == []


def test_searching_for_odd_things_is_answered() -> None:
    make_claim()
    api = Caller(bob())
    for words in ("%25", "_", "%5C", "'", "%22", "1911)%3B--"):
        assert api.get(f"claims/?q={words}").status_code == 200
    assert len(api.pages("claims/?q=%25")) == 0
    assert api.get(f"claims/?q={'x' * 501}").json()["field"] == "q"
    assert api.get("claims/?q=%00").status_code == 400


def test_a_removed_claim_is_gone_but_can_be_restored() -> None:
    claim = make_claim()
    remove_claim(claim, by=bob())
    api = Caller(bob())
    assert api.pages("claims/") == []
    gone = api.get(f"claims/{claim.uid}/")
    assert (gone.status_code, gone.json()["state"]) == (410, "removed")
    assert [offer["step"] for offer in api.get(f"claims/{claim.uid}/steps/").json()["steps"]] == ["restore"]
    assert api.step(claim, "restore").json()["state"] == "spotted"


def test_a_merged_claim_names_the_other() -> None:
    claim = make_claim()
    other = make_claim(claim.article, "The harbour handles 40 ships a day")
    api = Caller(alice())
    assert api.step(claim, "merge", into=str(other.uid)).json()["state"] == "merged"
    assert api.get(f"claims/{claim.uid}/").json()["merged_into"] == str(other.uid)


def test_a_reader_reads_and_comments_and_marks_nothing() -> None:
    claim = make_claim()
    api = Caller(make_person("rita", "reader"))
    assert api.get(f"claims/{claim.uid}/").status_code == 200
    assert api.post(f"claims/{claim.uid}/comments/", {"body": "I have the plan."}).status_code == 201
    body = {"article": str(claim.article.uid), "target": {"selector": quote("It cost 12 million euros")}}
    assert api.post("claims/", body).status_code == 403
    assert api.change(f"claims/{claim.uid}/", {"text": "x"}).status_code == 403
    assert api.get(f"claims/{claim.uid}/steps/").json()["steps"] == []

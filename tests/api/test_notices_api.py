"""Comments on articles, and what one is told, through the API."""

import pytest

from annotations.actions.comments import add_comment
from annotations.models import Article
from tests.api.calling import Caller
from tests.make import (
    alice,
    bob,
    make_blind_article,
    make_claim,
    make_person,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def test_an_article_has_comments_of_its_own_and_they_tell_whom_they_mention() -> None:
    claim, _ = make_claim(), bob()
    add_comment(claim, by=bob(), body="On the claim.")
    path = f"articles/{claim.article.uid}/comments/"
    made = Caller(alice()).post(path, {"body": "Whose **text** is it, @bob?"})
    assert made.status_code == 201
    assert made.json()["article"] == str(claim.article.uid)
    assert made.json()["claim"] is None
    assert '<b class="mention">@bob</b>' in made.json()["body_html"]
    one = f"{path}{made.json()['uid']}/"
    assert made["Location"].endswith(one)
    assert [row["uid"] for row in Caller(bob()).pages(path)] == [made.json()["uid"]]
    assert Caller(bob()).change(one, {"resolved": True}).json()["resolved_by"]["username"] == "bob"
    assert Caller(alice()).get(f"claims/{claim.uid}/comments/{made.json()['uid']}/").status_code == 404
    [notice] = Caller(bob()).pages("notifications/?seen=false&why=mentioned")
    assert (notice["said"], notice["by"]["username"]) == ("commented: it mentions you", "alice")
    assert (notice["article"], notice["claim"]) == (str(claim.article.uid), None)


def test_a_notice_is_marked_as_seen_and_stays_so() -> None:
    add_comment(make_claim(), by=alice(), body="@bob, look.")
    api = Caller(bob())
    [notice] = api.pages("notifications/")
    path = f"notifications/{notice['uid']}/"
    assert api.get(path).json() == notice
    assert notice["seen_at"] is None
    seen = api.change(path, {"seen": True}).json()["seen_at"]
    assert seen
    assert api.change(path, {"seen": True}).json()["seen_at"] == seen
    assert api.change(path, {"seen": False}).status_code == 422
    assert api.change(path, {}).status_code == 422
    assert api.pages("notifications/?seen=false") == []
    assert len(api.pages("notifications/?seen=true")) == 1


def test_nobody_reads_or_marks_the_notices_of_others() -> None:
    add_comment(make_claim(), by=alice(), body="@bob, look.")
    path = f"notifications/{bob().notifications.get().uid}/"
    assert Caller(alice()).pages("notifications/") == []
    assert Caller(alice()).get(path).status_code == 404
    assert Caller(alice()).call("PATCH", path, {"seen": True}).status_code == 404
    assert Caller(bob(), "read").call("PATCH", path, {"seen": True}).status_code == 403
    assert bob().notifications.unseen().count() == 1


def test_what_a_blind_reading_keeps_is_no_notice_yet() -> None:
    article: Article = make_blind_article()
    claim, dora = make_submitted(make_claim(article)), make_person("dora")
    add_comment(claim, by=bob(), body="It is false, @dora.")
    assert Caller(dora).pages("notifications/") == []
    assert Caller(dora).get(f"notifications/{dora.notifications.get().uid}/").status_code == 404

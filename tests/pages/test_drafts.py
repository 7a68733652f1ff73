"""Words typed and not handed in: kept for their author alone, dropped when the form that held them was taken."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from annotations.actions.claims import describe_claim
from annotations.models import Draft, Event
from tests.make import alice, bob, carol, make_article, make_claim, make_source
from tests.pages.visiting import browser_of, get, post, words_of

pytestmark = pytest.mark.django_db


def type_words(person, row, field="comment", text="Half a thought", **more):
    kind = row._meta.model_name
    author = person.uid if person else row.uid
    sent = {"kind": kind, "uid": row.uid, "field": field, "text": text, "author": author, **more}
    return post(person, "draft_keep", **sent)


def test_a_draft_is_kept_overwritten_and_shown_to_its_author_alone():
    claim = make_claim()
    assert type_words(bob(), claim, text="Half").status_code == 204
    assert type_words(bob(), claim, text="Half a thought", base="stood").status_code == 204
    [draft] = Draft.objects.all()
    assert (draft.person, draft.text, draft.base_text) == (bob(), "Half a thought", "stood")
    address = claim.article.uid
    assert '{"comment":["Half a thought","stood"]}' in unescape(
        words_of(get(bob(), "article_detail", address, claim=claim.uid))
    )
    assert "Half a thought" not in words_of(get(alice(), "article_detail", address, claim=claim.uid))


def test_a_draft_leaves_no_event_and_moves_no_counter():
    claim = make_claim()
    before = (Event.objects.count(), claim.changed)
    type_words(bob(), claim)
    claim.refresh_from_db()
    assert (Event.objects.count(), claim.changed) == before


def test_words_that_are_again_what_stood_there_leave_no_draft():
    claim = make_claim()
    type_words(bob(), claim)
    type_words(bob(), claim, text="")
    assert not Draft.objects.exists()
    type_words(bob(), claim, field="claim-text", base="It stood so.", text="")
    assert Draft.objects.get().text == ""
    type_words(bob(), claim, field="claim-text", base="It stood so.", text="It stood so.")
    assert not Draft.objects.exists()


def test_of_two_windows_the_second_is_told_what_the_first_says_and_overwrites_it_knowingly():
    claim = make_claim()
    type_words(bob(), claim, text="In the first", window="one")
    late = type_words(bob(), claim, text="In the second", window="two")
    assert (late.status_code, late.json()) == (409, {"text": "In the first"})
    assert Draft.objects.get().text == "In the first"
    assert type_words(bob(), claim, text="Both", window="two", seen="In the first").status_code == 204
    assert type_words(bob(), claim, text="Both of them", window="two").status_code == 204
    assert Draft.objects.get().text == "Both of them"


def test_the_page_of_somebody_who_is_logged_out_keeps_nothing_under_another_name():
    claim = make_claim()
    assert type_words(bob(), claim, author=alice().uid).status_code == 403
    assert not Draft.objects.exists()


def test_kept_words_stand_beside_what_a_colleague_wrote_since_and_the_colleague_is_named():
    claim = make_claim()
    describe_claim(claim, by=alice(), row_version=claim.row_version, text="It cost 13 million euros.")
    claim.refresh_from_db()
    describe_claim(claim, by=bob(), row_version=claim.row_version, tags=["harbour"])
    sent = {
        "kind": "claim",
        "uid": claim.uid,
        "name": "text",
        "theirs": "It cost 13 million euros.",
        "mine": "12",
    }
    shown = words_of(post(bob(), "draft_beside", **sent, where="saved"))
    assert "<strong>alice changed this while you wrote.</strong>" in shown
    assert "<ins>It cost 13 million euros.</ins>" in shown
    assert "another window" in words_of(post(bob(), "draft_beside", **sent, where="window"))
    assert post(carol(), "draft_beside", **sent, where="saved").status_code == 404
    assert "alice" not in words_of(post(bob(), "draft_beside", **{**sent, "name": "due"}, where="saved"))


def test_a_taken_form_drops_the_drafts_of_its_own_fields():
    claim = make_claim()
    type_words(bob(), claim)
    type_words(bob(), claim, field="reasons", text="Not yet")
    answer = post(bob(), "comment_add", claim.uid, body="Done", drafts=f"claim.{claim.uid}.comment")
    assert answer.cookies["taken"].value == f"claim.{claim.uid}.comment"
    assert [draft.field for draft in Draft.objects.all()] == ["reasons"]


def test_a_refused_form_keeps_them():
    claim = make_claim()
    type_words(bob(), claim)
    answer = post(bob(), "comment_add", claim.uid, body=" ", drafts=f"claim.{claim.uid}.comment")
    assert answer.status_code >= 400
    assert Draft.objects.count() == 1


def test_nobody_drops_a_colleagues_drafts():
    claim = make_claim()
    type_words(bob(), claim)
    post(alice(), "comment_add", claim.uid, body="Done", drafts=f"claim.{claim.uid}.comment")
    assert Draft.objects.get().person == bob()


@pytest.mark.parametrize("named", ["", "claim", "claim.no-uid.comment", "a b c", "claim." + "x" * 5_000])
def test_nonsense_in_place_of_names_is_no_fault(named):
    claim = make_claim()
    answer = post(bob(), "comment_add", claim.uid, body="Done", drafts=named)
    assert answer.status_code == 302


def test_only_what_one_may_see_can_be_drafted_about():
    claim = make_claim()
    assert type_words(carol(), claim).status_code == 404
    assert type_words(bob(), alice()).status_code == 204
    assert type_words(bob(), claim, kind="token").status_code == 422
    assert type_words(bob(), claim, uid=alice().uid).status_code == 404
    assert type_words(None, claim).status_code == 302


def test_what_is_too_long_is_refused_in_a_sentence():
    answer = type_words(bob(), make_claim(), text="x" * 200_001)
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_drafts_of_a_month_ago_go_on_the_way():
    claim = make_claim()
    type_words(bob(), claim)
    Draft.objects.update(modified=timezone.now() - timedelta(days=31))
    type_words(bob(), claim, field="reasons", text="New")
    assert [draft.field for draft in Draft.objects.all()] == ["reasons"]


def test_every_form_to_write_in_keeps_its_words():
    article, source, browser = make_article(), make_source(), browser_of(bob())
    addresses = {
        "/articles/import/": f'data-kind="person" data-about="{bob().uid}" data-scope="import"',
        "/sources/add/": f'data-kind="person" data-about="{bob().uid}" data-scope="source"',
        f"/sources/{source.uid}/edit/": f'data-kind="source" data-about="{source.uid}"',
        f"/articles/{article.uid}/details/": f'data-kind="article" data-about="{article.uid}"',
    }
    for address, attributes in addresses.items():
        assert attributes in browser.get(address).content.decode(), address

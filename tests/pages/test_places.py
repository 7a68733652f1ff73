"""A claim that stands in several places of its article."""

import pytest

from annotations.actions.articles import import_version
from annotations.actions.claims import remove_claim
from annotations.actions.highlights import add_highlight
from annotations.errors import Conflict
from annotations.models import Highlight, Role
from tests.make import TEXT, alice, bob, make_article, make_claim, make_person
from tests.pages.visiting import panel_of, post

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"
AGAIN = f"{TEXT}\n\nThe bill of 12 million euros came as a surprise. The mayor paid it."


def test_another_place_is_found_by_its_words_and_taken_back() -> None:
    claim = make_claim(make_article(AGAIN), COST)
    answer = post(bob(), "highlight_add", claim.uid, words="The bill of 12 million euros")
    assert answer.status_code == 302
    places = Highlight.objects.living().filter(claim=claim).order_by("start")
    assert [place.exact for place in places] == [COST, "The bill of 12 million euros"]
    claim.refresh_from_db()
    assert claim.quotation == COST
    panel = panel_of(bob(), claim)
    assert "Mark another place of it" in panel
    assert "Its 2 places" in panel
    assert post(bob(), "highlight_remove", places[1].uid, row_version=1).status_code == 302
    assert places.all().count() == 1
    panel = panel_of(bob(), claim)
    assert "Its place, 1 removed" in panel
    again = {"start": AGAIN.index("The bill"), "end": AGAIN.index(" came as")}
    assert post(bob(), "highlight_add", claim.uid, **again).status_code == 302
    assert [place.exact for place in places.all()] == [COST, "The bill of 12 million euros"]
    assert " removed</summary>" not in panel_of(bob(), claim)


def test_words_that_stand_twice_are_told_apart_by_their_sentence() -> None:
    claim = make_claim(make_article(AGAIN), "twice as much as planned")
    assert post(bob(), "highlight_add", claim.uid, words="12 million euros").status_code == 422
    assert post(bob(), "highlight_add", claim.uid, words="12 million euros", sentence=8).status_code == 302
    assert claim.highlights.get(exact="12 million euros").start == AGAIN.rindex("12 million euros")


def test_a_place_is_marked_once_by_who_may_in_the_current_version() -> None:
    claim = make_claim(words=COST)
    assert post(bob(), "highlight_add", claim.uid, words=COST).status_code == 422
    assert post(bob(), "highlight_add", claim.uid, words="No such words").status_code == 422
    reader = make_person("rita", Role.READER)
    assert post(reader, "highlight_add", claim.uid, words="40 ships a day").status_code == 403
    first = claim.article.current_version()
    import_version(claim.article, TEXT.replace("Nobody", "No one").encode(), by=alice())
    with pytest.raises(Conflict, match="newer version"):
        add_highlight(claim, by=bob(), version=first, start=0, end=8)
    remove_claim(claim, by=bob())
    with pytest.raises(Conflict, match="Restore it first"):
        add_highlight(claim, by=bob(), version=first, start=0, end=8)

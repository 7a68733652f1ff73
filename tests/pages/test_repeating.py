"""Earlier claims like a new one, and saying that it is one of them."""

import pytest
from django.urls import reverse

from annotations.actions.publications import retract_claim
from annotations.models import Claim, ClaimLink, Role
from annotations.workflow import State
from tests.make import (
    alice,
    bob,
    make_article,
    make_blind_article,
    make_claim,
    make_person,
    make_published,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, post, queries_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawing_told")]

COST = "It cost 12 million euros"


def offered(claim: Claim, **query: str) -> list[Claim]:
    return [choice.claim for choice in get(bob(), "claim_matches", claim.uid, **query).context["choices"]]


def test_the_most_alike_comes_first_and_is_chosen_and_says_why() -> None:
    claim = make_claim(words=COST)
    assert "No earlier claim is like this one" in words_of(get(bob(), "claim_matches", claim.uid))
    near, like = make_claim(make_article(), COST + ", twice as much"), make_claim(make_article(), COST)
    ships = make_claim(claim.article, "The harbour handles 40 ships a day")
    assert offered(claim) == [like, near]
    page = words_of(get(bob(), "claim_matches", claim.uid))
    assert page.count(" checked") == 1
    assert page.index(f'value="{like.uid}" required checked') < page.index(str(near.uid))
    assert "12, million" in page
    assert offered(claim, q="ships") == offered(claim, q="2") == [ships]
    assert get(make_person("rita", Role.READER), "claim_matches", claim.uid).status_code == 403


def test_the_dialog_gets_the_form_alone_and_the_queries_do_not_grow() -> None:
    claim = make_claim(words=COST)
    make_submitted(make_claim(make_article(), COST))
    address = reverse("claim_matches", args=[claim.uid])
    part = words_of(browser_of(bob()).get(address, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "data-sure" in part
    few = queries_of(bob(), "claim_matches", claim.uid)
    for _ in range(2):
        make_submitted(make_claim(make_article(), COST))
    assert queries_of(bob(), "claim_matches", claim.uid) == few


def test_in_the_same_article_the_earlier_claim_is_shown_with_its_new_place_and_undo_brings_it_back() -> None:
    earlier = make_claim(words=COST)
    claim = make_claim(earlier.article)
    browser = browser_of(bob())
    answer = browser.post(
        reverse("claim_repeat", args=[claim.uid]), {"to": earlier.uid}, headers={"HX-Request": "true"}
    )
    panel = words_of(answer)
    assert "Another place of claim 1." in panel
    assert panel.count('data-claims="1"') == 2
    assert post(bob(), "article_undo", claim.article.uid).status_code == 302
    assert earlier.highlights.living().count() == claim.highlights.living().count() == 1


def test_of_another_article_its_rating_is_shown_and_none_is_chosen() -> None:
    earlier = make_published(make_claim(words=COST), "false")
    retract_claim(earlier, by=alice(), reason="It was wrong.")
    claim = make_claim()
    assert "<b>Retracted</b>" in words_of(get(bob(), "claim_matches", claim.uid, q="euros"))
    assert post(bob(), "claim_repeat", claim.uid).status_code == 422
    answer = browser_of(bob()).post(
        reverse("claim_repeat", args=[claim.uid]), {"to": earlier.uid}, follow=True
    )
    page = words_of(answer)
    assert "wording copied, with 1 source." in page
    assert "That check was retracted." in page
    assert 'data-class="contradicted">False</u>' in page
    assert 'aria-pressed="true" data-press="rating' not in page
    assert ClaimLink.objects.living().get().from_claim == claim
    claim.refresh_from_db()
    assert (claim.text, claim.state) == (COST, State.SPOTTED)
    assert post(bob(), "article_undo", claim.article.uid).status_code == 302
    claim.refresh_from_db()
    assert claim.text == claim.quotation
    assert not ClaimLink.objects.living().exists()
    assert not claim.evidence.living().exists()


def test_what_is_read_blind_is_offered_without_a_rating() -> None:
    article = make_blind_article()
    make_submitted(make_claim(article, COST), "false", by=alice())
    page = words_of(get(bob(), "claim_matches", make_claim(words=COST).uid))
    assert COST in page
    assert "contradicted" not in page

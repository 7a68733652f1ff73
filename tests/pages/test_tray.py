"""The tray over HTTP: what waits after a correction, answered by plain forms and by htmx."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions.articles import import_version
from annotations.models import Article, Claim, Highlight, Method, Person, Role
from annotations.workflow import State
from tests.make import TEXT, alice, bob, carol, make_article, make_claim, make_person, make_submitted
from tests.pages.visiting import browser_of, queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
AGE = ("in 1911", "in 1921")
COST = ("12 million", "14 million")
CUT = (" The old bridge was built in 1911.", "")


def correct(article: Article, *changes: tuple[str, str]) -> None:
    text = article.current_version().text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    import_version(article, text.encode(), by=alice())


def page(article: Article, person: Person | None = None, **query: Any) -> str:
    answer = browser_of(person or bob()).get(reverse("article_detail", args=[article.uid]), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def place(claim: Claim) -> Highlight:
    return Highlight.objects.get(claim=claim, version=claim.article.current_version())


def answer(row: Highlight, name: str, browser: Client | None = None, htmx: bool = False, **data: Any) -> Any:
    sent = {"answer": name, "row_version": row.row_version, **data}
    headers = HTMX if htmx else {}
    browser = browser or browser_of(bob())
    return browser.post(reverse("highlight_answer", args=[row.uid]), sent, **headers)


@pytest.fixture
def article() -> Article:
    """Two claims whose words changed, one after the other in the text."""
    article = make_article()
    make_claim(article, "It cost 12 million euros")
    make_claim(article)
    correct(article, AGE, COST)
    return article


def claims(article: Article) -> list[Claim]:
    return list(article.claims.order_by("pk"))


def test_old_words_stand_over_new_ones_with_what_changed_marked(article: Article) -> None:
    shown = page(article)
    for words in (
        "Changed in version 2",
        "2 to answer",
        "It cost <del>12</del> million euros",
        "It cost <ins>14</ins> million euros",
        "The old bridge was built in <del>1911</del>",
        "Number",
    ):
        assert words in shown


def test_the_tray_is_the_panel_until_nothing_waits(article: Article) -> None:
    assert 'data-panel="tray"' in page(article)
    assert 'data-panel="claim"' in page(article, claim=claims(article)[0].uid)
    for claim in claims(article):
        answer(place(claim), "same")
    assert 'data-panel="tray"' not in page(article)
    emptied = page(article, waiting=1)
    assert "Nothing waits for an answer." in emptied
    assert 'id="waiting"></span>' in emptied


def test_a_plain_answer_opens_the_next_one(article: Article) -> None:
    first, second = claims(article)
    told = answer(place(first), "same")
    assert (told.status_code, told.url) == (
        302,
        f"{reverse('article_detail', args=[article.uid])}?waiting={place(second).uid}#panel",
    )
    assert not place(first).needs_confirmation


def test_an_answer_by_htmx_brings_the_next_one_the_text_and_an_undo(article: Article) -> None:
    first, second = claims(article)
    told = unescape(answer(place(first), "same", htmx=True).content.decode())
    assert f'data-address="?waiting={place(second).uid}#panel"' in told
    assert "1 to answer" in told
    assert 'id="waiting" hx-swap-oob="true"' in told
    assert "Claim 1: still the same." in told
    assert reverse("article_undo", args=[article.uid]) in told.partition('id="toasts"')[2]
    (block,) = re.findall(r'<p class="block".*?</p>', told, re.DOTALL)
    assert "It cost 14 million euros" in re.sub("<[^>]+>", "", block)
    assert "data-waits" not in block


def test_the_last_answer_leads_back_to_those_passed_over(article: Article) -> None:
    first, second = claims(article)
    told = answer(place(second), "same", htmx=True).content.decode()
    assert f"?waiting={place(first).uid}" in told


def test_gone_gives_the_place_up_and_the_claim_is_read_in_its_old_version(article: Article) -> None:
    first, _ = claims(article)
    answer(place(first), "gone")
    assert place(first).is_given_up()
    shown = page(article, claim=first.uid)
    assert "It stands nowhere in version 2." in shown
    assert f"?claim={first.uid}&version=1#panel" in shown
    old = page(article, claim=first.uid, version=1)
    assert "It cost 12 million euros" in old


def test_another_claim_now_marks_the_new_words(article: Article) -> None:
    first, _ = claims(article)
    answer(place(first), "other")
    other = claims(article)[-1]
    assert (other.quotation, other.state) == ("It cost 14 million euros", State.SPOTTED)
    assert place(first).method == Method.LOST


def test_the_span_is_edited_by_positions_or_by_typed_words(article: Article) -> None:
    first, second = claims(article)
    row = place(first)
    answer(row, "place", start=row.start, end=row.start + len("It cost 14 million"))
    assert place(first).exact == "It cost 14 million"
    row = place(second)
    answer(row, "place", words="was built in 1921", sentence=5)
    assert place(second).exact == "was built in 1921"
    assert not Highlight.objects.waiting().exists()


def test_words_that_do_not_stand_there_are_refused_in_a_sentence(article: Article) -> None:
    told = answer(place(claims(article)[0]), "place", htmx=True, words="Nobody ever said this anywhere")
    assert told.status_code == 422
    assert "not in the text" in told.content.decode()
    told = answer(place(claims(article)[0]), "place", htmx=True)
    assert "Choose the words in the text, or type them." in told.content.decode()


def test_an_answer_is_taken_back_and_the_tray_opens_at_it(article: Article) -> None:
    first, _ = claims(article)
    answer(place(first), "gone")
    told = browser_of(bob()).post(reverse("article_undo", args=[article.uid]), **HTMX)
    assert f"?waiting={place(first).uid}" in told.content.decode()
    assert place(first).needs_confirmation
    assert place(first).exact == "It cost 14 million euros"


def test_two_people_answer_the_same_one_and_the_second_is_told(article: Article) -> None:
    row = place(claims(article)[0])
    answer(row, "same", browser_of(alice()))
    told = answer(row, "gone", htmx=True)
    assert told.status_code == 409
    assert place(claims(article)[0]).start is not None


def test_what_waited_in_an_older_version_is_answered_in_the_newest(article: Article) -> None:
    row = place(claims(article)[0])
    correct(article, ("14 million", "15 million"))
    told = answer(row, "same", htmx=True)
    assert (told.status_code, "newer version" in told.content.decode()) == (409, True)
    shown = page(article)
    assert "It cost <del>12</del> million euros" in shown
    assert "It cost <ins>15</ins> million euros" in shown


def test_older_versions_have_no_tray(article: Article) -> None:
    assert 'data-panel="tray"' not in page(article, version=1, waiting=1)


def test_readers_and_strangers_have_no_tray(article: Article) -> None:
    reader = make_person("rita", Role.READER)
    assert 'data-panel="tray"' not in page(article, reader, waiting=1)
    assert answer(place(claims(article)[0]), "same", browser_of(reader)).status_code == 403
    assert answer(place(claims(article)[0]), "same", browser_of(carol())).status_code == 404
    assert Highlight.objects.waiting().count() == 2


def test_a_lost_claim_is_offered_places_and_put_there_by_one_press() -> None:
    claim = make_claim(make_article(), "The harbour handles 40 ships a day.")
    text = TEXT.replace(" The harbour handles 40 ships a day.", "").replace(
        "It cost", "Each day the harbour handles some 40 ships. It cost"
    )
    import_version(claim.article, text.encode(), by=alice())
    row = place(claim)
    assert row.method == Method.LOST
    shown = page(claim.article, waiting=row.uid)
    for words in ("Not found for certain.", f"?claim={claim.uid}&version=1#panel", "82 % alike"):
        assert words in shown
    offers = re.findall(r'name="start" value="(\d+)"><input type="hidden" name="end" value="(\d+)"', shown)
    assert len(offers) == 1
    answer(row, "place", start=offers[0][0], end=offers[0][1])
    assert (place(claim).method, place(claim).exact) == (
        Method.REATTACHED,
        "the harbour handles some 40 ships.",
    )


def test_a_stale_verdict_is_asked_about_in_the_tray_and_held_to_with_a_reason() -> None:
    claim = make_submitted(make_claim())
    correct(claim.article, AGE)
    claim.refresh_from_db()
    shown = page(claim.article)
    assert "Its words changed in version 2: number, date." in shown
    assert "Does the verdict still hold?" in shown
    told = browser_of(bob()).post(
        reverse("claim_hold_in_tray", args=[claim.uid]),
        {"row_version": claim.row_version, "reason": "The yearbook gives both."},
        **HTMX,
    )
    assert "It still holds." in told.content.decode()
    assert 'data-panel="tray"' in told.content.decode()
    claim.refresh_from_db()
    assert claim.stale_since is None


def test_why_a_claim_is_stale_is_said_in_a_sentence_wherever_it_is_shown() -> None:
    claim = make_submitted(make_claim())
    correct(claim.article, AGE)
    shown = page(claim.article, claim=claim.uid)
    assert "Its words changed in version 2: number, date." in shown
    assert "words_changed" not in shown
    assert 'id="hold"' in shown


def test_many_that_wait_are_shown_in_part_and_cost_no_more() -> None:
    article = make_article()
    for _ in range(3):
        make_claim(article)
    correct(article, AGE)
    few = queries_of(bob(), "article_detail", article.uid)
    many = make_article()
    for _ in range(45):
        make_claim(many)
    correct(many, AGE)
    assert queries_of(bob(), "article_detail", many.uid) == few
    shown = page(many)
    assert "45 to answer" in shown
    assert "25 after these" in shown
    last = Highlight.objects.waiting().filter(version=many.current_version()).order_by("-pk").first()
    assert "40 before these" in page(many, waiting=last.uid)


def test_the_claims_words_are_shown_as_text(article: Article) -> None:
    odd = make_article("A headline\n\nThe <b>mayor</b> said <script>alert(1)</script> in 2019.")
    make_claim(odd, "<b>mayor</b> said <script>alert(1)</script> in 2019")
    correct(odd, ("2019", "2020"))
    raw = browser_of(bob()).get(reverse("article_detail", args=[odd.uid])).content.decode()
    assert "<script>alert" not in raw
    assert "<b>mayor" not in raw

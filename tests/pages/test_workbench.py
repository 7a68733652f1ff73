"""The workbench over HTTP: every step by a plain form, and the fragments htmx gets."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Article, Claim, Person
from annotations.workflow import STEPS, State, Step
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    rating,
)
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def page(client: Client, article: Article, **query: Any) -> str:
    answer = client.get(reverse("article_detail", args=[article.uid]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, row: Any, *more: Any, **data: Any) -> Any:
    headers = HTMX if data.pop("htmx", False) else {}
    return client.post(reverse(name, args=[row.uid, *more]), data, **headers)


def step(client: Client, claim: Claim, taken: Step, **data: Any) -> Any:
    return press(client, "claim_step", claim, taken.value, **data)


def the_claim(article: Article) -> Claim:
    return article.claims.get()


def test_strangers_do_not_learn_that_an_article_is_there() -> None:
    article = make_article()
    address = reverse("article_detail", args=[article.uid])
    assert Client().get(address).status_code == 302
    assert browser_of(carol()).get(address).status_code == 404


def test_a_whole_sentence_becomes_a_claim_by_a_plain_form() -> None:
    article, client = make_article(), browser_of(bob())
    assert "Mark these words" in page(client, article, sentence=2)
    answer = press(client, "claim_mark", article, sentence=2)
    claim = the_claim(article)
    assert answer.url.endswith(f"?claim={claim.uid}#panel")
    assert claim.quotation == "The council opened the new bridge on 3 May 2024."
    assert claim.quotation in page(client, article, claim=claim.uid)


def test_typed_words_of_a_sentence_become_a_claim() -> None:
    article, client = make_article(), browser_of(bob())
    press(client, "claim_mark", article, sentence=3, words="twice as much as planned")
    assert the_claim(article).quotation == "twice as much as planned"


def test_words_that_do_not_stand_there_are_told_and_kept() -> None:
    article, client = make_article(), browser_of(bob())
    answer = press(client, "claim_mark", article, sentence=3, words="an unrelated remark on elephants")
    assert answer.status_code == 422
    assert "an unrelated remark on elephants" in answer.content.decode()
    assert not article.claims.exists()


def test_a_stretch_is_counted_in_code_points() -> None:
    article, client = make_article("Emoji 🙂🙂 first\n\nThe mayor said so. Then he left."), browser_of(bob())
    text = article.current_version().text
    start = text.index("The mayor")
    press(client, "claim_mark", article, start=start, end=start + len("The mayor said so."))
    assert the_claim(article).quotation == "The mayor said so."


def test_overlapping_claims_are_both_in_the_text_and_both_have_a_link() -> None:
    article = make_article()
    first = make_claim(article, "The old bridge was built in 1911")
    second = make_claim(article, "built in 1911")
    markup = page(browser_of(bob()), article)
    assert 'data-claims="1 2"' in markup
    assert markup.count(f"?claim={first.uid}#panel") == markup.count(f"?claim={second.uid}#panel") == 1


def test_a_whole_check_by_plain_forms() -> None:
    """From the sentence to the published check, without a line of script."""
    article, checker, editor = make_article(), browser_of(bob()), browser_of(alice())
    press(checker, "claim_mark", article, sentence=2)
    claim = the_claim(article)
    press(
        checker,
        "evidence_add",
        claim,
        source="https://example.org/minutes",
        stance="supports",
        locator="p. 3",
    )
    press(checker, "claim_rate", claim, rating=rating("true").pk, rationale="The *minutes* say so.")
    step(checker, claim, Step.SUBMIT, rationale="The *minutes* say so.")
    claim.refresh_from_db()
    assert claim.state == State.APPROVED
    press(
        checker, "claim_describe", claim, row_version=claim.row_version, text=claim.text, claimant="The mayor"
    )
    step(editor, claim, Step.PUBLISH)
    claim.refresh_from_db()
    assert claim.state == State.PUBLISHED
    assert claim.current_verdict().explanation_html == "<p>The <em>minutes</em> say so.</p>"


def test_every_panel_has_a_way_back_to_the_text_for_who_has_no_keys() -> None:
    claim, client = make_claim(), browser_of(bob())
    for shown in ({}, {"about": "article"}, {"sentence": 1}, {"claim": claim.uid}):
        panel = client.get(reverse("article_detail", args=[claim.article.uid]), shown, **HTMX)
        assert 'data-command="hide-panel"' in panel.content.decode(), shown


def test_handing_in_a_reading_that_was_kept_before_does_one_thing_alone() -> None:
    claim, checker = make_claim(), browser_of(bob())
    make_evidence(claim)
    kept = {"rating": rating("true").pk, "rationale": "The minutes say so."}
    press(checker, "claim_rate", claim, **kept)
    before = claim.events.count()
    answer = press(checker, "claim_rate", claim, **kept, htmx=True)
    assert "Your rating: True." in answer.content.decode()
    step(checker, claim, Step.SUBMIT, **kept)
    assert [event.verb for event in claim.events.order_by("number")[before:]] == ["claim_submitted"]


def test_nothing_to_check_and_back() -> None:
    article, client = make_article(), browser_of(bob())
    press(client, "sentence_dismiss", article, sentence=4, reason="opinion")
    assert 'aria-label="Sentence 4, nothing to check: opinion"' in page(client, article)
    press(client, "sentence_reopen", article, sentence=4)
    assert 'aria-label="Sentence 4, not looked at yet"' in page(client, article)


def test_a_sentence_beyond_all_counting_is_refused() -> None:
    article, claim = make_article(), make_claim()
    bobs, many = browser_of(bob()), "99999999999999999999"
    for answer in (
        press(bobs, "claim_mark", article, sentence=many),
        press(bobs, "sentence_dismiss", article, sentence=many),
        press(bobs, "sentence_reopen", article, sentence=1, last=many, htmx=True),
        press(bobs, "highlight_add", claim, sentence=many),
        press(browser_of(alice()), "claim_step", claim, "merge", into=many),
    ):
        assert answer.status_code == 422


def test_several_sentences_are_dismissed_at_once() -> None:
    article, client = make_article(), browser_of(bob())
    answer = press(client, "sentence_dismiss", article, sentence=4, last=6, htmx=True)
    assert answer.content.decode().count('data-disposition="nothing_to_check"') == 3


def test_htmx_gets_the_panel_and_only_the_blocks_that_changed() -> None:
    article, client = make_article(), browser_of(bob())
    answer = press(client, "claim_mark", article, sentence=2, htmx=True)
    markup = answer.content.decode()
    assert "<kept-words" in markup
    assert re.findall(r'id="(b\d)"', markup) == ["b1"]
    assert "Coverage 14 %" in markup
    assert "<html" not in markup


def test_a_removed_claim_leaves_the_text_and_can_be_restored() -> None:
    article, client = make_article(), browser_of(bob())
    claim = make_claim(article)
    answer = step(client, claim, Step.REMOVE, htmx=True)
    assert "data-claims" not in re.sub(
        r"<kept-words.*</kept-words>", "", answer.content.decode(), flags=re.DOTALL
    )
    assert "Restore" in answer.content.decode()
    step(client, claim, Step.RESTORE)
    assert 'data-claims="1"' in page(client, article)


def test_two_people_editing_the_wording_are_shown_both_texts() -> None:
    article = make_article()
    claim = make_claim(article)
    seen = claim.row_version
    press(browser_of(alice()), "claim_describe", claim, row_version=seen, text="It dates from 1911.")
    answer = press(browser_of(bob()), "claim_describe", claim, row_version=seen, text="It was built in 1911.")
    assert answer.status_code == 409
    words = re.sub(r"<[^>]+>", "", answer.content.decode())
    assert "It dates from 1911." in words
    assert "It was built in 1911." in words


def test_an_answer_by_htmx_to_a_lost_race_is_a_notice_with_both_texts() -> None:
    claim = make_claim()
    seen = claim.row_version
    press(browser_of(alice()), "claim_describe", claim, row_version=seen, text="It dates from 1911.")
    answer = press(
        browser_of(bob()), "claim_describe", claim, row_version=seen, text="Built in 1911.", htmx=True
    )
    assert answer.status_code == 409
    assert "dates from" in answer.content.decode()
    assert "Take mine" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_step_that_is_not_possible_yet_says_what_is_missing() -> None:
    claim = make_claim()
    answer = step(browser_of(bob()), claim, Step.SUBMIT, htmx=True)
    assert answer.status_code == 409
    assert "Choose a rating first." in answer.content.decode()


def test_every_step_but_marking_has_a_way_to_be_taken() -> None:
    from annotations.pages.steps import PRESSES

    assert set(PRESSES) == set(STEPS) - {Step.MARK}


def test_a_blind_second_reader_finds_nothing_of_the_first_reading() -> None:
    article = make_blind_article()
    claim = make_claim(article)
    make_evidence(claim, stance="refutes", note="It clearly refutes.")
    make_assessment(claim, "false", rationale="Secret reasoning.")
    step(browser_of(bob()), claim, Step.SUBMIT)
    second = browser_of(make_person("dora", "editor"))
    for address in (reverse("article_detail", args=[article.uid]),):
        markup = second.get(address, {"claim": claim.uid}).content.decode()
        assert "You read this one blind." in markup
        assert "Secret reasoning" not in markup
        assert "clearly refutes" not in markup
        assert 'data-stance="refutes"' not in markup
        assert 'data-class="contradicted" data-claim' not in markup
        assert "1 stance withheld" in markup
    own = browser_of(bob()).get(reverse("article_detail", args=[article.uid]), {"claim": claim.uid})
    assert "withheld" not in own.content.decode()


def test_a_confidential_source_shows_its_words_for_outside_to_those_who_may_not_know() -> None:
    from tests.make import make_source

    claim = make_claim()
    source = make_source(by=alice(), title="Deep Throat", confidential=True, public_description="An official")
    make_evidence(
        claim, by=alice(), source=source, quotation="My office", locator="third floor", note="At the quay"
    )
    markup = page(browser_of(bob()), claim.article, claim=claim.uid)
    for words in ("Deep Throat", "My office", "third floor", "At the quay"):
        assert words not in markup
    assert "An official" in markup


def test_sources_are_offered_from_the_article_and_the_library() -> None:
    from tests.make import make_source

    claim = make_claim()
    make_evidence(claim)
    make_source(title="Port statistics", doi="10.1000/port.7")
    address = reverse("source_offers", args=[claim.uid])
    client = browser_of(bob())
    assert "Harbour yearbook" in client.get(address).content.decode()
    for words in ("port", "10.1000/PORT", "https://doi.org/10.1000/port.7", "doi:10.1000/port.7"):
        assert "Port statistics" in client.get(address, {"source": words}).content.decode()


def test_comments_are_added_resolved_and_taken_away() -> None:
    claim, client = make_claim(), browser_of(bob())
    press(client, "comment_add", claim, body="Who **said** so?")
    comment = claim.comments.get()
    assert "<strong>said</strong>" in page(client, claim.article, claim=claim.uid)
    press(client, "comment_resolve", comment, row_version=comment.row_version)
    comment.refresh_from_db()
    assert comment.resolved_at
    press(client, "comment_remove", comment, row_version=comment.row_version)
    assert "<strong>said</strong>" not in page(client, claim.article, claim=claim.uid)


def test_the_ends_of_a_claim_are_moved() -> None:
    claim, client = make_claim(), browser_of(bob())
    highlight = claim.highlights.get()
    press(
        client,
        "highlight_move",
        highlight,
        row_version=highlight.row_version,
        start=highlight.start + 4,
        end=highlight.end,
    )
    claim.refresh_from_db()
    assert claim.quotation == "old bridge was built in 1911"


def test_an_older_version_is_shown_with_its_own_text() -> None:
    from annotations.actions.articles import import_version

    article = make_article()
    import_version(article, b"A bridge for the old harbour\n\nThe council opened it on 4 May 2024.", by=bob())
    client = browser_of(bob())
    assert "3 May 2024" in page(client, article, version=1)
    assert "4 May 2024" in page(client, article)
    assert client.get(reverse("article_detail", args=[article.uid]), {"version": 9}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_claims(django_assert_max_num_queries: Any) -> None:
    article = make_article()
    claim = make_claim(article)
    client = browser_of(bob())
    counts = []
    for words in ("opened the new bridge", "twice as much", "no choice", "1911", "40 ships"):
        with django_assert_max_num_queries(40) as captured:
            page(client, article, claim=claim.uid)
        counts.append(len(captured))
        make_evidence(make_claim(article, words))
    assert len(set(counts)) == 1, counts


def test_the_theme_is_remembered_and_only_known_ones_are_taken() -> None:
    article, client = make_article(), browser_of(bob())
    client.post(reverse("theme_choose"), {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in page(client, article)
    client.post(reverse("theme_choose"), {"theme": '"><script>', "next": "https://elsewhere.example/"})
    assert 'data-theme="dark"' in page(client, article)


def test_pages_hold_no_script_style_or_handler_of_their_own() -> None:
    markup = page(browser_of(bob()), make_claim().article)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", markup)


def test_a_session_that_ended_leads_to_the_log_in_and_back_not_into_the_panel() -> None:
    article = make_article()
    address = reverse("article_detail", args=[article.uid])
    answer = Client().post(
        reverse("claim_mark", args=[article.uid]),
        {"sentence": 2},
        HTTP_HX_CURRENT_URL=f"http://testserver{address}?sentence=2",
        **HTMX,
    )
    assert answer["HX-Redirect"].startswith("/login/?next=")
    assert article.claims.count() == 0


def test_a_reader_is_shown_no_way_to_mark() -> None:
    article = make_article()
    markup = page(browser_of(make_person("dora", "reader")), article, sentence=2)
    assert "claim_mark" not in markup
    assert reverse("claim_mark", args=[article.uid]) not in markup
    assert (
        press(browser_of(Person.objects.get(username="dora")), "claim_mark", article, sentence=2).status_code
        == 403
    )

"""Proposing other words in the panel, and the change sheet."""

from typing import Any

import pytest

from annotations.actions.articles import import_version
from annotations.actions.proposals import accept_proposal, propose_words, refuse_proposal
from annotations.models import Claim, Event, Proposal, Role, Verb
from tests.make import (
    TEXT,
    alice,
    bob,
    carol,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)
from tests.pages.visiting import get, panel_of, post, queries_of, words_of

pytestmark = pytest.mark.django_db

BILL = "It cost 12 million euros, twice as much as planned."
SHIPS = "The harbour handles 40 ships a day."


def proposed(claim: Claim, new: str, **more: Any) -> Proposal:
    return propose_words(claim, by=bob(), words_proposed=new, **more)


def sheet(person: Any, claim: Claim, **query: Any) -> str:
    return words_of(get(person, "change_sheet", claim.article.uid, **query))


def test_other_words_are_proposed_in_the_panel_and_stand_there_with_the_differing_ones_marked() -> None:
    claim = make_claim(words=BILL)
    evidence = make_evidence(claim)
    panel = panel_of(bob(), claim)
    assert f'data-now="{BILL}"' in panel
    assert f'value="{evidence.uid}" selected' in panel
    answer = post(
        bob(),
        "proposal_add",
        claim.uid,
        words_now=BILL,
        words_proposed=BILL.replace("12", "13"),
        why="The bill.",
        evidence=evidence.uid,
    )
    assert answer.status_code == 302
    page = panel_of(alice(), claim)
    assert "It cost <del>12</del> million" in page
    assert "It cost <ins>13</ins> million" in page
    assert 'Change sheet <b class="number">1</b>' in page
    assert 'aria-label="Claim 1: not rated, other words proposed" data-proposed' in page
    assert post(make_person("reader", Role.READER), "proposal_add", claim.uid).status_code == 403
    assert post(carol(), "proposal_add", claim.uid).status_code == 404


def test_who_may_not_decide_is_offered_no_decision_and_is_refused() -> None:
    claim = make_claim(words=BILL)
    proposal = proposed(claim, "It cost 13 million euros.")
    bobs, alices = sheet(bob(), claim), sheet(alice(), claim)
    assert f"/proposals/{proposal.uid}/accept/" in alices
    assert f"/proposals/{proposal.uid}/accept/" not in bobs
    assert f"/proposals/{proposal.uid}/withdraw/" in bobs
    assert post(bob(), "proposal_decide", proposal.uid, "accept", row_version=1).status_code == 403
    assert post(alice(), "proposal_decide", proposal.uid, "publish", row_version=1).status_code == 404
    back = f"/articles/{claim.article.uid}/changes/?state=waiting"
    answer = post(alice(), "proposal_decide", proposal.uid, "accept", row_version=1, next=back)
    assert (answer.status_code, answer["Location"]) == (302, back)
    elsewhere = post(
        alice(), "proposal_decide", proposal.uid, "reopen", row_version=2, next="https://evil.example/"
    )
    assert elsewhere["Location"] == "/"


def test_the_sheet_is_in_the_order_of_the_text_and_what_is_gone_comes_last() -> None:
    article = make_article()
    ships, bill, old = (
        make_claim(article, words) for words in (SHIPS, BILL, "The old bridge was built in 1911")
    )
    for claim, new in ((ships, "Forty ships."), (old, "It is old."), (bill, "It cost much.")):
        proposed(claim, new)
    proposed(bill, "4 May 2024", words_now="3 May 2024")
    import_version(article, TEXT.replace(" The old bridge was built in 1911.", "").encode(), by=alice())
    page = sheet(bob(), bill)
    places = [page.index(words) for words in ("4</ins> May", "It cost much.", "Forty", "It is old")]
    assert places == sorted(places)
    assert "No longer in the text" in page
    refuse_proposal(
        Proposal.objects.get(words_proposed="It is old."), by=alice(), row_version=1, why="It is."
    )
    assert "It is old." not in sheet(bob(), bill, state="waiting")
    assert "It is old" in sheet(bob(), bill, state="refused")


def test_the_plain_text_is_what_an_editor_pastes_into_a_mail() -> None:
    claim = make_claim(words=BILL)
    source = make_source(title="Harbour accounts", issued="2024", url="https://harbour.example/accounts")
    evidence = make_evidence(claim, source=source, locator_label="page", locator="7")
    proposed(claim, "It cost 13 million euros.", why="The bill\nsays 13.", evidence=evidence)
    accepted = proposed(claim, "", words_now=", twice as much as planned")
    accept_proposal(accepted, by=alice(), row_version=1)
    answer = get(bob(), "change_sheet_text", claim.article.uid)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert words_of(answer) == (
        "Changes asked for in “A bridge for the old harbour”\n"
        "Version 1\n\n"
        "1. Sentence 3\n"
        f"   {BILL}\n"
        "   → It cost 13 million euros.\n"
        "   Why: The bill says 13.\n"
        "   Source: Harbour accounts, 2024, page 7, https://harbour.example/accounts\n\n"
        "2. Sentence 3 (accepted by alice)\n"
        "   , twice as much as planned\n"
        "   → (cut)\n"
    )
    event = Event.objects.get(verb=Verb.EXPORTED)
    assert event.data == {"format": "change-sheet-text", "filters": {"article": str(claim.article.uid)}}


def test_no_cell_of_the_csv_is_run_by_a_spreadsheet() -> None:
    claim = make_claim(words=BILL)
    proposed(claim, "=HYPERLINK(1)", why="+1")
    answer = get(bob(), "change_sheet_csv", claim.article.uid, state="open")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("number,sentence,words_now,words_proposed,why,source")
    assert "'=HYPERLINK(1),'+1," in lines[1]
    assert Event.objects.get(verb=Verb.EXPORTED).data["filters"]["state"] == "open"


def test_a_confidential_source_is_named_to_who_may_know_and_in_no_file() -> None:
    claim = make_claim(words=BILL)
    secret = make_source(title="Talk with Zacharias Quill", terms="background")
    proposed(
        claim, "It cost 13 million euros.", evidence=make_evidence(claim, source=secret, locator="Quill")
    )
    assert "Zacharias Quill" in sheet(bob(), claim).split('id="as-text"')[0]
    assert "Quill" not in sheet(make_person("dora"), claim)
    for name in ("change_sheet_text", "change_sheet_csv"):
        answer = get(alice(), name, claim.article.uid)
        text = answer.getvalue().decode() if answer.streaming else words_of(answer)
        assert "Quill" not in text
    assert "Quill" not in sheet(alice(), claim).split('id="as-text"')[1]


def test_a_blind_reader_finds_an_empty_sheet() -> None:
    claim = make_claim(make_blind_article(), words=BILL)
    proposed(make_submitted(claim), "It cost 13 million euros.")
    assert "Nobody has asked for a change yet." in sheet(alice(), claim)
    assert "13" not in words_of(get(alice(), "change_sheet_text", claim.article.uid))
    assert "Proposals" not in words_of(
        get(make_person("reader", Role.READER), "article_detail", claim.article.uid, claim=claim.uid)
    )


def test_a_sheet_takes_as_many_queries_for_many_changes_as_for_few() -> None:
    counts = []
    for number in (2, 8):
        claim = make_claim(make_article(), words=BILL)
        for at in range(number):
            proposed(claim, f"It cost {20 + at} million euros.", evidence=make_evidence(claim))
        counts.append(queries_of(alice(), "change_sheet", claim.article.uid))
    assert counts[0] == counts[1] <= 30

"""Other words: asked for, decided, done by a new version."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.articles import import_version
from annotations.actions.claims import merge_claim, restore_claim
from annotations.actions.proposals import (
    accept_proposal,
    describe_proposal,
    finish_proposal,
    propose_words,
    refuse_proposal,
    reopen_proposal,
    withdraw_proposal,
)
from annotations.errors import Conflict, Forbidden, InvalidInput, StaleEdit
from annotations.models import Event, Notification, Proposal, Verb
from tests.make import (
    TEXT,
    alice,
    bob,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_submitted,
)

pytestmark = pytest.mark.django_db

BILL = "It cost 12 million euros, twice as much as planned."


def proposed(claim=None, words="12 million euros", new="13 million euros", **more):
    return propose_words(
        claim or make_claim(words=BILL), by=bob(), words_now=words, words_proposed=new, **more
    )


def bring(article, text):
    return import_version(article, text.encode(), by=alice(), content_type="text/plain").version


def test_the_words_now_are_the_claims_own_or_others_of_its_paragraph():
    claim = make_claim(words=BILL)
    whole = propose_words(claim, by=bob(), words_proposed=" It cost 13 million euros. ", why=" The bill. ")
    assert (whole.words_now, whole.words_proposed, whole.why) == (
        BILL,
        "It cost 13 million euros.",
        "The bill.",
    )
    assert whole.highlight == claim.highlights.get()
    assert whole.version == claim.article.current_version()
    assert proposed(claim, "3  May 2024", "4 May 2024").words_now == "3 May 2024"
    event = Event.objects.filter(verb=Verb.PROPOSED).first()
    assert (event.claim, event.inverse) == (claim, Verb.PROPOSAL_REFUSED)


def test_what_is_proposed_is_refused_with_a_sentence_when_it_makes_no_sense():
    claim = make_claim(words=BILL)
    for words, new in [("12 million euros", "12  million euros"), ("40 ships", "41 ships")]:
        with pytest.raises(InvalidInput):
            proposed(claim, words, new)
    other = make_evidence(make_claim(claim.article))
    with pytest.raises(InvalidInput):
        proposed(claim, evidence=other)
    reader = make_person("reader", "reader")
    with pytest.raises(Forbidden):
        propose_words(claim, by=reader, words_proposed="13 million euros")
    bring(claim.article, TEXT.replace(BILL, ""))
    with pytest.raises(Conflict):
        proposed(claim)
    assert not Proposal.objects.exists()


def test_a_proposal_is_changed_by_its_author_while_it_is_open():
    proposal = proposed()
    evidence = make_evidence(proposal.claim)
    describe_proposal(proposal, by=bob(), row_version=1, why="The bill.", evidence=evidence)
    assert (proposal.why, proposal.evidence, proposal.row_version) == ("The bill.", evidence, 2)
    with pytest.raises(StaleEdit):
        describe_proposal(proposal, by=alice(), row_version=1, why="")
    with pytest.raises(Forbidden):
        describe_proposal(proposal, by=make_person("dora"), row_version=2, why="")
    accept_proposal(proposal, by=alice(), row_version=2)
    with pytest.raises(Conflict):
        describe_proposal(proposal, by=bob(), row_version=3, why="")


def test_editors_decide_with_a_reason_and_can_take_it_back():
    proposal = proposed()
    with pytest.raises(Forbidden):
        accept_proposal(proposal, by=bob(), row_version=1)
    with pytest.raises(InvalidInput):
        refuse_proposal(proposal, by=alice(), row_version=1, why=" ")
    refuse_proposal(proposal, by=alice(), row_version=1, why="The author disagrees.")
    assert (proposal.state, proposal.decided_by, proposal.decided_why) == (
        "refused",
        alice(),
        "The author disagrees.",
    )
    assert list(Proposal.objects.waiting()) == []
    with pytest.raises(Conflict):
        accept_proposal(proposal, by=alice(), row_version=2)
    with pytest.raises(Forbidden):
        reopen_proposal(proposal, by=bob(), row_version=2)
    reopen_proposal(proposal, by=alice(), row_version=2)
    assert (proposal.state, proposal.decided_by, proposal.decided_why) == ("open", None, "")
    accept_proposal(proposal, by=alice(), row_version=3)
    assert list(Proposal.objects.waiting()) == [proposal]
    finish_proposal(proposal, by=alice(), row_version=4, why="In other words.")
    assert (proposal.state, proposal.done_in) == ("done", proposal.version)
    verbs = [event.verb for event in Event.objects.filter(object_uid=proposal.uid).order_by("number")]
    assert verbs == [
        Verb.PROPOSED,
        Verb.PROPOSAL_REFUSED,
        Verb.PROPOSAL_REOPENED,
        Verb.PROPOSAL_ACCEPTED,
        Verb.PROPOSAL_DONE,
    ]


def test_who_proposed_takes_it_back_and_may_open_it_again():
    proposal = withdraw_proposal(proposed(), by=bob(), row_version=1)
    assert (proposal.state, proposal.decided_why) == ("refused", "Taken back.")
    assert reopen_proposal(proposal, by=bob(), row_version=2).state == "open"


def test_a_new_version_that_says_the_words_makes_the_proposal_done():
    claim = make_claim(words=BILL)
    cost = proposed(claim)
    shorter = proposed(claim, ", twice as much as planned", "")
    other = proposed(claim, "12 million euros", "14 million euros")
    accepted = accept_proposal(proposed(claim, "3 May", "4 May"), by=alice(), row_version=1)
    refused = refuse_proposal(
        proposed(claim, "It cost", "It has cost"), by=alice(), row_version=1, why="Too long."
    )
    second = bring(claim.article, TEXT.replace("12 million", "13 million").replace("3 May", "4 May"))
    for row in (cost, shorter, other, accepted, refused):
        row.refresh_from_db()
    states = [row.state for row in (cost, shorter, other, accepted, refused)]
    assert states == ["done", "open", "open", "done", "refused"]
    assert (cost.done_in, accepted.done_in, shorter.done_in) == (second, second, None)
    assert set(Event.objects.filter(verb=Verb.PROPOSAL_DONE).values_list("object_uid", flat=True)) == {
        cost.uid,
        accepted.uid,
    }
    assert Notification.objects.filter(person=bob(), event__verb=Verb.PROPOSAL_DONE).exists()
    bring(claim.article, TEXT.replace(BILL, "It has cost 13 million euros."))
    shorter.refresh_from_db()
    assert shorter.state == "done"


def test_words_that_come_to_stand_elsewhere_leave_it_open():
    proposal = proposed()
    bring(proposal.claim.article, f"{TEXT}\n\nThe road cost 13 million euros.")
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_version_brought_in_takes_as_many_statements_for_one_proposal_as_for_many():
    counts = []
    for number in (1, 6):
        claim = make_claim(make_article(), words=BILL)
        for _ in range(number):
            proposed(claim)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring(claim.article, TEXT.replace("12 million", "13 million"))
        counts.append(len(queries))
        assert claim.proposals.filter(state="done").count() == number
    assert counts[1] - counts[0] <= 1


def test_proposals_go_with_a_claim_that_is_merged_and_come_back_with_it():
    claim = make_claim(words=BILL)
    other = make_claim(claim.article, "The old bridge was built in 1911")
    proposal = proposed(claim)
    merge_claim(claim, by=alice(), into=other)
    proposal.refresh_from_db()
    assert proposal.claim == other
    restore_claim(claim, by=alice())
    proposal.refresh_from_db()
    assert proposal.claim == claim


def test_a_blind_reader_learns_nothing_of_a_colleagues_proposal():
    claim = make_claim(make_blind_article(), words=BILL)
    proposal = proposed(make_submitted(claim))
    assert Proposal.objects.visible_to(bob()).get() == proposal
    assert not Proposal.objects.visible_to(alice()).exists()
    assert not Event.objects.visible_to(alice()).filter(object_uid=proposal.uid).exists()

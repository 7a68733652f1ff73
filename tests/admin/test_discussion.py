"""Proposals decided and clearances taken back in the administration."""

import pytest

from annotations.actions.clearing import clear_article
from annotations.actions.proposals import propose_words
from annotations.actions.sentences import dismiss_sentence
from annotations.models import Article, Clearance, Proposal
from tests.admin.browsing import address, text_of
from tests.make import alice, bob, make_article, make_claim, make_submitted
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


def do(person, name, *rows, **given):
    there = address(type(rows[0]), "deed", name)
    return browser_of(person).post(there, {"pk": [row.pk for row in rows], **given}, follow=True)


def test_editors_decide_proposals_from_the_list_and_others_cannot():
    claim = make_claim(words="It cost 12 million euros")
    first, second = (propose_words(claim, by=bob(), words_proposed=words) for words in ("Much.", "A lot."))
    assert do(bob(), "accept", first).status_code == 403
    assert "1 proposal accepted." in text_of(do(alice(), "accept", first))
    assert "2 proposals refused." in text_of(do(alice(), "refuse", first, second, why="It was 12."))
    assert set(Proposal.objects.values_list("state", "decided_why")) == {("refused", "It was 12.")}
    assert "The proposal is refused already." in text_of(do(alice(), "accept", first))
    do(alice(), "reopen", first)
    do(alice(), "finish", first)
    first.refresh_from_db()
    assert (first.state, first.done_in) == ("done", first.version)


def test_an_editor_takes_a_clearance_back():
    claim = make_submitted(make_claim(make_article("It was built in 1911."), "It was built in 1911."))
    version = claim.article.current_version()
    for sentence in version.sentences.all():
        dismiss_sentence(sentence, by=bob())
    clearance = clear_article(claim.article, by=alice(), version=version)
    assert do(bob(), "void", clearance).status_code == 403
    assert "1 clearance taken back." in text_of(do(alice(), "void", clearance, why="Too early."))
    assert Clearance.objects.get().void_why == "Too early."
    assert Article.objects.get().status == "open"
    assert "It has ended already." in text_of(do(alice(), "void", clearance))

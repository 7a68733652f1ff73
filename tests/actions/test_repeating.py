"""The same claim met again: in the same article another place of it, in another article one that repeats it."""

import pytest

from annotations.actions.claims import remove_claim, restore_claim
from annotations.actions.repeating import repeat_claim
from annotations.actions.withdrawing import withdraw_source
from annotations.errors import Conflict, Forbidden, InvalidInput
from annotations.models import Claim, LinkKind, Role, Verb
from annotations.workflow import Stance, State
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"


def places(claim: Claim) -> list[str]:
    return [row.exact for row in claim.highlights.living().order_by("start")]


def test_in_the_same_article_its_place_becomes_one_of_the_earlier_claim_and_comes_back() -> None:
    earlier = make_submitted(make_claim(words=COST))
    claim = make_claim(earlier.article)
    repeated = repeat_claim(claim, by=bob(), earlier=earlier)
    assert (repeated.claim, repeated.link) == (earlier, None)
    assert places(earlier) == [COST, "The old bridge was built in 1911"]
    claim.refresh_from_db()
    assert (claim.state, claim.merged_into) == (State.MERGED, earlier)
    event = claim.events.latest("number")
    assert (event.verb, event.inverse) == (Verb.CLAIM_MERGED, Verb.CLAIM_RESTORED)
    restore_claim(claim, by=bob())
    assert (places(earlier), places(claim)) == ([COST], ["The old bridge was built in 1911"])


def test_a_place_where_the_earlier_claim_stands_already_is_not_marked_twice() -> None:
    earlier = make_claim(words=COST)
    claim = make_claim(earlier.article, COST)
    repeat_claim(claim, by=bob(), earlier=earlier)
    assert places(earlier) == [COST]
    restore_claim(claim, by=bob())
    assert places(claim) == [COST]


def test_of_another_article_wording_claimant_and_evidence_are_copied_and_no_rating() -> None:
    earlier = make_published()
    evidence = earlier.evidence.get()
    claim = make_claim(make_article(), COST)
    repeated = repeat_claim(claim, by=alice(), earlier=earlier)
    assert (repeated.claim, repeated.copied, repeated.left_out) == (claim, 1, 0)
    claim.refresh_from_db()
    assert (claim.text, claim.claimant, claim.quotation) == (earlier.text, earlier.claimant, COST)
    assert (claim.state, claim.assessments.count()) == (State.SPOTTED, 0)
    copy = claim.evidence.get()
    assert (copy.source, copy.stance, copy.added_by) == (evidence.source, evidence.stance, alice())
    assert repeated.link
    assert (repeated.link.kind, repeated.link.to_claim) == (LinkKind.REPEATS, earlier)
    for event in claim.events.filter(number__gt=claim.events.get(verb=Verb.CLAIM_MARKED).number):
        assert event.inverse
    with pytest.raises(Conflict, match="already"):
        repeat_claim(claim, by=bob(), earlier=earlier)


def test_sources_that_were_withdrawn_or_that_one_may_not_know_are_left_out() -> None:
    earlier = make_claim()
    secret = make_source(by=alice(), title="A caller", confidential=True, public_description="A caller")
    make_evidence(earlier, by=alice(), source=secret)
    gone = make_evidence(earlier, source=make_source(title="Gone"))
    withdraw_source(gone.source, by=alice(), row_version=gone.source.row_version, why="Made up.")
    make_evidence(earlier, source=make_source(title="Kept"))
    rita = make_person("rita")
    repeated = repeat_claim(make_claim(make_article(), COST, by=rita), by=rita, earlier=earlier)
    assert (repeated.copied, repeated.left_out) == (1, 2)
    assert repeated.claim.evidence.get().source.title == "Kept"


def test_what_colleagues_make_of_a_source_is_not_copied_from_a_claim_read_blind() -> None:
    policy = make_policy(name="Two readers, blind", second_read="blind")
    earlier = make_claim(make_article(policy=policy))
    make_evidence(earlier, by=alice(), stance=Stance.REFUTES, note="It lies.")
    claim = make_claim(make_article(), COST)
    repeat_claim(claim, by=bob(), earlier=earlier)
    copy = claim.evidence.get()
    assert (copy.stance, copy.note) == (Stance.CONTEXT, "")


def test_it_is_refused_where_it_would_undo_work_or_means_nothing() -> None:
    earlier, removed = make_claim(words=COST), remove_claim(make_claim(), by=bob())
    rita, reader = make_person("rita"), make_person("ron", Role.READER)
    with pytest.raises(Forbidden):
        repeat_claim(make_claim(earlier.article), by=rita, earlier=earlier)
    with pytest.raises(Forbidden):
        repeat_claim(make_claim(make_article()), by=reader, earlier=earlier)
    with pytest.raises(InvalidInput):
        repeat_claim(earlier, by=bob(), earlier=earlier)
    with pytest.raises(Conflict, match="Restore it first"):
        repeat_claim(earlier, by=bob(), earlier=removed)
    with pytest.raises(Conflict, match="handed in"):
        repeat_claim(make_submitted(make_claim(make_article())), by=bob(), earlier=earlier)

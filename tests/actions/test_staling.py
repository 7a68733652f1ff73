"""What makes verdicts stale, and what ends it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.articles import import_version
from annotations.actions.claims import merge_claim, restore_claim
from annotations.actions.evidence import (
    add_evidence,
    describe_evidence,
    remove_evidence,
    restore_evidence,
)
from annotations.actions.links import link_claims, unlink_claims
from annotations.actions.publications import correct_claim, publish_claim, retract_claim
from annotations.actions.staling import upset_dependants
from annotations.actions.verdicts import hold_to_claim, reopen_claim, send_back_claim
from annotations.actions.withdrawing import withdraw_source
from annotations.errors import Conflict, Forbidden, InvalidInput, StaleEdit, StepNotAllowed
from annotations.models import Claim, ClaimLink, Event, Notification, Verb, Verdict, Why
from annotations.models.staleness import StaleKind, reason, reason_in_words
from annotations.workflow import State
from tests.make import (
    TEXT,
    alice,
    bob,
    make_article,
    make_claim,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"
CORRECTED = {"kind": "correction", "text": "The year was wrong.", "summary": "It was 1912."}


def kinds(claim: Claim) -> list[str]:
    claim.refresh_from_db()
    assert bool(claim.stale_since) == bool(claim.stale_reasons)
    return [entry["kind"] for entry in claim.stale_reasons]


def resting_on(basis: Claim, kind: str = "depends_on") -> Claim:
    """A claim of another article, decided, that rests on this one."""
    claim = make_submitted(make_claim(make_article(), COST))
    link_claims(claim, by=bob(), to_claim=basis, kind=kind)
    return claim


def went_stale(claim: Claim) -> list[Event]:
    return list(claim.events.filter(verb=Verb.CLAIM_WENT_STALE).order_by("number"))


def hold(claim: Claim, by=None) -> Claim:
    claim.refresh_from_db()
    return hold_to_claim(claim, by=by or alice(), row_version=claim.row_version, reason="Looked again.")


def test_every_reason_is_a_sentence_and_has_the_same_keys() -> None:
    entries = [reason(kind, version=2, changes=["date", "number"]) for kind in StaleKind]
    assert len({tuple(entry) for entry in entries}) == 1
    for entry in entries:
        assert reason_in_words(entry).endswith(".")
        assert "{" not in reason_in_words(entry)
    assert reason_in_words(entries[1]) == "Its words changed in version 2: number, date."
    assert reason_in_words({"kind": "from elsewhere"}) == "Something that it rests on has changed."


def test_a_correction_reaches_what_rests_on_the_claim_and_nothing_behind_it() -> None:
    basis = make_published()
    depends, repeats, contradicts = (
        resting_on(basis, kind) for kind in ("depends_on", "repeats", "contradicts")
    )
    second = resting_on(depends)
    unlinked = resting_on(basis)
    unlink_claims(unlinked.links_out.get(), by=bob())
    correct_claim(basis, by=alice(), **CORRECTED)
    assert kinds(depends) == kinds(repeats) == ["claim_corrected"]
    assert kinds(contradicts) == kinds(second) == kinds(unlinked) == kinds(basis) == []
    [event] = went_stale(depends)
    assert event.by == alice()
    assert event.data["after"]["stale_reasons"] == depends.stale_reasons
    assert depends.stale_reasons[0]["claim"] == str(basis.uid)
    assert depends.changed == event.number
    assert Event.objects.filter(verb=Verb.CLAIM_WENT_STALE).count() == 2
    told = Notification.objects.filter(event=event).values_list("person", "why")
    assert list(told) == [(bob().pk, Why.STALE)]


def test_a_chain_is_walked_one_correction_at_a_time_and_a_circle_does_not_run() -> None:
    first, middle = make_published(), make_published(make_claim(make_article(), COST))
    last = resting_on(middle)
    link_claims(middle, by=bob(), to_claim=first, kind="depends_on")
    link_claims(first, by=bob(), to_claim=middle, kind="depends_on")
    correct_claim(first, by=alice(), **CORRECTED)
    assert (kinds(middle), kinds(last), kinds(first)) == (["claim_corrected"], [], [])
    middle.refresh_from_db()
    correct_claim(middle, by=alice(), **CORRECTED)
    assert (kinds(middle), kinds(last), kinds(first)) == ([], ["claim_corrected"], ["claim_corrected"])


def test_a_retraction_makes_stale_what_rests_on_it_and_is_stale_no_longer() -> None:
    basis = make_published()
    claim = resting_on(basis)
    remove_evidence(basis.evidence.get(), by=bob(), row_version=1)
    assert kinds(basis) == ["evidence_removed"]
    retract_claim(basis, by=alice(), reason="The yearbook was a forgery.")
    assert kinds(claim) == ["claim_retracted"]
    assert kinds(basis) == []
    import_version(basis.article, TEXT.replace("1911", "1921").encode(), by=alice())
    assert kinds(basis) == []


def test_a_link_made_this_very_moment_is_not_passed_over() -> None:
    basis = make_published()
    claim = resting_on(basis)
    with pytest.raises(Conflict, match="just now"):
        upset_dependants(basis, StaleKind.CLAIM_CORRECTED, held={basis.article_id})
    assert kinds(claim) == []


def test_a_claim_that_is_still_being_checked_does_not_become_stale() -> None:
    basis = make_published()
    checking = make_claim(make_article(), COST)
    link_claims(checking, by=bob(), to_claim=basis, kind="repeats")
    correct_claim(basis, by=alice(), **CORRECTED)
    assert kinds(checking) == []
    in_review = make_submitted(
        make_claim(make_article(policy=make_policy(name="Second pair of eyes", second_read="open")), COST)
    )
    link_claims(in_review, by=bob(), to_claim=basis, kind="repeats")
    correct_claim(basis, by=alice(), **CORRECTED)
    assert kinds(in_review) == ["claim_corrected"]
    send_back_claim(in_review, by=alice(), comment="Look at the other check.")
    assert kinds(in_review) == []


def test_a_stale_verdict_is_held_to_by_its_owner_with_a_reason() -> None:
    basis = make_published()
    claim = resting_on(basis)
    correct_claim(basis, by=alice(), **CORRECTED)
    claim.refresh_from_db()
    for by, words, error in (
        (make_person("dora"), "It does.", Forbidden),
        (bob(), "  ", InvalidInput),
    ):
        with pytest.raises(error):
            hold_to_claim(claim, by=by, row_version=claim.row_version, reason=words)
    with pytest.raises(StaleEdit):
        hold_to_claim(claim, by=bob(), row_version=claim.row_version - 1, reason="It does.")
    before = claim.stale_reasons
    hold(claim, by=bob())
    assert kinds(claim) == []
    held = claim.events.get(verb=Verb.CLAIM_STILL_HOLDS)
    assert held.data == {"before": {"stale_reasons": before}, "after": {"reason": "Looked again."}}
    with pytest.raises(Conflict):
        hold(claim)


def test_what_is_stale_is_not_published_until_it_holds_or_is_checked_again() -> None:
    basis = make_published()
    claim = make_published(make_claim(make_article(), COST))
    reopened = resting_on(basis)
    link_claims(claim, by=bob(), to_claim=basis, kind="depends_on")
    correct_claim(basis, by=alice(), **CORRECTED)
    reopened.refresh_from_db()
    with pytest.raises(StepNotAllowed) as refused:
        publish_claim(reopened, by=alice())
    assert "not_stale" in refused.value.extra["missing"]
    reopen_claim(reopened, by=alice())
    assert (kinds(reopened), reopened.state) == ([], State.CHECKING)
    assert kinds(claim) == ["claim_corrected"]
    assert claim.state == State.PUBLISHED
    correct_claim(claim, by=alice(), kind="update", text="Since then the basis was corrected.")
    assert kinds(claim) == []


def test_a_verdict_does_not_outlive_its_evidence_unseen() -> None:
    claim = make_submitted()
    evidence = claim.evidence.get()
    remove_evidence(evidence, by=bob(), row_version=1)
    assert kinds(claim) == ["evidence_removed"]
    restore_evidence(evidence, by=bob(), row_version=2)
    assert kinds(claim) == []
    row_version = claim.row_version
    add_evidence(claim, by=bob(), source=make_source(title="A second yearbook"))
    describe_evidence(
        evidence, by=bob(), row_version=3, note="Volume 2", locator="p. 14", quotation="in 1911"
    )
    assert (kinds(claim), claim.row_version) == ([], row_version)
    describe_evidence(evidence, by=bob(), row_version=4, quotation="in  1911")
    assert kinds(claim) == []
    describe_evidence(evidence, by=bob(), row_version=5, quotation="in 1912")
    assert kinds(claim) == ["passage_changed"]


def test_a_stance_chosen_again_is_as_if_nothing_had_been_chosen() -> None:
    claim = make_submitted()
    evidence = claim.evidence.get()
    for row_version, (stance, expected) in enumerate(
        (("refutes", ["stance_changed"]), ("context", ["stance_changed"]), ("supports", [])), start=1
    ):
        describe_evidence(evidence, by=bob(), row_version=row_version, stance=stance)
        assert kinds(claim) == expected
    told = [event.data["after"]["stale_reasons"] for event in went_stale(claim)]
    assert "supports" not in str(told)


def test_evidence_may_change_as_long_as_there_is_no_verdict() -> None:
    policy = make_policy(name="Second pair of eyes", second_read="open")
    claim = make_submitted(make_claim(make_article(policy=policy)))
    remove_evidence(claim.evidence.get(), by=bob(), row_version=1)
    assert kinds(claim) == []


def test_new_reasons_are_added_to_those_that_are_there() -> None:
    basis = make_published()
    claim = resting_on(basis)
    correct_claim(basis, by=alice(), **CORRECTED)
    claim.refresh_from_db()
    since = claim.stale_since
    import_version(claim.article, TEXT.replace("12 million", "14 million").encode(), by=alice())
    assert kinds(claim) == ["claim_corrected", "words_changed"]
    assert claim.stale_since == since
    assert [len(event.data["after"]["stale_reasons"]) for event in went_stale(claim)] == [1, 1]


def test_what_a_merged_claim_missed_reaches_it_when_it_is_restored() -> None:
    basis, claim = make_published(), make_submitted(make_claim(make_article(), COST))
    into = make_claim(claim.article)
    link_claims(claim, by=bob(), to_claim=basis, kind="depends_on")
    source = claim.evidence.get().source
    merge_claim(claim, by=alice(), into=into)
    correct_claim(basis, by=alice(), **CORRECTED)
    withdraw_source(source, by=bob(), row_version=source.row_version, why="Its author took it back.")
    assert kinds(claim) == kinds(into) == []
    restore_claim(claim, by=alice())
    assert kinds(claim) == ["source_withdrawn", "claim_corrected"]
    assert len(went_stale(claim)) == 1
    merge_claim(claim, by=alice(), into=into)
    restore_claim(claim, by=alice())
    assert len(kinds(claim)) == 2


def test_two_hundred_claims_become_stale_in_a_few_statements() -> None:
    basis, lonely = make_published(), make_published()
    pattern = make_submitted(make_claim(make_article(), COST))
    verdict = pattern.current_verdict()
    for row in (pattern, verdict):
        row.pk = None
    columns = {field.attname: getattr(pattern, field.attname) for field in Claim._meta.concrete_fields}
    same = {name: value for name, value in columns.items() if name not in ("id", "uid")}
    claims = Claim.objects.bulk_create(Claim(**same) for _ in range(200))
    decided = {"rating": verdict.rating, "decided_how": verdict.decided_how, "decided_at": verdict.decided_at}
    Verdict.objects.bulk_create(Verdict(claim=claim, decided_by=bob(), **decided) for claim in claims)
    ClaimLink.objects.bulk_create(
        ClaimLink(from_claim=claim, to_claim=basis, kind="depends_on", by=bob()) for claim in claims
    )
    with CaptureQueriesContext(connection) as alone:
        correct_claim(lonely, by=alice(), **CORRECTED)
    with CaptureQueriesContext(connection) as asked:
        correct_claim(basis, by=alice(), **CORRECTED)
    assert Claim.objects.stale().count() == 200
    assert len(asked) - len(alone) <= 15, len(asked) - len(alone)

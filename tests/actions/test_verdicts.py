"""From a rating to a verdict, by one reader, two, or an editor who decides."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations.actions.verdicts import (
    adjudicate_claim,
    assess_claim,
    explain_claim,
    hold_to_claim,
    reopen_claim,
    second_claim,
    send_back_claim,
    submit_claim,
)
from annotations.errors import Conflict, Forbidden, InvalidInput, StepNotAllowed
from annotations.models import Assessment, Event, Verdict
from annotations.workflow import SecondRead, State
from tests.make import (
    alice,
    bob,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_submitted,
    rating,
)

pytestmark = pytest.mark.django_db


def reviewed(second_read: SecondRead):
    policy = make_policy(name="Two readers", second_read=second_read)
    return make_submitted(make_claim(make_article(policy=policy)))


def test_the_desk_of_one_decides_by_submitting():
    claim = make_submitted()
    verdict = claim.verdicts.get()
    assert claim.state == State.APPROVED
    assert (verdict.rating, verdict.decided_how) == (rating("true"), "single")
    assert claim.assignee == bob()
    assert verdict.explanation == "The yearbook says so."


def test_submitting_without_a_rating_or_without_evidence_says_what_is_missing():
    claim = make_claim()
    with pytest.raises(StepNotAllowed) as caught:
        submit_claim(claim, by=bob())
    assert caught.value.extra["missing"] == ["rated", "enough_evidence"]
    make_assessment(claim)
    with pytest.raises(StepNotAllowed) as caught:
        submit_claim(claim, by=bob())
    assert "evidence" in caught.value.sentence


def test_a_draft_is_its_authors_alone():
    claim = make_claim()
    make_assessment(claim, by=bob())
    assert Assessment.objects.visible_to(bob()).exists()
    assert not Assessment.objects.visible_to(alice()).exists()
    assert not Event.objects.visible_to(alice()).filter(verb="claim_rated").exists()


def test_rating_a_draft_does_not_count_as_a_change_for_others():
    claim = make_claim()
    changed = claim.changed
    make_assessment(claim)
    claim.refresh_from_db()
    assert claim.changed == changed


def test_a_reading_written_down_again_as_it_is_leaves_no_event():
    claim = make_claim()
    written = make_assessment(claim, rationale="So it is.")
    events = Event.objects.count()
    assert make_assessment(claim, rationale="So it is.") == written
    assert Event.objects.count() == events
    assess_claim(claim, by=bob(), rating=rating("false"), rationale="So it is.")
    change = Event.objects.get(verb="claim_rated", number__gt=events)
    assert change.data == {"before": {"rating": "True"}, "after": {"rating": "False"}}


def test_a_rating_of_another_scale_is_refused():
    claim = make_claim()
    foreign = type(rating("true"))(scale_id=0, name="Elsewhere")
    with pytest.raises(InvalidInput):
        assess_claim(claim, by=bob(), rating=foreign)


def test_the_rationale_is_markdown_cleaned_at_write():
    assessment = assess_claim(make_claim(), by=bob(), rationale="**bold** <script>alert(1)</script>")
    assert "<strong>bold</strong>" in assessment.rationale_html
    assert "<script" not in assessment.rationale_html


def test_two_readers_who_agree_approve():
    claim = reviewed(SecondRead.OPEN)
    assert claim.state == State.IN_REVIEW
    assert not claim.verdicts.exists()
    make_assessment(claim, "true", by=alice())
    claim = second_claim(claim, by=alice())
    assert (claim.state, claim.verdicts.get().decided_how) == (State.APPROVED, "agreement")


def test_a_reader_is_not_their_own_second_reader():
    claim = reviewed(SecondRead.OPEN)
    with pytest.raises(Forbidden):
        second_claim(claim, by=bob())


def test_two_readers_who_differ_make_a_dispute_that_an_uninvolved_editor_decides():
    claim = reviewed(SecondRead.OPEN)
    second = make_person("dora")
    make_assessment(claim, "false", by=second)
    claim = second_claim(claim, by=second)
    assert claim.state == State.DISPUTED
    with pytest.raises(InvalidInput):
        adjudicate_claim(claim, by=alice(), rating=rating("mixed"), reasons=" ")
    claim = adjudicate_claim(claim, by=alice(), rating=rating("mixed"), reasons="Both have a point.")
    assert claim.verdicts.get().rating == rating("mixed")
    assert claim.assessments.submitted().count() == 2


def test_an_editor_who_assessed_does_not_decide_the_dispute():
    claim = reviewed(SecondRead.OPEN)
    make_assessment(claim, "false", by=alice())
    claim = second_claim(claim, by=alice())
    with pytest.raises(Forbidden):
        adjudicate_claim(claim, by=alice(), rating=rating("mixed"), reasons="Me again.")


def test_a_blind_first_reading_is_hidden_until_the_second_is_in():
    claim = reviewed(SecondRead.BLIND)
    assert not Assessment.objects.visible_to(alice()).exists()
    telling = Event.objects.filter(verb__in=["claim_submitted", "evidence_added"])
    assert telling.count() == 2
    assert not telling.visible_to(alice()).exists()
    make_assessment(claim, "true", by=alice())
    second_claim(claim, by=alice())
    assert Assessment.objects.visible_to(alice()).count() == 2


def test_the_database_allows_one_current_verdict():
    claim = make_submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(
            claim=claim,
            rating=rating("false"),
            decided_how="single",
            decided_by=bob(),
            decided_at=timezone.now(),
        )


def test_words_for_readers_saved_again_as_they_are_make_no_new_verdict():
    words = {"explanation": "For *readers*.", "summary": "Short."}
    claim = explain_claim(make_submitted(), by=bob(), **words)
    verdict, events = claim.current_verdict(), Event.objects.count()
    explain_claim(claim, by=bob(), **words, row_version=verdict.pk)
    assert (claim.current_verdict(), Event.objects.count()) == (verdict, events)


def test_explaining_writes_a_new_verdict_row_with_the_same_rating():
    claim = explain_claim(make_submitted(), by=bob(), explanation="For *readers*.", summary="Short.")
    old, new = claim.verdicts.order_by("pk")
    assert old.superseded_at
    assert new.rating == old.rating
    assert "<em>readers</em>" in new.explanation_html


def test_sending_back_needs_a_word_and_begins_a_round():
    claim = make_submitted()
    with pytest.raises(InvalidInput):
        send_back_claim(claim, by=alice(), comment="")
    claim = send_back_claim(claim, by=alice(), comment="Which yearbook?")
    assert (claim.state, claim.round) == (State.CHECKING, 2)
    assert claim.comments.get().body == "Which yearbook?"
    assert not claim.verdicts.current().exists()
    assert claim.assessments.count() == 1


def test_a_reopened_claim_takes_the_articles_present_policy():
    claim = make_submitted()
    article = claim.article
    article.policy = make_policy(name="Stricter", min_evidence=3)
    article.save()
    assert reopen_claim(claim, by=alice()).policy == article.policy


def test_an_assessment_is_not_changed_after_it_is_submitted():
    claim = reviewed(SecondRead.OPEN)
    with pytest.raises(Conflict):
        assess_claim(claim, by=bob(), rating=rating("false"))


def test_a_verdict_that_nothing_shook_needs_no_holding():
    claim = make_submitted()
    with pytest.raises(Conflict):
        hold_to_claim(claim, by=alice(), row_version=claim.row_version, reason="Looked again.")


def test_evidence_that_was_taken_away_does_not_count():
    from annotations.actions.evidence import remove_evidence

    claim = make_claim()
    evidence = make_evidence(claim)
    make_assessment(claim)
    remove_evidence(evidence, by=bob(), row_version=evidence.row_version)
    with pytest.raises(StepNotAllowed):
        submit_claim(claim, by=bob())

"""What must be there before a step: said while it is missing, by every door, and taken as soon as it is there."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations.actions.articles import describe_article
from annotations.actions.claims import assign_claim, describe_claim, name_claimant, remove_claim, take_claim
from annotations.actions.evidence import describe_evidence, remove_evidence
from annotations.actions.policies import add_policy, add_scale
from annotations.actions.publications import publish_claim
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
from annotations.admin.steps import IN_THE_WORKBENCH, step_told
from annotations.errors import Forbidden, StepNotAllowed
from annotations.models import Article, Claim, Evidence, Person, Role
from annotations.workflow import STEPS, Guard, State, Step
from tests.doors import DONE, shown, told
from tests.make import (
    alice,
    bob,
    find_or_make,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_scale,
    make_submitted,
    rating,
)
from tests.test_matrix import action_of

pytestmark = pytest.mark.django_db


def dora() -> Person:
    return find_or_make("dora", Role.CHECKER)


def policy(**rules: Any) -> Any:
    return make_policy(name=f"With {' '.join(rules)}", **rules)


def ready(claim: Claim | None = None, **rules: Any) -> Claim:
    """Bob's, with a source that says where, and his rating: he can hand it in."""
    claim = claim or make_claim(make_article(policy=policy(**rules)))
    make_evidence(claim, locator="12")
    make_assessment(claim, rationale="The yearbook says so.")
    return claim


def to_publish(claim: Claim | None = None, *, by: Person | None = None, **rules: Any) -> Claim:
    claim = claim or make_claim(make_article(policy=policy(**rules)))
    claim = name(make_submitted(claim, by=by))
    return claim


def name(claim: Claim) -> Claim:
    claimant = name_claimant(by=bob(), name="The Harbour Courier")
    return describe_claim(claim, by=bob(), row_version=anew(claim).row_version, claimant=claimant)


def anew(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def embargo(claim: Claim, until: Any) -> None:
    article = Article.objects.get(pk=claim.article_id)
    describe_article(article, by=alice(), row_version=article.row_version, embargo_until=until)


def locate(claim: Claim) -> None:
    for row in Evidence.objects.filter(claim=claim, locator=""):
        describe_evidence(row, by=bob(), row_version=row.row_version, locator="page 12")


def unexplained() -> Claim:
    claim = make_claim()
    make_evidence(claim)
    make_assessment(claim)
    return name(submit_claim(claim, by=bob()))


def embargoed() -> Claim:
    claim = to_publish()
    embargo(claim, timezone.now() + timedelta(days=1))
    return claim


def shaken() -> Claim:
    claim = to_publish()
    Claim.objects.filter(pk=claim.pk).update(stale_since=timezone.now(), stale_reasons=[])
    return claim


def unlocated() -> Claim:
    claim = ready(locator_required=True)
    make_evidence(claim)
    return claim


def unread() -> Claim:
    return make_submitted(make_claim(make_article(policy=policy(second_read="open"))))


def read_twice(claim: Claim) -> Claim:
    """Handed in by Bob and rated by Dora, who has not handed in."""
    claim = submit_claim(claim, by=bob())
    make_assessment(claim, by=dora())
    return claim


def stripped() -> Claim:
    """Its evidence was taken off while the second reading was awaited."""
    claim = read_twice(ready(second_read="open"))
    for row in claim.evidence.all():
        remove_evidence(row, by=bob(), row_version=row.row_version)
    return claim


def unlocated_since() -> Claim:
    claim = read_twice(ready(second_read="open", locator_required=True))
    make_evidence(claim)
    return claim


@dataclass(frozen=True)
class Lack:
    """A claim of which all is there but one thing, who wants to take the step, and how it comes about."""

    guard: Guard
    step: Step
    sentence: str
    claim: Callable[[], Claim]
    by: Callable[[], Person]
    mend: Callable[[Claim], Any]
    afterwards_by: Callable[[], Person] | None = None


def with_one_source() -> Claim:
    return ready(min_evidence=2)


def unrated() -> Claim:
    claim = make_claim(make_article(policy=policy()))
    make_evidence(claim)
    return claim


LACKS = (
    Lack(
        Guard.RATED, Step.SUBMIT, "Choose a rating first.", unrated, bob, lambda claim: make_assessment(claim)
    ),
    Lack(
        Guard.RATED,
        Step.SECOND,
        "Choose a rating first.",
        unread,
        dora,
        lambda claim: make_assessment(claim, by=dora()),
    ),
    Lack(
        Guard.ENOUGH_EVIDENCE,
        Step.SUBMIT,
        "The desk's policy asks for more evidence. Needed: 2, there: 1.",
        with_one_source,
        bob,
        make_evidence,
    ),
    Lack(
        Guard.LOCATED_EVIDENCE,
        Step.SUBMIT,
        "The desk's policy asks where in each source the passage stands.",
        unlocated,
        bob,
        locate,
    ),
    Lack(
        Guard.ENOUGH_EVIDENCE,
        Step.SECOND,
        "The desk's policy asks for more evidence. Needed: 1, there: 0.",
        stripped,
        dora,
        make_evidence,
    ),
    Lack(
        Guard.LOCATED_EVIDENCE,
        Step.SECOND,
        "The desk's policy asks where in each source the passage stands.",
        unlocated_since,
        dora,
        locate,
    ),
    Lack(
        Guard.EXPLAINED,
        Step.PUBLISH,
        "Write the explanation for readers first.",
        unexplained,
        alice,
        lambda claim: explain_claim(claim, by=bob(), explanation="It was 1911."),
    ),
    Lack(Guard.CLAIMANT_KNOWN, Step.PUBLISH, "Say who made the claim first.", make_submitted, alice, name),
    Lack(
        Guard.NO_EMBARGO,
        Step.PUBLISH,
        "The article is under embargo.",
        embargoed,
        alice,
        lambda claim: embargo(claim, timezone.now() - timedelta(minutes=1)),
    ),
    Lack(
        Guard.NOT_STALE,
        Step.PUBLISH,
        "Something this verdict rests on has changed. Check it again first.",
        shaken,
        alice,
        lambda claim: hold_to_claim(
            claim, by=alice(), row_version=anew(claim).row_version, reason="Read it."
        ),
    ),
    Lack(
        Guard.PUBLISHER_DIFFERS,
        Step.PUBLISH,
        "Somebody other than its only assessor has to publish it.",
        lambda: to_publish(by=alice(), publisher_must_differ=True),
        alice,
        lambda claim: None,
        lambda: find_or_make("eve", Role.EDITOR),
    ),
)

SAID_ELSEWHERE = {
    Guard.NOT_YOURS_YET: "a claim of one's own is not offered to be taken",
    Guard.NOBODY_ELSE_ASSESSED: "it cannot come about: what others handed in stays",
}
"""Guards with a test of their own, below."""


def test_every_guard_of_the_table_is_tried() -> None:
    guarded = {(step, guard) for step, rule in STEPS.items() for guard in rule.guards}
    tried = {(lack.step, lack.guard) for lack in LACKS}
    assert {guard for _, guard in guarded - tried} == set(SAID_ELSEWHERE)


@pytest.mark.parametrize("lack", LACKS, ids=lambda lack: f"{lack.guard}-{lack.step}")
def test_what_is_missing_is_said_by_every_door_and_when_it_is_there_the_step_is_taken(lack: Lack) -> None:
    claim, by = anew(lack.claim()), lack.by()
    steps = reverse("api:steps", args=[claim.uid])
    press = reverse("claim_step", args=[claim.uid, lack.step])
    as_json = {"content_type": "application/json"}
    with pytest.raises(StepNotAllowed) as caught:
        action_of(lack.step)(claim, by=by)
    assert (caught.value.sentence, caught.value.extra["missing"]) == (lack.sentence, [lack.guard])
    assert missing_in_api(shown(by, steps), lack.step) == [lack.sentence]
    assert (told(by, steps, {"step": lack.step}, **as_json), told(by, press, {})) == (409, 409)
    panel = in_words(
        shown(by, reverse("article_detail", args=[claim.article.uid]), {"claim": claim.uid}, **HTMX)
    )
    assert press in panel
    assert lack.sentence in panel
    assert lack.sentence in step_told(lack.step, claim, by)
    assert anew(claim).row_version == claim.row_version
    lack.mend(claim)
    by = (lack.afterwards_by or lack.by)()
    assert missing_in_api(shown(by, steps), lack.step) == []
    assert told(by, press, {}) == DONE


HTMX = {"headers": {"HX-Request": "true"}}


def in_words(markup: str) -> str:
    return markup.replace("&#x27;", "'")


def missing_in_api(answer: str, step: Step) -> list[str]:
    (offer,) = (row for row in json.loads(answer)["steps"] if row["step"] == step)
    return [row["sentence"] for row in offer["missing"]]


def test_what_the_administration_leaves_to_the_workbench_has_a_reason_and_a_sign() -> None:
    assert all(reason.endswith(".") for reason in IN_THE_WORKBENCH.values())
    assert step_told(Step.SUBMIT, make_claim(), bob()).startswith("Submit (in the workbench): ")


def test_what_one_checks_already_is_not_taken_again() -> None:
    claim = take_claim(make_claim(), by=bob())
    with pytest.raises(StepNotAllowed, match="You check it already"):
        take_claim(claim, by=bob())
    take_claim(assign_claim(claim, by=alice(), assignee=dora()), by=bob())


def test_what_somebody_else_handed_in_is_not_put_away_in_whatever_round() -> None:
    theirs = send_back_claim(make_submitted(by=dora()), by=alice(), comment="Which yearbook?")
    for person in (bob(), alice()):
        with pytest.raises(StepNotAllowed, match="Somebody else has assessed it already"):
            remove_claim(theirs, by=person)
    own = send_back_claim(make_submitted(), by=alice(), comment="Which yearbook?")
    assert remove_claim(own, by=bob()).state == State.REMOVED


# Policies


def test_a_policy_without_second_read_decides_by_one_reading() -> None:
    assert submit_claim(ready(second_read="none"), by=bob()).current_verdict().decided_how == "single"


def test_a_policy_that_asks_for_no_evidence_takes_a_rating_alone() -> None:
    claim = make_claim(make_article(policy=policy(min_evidence=0, locator_required=True)))
    make_assessment(claim)
    assert submit_claim(claim, by=bob()).state == State.APPROVED


@pytest.mark.parametrize("second_read", ["open", "blind"])
def test_the_last_reader_is_not_the_first_and_dissent_is_kept(second_read: str) -> None:
    claim = submit_claim(ready(second_read=second_read), by=bob())
    with pytest.raises(Forbidden):
        second_claim(claim, by=bob())
    make_assessment(claim, "false", by=dora(), rationale="The plaque says 1912.")
    claim = second_claim(claim, by=dora())
    assert claim.state == State.DISPUTED
    kept = list(claim.assessments.values("person", "rating", "rationale", "submitted_at", "modified"))
    claim = adjudicate_claim(claim, by=alice(), rating=rating("mixed"), reasons="Both are half right.")
    assert list(claim.assessments.values("person", "rating", "rationale", "submitted_at", "modified")) == kept
    assert (claim.current_verdict().rating, claim.current_verdict().decided_by) == (rating("mixed"), alice())


def test_an_editor_who_read_it_leaves_the_dispute_to_another_one() -> None:
    claim = submit_claim(ready(second_read="open"), by=bob())
    make_assessment(claim, "false", by=alice())
    claim = second_claim(claim, by=alice())
    with pytest.raises(Forbidden):
        adjudicate_claim(claim, by=alice(), rating=rating("mixed"), reasons="Me again.")
    eve = find_or_make("eve", Role.EDITOR)
    assert adjudicate_claim(claim, by=eve, rating=rating("false"), reasons="1912.").state == State.APPROVED


def test_where_two_have_read_it_one_of_them_may_publish() -> None:
    claim = submit_claim(ready(second_read="open", publisher_must_differ=True), by=bob())
    make_assessment(claim, by=alice())
    publish_claim(name(second_claim(claim, by=alice())), by=alice())
    assert anew(claim).state == State.PUBLISHED


# Versions of policies and scales


def test_claims_in_work_keep_their_policy_until_they_are_reopened() -> None:
    root = make_person("root", Role.NONE, is_superuser=True)
    claim, words = make_submitted(ready()), "12 million euros"
    old, article = claim.policy, claim.article
    new = add_policy(by=root, name=old.name, scale=old.scale, min_evidence=3)
    describe_article(article, by=alice(), row_version=anew(claim).article.row_version, policy=new)
    assert make_claim(article, words).policy == new
    claim = send_back_claim(claim, by=alice(), comment="Which yearbook?")
    assert (claim.policy, claim.round) == (old, 2)
    make_assessment(claim)
    claim = submit_claim(claim, by=bob())
    assert claim.state == State.APPROVED
    claim = reopen_claim(claim, by=alice())
    assert (claim.policy, claim.round) == (new, 3)
    make_assessment(claim)
    with pytest.raises(StepNotAllowed, match="Needed: 3"):
        submit_claim(claim, by=bob())


def test_a_new_version_of_a_scale_does_not_touch_what_was_said_by_the_old_one() -> None:
    root = make_person("root", Role.NONE, is_superuser=True)
    claim, scale, true = make_submitted(), make_scale(), rating("true")
    points = [{"key": key, "name": key.title(), "truth_class": truth, "definition": "New words."}
              for key, truth in (("true", "supported"), ("false", "contradicted"))]  # fmt: skip
    newer = add_scale(by=root, name=scale.name, points=points)
    policy = add_policy(by=root, name="Desk of one", scale=newer)
    describe_article(claim.article, by=alice(), row_version=anew(claim).article.row_version, policy=policy)
    assert anew(claim).current_verdict().rating == true
    said = claim.current_verdict()
    claim = reopen_claim(claim, by=alice())
    assess_claim(claim, by=bob(), rating=newer.ratings.get(key="false"))
    claim = submit_claim(claim, by=bob())
    assert claim.current_verdict().rating.scale == newer
    said.refresh_from_db()
    assert (said.rating.scale, said.rating.definition) == (scale, "It is true.")
    assert [row.rating.scale for row in claim.assessments.order_by("round")] == [scale, newer]

"""Who is told of what happens, and who is not."""

from typing import Any

import pytest
from django.db import transaction

from annotations.actions.articles import import_version
from annotations.actions.assigning import ask_for_reading
from annotations.actions.claims import assign_claim, describe_claim, take_claim
from annotations.actions.comments import add_comment, resolve_comment
from annotations.actions.notifying import TOLD, see_notices
from annotations.actions.publications import correct_claim, retract_claim
from annotations.actions.verdicts import adjudicate_claim, reopen_claim, second_claim, send_back_claim
from annotations.errors import Conflict, InvalidInput
from annotations.models import Claim, Event, Notification, Person, Role, Verb, Why
from tests.make import (
    TEXT,
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
    rating,
)

pytestmark = pytest.mark.django_db


def told(person: Person, verb: str = "") -> list[str]:
    """Why this person was told, the newest first."""
    rows = person.notifications.order_by("-event__number")
    return [row.why for row in (rows.filter(event__verb=verb) if verb else rows)]


def read_by_two(key: str, second_read: str = "open") -> tuple[Claim, Person]:
    article = make_article(policy=make_policy(name=second_read.title(), second_read=second_read))
    claim, dora = make_submitted(make_claim(article), "true"), make_person("dora")
    make_assessment(claim, key, by=dora)
    return second_claim(claim, by=dora), dora


def test_who_is_mentioned_is_told_whatever_else_they_have_to_do_with_it() -> None:
    claim = make_claim()
    body = "@bob and @dora, see page 3. @rafi? @nobody, `@zoe`, me@ann."
    dora, rafi, zoe = make_person("dora"), make_person("rafi", Role.READER), make_person("zoe")
    comment = add_comment(claim, by=alice(), body=body)
    assert (told(bob()), told(dora), told(rafi), told(zoe)) == ([Why.MENTIONED],) * 3 + ([],)
    assert '<b class="mention">@bob</b>' in comment.body_html
    assert "@nobody" in comment.body_html
    assert Event.objects.latest("number").data["after"]["mentions"] == ["bob", "dora", "rafi"]


def test_nobody_outside_is_mentioned_or_told() -> None:
    dora = make_person("dora")
    claim = make_claim(by=dora)
    Person.objects.filter(pk=dora.pk).update(is_active=False)
    comment = add_comment(claim, by=alice(), body=f"@dora @{carol().username}")
    assert "mention" not in comment.body_html
    assert not Notification.objects.exists()


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    claim = take_claim(make_claim(), by=bob())
    add_comment(claim, by=bob(), body="I look, @bob.")
    assign_claim(claim, by=alice(), assignee=alice())
    assert not Notification.objects.exists()


def test_the_people_of_a_thread_are_told_of_what_is_said_in_it() -> None:
    claim, dora = make_claim(), make_person("dora")
    add_comment(make_evidence(claim), by=dora, body="Which edition?")
    first = add_comment(claim.article, by=dora, body="Whose byline?")
    add_comment(claim, by=alice(), body="The second.")
    assert told(dora) == [Why.ANSWERED]
    assert told(bob()) == [Why.YOURS, Why.YOURS]
    add_comment(claim.article, by=alice(), body="The mayor's.")
    assert told(dora) == [Why.ANSWERED, Why.ANSWERED]
    resolve_comment(first, by=alice(), row_version=1)
    assert len(told(dora)) == 2


def test_an_assigned_claim_is_told_to_who_has_it_now() -> None:
    assign_claim(make_claim(), by=alice(), assignee=make_person("dora"))
    assert told(Person.objects.get(username="dora")) == [Why.ASSIGNED]


def test_readers_who_disagree_wait_for_the_editors_who_have_not_read() -> None:
    alice()
    claim, dora = read_by_two("false")
    assert told(alice()) == [Why.DISPUTED]
    assert told(bob()) == [Why.YOURS]
    adjudicate_claim(claim, by=alice(), rating=rating("true"), reasons="It was 1911.")
    assert told(dora) == [Why.YOURS]
    assert told(bob(), Verb.CLAIM_ADJUDICATED) == [Why.YOURS]


def test_a_second_reading_that_agrees_is_told_to_the_first_reader_alone() -> None:
    alice()
    read_by_two("true")
    assert told(alice()) == []
    assert told(bob()) == [Why.YOURS]


def test_what_is_decided_about_a_claim_is_told_to_its_people() -> None:
    claim = make_published()
    article = {"kind": "correction", "text": "Wrong.", "explanation": "It was 1912."}
    correct_claim(claim, by=alice(), **article)
    retract_claim(claim, by=alice(), reason="It was not checked.")
    sent_back = send_back_claim(make_submitted(), by=alice(), comment="Which yearbook?")
    reopen_claim(make_submitted(make_claim(sent_back.article)), by=alice())
    verbs = [row.event.verb for row in bob().notifications.order_by("event__number")]
    assert verbs == [
        "claim_published",
        "claim_corrected",
        "claim_retracted",
        "claim_sent_back",
        "claim_reopened",
    ]


def test_a_claim_that_becomes_stale_is_told_to_its_checker_else_to_the_editors() -> None:
    article, eve = make_article(), make_person("eve", Role.EDITOR)
    make_submitted(make_claim(article, "12 million euros"))
    alone = make_submitted(make_claim(article, "40 ships"))
    Claim.objects.filter(pk=alone.pk).update(assignee=None)
    make_claim(article, "built in 1911")
    changed = TEXT.replace("12 million", "14 million").replace("40 ships", "50 ships").replace("1911", "1912")
    import_version(article, changed.encode(), by=alice())
    assert told(bob()) == [Why.STALE]
    assert told(eve) == [Why.STALE]
    assert told(alice()) == []


def test_a_reading_that_waits_is_told_to_nobody_but_who_is_asked_for_it() -> None:
    dora, eve = make_person("dora"), make_person("eve")
    claim = make_submitted(make_claim(make_blind_article()))
    assert not Notification.objects.exists()
    ask_for_reading(claim, by=bob(), reader=dora)
    assert told(dora) == [Why.SECOND_READ]
    assert Notification.objects.visible_to(dora).unseen().count() == 1
    for nobody in (bob(), make_person("rafi", Role.READER)):
        with pytest.raises(InvalidInput, match="has not read it"):
            ask_for_reading(claim, by=alice(), reader=nobody)
    make_assessment(claim, "true", by=eve)
    second_claim(claim, by=eve)
    assert not dora.notifications.unseen().exists()
    with pytest.raises(Conflict):
        ask_for_reading(claim, by=bob(), reader=dora)


def test_what_was_asked_of_somebody_is_no_news_when_it_is_done() -> None:
    eve = make_person("eve", Role.EDITOR)
    claim, _ = read_by_two("false")
    assert eve.notifications.unseen().count() == 1
    adjudicate_claim(claim, by=alice(), rating=rating("true"), reasons="It was 1911.")
    assert not eve.notifications.unseen().exists()
    assert told(eve) == [Why.DISPUTED]


def test_a_blind_reader_is_told_when_their_own_reading_is_in() -> None:
    claim = make_submitted(make_claim(make_blind_article()))
    dora = make_person("dora")
    add_comment(claim, by=bob(), body="It is false, @dora.")
    seen = Notification.objects.visible_to(dora)
    assert (told(dora), seen.count()) == ([Why.MENTIONED], 0)
    assert see_notices(seen) == 0
    make_assessment(claim, "true", by=dora)
    second_claim(claim, by=dora)
    assert seen.count() == 1


def test_what_is_said_of_a_confidential_source_is_told_to_who_may_know_it() -> None:
    secret = make_source(title="Zacharias Quill", terms="background", by=bob())
    make_person("dora"), alice()
    eve = make_person("eve", Role.EDITOR)
    add_comment(make_evidence(make_claim(), source=secret), by=eve, body="@bob @dora @alice, he calls back.")
    assert set(Notification.objects.values_list("person__username", flat=True)) == {"alice", "bob"}


def test_a_notice_is_gone_with_the_change_that_failed() -> None:
    claim = make_claim()

    @transaction.atomic
    def comment_and_fail() -> None:
        add_comment(claim, by=alice(), body="@bob")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        comment_and_fail()
    assert not Notification.objects.exists()


def test_seeing_is_noted_once_and_only_of_ones_own() -> None:
    claim = make_claim()
    add_comment(claim, by=alice(), body="@bob")
    assert see_notices(Notification.objects.visible_to(alice())) == 0
    assert see_notices(Notification.objects.visible_to(bob())) == 1
    seen_at = bob().notifications.get().seen_at
    assert seen_at is not None
    assert see_notices(Notification.objects.visible_to(bob())) == 0
    assert bob().notifications.get().seen_at == seen_at


def test_telling_many_takes_as_many_statements_as_telling_one(django_assert_max_num_queries: Any) -> None:
    claim = make_claim()
    names = [make_person(f"p{number}").username for number in range(12)]
    with django_assert_max_num_queries(30) as few:
        add_comment(claim, by=alice(), body="@p1")
    with django_assert_max_num_queries(30) as many:
        add_comment(claim, by=alice(), body=" ".join(f"@{name}" for name in names))
    assert len(many) == len(few)
    with django_assert_max_num_queries(30) as silent:
        describe_claim(claim, by=bob(), row_version=claim.row_version, materiality="central")
    assert "notification" not in str(silent.captured_queries)


def test_the_table_names_known_verbs_and_reasons() -> None:
    assert set(TOLD) <= set(Verb)
    assert {why for tells in TOLD.values() for _, why in tells} == set(Why)

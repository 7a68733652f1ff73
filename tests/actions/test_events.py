"""Events: numbered in commit order, one transaction with the change, seen by who may see them."""

import threading

import pytest
from django.db import connection, connections, transaction

from annotations.actions.access import make_token, revoke_token, token_of
from annotations.actions.claims import describe_claim
from annotations.actions.comments import add_comment, remove_comment, resolve_comment
from annotations.actions.evidence import describe_evidence
from annotations.actions.sources import add_source, describe_source
from annotations.errors import Forbidden, InvalidInput
from annotations.models import Event, Verb
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
)


@pytest.mark.django_db
def test_numbers_count_up_by_one():
    make_published()
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


@pytest.mark.django_db
def test_no_change_without_its_event_and_no_event_without_its_change():
    claim = make_claim()
    before = Event.objects.count()

    @transaction.atomic
    def edit_and_fail():
        describe_claim(claim, by=bob(), row_version=claim.row_version, text="Gone again.")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        edit_and_fail()
    claim.refresh_from_db()
    assert claim.text != "Gone again."
    assert Event.objects.count() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_who_begins_first_and_commits_last_gets_the_higher_number():
    slow, quick = make_claim(make_article()), make_claim(make_article())
    begun, committed = threading.Event(), threading.Event()

    def begin_first():
        try:
            with transaction.atomic():
                bob()
                begun.set()
                committed.wait(10)
                describe_claim(slow, by=bob(), row_version=slow.row_version, text="Slow.")
        finally:
            connections.close_all()

    thread = threading.Thread(target=begin_first)
    thread.start()
    begun.wait(10)
    describe_claim(quick, by=bob(), row_version=quick.row_version, text="Quick.")
    seen = Event.objects.order_by("-number").first().number
    committed.set()
    thread.join()
    [after] = Event.objects.since(seen)
    assert after.claim == slow


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_nothing_and_share_no_number():
    article = make_article()
    people = [alice(), bob()]
    words = ["It cost 12 million euros", "The old bridge was built in 1911"]
    errors = []

    def write(person, part):
        try:
            for _ in range(5):
                make_claim(article, part, by=person)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=pair) for pair in zip(people, words, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert article.claims.count() == 10
    article.refresh_from_db()
    assert article.changed == Event.objects.order_by("-number").first().number


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_the_same_moment_exactly_one_wins():
    claim = make_claim()
    outcomes = []

    def edit(text):
        try:
            describe_claim(claim, by=bob(), row_version=claim.row_version, text=text)
            outcomes.append("won")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    bob()
    threads = [threading.Thread(target=edit, args=(text,)) for text in ("One.", "Other.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["StaleEdit", "won"]


@pytest.mark.django_db
def test_outsiders_see_no_event_and_administrators_only_administration():
    make_claim()
    admin = make_person("root", "none", is_superuser=True)
    make_token(admin, by=admin, scopes=["read"])
    assert not Event.objects.visible_to(carol()).exists()
    assert {event.verb for event in Event.objects.visible_to(admin)} == {Verb.TOKEN_MADE}


@pytest.mark.django_db
def test_the_log_never_holds_who_a_confidential_source_is():
    source = make_source(title="Jane Roe", terms="background")
    describe_source(source, by=bob(), row_version=source.row_version, title="Jane Q. Roe")
    assert "Roe" not in str([event.data for event in Event.objects.all()])


@pytest.mark.django_db
def test_the_log_never_holds_what_a_confidential_source_said_or_where():
    evidence = make_evidence(make_claim(), source=make_source(terms="background"), locator="third floor")
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, note="She was nervous.")
    log = str([event.data for event in Event.objects.all()])
    assert "third floor" not in log
    assert "nervous" not in log


@pytest.mark.django_db
def test_what_the_log_said_openly_is_sealed_when_a_source_becomes_confidential():
    source = make_source(title="Jane Roe")
    source = describe_source(source, by=bob(), row_version=source.row_version, title="Jane Q. Roe")
    describe_source(source, by=bob(), row_version=source.row_version, confidential=True)
    assert "Roe" not in str([event.data for event in Event.objects.all()])


@pytest.mark.django_db
def test_a_confidential_source_is_known_to_who_added_it_and_to_editors():
    source = make_source(title="Jane Roe", terms="background", by=bob())
    dora = make_person("dora")
    known = {
        person: type(source).objects.visible_to(person).get().identity_shown
        for person in (alice(), bob(), dora)
    }
    assert known == {alice(): True, bob(): True, dora: False}
    with pytest.raises(Forbidden):
        describe_source(source, by=dora, row_version=source.row_version, title="X")


@pytest.mark.django_db
def test_a_source_that_changes_changes_the_claims_that_use_it():
    claim = make_claim()
    source = make_source()
    make_evidence(claim, source=source)
    describe_source(source, by=bob(), row_version=source.row_version, title="Yearbook, second printing")
    claim.refresh_from_db()
    assert claim.changed == Event.objects.order_by("-number").first().number


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org/x", "http://", "http://a b", "x" * 3000]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(InvalidInput):
        add_source(by=bob(), url=url)


@pytest.mark.django_db
def test_a_token_is_shown_once_and_known_by_its_digest():
    token, secret = make_token(bob(), by=bob(), scopes=["read"])
    assert secret not in str(token.__dict__)
    assert token_of(secret) == token
    assert token_of(secret[:-1] + "x") is None
    revoke_token(token, by=bob())
    assert token_of(secret) is None


@pytest.mark.django_db
def test_nobody_makes_a_token_for_somebody_else_but_the_administrator():
    with pytest.raises(Forbidden):
        make_token(alice(), by=bob(), scopes=["read"])


@pytest.mark.django_db
def test_comments_are_markdown_and_are_resolved_and_taken_away():
    claim = make_claim()
    comment = add_comment(claim, by=bob(), body="See *page 3* <img src=x onerror=alert(1)>")
    assert "<em>page 3</em>" in comment.body_html
    assert "onerror" not in comment.body_html or "&lt;img" in comment.body_html
    comment = resolve_comment(comment, by=alice(), row_version=comment.row_version)
    remove_comment(comment, by=bob(), row_version=comment.row_version)
    assert not claim.comments.living().exists()

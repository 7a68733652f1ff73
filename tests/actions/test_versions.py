"""Claims on their way into a corrected text."""

import threading

import pytest
from django.db import connections

from annotations.actions.articles import import_version
from annotations.actions.claims import mark_claim, remove_claim, restore_claim
from annotations.actions.highlights import confirm_highlight, move_highlight
from annotations.actions.sentences import dismiss_sentence, reopen_sentence
from annotations.errors import Conflict
from annotations.models import Disposition, Event, Highlight, SentenceKind, Verb
from tests.make import TEXT, alice, bob, make_article, make_claim, make_submitted

pytestmark = pytest.mark.django_db


def corrected(article, *changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return import_version(article, text.encode(), by=alice())


def place(claim):
    """Where the claim stands in its article's current version."""
    return Highlight.objects.get(claim=claim, version=claim.article.current_version())


def test_unchanged_words_are_found_again_and_wait_for_nobody():
    claim = make_claim()
    report = corrected(claim.article, ("on 3 May 2024", "on Friday, 3 May 2024")).report
    there = place(claim)
    assert report.counts() == {"same": 1, "moved": 0, "changed": 0, "lost": 0}
    assert there.version.text[there.start : there.end] == there.exact == claim.quotation
    assert not there.needs_confirmation


def test_a_changed_number_waits_for_a_person_and_makes_a_judged_claim_stale():
    claim = make_submitted(make_claim())
    report = corrected(claim.article, ("1911", "1921")).report
    there = place(claim)
    claim.refresh_from_db()
    assert report.changed == [str(claim.uid)]
    assert there.needs_confirmation
    assert "number" in there.changes
    assert claim.stale_since
    assert claim.stale_reasons[0]["version"] == 2


def test_a_claim_still_being_checked_is_never_stale():
    claim = make_claim()
    corrected(claim.article, ("1911", "1921"))
    claim.refresh_from_db()
    assert claim.stale_since is None


def test_a_lost_claim_keeps_its_old_version_and_comes_back_with_its_words():
    claim = make_submitted(make_claim())
    corrected(claim.article, (" The old bridge was built in 1911.", ""))
    lost = place(claim)
    assert (lost.method, lost.start) == ("lost", None)
    assert claim.highlights.get(version__number=1).exact == claim.quotation
    import_version(claim.article, TEXT.encode(), by=alice())
    assert place(claim).exact == claim.quotation


def test_one_event_for_the_import_and_one_a_claim_that_changed():
    article = make_article()
    make_claim(article, "It cost 12 million euros")
    changed = make_claim(article)
    before = Event.objects.order_by("-number").first().number
    corrected(article, ("1911", "1921"))
    events = [(event.verb, event.claim) for event in Event.objects.since(before)]
    assert events == [(Verb.VERSION_IMPORTED, None), (Verb.HIGHLIGHT_CARRIED, changed)]


def test_every_carried_claim_counts_as_changed():
    article = make_article()
    claim = make_claim(article)
    corrected(article, ("3 May", "4 May"))
    claim.refresh_from_db()
    imported = Event.objects.get(verb=Verb.VERSION_IMPORTED)
    assert claim.changed == imported.number


def test_confirming_and_moving_answer_the_question():
    article = make_article()
    one, other = make_claim(article), make_claim(article, "It cost 12 million euros")
    corrected(article, ("1911", "1921"), ("12 million", "14 million"))
    there = place(one)
    confirm_highlight(there, by=bob(), row_version=there.row_version)
    there = place(other)
    move_highlight(there, by=bob(), row_version=there.row_version, start=there.start, end=there.end)
    assert not Highlight.objects.waiting().exists()
    one.refresh_from_db()
    assert one.quotation == "The old bridge was built in 1921"


def test_a_lost_claim_is_put_back_by_a_person_not_confirmed():
    claim = make_claim()
    corrected(claim.article, (" The old bridge was built in 1911.", ""))
    lost = place(claim)
    with pytest.raises(Conflict):
        confirm_highlight(lost, by=bob(), row_version=lost.row_version)
    moved = move_highlight(lost, by=bob(), row_version=lost.row_version, start=0, end=8)
    assert (moved.method, moved.needs_confirmation) == ("reattached", False)


def test_what_waited_still_waits_in_the_version_after():
    claim = make_claim()
    corrected(claim.article, ("1911", "1921"))
    corrected(claim.article, ("1911", "1921"), ("3 May", "4 May"))
    assert place(claim).needs_confirmation
    assert "number" in place(claim).changes


def test_a_mark_on_an_older_version_is_carried_forward_at_once():
    article = make_article()
    old = article.current_version()
    corrected(article, ("on 3 May 2024", "on Friday, 3 May 2024"))
    start = old.text.index("The old bridge")
    claim = mark_claim(old, by=bob(), start=start, end=start + 32)
    assert claim.highlights.count() == 2
    assert place(claim).exact == claim.quotation


def test_a_removed_claim_restored_later_stands_in_the_current_version():
    claim = make_claim()
    remove_claim(claim, by=bob())
    corrected(claim.article, ("3 May", "4 May"))
    restore_claim(claim, by=bob())
    assert place(claim).exact == claim.quotation


def test_nothing_to_check_stays_where_the_sentence_is_the_same():
    article = make_article()
    for sentence in article.current_version().sentences.all():
        dismiss_sentence(sentence, by=bob(), reason="for the test")
    corrected(article, ("1911", "1921"))
    states = {s.ordinal: s.state for s in article.current_version().sentences.with_kind()}
    assert sorted(states.values()).count(SentenceKind.OPEN) == 1
    assert Disposition.objects.filter(sentence__version=article.current_version(), by=bob()).exists()


def test_a_sentence_is_accounted_for_by_a_claim_before_anything_else():
    claim = make_claim()
    sentences = claim.article.current_version().sentences.with_kind()
    assert [s.state for s in sentences].count(SentenceKind.CLAIM) == 1
    remove_claim(claim, by=bob())
    assert SentenceKind.CLAIM not in [s.state for s in sentences.all()]


def test_dismissing_twice_says_it_once_and_reopening_twice_is_told():
    sentence = make_article().current_version().sentences.first()
    assert dismiss_sentence(sentence, by=bob()) == dismiss_sentence(sentence, by=alice())
    reopen_sentence(sentence, by=alice())
    with pytest.raises(Conflict):
        reopen_sentence(sentence, by=alice())


@pytest.mark.django_db(transaction=True)
def test_a_mark_made_while_a_version_comes_in_is_not_lost():
    article = make_article()
    version = article.current_version()
    alice(), bob()
    texts = [TEXT.replace("1911", year).encode() for year in ("1912", "1913")]
    errors = []

    def run(action):
        try:
            action()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    actions = [lambda data=data: import_version(article, data, by=alice()) for data in texts]
    actions += [lambda: mark_claim(version, by=bob(), start=0, end=8) for _ in range(3)]
    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert article.versions.count() == 3
    current = article.current_version()
    assert article.claims.count() == current.highlights.count() == 3

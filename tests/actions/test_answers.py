"""What people answer about claims whose words changed, and taking it back."""

import pytest

from annotations.actions.answers import give_up_highlight, part_claims, reopen_highlight
from annotations.actions.articles import import_version
from annotations.actions.highlights import confirm_highlight, move_highlight
from annotations.errors import Conflict, Forbidden, StaleEdit
from annotations.models import Claim, Event, Highlight, Method, Role, Verb
from annotations.workflow import State
from tests.make import TEXT, alice, bob, make_article, make_claim, make_person, make_submitted

pytestmark = pytest.mark.django_db

AGE = "The old bridge was built in 1911"


def bring_in(claim: Claim, *changes: tuple[str, str]) -> Highlight:
    """The text as it was first, with these changes, as the next version; the claim's place there."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    import_version(claim.article, text.encode(), by=alice())
    return place(claim)


def place(claim: Claim) -> Highlight:
    return Highlight.objects.get(claim=claim, version=claim.article.current_version())


def waiting(claim: Claim) -> Highlight:
    return bring_in(claim, ("in 1911", "in 1921"))


def give_up(highlight: Highlight) -> Highlight:
    return give_up_highlight(highlight, by=bob(), row_version=highlight.row_version)


def reopen(highlight: Highlight) -> Highlight:
    highlight.refresh_from_db()
    return reopen_highlight(highlight, by=bob(), row_version=highlight.row_version)


def test_a_claim_given_up_stands_nowhere_and_keeps_its_old_words_and_version() -> None:
    claim = make_claim()
    gone = give_up(waiting(claim))
    assert (gone.method, gone.start, gone.exact) == (Method.LOST, None, AGE)
    assert not Highlight.objects.waiting().exists()
    claim.refresh_from_db()
    assert claim.quotation == AGE
    assert claim.highlights.placed().get().version.number == 1


def test_what_was_given_up_is_not_asked_again() -> None:
    claim = make_claim()
    give_up(waiting(claim))
    before = Event.objects.count()
    again = bring_in(claim, ("in 1911", "in 1921"), ("3 May", "4 May"))
    assert (again.method, again.needs_confirmation) == (Method.LOST, False)
    assert Event.objects.count() == before + 1


def test_what_was_given_up_comes_back_with_its_very_words() -> None:
    claim = make_claim()
    give_up(waiting(claim))
    back = bring_in(claim, ("3 May", "4 May"))
    assert (back.exact, back.needs_confirmation) == (AGE, False)


def test_a_lost_claim_can_be_given_up_and_is_lost_only_once() -> None:
    claim = make_claim()
    cut = (" The old bridge was built in 1911.", "")
    lost = bring_in(claim, cut)
    give_up(lost)
    assert not bring_in(claim, cut, ("3 May", "4 May")).needs_confirmation


def test_lost_again_is_no_news() -> None:
    claim = make_submitted(make_claim())
    cut = (" The old bridge was built in 1911.", "")
    bring_in(claim, cut)
    assert bring_in(claim, cut, ("3 May", "4 May")).needs_confirmation
    claim.refresh_from_db()
    assert [reason["version"] for reason in claim.stale_reasons] == [2]
    assert claim.events.filter(verb=Verb.HIGHLIGHT_CARRIED).count() == 1


def test_another_claim_takes_the_new_words_and_the_old_one_gives_them_up() -> None:
    claim = make_claim()
    other = part_claims(waiting(claim), by=bob(), row_version=1)
    assert other.quotation == "The old bridge was built in 1921"
    assert other.state == State.SPOTTED
    assert place(claim).is_given_up()
    assert place(other).start is not None


def test_words_that_are_nowhere_become_no_other_claim() -> None:
    claim = make_claim()
    lost = bring_in(claim, (" The old bridge was built in 1911.", ""))
    with pytest.raises(Conflict):
        part_claims(lost, by=bob(), row_version=lost.row_version)
    assert claim.article.claims.count() == 1


def test_giving_up_makes_a_judged_claim_stale_once() -> None:
    reworded = make_submitted(make_claim())
    give_up(bring_in(reworded, ("was built in", "was put up in")))
    reworded.refresh_from_db()
    assert [reason["kind"] for reason in reworded.stale_reasons] == ["words_lost"]
    recounted = make_submitted(make_claim())
    give_up(waiting(recounted))
    recounted.refresh_from_db()
    assert [reason["kind"] for reason in recounted.stale_reasons] == ["words_changed"]


def test_every_answer_can_be_taken_back() -> None:
    for answer in (
        lambda row: confirm_highlight(row, by=bob(), row_version=row.row_version),
        lambda row: move_highlight(row, by=bob(), row_version=row.row_version, start=0, end=8),
        give_up,
        lambda row: part_claims(row, by=bob(), row_version=row.row_version),
    ):
        claim = make_claim(make_article())
        row = waiting(claim)
        was = (row.start, row.end, row.exact, row.prefix, row.suffix, row.method, row.changes)
        answer(row)
        row = reopen(row)
        assert row.needs_confirmation
        assert (row.start, row.end, row.exact, row.prefix, row.suffix, row.method, row.changes) == was
        assert list(claim.article.claims.living()) == [claim]


def test_taking_back_a_lost_one_lets_it_be_lost_again() -> None:
    claim = make_submitted(make_claim())
    lost = bring_in(claim, (" The old bridge was built in 1911.", ""))
    move_highlight(lost, by=bob(), row_version=lost.row_version, start=0, end=8)
    lost = reopen(lost)
    assert (lost.method, lost.exact, lost.needs_confirmation) == (Method.LOST, AGE, True)


def test_taking_back_takes_back_the_staleness_that_came_with_it() -> None:
    claim = make_submitted(make_claim())
    row = give_up(bring_in(claim, ("was built in", "was put up in")))
    reopen(row)
    claim.refresh_from_db()
    assert (claim.stale_since, claim.stale_reasons) == (None, [])


def test_there_is_nothing_to_take_back_where_nothing_was_answered() -> None:
    claim = make_claim()
    row = waiting(claim)
    with pytest.raises(Conflict):
        reopen(row)
    reopen(give_up(row))
    with pytest.raises(Conflict):
        reopen(row)


def test_only_what_waits_in_the_current_version_is_answered() -> None:
    claim = make_claim()
    row = waiting(claim)
    bring_in(claim, ("in 1911", "in 1931"))
    with pytest.raises(Conflict, match="newer version"):
        give_up(row)
    here = place(claim)
    give_up(here)
    with pytest.raises(Conflict, match="answered already"):
        give_up(here)


def test_of_two_answers_at_once_one_is_told() -> None:
    row = waiting(make_claim())
    seen = row.row_version
    confirm_highlight(Highlight.objects.get(pk=row.pk), by=alice(), row_version=seen)
    with pytest.raises(StaleEdit):
        give_up_highlight(row, by=bob(), row_version=seen)


def test_who_may_not_mark_may_not_answer() -> None:
    row, reader = waiting(make_claim()), make_person("rita", Role.READER)
    for act in (give_up_highlight, part_claims, reopen_highlight):
        with pytest.raises(Forbidden):
            act(row, by=reader, row_version=row.row_version)


def test_many_changed_claims_are_told_in_few_statements(django_assert_max_num_queries) -> None:
    article = make_article()
    for words in ("12 million", "It cost 12 million euros", "cost 12 million", "12 million euros", AGE):
        make_submitted(make_claim(article, words))
    with django_assert_max_num_queries(45) as few:
        bring_in(article.claims.first(), ("12 million", "14 million"), ("in 1911", "in 1921"))
    for _ in range(30):
        make_submitted(make_claim(article, "in 1921"))
    with django_assert_max_num_queries(len(few) + 5):
        bring_in(article.claims.first(), ("12 million", "15 million"), ("in 1911", "in 1931"))


def test_each_changed_claim_has_an_event_of_its_own_and_counts_as_changed_by_it() -> None:
    article = make_article()
    one, other = make_claim(article), make_claim(article, "It cost 12 million euros")
    bring_in(one, ("12 million", "14 million"), ("in 1911", "in 1921"))
    events = Event.objects.filter(verb=Verb.HIGHLIGHT_CARRIED).order_by("number")
    assert [event.claim for event in events] == [other, one]
    assert [event.claim.changed for event in events] == [event.number for event in events]
    article.refresh_from_db()
    assert article.changed == Event.objects.latest("number").number == events[1].number
    assert events[1].number == events[0].number + 1

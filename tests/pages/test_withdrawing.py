"""Withdrawing a source on its page, and where the mark is seen."""

from typing import Any

import pytest

from annotations.actions.links import link_claims
from annotations.models import Claim, Role, Source
from tests.make import (
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
    make_submitted,
)
from tests.pages.visiting import browser_of, get, panel_of, post, queries_of, words_of

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"
WHY = "The publisher took it back on 2 May."


def used() -> tuple[Source, Claim]:
    source = make_source(title="Annals")
    claim = make_claim()
    make_evidence(claim, source=source)
    make_published(claim)
    claim.refresh_from_db()
    return source, claim


def withdraw(source: Source, **sent: Any) -> Any:
    return post(
        bob(), "source_withdraw", source.uid, **{"row_version": source.row_version, "why": WHY} | sent
    )


def test_what_it_will_do_is_shown_before_it_is_done() -> None:
    source, claim = used()
    make_evidence(make_claim(claim.article, COST), source=source)
    shown = words_of(get(bob(), "source_withdraw", source.uid))
    for words in (str(claim), "1 published", "1 claim that is still being checked"):
        assert words in shown
    assert withdraw(source, why=" ").status_code == 422
    assert withdraw(source, row_version=9).status_code == 409
    source.refresh_from_db()
    assert source.withdrawn_at is None
    assert withdraw(source).status_code == 302
    claim.refresh_from_db()
    assert claim.stale_since


def test_the_mark_is_seen_wherever_the_source_is() -> None:
    source, claim = used()
    dependant = make_submitted(make_claim(make_article(), COST))
    link_claims(dependant, by=bob(), to_claim=claim, kind="depends_on")
    withdraw(source)
    page = words_of(get(bob(), "source_detail", source.uid))
    for words in (WHY, "1 of the 1 claim that rests on it is stale", "depends on it", COST, "Stands again"):
        assert words in page
    assert "Withdrawn" in words_of(get(bob(), "source_list"))
    panel = panel_of(bob(), claim)
    for words in ("Stale since", "A source that it rests on was withdrawn.", WHY, "Approved"):
        assert words in panel
    other = make_claim(claim.article, COST)
    offers = words_of(get(bob(), "source_offers", other.uid))
    assert "Withdrawn" in offers
    browser = browser_of(bob())
    answer = browser.post(f"/claims/{other.uid}/evidence/", {"source_uid": source.uid}, follow=True)
    assert "though this source was withdrawn" in words_of(answer)
    public = words_of(get(None, "check_detail", claim.article.slug, claim.uid))
    assert "Stale" not in public
    assert WHY not in public


def test_it_stands_again_when_somebody_says_so() -> None:
    source, claim = used()
    withdraw(source)
    assert WHY in words_of(get(bob(), "source_reinstate", source.uid))
    sent = {"row_version": source.row_version + 1, "why": "It was another volume."}
    assert post(bob(), "source_reinstate", source.uid, **sent).status_code == 302
    claim.refresh_from_db()
    assert claim.stale_since is None


def test_only_who_may_know_it_and_checks_withdraws_a_source() -> None:
    source, _ = used()
    secret = make_source(title="Jane Roe", terms="background")
    reader = make_person("rita", Role.READER)
    assert get(reader, "source_withdraw", source.uid).status_code == 403
    assert "Was withdrawn" not in words_of(get(reader, "source_detail", source.uid))
    assert get(make_person("dora"), "source_withdraw", secret.uid).status_code == 403


def test_a_source_page_takes_as_many_queries_for_many_claims_as_for_few() -> None:
    source, article = make_source(), make_article()

    def more(number: int) -> None:
        for _ in range(number):
            one, two = make_claim(article), make_claim(article, COST)
            make_evidence(one, source=source)
            link_claims(two, by=bob(), to_claim=one, kind="repeats")

    more(1)
    few = queries_of(bob(), "source_detail", source.uid)
    more(5)
    assert queries_of(bob(), "source_detail", source.uid) == few <= 20

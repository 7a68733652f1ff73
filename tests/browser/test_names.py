"""Known claimants and tags, offered while they are typed."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.claims import describe_claim, name_claimant
from annotations.models import Article, Claim
from tests.browser.hands import HeldBack
from tests.browser.working import Keys
from tests.make import alice, make_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFERED = "field => [...(document.getElementById(field).list?.options ?? [])].map((option) => option.value)"


def test_a_known_claimant_says_what_it_is_and_a_known_tag_joins_those_that_are_there(
    bench: Page, article: Article
) -> None:
    known = make_claim(article, "40 ships a day")
    named = name_claimant(by=alice(), name="Harbour Board", kind="organisation")
    describe_claim(known, by=alice(), row_version=known.row_version, claimant=named, tags=["ships", "port"])
    bench.locator("#s3").focus()
    Keys(bench).press("c")
    expect(bench.locator("#panel-title")).to_have_text("Claim 2")
    bench.locator("#describe > summary").click()
    names = HeldBack(bench, "**/names/**")
    # Who types faster than the names come gets the kind, too.
    bench.locator("#claimant").fill("Harbour Board")
    names.wait()
    names.let_through()
    expect(bench.locator("#claimant-names option")).to_have_count(1)
    expect(bench.locator("#claimant-kind")).to_have_value("organisation")
    bench.locator("#tags").fill("cost, ")
    expect(bench.locator("#tags-names option")).to_have_count(2)
    assert bench.evaluate(OFFERED, "tags") == ["cost, port", "cost, ships"]
    bench.locator("#tags").fill("cost, ships")
    bench.locator("#do-describe").click()
    expect(bench.locator("#panel .facts").first).to_contain_text("Harbour Board")
    claim = Claim.objects.latest("pk")
    assert claim.claimant == named
    assert {tag.name for tag in claim.tags.all()} == {"cost", "ships"}

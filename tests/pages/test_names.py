"""Names offered while a field is filled in."""

import pytest
from django.urls import reverse

from annotations.actions.claims import describe_claim, name_claimant
from tests.make import alice, bob, carol, make_article, make_claim
from tests.pages.visiting import browser_of, get

pytestmark = pytest.mark.django_db


def test_the_names_that_are_used_are_offered_the_most_used_first(django_assert_max_num_queries):
    article = make_article()
    one, other = make_claim(article, "It cost 12 million euros"), make_claim(article, "40 ships a day")
    named = name_claimant(by=alice(), name="Harbour & Sons", kind="organisation")
    describe_claim(one, by=alice(), row_version=one.row_version, tags=["ships", "money"], claimant=named)
    describe_claim(other, by=alice(), row_version=other.row_version, tags=["ships"])
    browser = browser_of(bob())
    with django_assert_max_num_queries(3):
        tags = browser.get(reverse("tag_names")).content.decode()
    assert tags.index('value="ships"') < tags.index('value="money"')
    claimants = get(bob(), "claimant_names")
    assert (
        'value="Harbour &amp; Sons" label="Organisation" data-kind="organisation"'
        in claimants.content.decode()
    )
    assert "private" in claimants["Cache-Control"]


def test_they_are_offered_to_nobody_outside():
    assert [get(carol(), name).status_code for name in ("tag_names", "claimant_names")] == [404, 404]
    assert get(None, "tag_names").status_code == 302

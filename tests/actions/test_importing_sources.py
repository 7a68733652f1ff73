"""Sources from a file while somebody does something else with one that is here."""

import pytest

from annotations.actions.importing_sources import Fate, brought_in, plan_sources, sources_in
from annotations.actions.sources import describe_source, forget_source
from annotations.models import Source
from tests.make import alice, bob, make_person, make_source

pytestmark = pytest.mark.django_db

ITEM = {"DOI": "10.1000/jp.7", "title": "Bridge", "publisher": "The port"}


def test_nothing_is_filled_in_of_a_source_that_is_forgotten_or_hidden_meanwhile_and_the_others_come_in() -> (
    None
):
    dora = make_person("dora")
    for change in (
        forget_source,
        lambda row, **how: describe_source(row, confidential=True, **how),
    ):
        source = make_source(title="Bridge", doi=ITEM["DOI"], by=bob())
        items = sources_in([ITEM, {"title": "Another"}])
        plans = plan_sources(items, by=dora)
        change(source, by=alice(), row_version=source.row_version)
        done = [brought_in(plan, by=dora, library=None) for plan in plans]
        assert [plan.fate for plan in done] == [Fate.FAULTY, Fate.NEW]
        assert (done[0].why, done[0].source) == ("Somebody changed the source meanwhile.", None)
        assert Source.objects.get(pk=source.pk).publisher == ""

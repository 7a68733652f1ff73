"""A real article and its correction, through the real actions: what became of each claim."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.actions.articles import import_article, import_version
from annotations.actions.claims import mark_claim
from annotations.models import Claim, Highlight, Method
from tests.make import alice, bob, make_policy, make_submitted

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
EXPECTED = ARTICLES / "zelenskyy-cease-fire.expected.json"
UNSETTLING = {"number", "date", "name", "negation"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not EXPECTED.exists(), reason="the real article (../shared/articles) is not here"),
]


def expected() -> list[dict[str, Any]]:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))["claims"]


@pytest.fixture
def carried() -> tuple[list[Claim], Any]:
    """Every claim of the file, judged, marked on version 1; then version 2 came in."""
    texts = [(ARTICLES / f"zelenskyy-cease-fire.v{number}.txt").read_bytes() for number in (1, 2)]
    article = import_article(texts[0], by=alice(), policy=make_policy(), anyway=True).article
    version = article.current_version()
    claims = []
    for row in expected():
        start = version.text.index(row["quote"])
        claim = mark_claim(version, by=bob(), start=start, end=start + len(row["quote"]))
        claims.append(make_submitted(claim))
    return claims, import_version(article, texts[1], by=alice()).report


def test_each_claim_is_where_it_should_be_with_what_changed(carried: tuple[list[Claim], Any]) -> None:
    claims, report = carried
    told = dict.fromkeys((*report.same, *report.moved), "same")
    told |= dict.fromkeys(report.changed, "changed") | dict.fromkeys(report.lost, "lost")
    for claim, row in zip(claims, expected(), strict=True):
        place = Highlight.objects.get(claim=claim, version__number=2)
        assert told[str(claim.uid)] == row["outcome"], row["quote"]
        if row["quote_in_v2"] is None:
            assert (place.method, place.start) == (Method.LOST, None)
        else:
            assert place.exact == place.version.text[place.start : place.end] == row["quote_in_v2"]
        assert set(row["flags"]) <= set(place.changes), row["quote"]
        assert place.needs_confirmation == (row["outcome"] != "same")


def test_verdicts_are_stale_where_they_may_be_wrong_now(carried: tuple[list[Claim], Any]) -> None:
    for claim, row in zip(carried[0], expected(), strict=True):
        claim.refresh_from_db()
        place = Highlight.objects.get(claim=claim, version__number=2)
        unsettled = row["outcome"] == "lost" or bool(UNSETTLING & set(place.changes))
        assert (claim.stale_since is not None) == unsettled, row["quote"]
        assert unsettled or not set(row["flags"])

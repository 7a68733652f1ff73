"""The shapes: what is in them, and what is not."""

import pytest

from annotations.actions.articles import import_version
from annotations.actions.sources import IDENTITY
from annotations.exports.recipients import Recipient, Units
from annotations.exports.shapes.articles import version_in_full
from annotations.exports.shapes.claims import CLAIM, claim_shapes
from annotations.exports.shapes.columns import nested, paths, under
from annotations.exports.shapes.sources import SOURCE, UNNAMED
from annotations.models import Claim
from tests.make import TEXT, alice, bob, make_article, make_claim


def test_what_tells_who_a_source_is_for_actions_is_hidden_in_shapes() -> None:
    assert set(IDENTITY) & set(SOURCE) <= set(UNNAMED)


def test_a_related_row_that_is_not_there_is_none_whole() -> None:
    columns = {"uid": "uid", "claimant": under("claimant", {"uid": "uid", "home": {"uid": "home__uid"}})}
    assert paths(columns) == ["uid", "claimant__uid", "claimant__home__uid"]
    assert nested(columns, iter([1, None, None])) == {"uid": 1, "claimant": None}
    assert nested(columns, iter([1, 2, None])) == {"uid": 1, "claimant": {"uid": 2, "home": None}}


@pytest.mark.django_db
def test_a_claim_shows_where_it_stands_in_the_current_version_alone() -> None:
    article = make_article()
    claim = make_claim(article)
    import_version(article, f"An editor's note.\n\n{TEXT}".encode(), by=alice())
    [shape] = claim_shapes(Claim.objects.all(), Recipient(bob()))
    [place] = shape["highlights"]
    assert place["version"] == 2
    text = article.current_version().text
    assert text[place["start"] : place["end"]] == claim.quotation


@pytest.mark.django_db
def test_positions_count_what_the_recipient_counts() -> None:
    article = make_article("A 🌉 bridge.\n\nThe bridge was built in 1911.")
    claim = make_claim(article, "built in 1911")
    version = article.current_version()
    start = version.text.index("built in 1911")
    units = Recipient(bob(), units=Units.UTF16)
    [shape] = claim_shapes(Claim.objects.all(), units)
    assert shape["highlights"][0]["start"] == start + 1
    assert version_in_full(version, units)["blocks"][1]["start"] == version.blocks[1]["start"] + 1
    assert claim.highlights.get().start == start


@pytest.mark.django_db
def test_shapes_keep_the_order_of_the_queryset() -> None:
    article = make_article()
    claims = [make_claim(article, words) for words in ("It cost", "Nobody was hurt", "The council")]
    shapes = claim_shapes(Claim.objects.order_by("text"), Recipient(bob()))
    assert [shape["text"] for shape in shapes] == sorted(claim.text for claim in claims)
    assert set(CLAIM) < set(next(claim_shapes(Claim.objects.all(), Recipient(bob()))))

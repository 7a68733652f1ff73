"""Two versions beside one another, through the API and by the command."""

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from annotations.actions.articles import import_version
from annotations.models import Article, Claim
from tests.api.calling import Caller
from tests.make import TEXT, alice, bob, carol, make_article, make_claim, make_submitted

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"


def corrected(*changes: tuple[str, str], article: Article | None = None) -> Article:
    article = article or make_article()
    text = article.current_version().text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    import_version(article, text.encode(), by=alice())
    return article


def compared(article: Article, first: int = 1, second: int = 2, query: str = "") -> dict:
    return Caller(bob()).get(f"articles/{article.uid}/versions/{first}/compare/{second}/{query}").json()


def fate_of(shape: dict, claim: Claim) -> dict:
    (found,) = [row for row in shape["claims"] if row["claim"] == str(claim.uid)]
    return found


def test_rows_hold_every_sentence_of_both_versions_and_mark_the_words() -> None:
    article = corrected(("12 million", "14 million"), (" The old bridge was built in 1911.", ""))
    shape = compared(article)
    assert shape["counts"] == {"same": 5, "changed": 1, "added": 0, "removed": 1, "moved": 0}
    old, new = (article.versions.get(number=number) for number in (1, 2))
    ordinals = [place["ordinal"] for row in shape["rows"] for place in row["old"]]
    assert ordinals == list(range(1, old.sentences.count() + 1))
    (changed,) = [row for row in shape["rows"] if row["kind"] == "changed"]
    assert [old.text[s["start"] : s["end"]] for s in changed["struck"]] == ["12"]
    assert [new.text[s["start"] : s["end"]] for s in changed["fresh"]] == ["14"]


def test_each_claim_says_what_became_of_it() -> None:
    article = make_article()
    cost = make_submitted(make_claim(article, COST))
    lost, same = make_claim(article), make_claim(article, "Nobody was hurt")
    corrected(("12 million", "14 million"), (" The old bridge was built in 1911.", ""), article=article)
    newer = make_claim(article, "40 ships a day")
    shape = compared(article)
    assert fate_of(shape, cost) | {"old": 0, "new": 0} == {
        "claim": str(cost.uid),
        "outcome": "changed",
        "changes": ["number"],
        "needs_confirmation": True,
        "stale": True,
        "old": 0,
        "new": 0,
    }
    assert fate_of(shape, cost)["new"]["exact"] == "It cost 14 million euros"
    assert (fate_of(shape, lost)["outcome"], fate_of(shape, lost)["new"]) == ("lost", None)
    assert fate_of(shape, same)["outcome"] == "same"
    assert (fate_of(shape, newer)["outcome"], fate_of(shape, newer)["old"]) == ("new", None)


def test_versions_that_lie_apart_are_compared_with_one_another() -> None:
    article = make_article()
    claim = make_claim(article, COST)
    corrected(("12 million", "14 million"), article=article)
    corrected(("14 million", "12 million"), ("40 ships", "50 ships"), article=article)
    assert fate_of(compared(article, 1, 3), claim)["outcome"] == "same"
    assert fate_of(compared(article, 2, 3), claim)["changes"] == ["number"]


def test_the_lower_number_is_the_older_version() -> None:
    article = corrected(("12 million", "14 million"))
    assert compared(article, 2, 1) == compared(article, 1, 2)
    assert compared(article, 1, 1)["counts"]["same"] == len(compared(article, 1, 1)["rows"])


def test_positions_come_in_the_units_asked_for() -> None:
    article = make_article("🌉 A bridge for the harbour\n\nIt cost 12 million euros. It opened in May.")
    claim = make_claim(article, COST)
    corrected(("12", "14"), article=article)
    plain, units = compared(article), compared(article, query="?offsets=utf16")
    assert fate_of(units, claim)["new"]["start"] == fate_of(plain, claim)["new"]["start"] + 1
    assert units["rows"][1]["struck"][0]["start"] == plain["rows"][1]["struck"][0]["start"] + 1


def test_an_answer_is_not_sent_twice_and_changes_with_the_claims() -> None:
    article = corrected(("12 million", "14 million"))
    path = f"articles/{article.uid}/versions/1/compare/2/"
    tag = Caller(bob()).get(path)["ETag"]
    assert Caller(bob()).get(path, If_None_Match=tag).status_code == 304
    make_claim(article, "40 ships a day")
    assert Caller(bob()).get(path, If_None_Match=tag).status_code == 200


def test_what_is_not_there_or_not_to_be_seen_is_not_found() -> None:
    article = corrected(("12 million", "14 million"))
    for who, path in (
        (bob(), f"articles/{article.uid}/versions/1/compare/3/"),
        (bob(), f"articles/{uuid4()}/versions/1/compare/2/"),
        (carol(), f"articles/{article.uid}/versions/1/compare/2/"),
    ):
        assert Caller(who).get(path).status_code == 404


def told(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("compare_versions", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_the_command_tells_what_the_api_tells() -> None:
    article = make_article()
    make_claim(article, COST)
    corrected(("12 million", "14 million"), article=article)
    assert json.loads(told(article.uid, 1, 2, json=True)) == compared(article)
    assert told(article.uid, 2, 1).splitlines() == [
        "~ It cost 12 million euros, twice as much as planned. → "
        "It cost 14 million euros, twice as much as planned.",
        "claim changed (number): It cost 12 million euros",
    ]


def test_the_command_says_what_is_not_there() -> None:
    article = make_article(TEXT)
    for arguments, sentence in (
        (("nonsense", 1, 2), "no article"),
        ((uuid4(), 1, 2), "no article"),
        ((article.uid, 1, 2), "no version 2. It has: 1"),
    ):
        with pytest.raises(CommandError, match=sentence):
            told(*arguments)

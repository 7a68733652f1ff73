"""Claims from files: planned row by row, made row by row."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import importing_claims
from annotations.actions.importing_claims import Fate, PlannedClaim, import_claims, plan_claims, read_file
from annotations.actions.recording import together
from annotations.actions.undoing import undo_last
from annotations.errors import Forbidden, InvalidInput
from annotations.exports.lines import json_lines
from annotations.exports.recipients import Recipient
from annotations.exports.table import csv_table
from annotations.models import Article, Assessment, Claim, Event, Evidence, Role, Source, Verb
from tests.exports.odd_rows import wipe
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
    make_source,
)

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent.parent / "cases"
URL = "https://example.org/bridge"
TABLE = (CASES / "claims.csv").read_bytes()


def bridge(**details: Any) -> Article:
    return make_article(url=URL, **details)


def planned(data: bytes | str, article: Article | None = None, **how: str) -> list[PlannedClaim]:
    data = data.encode() if isinstance(data, str) else data
    return list(plan_claims(read_file(data, **how).rows, by=bob(), article=article))


def imported(data: bytes | str, article: Article | None = None, **how: str) -> list[PlannedClaim]:
    data = data.encode() if isinstance(data, str) else data
    return list(import_claims(read_file(data, **how).rows, by=bob(), article=article))


def fates(plans: list[PlannedClaim]) -> list[Fate]:
    return [plan.fate for plan in plans]


def test_a_plan_writes_nothing_and_an_import_does_what_it_said() -> None:
    bridge()
    there = make_source(title="Accounts", url="https://example.org/b")
    events = Event.objects.count()
    plans = planned(TABLE)
    assert fates(plans) == [Fate.NEW, Fate.NEW, Fate.FAULTY]
    assert (Claim.objects.count(), Event.objects.count()) == (0, events)
    done = imported(TABLE)
    assert fates(done) == fates(plans)
    claim = done[0].claim
    assert claim
    claim.refresh_from_db()
    assert (claim.text, claim.quotation) == ("The bridge cost 12 million euros.", "It cost 12 million euros")
    assert (str(claim.claimant), str(claim.claim_date), claim.state) == ("The mayor", "2024-05-03", "spotted")
    assert sorted(tag.name for tag in claim.tags.all()) == ["bridge", "money"]
    assert [row.source.url for row in claim.evidence.order_by("pk")] == [
        "https://example.org/a",
        "https://example.org/b",
    ]
    assert claim.evidence.filter(source=there).exists()
    reading = Assessment.objects.get()
    assert (reading.person, reading.rating.key, reading.submitted_at) == (bob(), "false", None)
    assert reading.rationale == "The accounts give **14.1 million**."
    assert {Verb.CLAIM_MARKED, Verb.CLAIM_DESCRIBED, Verb.EVIDENCE_ADDED} <= set(
        claim.events.values_list("verb", flat=True)
    )


def test_the_same_file_again_makes_nothing_twice() -> None:
    bridge()
    imported(TABLE)
    again = imported(TABLE)
    assert fates(again) == [Fate.THERE, Fate.THERE, Fate.FAULTY]
    assert again[0].claim == Claim.objects.order_by("pk").first()
    assert (Claim.objects.count(), Source.objects.count()) == (2, 2)


def test_the_same_file_given_twice_at_once_makes_nothing_twice() -> None:
    """Both looked through the article before either wrote; they go on row by row, in turn."""
    article = bridge()
    rows = "\n".join(
        json.dumps({"quotation": "It cost 12 million euros", "text": f"Text {number}"}) for number in range(3)
    )
    one, other = (
        import_claims(read_file(rows.encode()).rows, by=person, article=article)
        for person in (bob(), alice())
    )
    done = [next(one), next(other), next(other), next(one), next(one), next(other)]
    assert fates(done) == [Fate.NEW, Fate.THERE, Fate.NEW, Fate.THERE, Fate.NEW, Fate.THERE]
    assert (done[1].claim, done[3].claim) == (done[0].claim, done[2].claim)
    assert Claim.objects.count() == 3


def test_why_a_row_is_not_taken_is_said_in_a_sentence() -> None:
    article = bridge(text="A bridge\n\nIt cost 12 million euros. It cost 12 million euros. It opened in May.")
    other = make_article()
    rows = [
        {"quotation": "It opened in May"},
        {"quotation": "It opened in May."},
        {"quotation": "It opened in May"},
        {"quotation": "It cost 12 million euros"},
        {"quotation": "It cost 12 million euros", "start": 36, "end": 60},
        {"quotation": "It sank"},
        {"quotation": "It opened in May", "text": "New", "rating": "Pants on fire"},
        {"quotation": "It opened in May", "text": "Other", "article": str(other.uid)},
        {"quotation": "It opened in May", "text": "Nowhere", "article_url": "https://example.org/unknown"},
        {"start": 900, "end": 950},
        {"quotation": "It opened in June"},
    ]
    plans = planned("\n".join(map(json.dumps, rows)), article)
    assert fates(plans) == [
        Fate.NEW,
        Fate.NEW,
        Fate.TWICE,
        Fate.AMBIGUOUS,
        Fate.NEW,
        Fate.NO_PLACE,
        Fate.FAULTY,
        Fate.FAULTY,
        Fate.NEW,
        Fate.NO_PLACE,
        Fate.NEW,
    ]
    assert plans[2].why == "As line 1."
    assert plans[4].spots == ((36, 60, 1.0),)
    assert (
        "no rating “Pants on fire” on the scale of this article (True, Mixed, False, Unproven)"
        in plans[6].why
    )
    assert "It is of another article" in plans[7].why
    assert "Words like these stand there" in plans[10].why
    assert all(plan.why.endswith(".") for plan in plans if plan.fate != Fate.NEW)
    assert "We do not have its article" in planned('{"quotation": "a"}')[0].why


@pytest.mark.parametrize("write", [json_lines, csv_table])
def test_our_own_export_comes_in_again_here_and_in_another_newsroom(write: Any) -> None:
    article = bridge()
    claim = make_published(
        make_claim(article, text="=The old bridge, “1911”\nis older.", tags=["a", "b"]), "false"
    )
    make_evidence(claim, source=make_source(title="Plaque", url="https://example.org/p"), locator="3")
    make_evidence(make_claim(article, "Nobody was hurt"), source=make_source(title="Q", terms="background"))
    data = b"".join(write(Claim.objects.order_by("pk"), Recipient(alice(), identities=False)))
    assert fates(planned(data)) == [Fate.THERE, Fate.THERE]
    wipe()
    bridge()
    done = imported(data)
    assert fates(done) == [Fate.NEW, Fate.NEW]
    first, _ = Claim.objects.order_by("pk")
    assert (first.text, first.quotation) == (claim.text, claim.quotation)
    assert (first.claimant.name, sorted(str(tag) for tag in first.tags.all())) == (
        "The Harbour Courier",
        ["a", "b"],
    )
    assert Assessment.objects.get().rating.key == "false"
    titles = {"Plaque", "Harbour yearbook 2023"} if write is json_lines else set()
    assert {row.source.title for row in Evidence.objects.all()} == titles
    assert fates(imported(data)) == [Fate.THERE, Fate.THERE]


def test_whatever_a_row_says_of_sources_and_places_is_judged_before_as_when_it_is_made() -> None:
    article = bridge()
    sources: list[tuple[dict[str, Any], str]] = [
        ({"url": "javascript:alert(1)"}, "begins with http"),
        ({"url": "the archive"}, "begins with http"),
        ({"title": "A", "archived_url": "javascript:alert(1)"}, "begins with http"),
        ({"title": "B", "type": "scroll"}, "not one of: webpage"),
        ({"title": "C", "tier": "first"}, "not one of: primary"),
        ({"title": "D", "author": [{"family": 5}]}, "no name"),
        ({"title": "E", "author": [{"family": "Kern", "literal": {"x": 1}, "comma-suffix": True}]}, ""),
        ({"title": " "}, ""),
    ]
    said: list[dict[str, Any]] = [{"evidence": [{"source": source}]} for source, _ in sources]
    said += [
        {"claimant": "  "},
        {"highlights": [{"exact": "The old bridge"}, {"exact": "The old bridge", "start": 1, "end": 2}]},
    ]
    lines = "\n".join(
        json.dumps({"quotation": "It cost 12 million euros", "text": f"Number {number}"} | more)
        for number, more in enumerate(said)
    )
    plans, done = planned(lines, article), imported(lines, article)
    assert fates(plans) == fates(done)
    assert [plan.why for plan in plans] == [plan.why for plan in done]
    for plan, (source, sentence) in zip(plans, sources, strict=False):
        assert (sentence in plan.why) if sentence else plan.fate == Fate.NEW, source
    assert fates(plans)[-2:] == [Fate.NEW, Fate.NEW]
    assert Source.objects.get().author == [{"family": "Kern", "comma-suffix": True}]


def test_web_annotations_become_claims() -> None:
    article = bridge()
    sent = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example.org/1",
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": "bridge"}],
        "target": {
            "source": URL,
            "selector": {"type": "TextQuoteSelector", "exact": "It cost 12 million euros"},
        },
    }
    bad = {**sent, "target": {"source": URL, "selector": {"type": "TextQuoteSelector", "exact": "It sank"}}}
    data = json.dumps([sent, bad, 7])
    assert fates(planned(data)) == [Fate.NEW, Fate.NO_PLACE, Fate.FAULTY]
    assert fates(imported(data)) == [Fate.NEW, Fate.NO_PLACE, Fate.FAULTY]
    claim = Claim.objects.get()
    assert claim.foreign["via"] == ["https://notes.example.org/1"]
    assert [tag.name for tag in claim.tags.all()] == ["bridge"]
    assert fates(planned(data, article)) == [Fate.THERE, Fate.NO_PLACE, Fate.FAULTY]


def test_a_row_is_made_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge()
    real, calls = importing_claims.add_evidence, []

    def fails_once(*args: Any, **columns: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise InvalidInput("The second source is not to be had.")
        return real(*args, **columns)

    monkeypatch.setattr(importing_claims, "add_evidence", fails_once)
    done = imported(TABLE)
    assert fates(done) == [Fate.FAULTY, Fate.NEW, Fate.FAULTY]
    assert done[0].why == "The second source is not to be had."
    assert Claim.objects.get().text == "=1+1 is\ntwo"
    assert not Evidence.objects.exists()
    assert not Event.objects.filter(verb__in=(Verb.SOURCE_ADDED, Verb.EVIDENCE_ADDED)).exists()


def test_what_one_press_brought_in_is_one_undo() -> None:
    article = bridge()
    with together():
        imported(TABLE)
    undo_last(article, by=bob())
    assert not Claim.objects.living().exists()


def test_only_those_who_mark_may() -> None:
    bridge()
    with pytest.raises(Forbidden):
        list(import_claims(read_file(TABLE).rows, by=make_person("rita", Role.READER)))


def test_planning_asks_the_database_a_few_times_however_long_the_file_is() -> None:
    article = bridge()
    make_policy()
    rows = [
        json.dumps({"quotation": "It cost 12 million euros", "text": f"Text {number}"})
        for number in range(60)
    ]
    with CaptureQueriesContext(connection) as few:
        planned("\n".join(rows[:2]), article)
    with CaptureQueriesContext(connection) as many:
        planned("\n".join(rows), article)
    assert len(many) <= len(few) < 12


def test_the_command_tells_each_row_and_ends_with_what_it_came_to(tmp_path: Path, capsys: Any) -> None:
    bridge(by=alice())
    file = tmp_path / "claims.csv"
    file.write_bytes(TABLE)
    with pytest.raises(SystemExit):
        call_command("import_claims", str(file), "--dry-run", "--json")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["line"], row["outcome"]) for row in told] == [(2, "new"), (3, "new"), (6, "faulty")]
    assert not Claim.objects.exists()
    with pytest.raises(SystemExit):
        call_command("import_claims", str(file))
    out, err = capsys.readouterr()
    assert out == "Line 6: Cannot be taken. “soon” is no day. Write it as 2024-11-29.\n"
    assert err == "Is made: 2, Cannot be taken: 1\nNot read: Who found it.\n"
    for wrong, sentence in (
        ([str(tmp_path / "none")], "cannot be read"),
        ([str(file), "--article", "7"], "no article 7"),
        ([str(file), "--by", "nobody"], "nobody"),
        ([str(file), "--format", "jsonl"], "1"),
    ):
        with pytest.raises((CommandError, SystemExit), match=sentence):
            call_command("import_claims", *wrong)
    file.write_text('quotation,rating\nIt cost 12 million euros,"\x1b]0;x\x07\nred"\n')
    with pytest.raises(SystemExit):
        call_command("import_claims", str(file), "--article", str(Article.objects.get().uid))
    assert "no rating “ ]0;x  red”" in capsys.readouterr().out
    file.write_text("quotation\nIt cost 12 million euros\n")
    call_command("import_claims", str(file), "--article", str(Article.objects.get().uid))
    assert Claim.objects.count() == 3

"""Sources to bibliography programs and back."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from annotations.actions.importing_sources import Fate, added, import_sources, plan_sources
from annotations.actions.sources import describe_source, forget_source
from annotations.errors import CannotRead, TooLarge
from annotations.exports.csl import csl_list, csl_of_claims
from annotations.exports.recipients import Recipient
from annotations.imports.csl import read_csl
from annotations.models import Claim, Event, Snapshot, Source, Verb
from tests.make import alice, bob, make_claim, make_evidence, make_source

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent.parent / "cases"
ZOTERO = (CASES / "zotero.csl.json").read_bytes()


def written(sources: Any = None) -> list[dict[str, Any]]:
    rows = Source.objects.all() if sources is None else sources
    return json.loads(b"".join(csl_list(rows, Recipient(bob(), identities=False))))


def test_what_zotero_wrote_comes_back_as_it_was() -> None:
    import_sources(read_csl(ZOTERO), by=bob())
    for before, after in zip(json.loads(ZOTERO), written(), strict=True):
        assert after.pop("custom")["tier"] == "secondary"
        assert after == before


def test_what_has_a_column_is_read_into_it() -> None:
    import_sources(read_csl(ZOTERO), by=bob())
    journal, book, page, law = Source.objects.order_by("pk")
    assert (journal.type, journal.container_title) == ("article-journal", "Journal of Ports")
    assert (journal.issued, journal.doi) == ("2019-05", "10.1000/JP.7")
    assert journal.author[0] == {"family": "Berg", "given": "Ada", "non-dropping-particle": "van den"}
    assert (book.type, book.author) == ("book", [{"literal": "Port of Inby"}])
    assert (book.issued, page.issued, law.type) == ("1911", "around 2003", "legislation")
    assert page.url == "https://example.org/harbour?a=1&b=2"


def test_what_we_change_goes_out_changed_and_the_rest_stays() -> None:
    import_sources(read_csl(ZOTERO), by=bob())
    book = Source.objects.get(type="book")
    describe_source(book, by=bob(), row_version=1, type="report", issued="1912-03", title="Another title")
    item = written(Source.objects.filter(pk=book.pk))[0]
    assert (item["type"], item["issued"], item["title"]) == (
        "report",
        {"date-parts": [[1912, 3]]},
        "Another title",
    )
    assert (item["page"], item["id"]) == ("12–19", "http://zotero.org/users/1/items/CHAPTER1")


def test_our_own_sources_are_written_as_csl_and_read_again() -> None:
    source = make_source(
        title="Yearbook",
        url="https://example.org/",
        type="report",
        author=[{"family": "Kern", "given": "Ada"}],
        container_title="Harbour series",
        publisher="Port of Inby",
        issued="2023-05-03",
        doi="10.1000/1",
        tier="primary",
        archived_url="https://archive.example.org/1",
        note="Kept in the cellar.",
    )
    Snapshot.objects.create(source=source, retrieved_at=source.created, bytes=b"", sha256="", http_status=200)
    expected = json.loads((CASES / "source.csl.json").read_text())
    day = source.created.date()
    expected[0] |= {"id": str(source.uid), "accessed": {"date-parts": [[day.year, day.month, day.day]]}}
    assert written() == expected
    [item] = read_csl(json.dumps(expected).encode())
    columns = {name: getattr(source, name) for name in item.columns if name != "foreign"}
    assert {name: item.columns[name] for name in columns} == columns


def test_the_sources_of_the_claims_asked_for_are_named_once_and_confidential_ones_never() -> None:
    claim, source = make_claim(), make_source()
    make_evidence(claim, source=source)
    make_evidence(claim, source=source, stance="context")
    make_evidence(claim, source=make_source(title="Zacharias Quill", terms="background"))
    make_source(title="Not used")
    recipient = Recipient(alice(), identities=False)
    items = json.loads(b"".join(csl_of_claims(Claim.objects.all(), recipient)))
    assert [item["title"] for item in items] == ["Harbour yearbook 2023"]
    assert json.loads(b"".join(csl_of_claims(Claim.objects.none(), recipient))) == []


def test_what_is_here_already_or_stands_twice_is_not_added_again() -> None:
    there = make_source(title="By DOI", doi="10.1000/jp.7")
    secret = make_source(title="Secret", by=alice(), url="https://example.org/leak", confidential=True)
    file = [
        {"type": "book", "title": "A", "DOI": "https://doi.org/10.1000/JP.7"},
        {"type": "webpage", "title": "B", "URL": "https://example.org/b"},
        {"type": "webpage", "title": "C", "URL": "https://example.org/b"},
        {"type": "webpage", "URL": secret.url},
        {"type": "book"},
        {"title": "D" * 501},
        {"title": "E", "URL": "ftp://example.org"},
        {"title": "F", "author": [{"given": " "}]},
        {"title": "G", "author": "Kern"},
        {"title": "H", "publisher": ["P"]},
        7,
    ]
    items = read_csl(json.dumps({"items": file}).encode())
    plans = plan_sources(items, by=bob())
    assert Source.objects.count() == 2
    fates = [Fate.THERE, Fate.NEW, Fate.TWICE, Fate.NEW, *[Fate.FAULTY] * 7]
    assert [plan.fate for plan in plans] == fates
    assert plans[0].source == there
    assert plans[2].why == "As item 2."
    assert all(plan.why.endswith(".") for plan in plans[4:])
    assert [plan.fate for plan in import_sources(items, by=bob())] == fates
    assert Source.objects.count() == 4
    assert Event.objects.filter(verb=Verb.SOURCE_ADDED, by=bob()).count() == 3


def test_a_doi_or_an_address_alone_finds_the_source_that_has_it() -> None:
    one = make_source(title="By DOI", doi="10.1000/jp.7")
    other = make_source(title="By address", url="https://example.org/b")
    secret = make_source(title="Secret", by=alice(), doi="10.1000/leak", confidential=True)
    file = [
        {"DOI": "https://doi.org/10.1000/JP.7"},
        {"URL": other.url},
        {"DOI": "10.1000/new", "title": "New"},
        {"DOI": "10.1000/NEW"},
        {"DOI": secret.doi},
        {"DOI": one.doi, "URL": "ftp://example.org"},
    ]
    items = read_csl(json.dumps(file).encode())
    for act in (plan_sources, import_sources):
        plans = act(items, by=bob())
        fates = [Fate.THERE, Fate.THERE, Fate.NEW, Fate.TWICE, Fate.FAULTY, Fate.FAULTY]
        assert [plan.fate for plan in plans] == fates
        assert [plan.source for plan in plans[:2]] == [one, other]
        assert plans[0].item.title == "10.1000/JP.7"
        assert plans[3].why == "As item 3."
    assert Source.objects.count() == 4


def test_what_somebody_added_since_it_was_looked_up_is_not_added_again() -> None:
    [item] = read_csl(json.dumps({"type": "book", "title": "A", "DOI": "10.1000/jp.7"}).encode())
    one, other = (added(item, by=person) for person in (alice(), bob()))
    assert (one.fate, other.fate) == (Fate.NEW, Fate.THERE)
    assert one.source == other.source


def test_without_doi_or_address_one_is_known_again_by_its_id_and_title() -> None:
    import_sources(read_csl(ZOTERO), by=bob())
    assert {plan.fate for plan in plan_sources(read_csl(ZOTERO), by=bob())} == {Fate.THERE}
    make_source(title="Ours")
    assert {plan.fate for plan in plan_sources(read_csl(json.dumps(written()).encode()), by=bob())} == {
        Fate.THERE
    }
    other = [{"id": json.loads(ZOTERO)[3]["id"], "title": "Another bill"}, {"id": 7, "title": "A number"}]
    assert {plan.fate for plan in plan_sources(read_csl(json.dumps(other).encode()), by=bob())} == {Fate.NEW}


def test_what_is_kept_of_a_source_is_forgotten_with_it() -> None:
    [plan] = import_sources(read_csl(b'[{"title": "A", "archive": "Zacharias Quill"}]'), by=bob())
    assert plan.source
    assert plan.item.kept == ("archive",)
    source = describe_source(plan.source, by=alice(), row_version=1, confidential=True)
    assert "Quill" not in str([event.data for event in Event.objects.all()])
    forget_source(source, by=alice(), row_version=2)
    assert Source.objects.get().foreign == {}


@pytest.mark.parametrize(
    "data", [b"", b"[", b"{}x", b"[]", b"7", b'{"items": 7}', b"\xff", b'["\\u0000"]', b"[NaN]"]
)
def test_what_is_no_csl_is_told(data: bytes) -> None:
    with pytest.raises(CannotRead):
        read_csl(data)


@pytest.mark.parametrize("name", ["type", "issued", "custom", "id", "accessed", "x"])
def test_a_field_that_holds_something_odd_stops_no_file(name: str) -> None:
    odd: list[Any] = [[], {}, 7, 1.5, True, None, ["a"], {"date-parts": 7}, {"date-parts": [["9" * 5_000]]}]
    items = read_csl(json.dumps([{"title": "A", name: value} for value in odd]).encode())
    assert [item.fault for item in items] == [""] * len(odd)
    assert {item.columns["type"] for item in items} == {"document"}


def test_more_than_one_file_should_hold_is_told() -> None:
    with pytest.raises(TooLarge, match="5,001"):
        read_csl(json.dumps([{}] * 5_001).encode())


def test_the_command_says_what_becomes_of_each(tmp_path: Path, capsys: Any) -> None:
    alice()
    file = tmp_path / "zotero.json"
    file.write_bytes(ZOTERO)
    call_command("import_sources", str(file), "--dry-run")
    assert "1: Ships in small ports – New." in capsys.readouterr().out
    assert not Source.objects.exists()
    call_command("import_sources", str(file))
    assert Source.objects.count() == 4

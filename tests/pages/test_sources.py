"""The library of sources: the list, one of them, describing it, its stored copies."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.actions.sources import describe_source, store_snapshot
from annotations.models import Article, Role, Source
from tests.make import (
    alice,
    bob,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_submitted,
)
from tests.pages.visiting import get, post, queries_of, words_of

pytestmark = pytest.mark.django_db

SECRET = "Nightingale"

WORDS = {"final_url": "", "http_status": 200, "media_type": "text/plain", "text": SECRET}


def confidential(**columns: Any) -> Source:
    columns = {"title": SECRET, "terms": "background", "public_description": "an official"} | columns
    return make_source(**columns)


def sent(source: Source, **changed: Any) -> dict[str, Any]:
    form = {
        "row_version": source.row_version,
        "type": source.type,
        "title": source.title,
        "tier": source.tier,
        "terms": source.terms,
    }
    return form | changed


def test_the_list_says_how_often_each_is_used() -> None:
    source = make_source(
        title="Harbour yearbook", publisher="The port", url="https://www.example.org/yearbook"
    )
    make_evidence(make_claim(), source=source)
    make_evidence(make_claim(), source=source)
    page = words_of(get(bob(), "source_list"))
    assert "<bdi>The port</bdi> · <bdi>example.org</bdi>" in page
    assert '<td class="nowrap number amount">2<' in page


def test_the_list_is_filtered_and_searched() -> None:
    make_source(title="Budget", tier="primary", type="report")
    make_source(title="Gazette")
    assert "Gazette" not in words_of(get(bob(), "source_list", tier="primary"))
    assert "Gazette" not in words_of(get(bob(), "source_list", type="report"))
    assert "Budget" in words_of(get(bob(), "source_list", q="budg"))
    assert "No source fits." in words_of(get(bob(), "source_list", q="zeppelin"))


def test_a_confidential_source_is_not_named_to_others_nor_found_by_its_name() -> None:
    source = confidential(url="https://nightingale.example.org/", publisher=SECRET)
    stranger = make_person("dora")
    make_evidence(make_claim(), source=source, quotation=f"{SECRET} sings", locator=SECRET, note=SECRET)
    for answer in (
        get(stranger, "source_list"),
        get(stranger, "source_list", sort="title"),
        get(stranger, "source_list", q="official"),
        get(stranger, "source_detail", source.uid),
        get(stranger, "search", q="built"),
    ):
        assert answer.status_code == 200
        assert SECRET.lower() not in words_of(answer).lower()
    assert get(stranger, "source_describe", source.uid).status_code == 403
    for person in (bob(), alice()):
        assert "No source fits." in words_of(get(person, "source_list", q="nighting"))
        assert SECRET in words_of(get(person, "source_detail", source.uid))


def test_sorted_by_title_a_hidden_name_does_not_show_in_its_place() -> None:
    """Between “Middle” and the top stands what everybody may read of it, not where its name would be."""
    make_source(title="Middle")
    confidential(title="Aaa", public_description="Zzz the official")
    page = words_of(get(make_person("dora"), "source_list", sort="title"))
    assert page.index(">Middle<") < page.index("Zzz the official")


def test_one_source_shows_its_uses_and_copies() -> None:
    source = make_source(url="https://example.org/yearbook", author=[{"family": "Lind", "given": "Ada"}])
    make_evidence(make_claim(), source=source, stance="refutes", quotation="It was 1912.", locator="14")
    copy = store_snapshot(
        source,
        by=bob(),
        body=b"It was 1912.",
        final_url="https://example.org/yearbook",
        http_status=200,
        media_type="text/plain",
        text="It was 1912.\n\n<script>",
    )
    page = words_of(get(bob(), "source_detail", source.uid))
    for words in ("Lind, Ada", "Refutes", "It was 1912.", copy.sha256[:8], "The old bridge was built"):
        assert words in page
    kept = words_of(get(bob(), "snapshot_detail", source.uid, copy.uid))
    assert "&lt;script&gt;" in kept
    assert copy.sha256 in kept


def test_evidence_rests_on_the_copy_that_came_for_it_or_was_there_and_shows_it() -> None:
    source = make_source(url="https://example.org/yearbook")
    first = make_evidence(make_claim(), source=source)
    changed = first.claim.article.changed
    copy = store_snapshot(source, by=bob(), body=b"1911", **WORDS)
    later = store_snapshot(source, by=bob(), body=b"1912", **WORDS)
    second = make_evidence(make_claim(first.claim.article, "Nobody was hurt"), source=source)
    first.refresh_from_db()
    assert (first.snapshot, second.snapshot) == (copy, later)
    article = Article.objects.get(pk=first.claim.article_id)
    live = get(bob(), "article_live", article.uid, since=changed)
    assert "stored a copy of a source" in words_of(live)
    panel = words_of(get(bob(), "article_detail", article.uid, claim=first.claim.uid))
    assert reverse("snapshot_detail", args=[source.uid, copy.uid]) in panel
    hide = describe_source(source, by=bob(), row_version=source.row_version, confidential=True)
    assert hide.confidential
    panel = words_of(get(make_person("dora"), "article_detail", article.uid, claim=first.claim.uid))
    assert "copy of" not in panel


def test_copies_of_a_confidential_source_are_not_there_for_others() -> None:
    source = confidential()
    copy = store_snapshot(source, by=bob(), body=b"x", **WORDS)
    assert get(make_person("dora"), "snapshot_detail", source.uid, copy.uid).status_code == 404
    assert get(bob(), "snapshot_detail", source.uid, copy.uid).status_code == 200


def test_what_a_blind_first_reader_made_of_a_source_is_not_shown() -> None:
    source = make_source()
    claim = make_claim(make_blind_article())
    make_evidence(claim, source=source, stance="refutes")
    make_submitted(claim, "false")
    page = words_of(get(make_person("dora"), "source_detail", source.uid))
    assert "Blind" in page
    assert "refutes" not in page.lower()


def test_a_source_is_added() -> None:
    answer = post(
        bob(),
        "source_add",
        type="report",
        title="Yearbook",
        tier="primary",
        terms="on_record",
        author="Lind, Ada\nPort Authority",
        url="https://example.org/y",
    )
    source = Source.objects.get()
    assert answer.url == f"/sources/{source.uid}/"
    assert source.author == [{"family": "Lind", "given": "Ada"}, {"literal": "Port Authority"}]
    assert not source.confidential


def test_a_source_on_background_becomes_confidential_by_itself() -> None:
    post(bob(), "source_add", type="interview", title=SECRET, tier="primary", terms="background")
    assert Source.objects.get().confidential


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": "", "url": ""}, "Give the source a title or an address."),
        ({"url": "javascript:alert(1)"}, "An address begins with http://"),
        ({"title": "x", "archived_url": "javascript:alert(1)"}, "An address begins with http://"),
        ({"title": "x", "tier": "nope"}, "nope"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(sent: dict[str, str], sentence: str) -> None:
    form = {"type": "webpage", "tier": "secondary", "terms": "on_record"} | sent
    answer = post(bob(), "source_add", **form)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert not Source.objects.exists()


def test_a_source_is_changed() -> None:
    source = make_source()
    assert 'value="Harbour yearbook 2023"' in words_of(get(bob(), "source_describe", source.uid))
    post(bob(), "source_describe", source.uid, **sent(source, title="Yearbook", note="The second edition."))
    source.refresh_from_db()
    assert (source.title, source.note) == ("Yearbook", "The second edition.")


def test_two_changes_at_once_get_both_texts_and_a_choice() -> None:
    source = make_source()
    form = sent(source, title="Mine")
    describe_source(source, by=alice(), row_version=source.row_version, title="Theirs")
    answer = post(bob(), "source_describe", source.uid, **form)
    page = words_of(answer)
    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "alice, saved"):
        assert words in page
    source.refresh_from_db()
    assert source.title == "Theirs"
    post(bob(), "source_describe", source.uid, **(form | {"row_version": source.row_version}))
    source.refresh_from_db()
    assert source.title == "Mine"


def test_readers_see_sources_and_change_none() -> None:
    source, reader = make_source(), make_person("rafi", role=Role.READER)
    assert "Change</a>" not in words_of(get(reader, "source_detail", source.uid))
    assert "Add a source" not in words_of(get(reader, "source_list"))
    assert post(reader, "source_describe", source.uid, **sent(source, title="x")).status_code == 403
    assert post(reader, "source_add", title="x").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_sources() -> None:
    def more(number: int) -> None:
        for _ in range(number):
            make_evidence(make_claim(), source=make_source())

    more(2)
    before = queries_of(bob(), "source_list")
    more(8)
    assert queries_of(bob(), "source_list") == before <= 15


def test_the_number_of_queries_does_not_grow_with_the_uses() -> None:
    source = make_source()

    def more(number: int) -> None:
        for _ in range(number):
            make_evidence(make_claim(), source=source)

    more(2)
    before = queries_of(bob(), "source_detail", source.uid)
    more(8)
    assert queries_of(bob(), "source_detail", source.uid) == before <= 20

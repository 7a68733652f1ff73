"""The files for programs that mark texts, doccano's and Label Studio's: each mark cuts the right words."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from annotations.actions.articles import import_version
from annotations.actions.highlights import add_highlight, remove_highlight
from annotations.actions.publications import retract_claim
from annotations.exports import labelled
from annotations.exports.doccano import doccano_lines
from annotations.exports.label_studio import FROM_NAME, TO_NAME, label_studio_tasks
from annotations.exports.labelled import LABELS
from annotations.exports.recipients import Recipient
from annotations.models import Article, Claim, Person
from tests.make import (
    alice,
    bob,
    carol,
    give_claimant,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_published,
    make_source,
    make_submitted,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "Das Schiff 🚢 „Perle“ kostete 12 Mio. € 🎉 sagt 👩🏽‍🚒 Zoë Nguyễn.\n\n"
    "\u1ecc\u0300bà hat 3 Söhne 👨‍👩‍👦 und 𝒙² = 4. قال إن السعر ٥ 😀 دولارات."
)
WORDS = (
    "🚢 „Perle“ kostete 12 Mio. €",
    "„Perle“",
    "👩🏽‍🚒 Zoë Nguyễn",
    "\u1ecc\u0300bà hat 3 Söhne 👨‍👩‍👦",
    "𝒙² = 4",
    "السعر ٥ 😀",
)


def lines_for(person: Person, claims: Any = None) -> list[Any]:
    """The lines of doccano's file."""
    rows = Claim.objects.visible_to(person).living() if claims is None else claims
    content = b"".join(doccano_lines(rows, Recipient(person, identities=False)))
    return [json.loads(line) for line in content.decode().splitlines()]


def tasks_for(person: Person, claims: Any = None) -> list[Any]:
    """The tasks of Label Studio's file."""
    rows = Claim.objects.visible_to(person).living() if claims is None else claims
    return list(json.loads(b"".join(label_studio_tasks(rows, Recipient(person, identities=False)))))


def in_utf16(text: str, start: int, end: int) -> str:
    """As a program cuts that counts UTF-16 units."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def regions_of(task: Any) -> list[Any]:
    [annotation] = task["annotations"]
    return list(annotation["result"])


def test_every_mark_cuts_the_words_of_its_claim_out_of_the_text_that_is_beside_it() -> None:
    article = make_article(TEXT, language="de")
    for words in WORDS:
        make_claim(article, words)
    [line], [task] = lines_for(bob()), tasks_for(bob())
    assert line["text"] == task["data"]["text"] == article.current_version().text
    cut = [in_utf16(line["text"], start, end) for start, end, _ in line["label"]]
    assert cut == list(WORDS), "they overlap, and stand in the order of the text"
    assert cut != [line["text"][start:end] for start, end, _ in line["label"]], "it makes a difference here"
    assert [[in_utf16(line["text"], *place) for place in one["places"]] for one in line["claims"]] == [
        [words] for words in WORDS
    ]
    for region, words in zip(regions_of(task), WORDS, strict=True):
        assert task["data"]["text"][region["value"]["start"] : region["value"]["end"]] == words
        assert (region["value"]["text"], region["value"]["labels"]) == (words, ["spotted"])
        assert (region["from_name"], region["to_name"], region["type"]) == (FROM_NAME, TO_NAME, "labels")
    assert len({region["id"] for region in regions_of(task)}) == len(WORDS)
    assert line["language"] == "de"


def test_a_claim_of_several_places_has_a_mark_for_each_and_equal_marks_are_one_for_doccano() -> None:
    article = make_article("It rose. Prices rose. It rose.")
    first = make_claim(article, "It rose")
    add_highlight(first, by=bob(), version=article.current_version(), start=22, end=29)
    gone = add_highlight(first, by=bob(), version=article.current_version(), start=9, end=20)
    remove_highlight(gone, by=bob(), row_version=gone.row_version)
    second = make_claim(article, "It rose")
    [line], [task] = lines_for(bob()), tasks_for(bob())
    assert line["label"] == [[0, 7, "spotted"], [22, 29, "spotted"]]
    assert [one["places"] for one in line["claims"]] == [[[0, 7], [22, 29]], [[0, 7]]]
    regions = [(region["value"]["start"], region["meta"]["claim"]) for region in regions_of(task)]
    assert regions == [(0, str(first.uid)), (0, str(second.uid)), (22, str(first.uid))]


def test_the_label_is_the_truth_class_of_what_stands_and_else_the_state() -> None:
    article = make_article()
    published = make_published(give_claimant(make_claim(article)), "mixed")
    retracted = make_published(make_claim(article, "It cost 12 million euros"), "false")
    retract_claim(retracted, by=alice(), reason="We had the wrong year.")
    make_claim(article, "Nobody was hurt during the works")
    [line] = lines_for(bob())
    assert [one["label"] for one in line["claims"]] == ["qualified", "retracted", "spotted"]
    assert sorted(label for *_, label in line["label"]) == ["qualified", "retracted", "spotted"]
    told = line["claims"][0]
    assert (told["uid"], told["rating"], told["truth_class"]) == (str(published.uid), "Mixed", "qualified")
    assert told["claimant"]
    assert (line["article"], line["version"]) == (str(article.uid), 1)


def test_what_stands_in_no_place_any_more_is_told_without_a_mark() -> None:
    article = make_article("The bridge was built in 1911. It is red.")
    make_claim(article, "The bridge was built in 1911")
    make_claim(article, "It is red")
    import_version(
        article, b"It is red. Nothing else is said of any of it here.", by=alice(), content_type="text/plain"
    )
    [line] = lines_for(bob())
    assert line["label"] == [[0, 9, "spotted"]]
    assert [(one["quotation"], one["places"]) for one in line["claims"]] == [
        ("The bridge was built in 1911", []),
        ("It is red", [[0, 9]]),
    ]
    assert line["version"] == 2


def test_nobody_learns_from_a_file_what_is_kept_from_them() -> None:
    claim = make_submitted(make_claim(make_blind_article()), "false", by=bob())
    make_evidence(claim, source=make_source(title="Zacharias Quill", terms="background"), stance="refutes")
    for person in (alice(), bob()):
        files = json.dumps([lines_for(person), tasks_for(person)])
        assert "in_review" in files
        for word in ("contradicted", "refutes", "Quill"):
            assert word not in files
    assert lines_for(carol()) == tasks_for(carol()) == []


def test_a_file_holds_the_claims_that_were_asked_for_article_by_article(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [make_article() for _ in range(3)]
    for article in (*articles, articles[0]):
        make_claim(article)
    person = bob()
    with django_assert_num_queries(5):
        tasks = tasks_for(person)
    assert [len(task["data"]["claims"]) for task in tasks] == [2, 1, 1]
    assert [task["data"]["article"] for task in tasks] == [str(article.uid) for article in articles]
    monkeypatch.setattr(labelled, "MOST_CLAIMS", 1)
    assert tasks_for(bob()) == tasks
    few = Claim.objects.filter(article=Article.objects.latest("pk"))
    assert [line["article"] for line in lines_for(bob(), few)] == [str(articles[-1].uid)]


def test_the_page_prints_a_labelling_configuration_that_knows_every_label() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "exports.md").read_text("utf-8")
    [config] = re.findall(r"```xml\n(.*?)```", page, re.DOTALL)
    view = ElementTree.fromstring(config)
    labels, text = view.find("Labels"), view.find("Text")
    assert labels is not None
    assert text is not None
    assert (labels.get("name"), labels.get("toName")) == (FROM_NAME, TO_NAME)
    assert (text.get("name"), text.get("value")) == (TO_NAME, "$text")
    assert [label.get("value") for label in labels] == list(LABELS)
